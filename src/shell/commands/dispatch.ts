/** Finds the command of an input line and runs it; mistakes come back as error blocks, never as exceptions. */
import { OrmError } from '../../errors.js'
import { errorBlock } from '../format/error.js'
import type { Output } from '../format/output.js'
import { spellingsOf, UsageError, type Command, type ShellContext } from './command.js'
import { matches, unknownCommand } from './help.js'

export interface CommandResult {
  readonly ok: boolean
  readonly output: readonly Output[]
  /** What `_` becomes, where the command answers a value. */
  readonly value?: unknown
}

/** `.sql SELECT 1` is the command `.sql` with the argument `SELECT 1`. */
export function splitCommand(line: string): { readonly name: string; readonly argument: string } {
  const [, name = '', argument = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? []
  return { name, argument: argument.trim().replace(/;$/, '') }
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
  try {
    const command = commands.find((candidate) => matches(candidate, name))
    if (!command) throw unknownCommand(name, commands)
    const preset = spellingsOf(command).find((spelling) => spelling.name === name)?.preset ?? ''
    const answer = await command.run(`${preset} ${argument}`.trim(), context)
    return 'output' in answer ? { ok: true, ...answer } : { ok: true, output: answer }
  } catch (error) {
    const expected = error instanceof UsageError || error instanceof OrmError
    return { ok: false, output: [errorBlock(error, { stack: !expected })] }
  }
}
