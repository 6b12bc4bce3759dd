/** `.export`: a result as CSV, JSON, JSON lines, Markdown or INSERTs, printed or into a file; `.copy`: to the clipboard. */
import { Query } from '../../../orm/query/query.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { Redaction } from '../../format/redaction.js'
import { FORMATS } from '../../results/formats.js'
import { recordsOf } from '../../results/records.js'
import { select } from '../../../sql/selectable/select.js'
import { isMappedClass } from '../../models.js'
import { say, UsageError, valueOf, type Command, type ShellContext } from '../command.js'
import { writeText } from '../files.js'
import { exportRequest, FORMAT_NAMES as NAMES, type ExportRequest } from './export-request.js'

export const exportCommand: Command = {
  name: '.export',
  topic: 'results',
  usage: '[format] [expression] [> file]',
  summary: 'A result as CSV, JSON, Markdown, INSERTs; also into a file',
  detail: [
    `Formats: ${NAMES.join(', ')}.`,
    'Without an expression the last value; a statement is run, of a model all objects are. Without a format the one the name of the file says,',
    'else CSV. Objects give their columns as far as they are loaded. Dates are ISO with their zone, NULL is empty in',
    'CSV, binary is base64.',
  ].join('\n'),
  examples: [
    '.export csv',
    '.export select(User) > users.csv',
    '.export users.csv User',
    '.export sql-insert session.query(Tag).all()',
  ],
  completes: NAMES,
  run: async (argument, context) => {
    const request = exportRequest('.export', argument)
    const text = await exported('.export', request, context)
    if (request.path === null)
      return {
        output: [{ kind: 'value', text: text.replace(/\r?\n$/, '').replaceAll('\r\n', '\n') }],
        value: text,
      }
    writeText(request.path, text)
    const lines = text.split('\n').length - 1
    return say(`${lines} ${lines === 1 ? 'line' : 'lines'} → ${request.path}`, 'success')
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
    const request = exportRequest('.copy', argument)
    const value = await subject(request.code, context)
    const isText = typeof value === 'string' && !NAMES.some((name) => argument.startsWith(name))
    const text = isText ? value : written('.copy', { ...request, value }, context)
    return [{ kind: 'clipboard', text }]
  },
}

async function exported(
  command: string,
  request: ExportRequest,
  context: ShellContext,
): Promise<string> {
  const value = await subject(request.code, context)
  return written(command, { ...request, value }, context)
}

function written(
  command: string,
  { format, code, value }: ExportRequest & { readonly value: unknown },
  { settings, engine }: ShellContext,
): string {
  const records = recordsOf(value)
  const redaction = new Redaction(settings.values.redact)
  if (records) return FORMATS[format](redaction.rows(records), { dialect: engine.dialect.name })
  throw new UsageError(`${code === '' ? 'the last value' : code} has no rows`, {
    hint: `${command} csv select(User), or ${command} csv after a result`,
  })
}

/** The rows of a statement, the objects of a model, or the value itself. */
async function subject(code: string, context: ShellContext): Promise<unknown> {
  const value = code === '' ? context.lastValue() : await valueOf(code, context)
  if (value instanceof Query) return value.all()
  const statement = isMappedClass(value) ? select(value) : value
  return statement instanceof ClauseElement
    ? context.session.execute(statement as never).all()
    : value
}
