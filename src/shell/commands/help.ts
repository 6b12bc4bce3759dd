/** `.help`: the list of commands, or one of them explained. */
import { nearest } from '../../util/nearest.js'
import type { Output } from '../format/output.js'
import { UsageError, type Command } from './command.js'

export const help: Command = {
  name: '.help',
  aliases: ['.h', '\\?'],
  usage: '[command]',
  summary: 'List the commands, or explain one',
  completes: 'command',
  run: (argument, { commands }) => (argument ? [explain(argument, commands)] : overview(commands)),
}

function overview(commands: readonly Command[]): readonly Output[] {
  const rows = commands.map((command) => [{ text: synopsis(command) }, { text: command.summary }])
  return [
    {
      kind: 'table',
      columns: [
        { title: 'command', align: 'left' },
        { title: 'what it does', align: 'left' },
      ],
      rows,
    },
    {
      kind: 'text',
      tone: 'muted',
      text: 'Everything else is TypeScript with top-level await: session, engine, your models and select() are in scope; _ is the last value.',
    },
  ]
}

function explain(name: string, commands: readonly Command[]): Output {
  const command = commands.find((candidate) =>
    matches(candidate, name.startsWith('.') ? name : `.${name}`),
  )
  if (command) {
    const aliases = command.aliases?.length ? `\nAlso: ${command.aliases.join(' ')}` : ''
    return { kind: 'text', text: `${synopsis(command)}\n${command.summary}${aliases}` }
  }
  throw unknownCommand(name, commands)
}

/** The error for a name no command has; suggests the nearest. */
export function unknownCommand(name: string, commands: readonly Command[]): UsageError {
  const near = nearest(
    name,
    commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]),
  )
  return new UsageError(`There is no command ${name}`, {
    hint: near ? `did you mean ${near}?` : '.help lists them',
  })
}

export function matches(command: Command, name: string): boolean {
  return command.name === name || (command.aliases?.includes(name) ?? false)
}

function synopsis(command: Command): string {
  return command.usage ? `${command.name} ${command.usage}` : command.name
}
