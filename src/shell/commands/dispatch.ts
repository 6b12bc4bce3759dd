/** Finds the command of an input line and runs it; mistakes come back as error blocks, never as exceptions. */
import { OrmError } from '../../errors.js'
import { errorBlock } from '../format/error.js'
import type { Output } from '../format/output.js'
import { UsageError, type Command, type ShellContext } from './command.js'
import { matches, unknownCommand } from './help.js'

export interface CommandResult {
  readonly ok: boolean
  readonly output: readonly Output[]
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
    return { ok: true, output: await command.run(argument, context) }
  } catch (error) {
    const expected = error instanceof UsageError || error instanceof OrmError
    return { ok: false, output: [errorBlock(error, { stack: !expected })] }
  }
}
