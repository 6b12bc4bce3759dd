/**
 * Every command as a function of `$`: `await $.explain(query)` is `.explain` of a value instead of a text. For code
 * that combines commands, for scripts, and for `-e`.
 */
import { inspect } from 'node:util'
import type { Output } from '../format/output.js'
import { formatPlain } from '../format/plain.js'
import type { Answer, Command, ShellContext } from './command.js'
import { runCommand } from './dispatch.js'

/** What a command answered: printed as the command prints it; `value` is what it found, if anything. */
export class Report {
  constructor(
    readonly blocks: readonly Output[],
    readonly value: unknown = undefined,
  ) {}

  toString(): string {
    return this.blocks.map((block) => formatPlain(block)).join('\n')
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

type Twin = (...parts: readonly unknown[]) => Report | Promise<Report>

/** Stands in the text of a command for a value that is no text. */
const PLACEHOLDER = /^\$\d+$/

/** The functions of `$`, by the names of the commands without their dot. */
export function twins(
  commands: readonly Command[],
  context: () => ShellContext,
): Readonly<Record<string, Twin>> {
  const entries = commands.map((command): [string, Twin] => [
    command.name.slice(1).replaceAll('-', ''),
    (...parts) => report(call(command, parts, context())),
  ])
  return Object.fromEntries(entries)
}

function call(
  command: Command,
  parts: readonly unknown[],
  context: ShellContext,
): Answer | Promise<Answer> {
  const values = new Map<string, unknown>()
  const texts = argumentsOf(parts).map((part) => {
    if (typeof part !== 'object' && typeof part !== 'function') return String(part)
    const placeholder = `$${values.size + 1}`
    values.set(placeholder, part)
    return placeholder
  })
  return runCommand(command, texts.join(' '), withValues(context, values))
}

/** `$.sql` is also called as the tag of a template. */
function argumentsOf(parts: readonly unknown[]): readonly unknown[] {
  const [first, ...values] = parts
  if (!Array.isArray(first) || !('raw' in first)) return parts
  return [first.reduce((text: string, part) => `${text}${String(values.shift())}${String(part)}`)]
}

function withValues(context: ShellContext, values: ReadonlyMap<string, unknown>): ShellContext {
  return {
    ...context,
    // Code is the caller: what it gets is not for the screen.
    rowCap: null,
    evaluate: async (code) => {
      if (PLACEHOLDER.test(code)) return { ok: true, value: values.get(code), error: undefined }
      const result = await context.evaluate(code)
      // Code is the caller: it gets what was thrown.
      if (!result.ok) throw result.error
      return result
    },
  }
}

function report(answer: Answer | Promise<Answer>): Report | Promise<Report> {
  if (answer instanceof Promise) return answer.then(reportOf)
  return reportOf(answer)
}

function reportOf(answer: Answer): Report {
  return 'output' in answer ? new Report(answer.output, answer.value) : new Report(answer)
}
