/** `.help`: the list of commands, or one of them explained. */
import { nearest } from '../../util/nearest.js'
import type { Output } from '../format/output.js'
import { UsageError, type Command } from './command.js'

export const help: Command = {
  name: '.help',
  aliases: ['.h', '\\?'],
  usage: '[command]',
  summary: 'The commands, or one of them explained',
  completes: 'command',
  run: (argument, { commands }) => (argument ? [explain(argument, commands)] : overview(commands)),
}

function overview(commands: readonly Command[]): readonly Output[] {
  return [
    {
      kind: 'table',
      columns: [
        { title: 'command', align: 'left' },
        { title: 'what it does', align: 'left', wrap: true },
      ],
      rows: commands.map((command) => [{ text: synopsis(command) }, { text: command.summary }]),
      footer: '',
    },
    {
      kind: 'text',
      tone: 'muted',
      text:
        'Everything else is TypeScript with top-level await. In scope: session, engine, your models, select() and ' +
        'the other functions of orm-shell; _ is the last value.',
    },
  ]
}

function explain(name: string, commands: readonly Command[]): Output {
  const dotted = /^[.\\]/.test(name) ? name : `.${name}`
  const command = commands.find((candidate) => matches(candidate, dotted))
  if (!command) throw unknownCommand(dotted, commands)
  const also = command.aliases?.length ? `Also: ${command.aliases.join(' ')}` : ''
  const lines = [synopsis(command), command.detail ?? command.summary, also]
  return { kind: 'text', text: lines.filter((line) => line !== '').join('\n') }
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
