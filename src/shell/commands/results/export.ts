/** `.export`: a result as CSV, JSON, JSON lines, Markdown or INSERTs, printed or into a file; `.copy`: to the clipboard. */
import { writeFileSync } from 'node:fs'
import { Query } from '../../../orm/query/query.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { Redaction } from '../../format/redaction.js'
import { FORMATS, formatOfFile, type FormatName } from '../../results/formats.js'
import { recordsOf } from '../../results/records.js'
import { say, UsageError, valueOf, type Command, type ShellContext } from '../command.js'

const NAMES = Object.keys(FORMATS) as FormatName[]

export const exportCommand: Command = {
  name: '.export',
  topic: 'results',
  usage: '[format] [expression] [> file]',
  summary: 'A result as CSV, JSON, Markdown, INSERTs; also into a file',
  detail: [
    `Formats: ${NAMES.join(', ')}.`,
    'Without an expression the last value; a statement is run. Without a format the one the name of the file says,',
    'else CSV. Objects give their columns as far as they are loaded. Dates are ISO with their zone, NULL is empty in',
    'CSV, binary is base64.',
  ].join('\n'),
  examples: [
    '.export csv',
    '.export select(User) > users.csv',
    '.export sql-insert session.query(Tag).all()',
  ],
  completes: NAMES,
  run: async (argument, context) => {
    const request = parse(argument)
    const text = await exported(request, context)
    if (request.path === null)
      return {
        output: [{ kind: 'value', text: text.replace(/\r?\n$/, '').replaceAll('\r\n', '\n') }],
        value: text,
      }
    writeFileSync(request.path, text)
    return say(`${text.split('\n').length - 1} lines → ${request.path}`, 'success')
  },
}

export const copy: Command = {
  name: '.copy',
  aliases: ['\\clip'],
  topic: 'results',
  usage: '[format] [expression]',
  summary: 'A result to the clipboard, if the terminal allows it',
  examples: ['.copy', '.copy json', '.copy csv select(User)'],
  completes: NAMES,
  run: async (argument, context) => {
    const value = await subject(parse(argument).code, context)
    const isText = typeof value === 'string' && !NAMES.some((name) => argument.startsWith(name))
    const text = isText ? value : await exported(parse(argument), context)
    return [{ kind: 'clipboard', text }]
  },
}

interface Request {
  readonly format: FormatName
  readonly code: string
  readonly path: string | null
}

/** A file's name stands behind the last `>` that has spaces around it. */
function parse(argument: string): Request {
  const [, before = argument, path] = /^(.*?)\s*(?:^|\s)>\s*([^\s>=()]+)$/.exec(argument) ?? []
  const [, word = '', rest = ''] = /^([\w-]*)\s*([^]*)$/.exec(before.trim()) ?? []
  const isFormat = NAMES.includes(word as FormatName)
  const fromFile = path === undefined ? null : formatOfFile(path)
  return {
    format: isFormat ? (word as FormatName) : (fromFile ?? 'csv'),
    code: isFormat ? rest : before.trim(),
    path: path ?? null,
  }
}

async function exported({ format, code }: Request, context: ShellContext): Promise<string> {
  const records = recordsOf(await subject(code, context))
  const redaction = new Redaction(context.settings.values.redact)
  if (records)
    return FORMATS[format](redaction.rows(records), { dialect: context.engine.dialect.name })
  throw new UsageError(code === '' ? 'the last value has no rows' : `${code} has no rows`, {
    hint: '.export csv select(User), or .export csv after a result',
  })
}

/** The rows of a statement, or the value itself. */
async function subject(code: string, context: ShellContext): Promise<unknown> {
  const value = code === '' ? context.lastValue() : await valueOf(code, context)
  if (value instanceof Query) return value.all()
  return value instanceof ClauseElement ? context.session.execute(value as never).all() : value
}
