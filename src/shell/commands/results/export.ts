/** `.export`: a result as CSV, JSON, JSON lines, Markdown or INSERTs, printed or into a file; `.copy`: to the clipboard. */
import { Query } from '../../../orm/query/query.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { CommandArgument } from '../../kernel/contracts.js'
import { queryOfFirstRows } from '../../results/first-rows.js'
import { FORMATS } from '../../results/formats.js'
import { recordsOf } from '../../results/records.js'
import {
  isStreamable,
  streamOfRecords,
  streamOfSql,
  streamOfStatement,
  type RecordStream,
} from '../../results/record-stream.js'
import { select } from '../../../sql/selectable/select.js'
import { isMappedClass } from '../../models.js'
import type { Output } from '../../format/output.js'
import {
  say,
  UsageError,
  valueOf,
  type Answer,
  type Command,
  type ShellContext,
} from '../command.js'
import { writeChunks } from '../files.js'
import { exportRequest, FORMAT_NAMES as NAMES, type ExportRequest } from './export-request.js'

export const exportCommand: Command = {
  name: '.export',
  aliases: ['\\copy'],
  topic: 'results',
  usage: '[format] [expression] [> file]',
  summary: 'A result as CSV, JSON, Markdown, INSERTs; also into a file',
  detail: [
    `Formats: ${NAMES.join(', ')}.`,
    'Without an expression the last value; behind .sql a query in SQL; a statement is run, of a model all objects are. Without a format the one the name of the file says,',
    'else CSV. Objects give their columns as far as they are loaded. Dates are ISO with their zone, NULL is empty in',
    'CSV, binary is base64.',
  ].join('\n'),
  examples: [
    '.export csv',
    '.export select(User) > users.csv',
    '.export users.csv User',
    '.export sql-insert session.query(Tag).all()',
    '.export csv .sql select name from tags > tags.csv',
  ],
  completes: exportArgument,
  run: async (argument, context) => {
    const request = exportRequest('.export', argument)
    const chunks = textOf(request, await recordsFor('.export', request, context), context)
    if (request.path !== null) {
      const lines = await writeChunks(request.path, chunks)
      return say(`${lines} ${lines === 1 ? 'line' : 'lines'} → ${request.path}`, 'success')
    }
    return printed(chunks, context)
  },
}

/** Characters kept in one piece: as a value, and for the screen. */
const WHOLE = 1_000_000

/** A text of some size is the value; a longer one is shown as it comes, and nobody keeps it. */
async function printed(chunks: AsyncIterable<string>, context: ShellContext): Promise<Answer> {
  let text = ''
  let isWhole = true
  for await (const chunk of chunks) {
    text += chunk
    if (text.length <= WHOLE || context.rowCap === null) continue
    isWhole = false
    const end = text.lastIndexOf('\n') + 1
    if (end > 0) context.print(shown(text.slice(0, end)))
    text = text.slice(end)
  }
  const output = text === '' && !isWhole ? [] : [shown(text)]
  return isWhole ? { output, value: text } : output
}

function shown(text: string): Output {
  return { kind: 'value', text: text.replace(/\r?\n$/, '').replaceAll('\r\n', '\n') }
}

/** A format, an expression or a file first; behind `>` a file. */
function exportArgument(before: string): CommandArgument {
  if (/(?:^|\s)>\s*$/.test(before)) return 'file'
  return before === '' ? { anyOf: [NAMES, 'code', 'file'] } : 'code'
}

export const copy: Command = {
  name: '.copy',
  aliases: ['\\clip'],
  topic: 'results',
  usage: '[format] [expression]',
  summary: 'A result to the clipboard, if the terminal allows it',
  examples: ['.copy', '.copy json', '.copy csv select(User)'],
  completes: (before) => (before === '' ? { anyOf: [NAMES, 'code'] } : 'code'),
  run: async (argument, context) => {
    const request = exportRequest('.copy', argument)
    const isFormatted = NAMES.some((name) => argument.startsWith(name))
    const value = await subject(request.code, context)
    if (typeof value === 'string' && !isFormatted) return [{ kind: 'clipboard', text: value }]
    const records = recordsOfSubject('.copy', request, { value, context })
    return [{ kind: 'clipboard', text: await joined(textOf(request, records, context)) }]
  },
}

async function recordsFor(command: string, request: ExportRequest, context: ShellContext) {
  const [, sql] = /^\.sql\s+([^]+)$/.exec(request.code) ?? []
  if (sql !== undefined) return streamOfSql(sql, context.session)
  const value = await subject(request.code, context)
  return recordsOfSubject(command, request, { value, context })
}

interface Subject {
  readonly value: unknown
  readonly context: ShellContext
}

/** Rows that are there, or those a query is going to yield. @throws UsageError for what has none */
function recordsOfSubject(
  command: string,
  { code }: ExportRequest,
  { value, context }: Subject,
): RecordStream {
  const sql = queryOfFirstRows(value)
  if (sql !== null) return streamOfSql(sql, context.session)
  if (value instanceof ClauseElement && isStreamable(value))
    return streamOfStatement(value, context.session)
  const records = recordsOf(
    value instanceof ClauseElement ? context.session.execute(value as never).all() : value,
  )
  if (records) return streamOfRecords(records)
  throw new UsageError(`${code === '' ? 'the last value' : code} has no rows`, {
    hint: `${command} csv select(User), or ${command} csv after a result`,
  })
}

async function* textOf(
  { format }: ExportRequest,
  { columns, table, parts }: RecordStream,
  { redaction, engine }: ShellContext,
): AsyncGenerator<string> {
  const writer = FORMATS[format]({ columns, table }, { dialect: engine.dialect.name })
  let count = 0
  yield writer.begin
  for await (const part of parts) {
    const { rows } = redaction.rows({ columns, rows: part })
    const start = count
    yield rows.map((values, index) => writer.row(values, start + index)).join('')
    count += rows.length
  }
  yield writer.end(count)
}

async function joined(chunks: AsyncIterable<string>): Promise<string> {
  const texts: string[] = []
  for await (const chunk of chunks) texts.push(chunk)
  return texts.join('')
}

/** A model stands for all its objects, a Query for its statement. */
async function subject(code: string, context: ShellContext): Promise<unknown> {
  const value = code === '' ? context.lastValue() : await valueOf(code, context)
  if (value instanceof Query) return value.statement
  return isMappedClass(value) ? select(value) : value
}
