/** `.help`: the list of commands, or one of them explained. */
import { nearest } from '../../util/nearest.js'
import type { Cell, Output } from '../format/output.js'
import { spellingsOf, TOPICS, UsageError, type Command, type KeySection } from './command.js'

export const help: Command = {
  name: '.help',
  aliases: ['.h', '\\?'],
  topic: 'the shell',
  usage: '[command|keys]',
  examples: ['.help explain', '.help \\\\d', '.help keys'],
  summary: 'The commands, one of them explained, or the keys',
  completes: 'command',
  run: (argument, { commands, keys }) => {
    if (argument === 'keys') return keys().then(keyTable)
    return argument ? [explain(argument, commands)] : overview(commands)
  },
}

/** One table, so that all topics have the same columns. */
function overview(commands: readonly Command[]): readonly Output[] {
  const rows = TOPICS.flatMap((topic, index) => {
    const members = commands.filter((command) => command.topic === topic)
    const title = [{ text: topic.toUpperCase() }, { text: '' }]
    const gap = index > 0 ? [[{ text: '' }, { text: '' }]] : []
    return members.length === 0 ? [] : [...gap, title, ...members.map(row)]
  })
  return [
    {
      kind: 'table',
      columns: [
        { title: 'command', align: 'left' },
        { title: 'what it does', align: 'left', wrap: true },
      ],
      rows,
      footer: '',
    },
    {
      kind: 'text',
      tone: 'muted',
      text:
        'Everything else is TypeScript with top-level await. In scope: session, engine, your models, select() and ' +
        'the other functions of orm-shell; _ is the last value. Each command is a function too: $.states(), ' +
        'await $.explain(query). .help of a command shows examples.',
    },
  ]
}

function keyTable(sections: readonly KeySection[]): readonly Output[] {
  const rows = sections.flatMap(({ title, keys }, index) => [
    ...(index > 0 ? [[{ text: '' }, { text: '' }]] : []),
    [{ text: title.toUpperCase() }, { text: '' }],
    ...keys.map((key) => [{ text: key.keys }, { text: key.help }]),
  ])
  const columns = ['keys', 'what they do'].map((title) => ({
    title,
    align: 'left' as const,
    wrap: true,
  }))
  return [{ kind: 'table', columns, rows, footer: '', layout: 'grid' }]
}

function row(command: Command): readonly Cell[] {
  return [{ text: synopsis(command) }, { text: command.summary }]
}

function explain(name: string, commands: readonly Command[]): Output {
  const dotted = /^[.\\]/.test(name) ? name : `.${name}`
  const command = commands.find((candidate) => matches(candidate, dotted))
  if (!command) throw unknownCommand(dotted, commands)
  const others = spellingsOf(command).slice(1)
  const also = others.length > 0 ? `Also: ${others.map((it) => it.name).join(' ')}` : ''
  const examples = (command.examples ?? []).map((example) => `  ${example}`)
  const lines = [synopsis(command), command.detail ?? command.summary, ...examples, also]
  return { kind: 'text', text: lines.filter((line) => line !== '').join('\n') }
}

/** What other shells call what this one has under another name, or as a key. */
const FAMILIAR: Readonly<Record<string, string>> = {
  '.clear': 'Ctrl-L clears the screen, .reset begins a new session',
  '.break': 'Ctrl-C leaves an input',
  '.cancel': 'Ctrl-C leaves an input',
  '.mode': '.x shows rows as records, .export has other formats',
  '.headers': '.x shows rows as records',
  '.tx': 'the prompt shows the transaction; .begin, .commit, .rollback change it',
  '.last': '_ is the last value, .sql last the last statement',
  '.eqp': '.explain shows how a statement is executed',
  '.verify': 'orm-shell doctest FILE replays a transcript',
  '\\r': 'Ctrl-C leaves an input',
  '\\p': '.sql shows the SQL of the last input',
  '\\l': '.schemas lists the schemas, .conn says where you are',
  '\\du': '.sql select * from pg_roles',
  '\\df': '.sql select proname from pg_proc',
  '\\di': '.schema of a table shows its indexes',
  '\\gx': '.x on shows rows as records',
  '\\echo': 'console.log() prints',
  '\\!': '(await import("node:child_process")).execSync(…) runs a program',
  '\\errverbose': '_error is the last error: _error.orig is what the driver threw',
  '\\h': '.help lists the commands, .doc explains a name',
}

/** The error for a name no command has; suggests the nearest. */
export function unknownCommand(name: string, commands: readonly Command[]): UsageError {
  const familiar = Object.hasOwn(FAMILIAR, name) ? FAMILIAR[name] : undefined
  if (familiar !== undefined)
    return new UsageError(`There is no command ${name}`, { hint: familiar })
  const near = nearest(
    name,
    commands.flatMap(spellingsOf).map((spelling) => spelling.name),
  )
  return new UsageError(`There is no command ${name}`, {
    hint: near ? `did you mean ${near}?` : '.help lists them',
  })
}

export function matches(command: Command, name: string): boolean {
  return spellingsOf(command).some((spelling) => spelling.name === name)
}

/** How a command is typed: its name and what it takes. */
export function synopsis(command: Command): string {
  return command.usage ? `${command.name} ${command.usage}` : command.name
}
