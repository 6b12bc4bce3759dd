/** Finds the command of an input line and runs it; mistakes come back as error blocks, never as exceptions. */
import { OrmError } from '../../errors.js'
import { errorBlock } from '../format/error.js'
import type { ErrorBlock, Output } from '../format/output.js'
import { errorOutput } from '../kernel/error-output.js'
import { CellSyntaxError } from '../kernel/errors.js'
import { spellingsOf, UsageError, type Command, type ShellContext } from './command.js'
import { matches, synopsis, unknownCommand } from './help.js'
import { ExpressionError } from './usage-error.js'

export interface CommandResult {
  readonly ok: boolean
  readonly output: readonly Output[]
  /** What `_` becomes, where the command answers a value. */
  readonly value?: unknown
}

/** `.sql SELECT 1` is the command `.sql` with the argument `SELECT 1`. */
export function splitCommand(line: string): { readonly name: string; readonly argument: string } {
  const [, name = '', argument = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? []
  return { name: name.replace(/;$/, ''), argument: argument.trim().replace(/;$/, '') }
}

/** Whether a command line could run, or wants another line. */
export function isCompleteLine(line: string, commands: readonly Command[]): boolean {
  const name = splitCommand(line).name
  const command = commands.find((candidate) => matches(candidate, name))
  const argument = line
    .trimStart()
    .slice(name.length)
    .replace(/^[ \t]/, '')
  return command?.isComplete?.(argument) ?? true
}

export async function dispatch(
  line: string,
  commands: readonly Command[],
  context: ShellContext,
): Promise<CommandResult> {
  const { name, argument } = splitCommand(line)
  const command = commands.find((candidate) => matches(candidate, name))
  try {
    if (!command) throw unknownCommand(name, commands)
    const preset = spellingsOf(command).find((spelling) => spelling.name === name)?.preset ?? ''
    const answer = await runCommand(command, `${preset} ${argument}`.trim(), context)
    return 'output' in answer ? { ok: true, ...answer } : { ok: true, output: answer }
  } catch (error) {
    return { ok: false, output: [mistake(error, command)] }
  }
}

/** @throws UsageError where the command takes no argument and got one, and what the command throws */
export function runCommand(command: Command, argument: string, context: ShellContext) {
  if (command.usage === undefined && argument !== '')
    throw new UsageError(`${command.name} takes nothing, and got ${argument}`)
  return command.run(argument, context)
}

function mistake(error: unknown, command: Command | undefined): ErrorBlock {
  if (!(error instanceof ExpressionError)) {
    const expected = error instanceof UsageError || error instanceof OrmError
    return errorBlock(error, { stack: !expected })
  }
  const { cause, found } = error
  if (!(cause instanceof CellSyntaxError)) return { ...errorOutput(cause, found), stack: [] }
  const block = errorOutput(cause)
  return command ? { ...block, hint: `usage: ${synopsis(command)}` } : block
}
