/** `.history`, `.save`, `.load`: the inputs of this sitting, as a list, in a file, from a file. */
import { inputText } from '../../results/transcript-text.js'
import type { InputRecord } from '../../watch/query-log.js'
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { readText, writeText } from '../files.js'

const SHOWN = 30

export const history: Command = {
  name: '.history',
  aliases: ['\\s'],
  topic: 'the shell',
  usage: '[words]',
  summary: 'The inputs of this sitting, or those with all the words',
  detail: 'Ctrl-R searches those of earlier sittings too.',
  examples: ['.history', '.history query User', '.replay 3'],
  run: (argument, context) => {
    const words = argument.toLowerCase().split(/\s+/)
    const inputs = earlier(context).filter(({ code }) =>
      words.every((word) => code.toLowerCase().includes(word)),
    )
    if (inputs.length === 0) return say('no such input', 'muted')
    return [
      {
        kind: 'table',
        columns: [
          { title: 'In', align: 'right' },
          { title: 'input', align: 'left', wrap: true },
        ],
        rows: inputs
          .slice(-SHOWN)
          .map(({ number, code }) => [{ text: String(number), type: 'number' }, { text: code }]),
        footer: inputs.length > SHOWN ? `last ${SHOWN} of ${inputs.length} inputs` : '',
      },
    ]
  },
}

export const save: Command = {
  name: '.save',
  aliases: ['\\w'],
  topic: 'the shell',
  usage: '<file>',
  summary: 'Write the inputs of this sitting into a file',
  detail: [
    'What comes out runs with orm-shell -f and with .load. A Markdown file becomes a transcript: doctest --update',
    'writes the answers below the inputs, and from then on doctest says where they differ.',
  ].join('\n'),
  examples: ['.save session.ts', '.save session.md', 'orm-shell doctest --update session.md'],
  completes: 'file',
  run: (argument, context) => {
    if (argument === '') throw new UsageError('.save takes the name of a file')
    const code = earlier(context)
      .filter(({ isCommand }) => !isCommand)
      .map((input) => input.code)
    writeText(argument, /\.(md|markdown)$/i.test(argument) ? transcript(code) : script(code))
    return say(`${code.length} ${code.length === 1 ? 'input' : 'inputs'} → ${argument}`, 'success')
  },
}

export const load: Command = {
  name: '.load',
  aliases: ['.read', '\\i'],
  topic: 'the shell',
  usage: '<file>',
  summary: 'Make the text of a file the next input',
  detail:
    'It is shown for a last look; Enter runs it. In pipes and with -e it runs at once. SQL is run with .sql < file.',
  examples: ['.load session.ts', '\\i schema.sql'],
  completes: 'file',
  run: (argument, context) => {
    if (argument === '') throw new UsageError('.load takes the name of a file')
    const text = readText(argument)
    context.propose(/\.sql$/i.test(argument) ? `.sql < ${argument}` : text.trimEnd())
    return []
  },
}

function script(code: readonly string[]): string {
  return code.map((text) => `${text}\n`).join('')
}

/** Behind prompts, in a fence that no input can close. */
function transcript(code: readonly string[]): string {
  const fence = code.some((text) => text.includes('```')) ? '~~~~~~' : '```'
  const inputs = code.map((text) => `${inputText(text)}\n`)
  return `${fence}\n${inputs.join('')}${fence}\n`
}

/** All but the running one. */
function earlier({ log }: ShellContext): readonly InputRecord[] {
  return log.inputs.filter((input) => input !== log.running && input.code !== '')
}
