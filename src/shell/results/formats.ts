/** Records as text in the formats other programs read. Dates are ISO with their zone, binary is base64 or hex. */
import { entityName, isEntity } from '../format/entity.js'
import { literal } from '../format/literal-sql.js'
import type { Records } from './records.js'

export interface FormatOptions {
  readonly dialect: string
  /** For statements, where the records do not know their table. */
  readonly table?: string
}

/** How rows become text one by one, so that a result of any length can be written. */
export interface RecordWriter {
  readonly begin: string
  row(values: readonly unknown[], index: number): string
  end(count: number): string
}

type Header = Omit<Records, 'rows'>

export const FORMATS = {
  csv: ({ columns }) => ({ begin: csvLine(columns), row: csvLine, end: nothing }),
  json: ({ columns }) => ({
    begin: '',
    row: (values, index) => `${index === 0 ? '[' : ','}\n${indented(objectOf(columns, values))}`,
    end: (count) => (count === 0 ? '[]\n' : '\n]\n'),
  }),
  jsonl: ({ columns }) => ({
    begin: '',
    row: (values) => `${JSON.stringify(objectOf(columns, values))}\n`,
    end: nothing,
  }),
  md: ({ columns }) => ({
    begin: markdownLine(columns) + markdownLine(columns.map(() => '---')),
    row: markdownLine,
    end: nothing,
  }),
  'sql-insert': sqlInsert,
} as const satisfies Readonly<
  Record<string, (header: Header, options: FormatOptions) => RecordWriter>
>

export type FormatName = keyof typeof FORMATS

/** Records that are all there, as one text. */
export function formatRecords(name: FormatName, records: Records, options: FormatOptions): string {
  const writer = FORMATS[name](records, options)
  const rows = records.rows.map((values, index) => writer.row(values, index))
  return writer.begin + rows.join('') + writer.end(rows.length)
}

/** The format a file's name asks for. */
export function formatOfFile(path: string): FormatName | null {
  const [, extension = ''] = /\.(\w+)$/.exec(path) ?? []
  const name = { sql: 'sql-insert', ndjson: 'jsonl', markdown: 'md' }[extension] ?? extension
  return name in FORMATS ? (name as FormatName) : null
}

function nothing(): string {
  return ''
}

function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvField).join(',')}\r\n`
}

function csvField(value: unknown): string {
  const text = plainText(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function markdownLine(values: readonly unknown[]): string {
  const cells = values.map((value) =>
    plainText(value).replaceAll('|', '\\|').replace(/\r?\n/g, '<br>'),
  )
  return `| ${cells.join(' | ')} |\n`
}

function sqlInsert(
  { columns, table }: Header,
  { dialect, table: named }: FormatOptions,
): RecordWriter {
  const names = columns.map(quotedName).join(', ')
  const into = `INSERT INTO ${named ?? table ?? 'data'} (${names}) VALUES`
  const written = (value: unknown) => literal(isEntity(value) ? entityName(value) : value, dialect)
  return {
    begin: '',
    row: (values) => `${into} (${values.map(written).join(', ')});\n`,
    end: nothing,
  }
}

function quotedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

function objectOf(
  columns: readonly string[],
  values: readonly unknown[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((name, at) => [name, jsonValue(values[at])]))
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, '  ')
}

function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return isEntity(value) ? entityName(value) : value
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (isEntity(value)) return entityName(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}
