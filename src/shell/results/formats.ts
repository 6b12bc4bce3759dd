/** Records as text in the formats other programs read. Dates are ISO with their zone, binary is base64 or hex. */
import { entityName, isEntity } from '../format/entity.js'
import { literal } from '../format/literal-sql.js'
import type { Records } from './records.js'

export interface FormatOptions {
  readonly dialect: string
  /** For statements, where the records do not know their table. */
  readonly table?: string
}

type Writer = (records: Records, options: FormatOptions) => string

export const FORMATS = {
  csv,
  json: (records) => `${JSON.stringify(objectsOf(records), null, 2)}\n`,
  jsonl: (records) =>
    objectsOf(records)
      .map((it) => `${JSON.stringify(it)}\n`)
      .join(''),
  md: markdown,
  'sql-insert': sqlInsert,
} as const satisfies Readonly<Record<string, Writer>>

export type FormatName = keyof typeof FORMATS

/** The format a file's name asks for. */
export function formatOfFile(path: string): FormatName | null {
  const [, extension = ''] = /\.(\w+)$/.exec(path) ?? []
  const name = { sql: 'sql-insert', ndjson: 'jsonl', markdown: 'md' }[extension] ?? extension
  return name in FORMATS ? (name as FormatName) : null
}

function csv({ columns, rows }: Records): string {
  return [columns, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}

function csvField(value: unknown): string {
  const text = plainText(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function markdown({ columns, rows }: Records): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  const escaped = (value: unknown) =>
    plainText(value).replaceAll('|', '\\|').replace(/\r?\n/g, '<br>')
  return [
    line(columns.map(escaped)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(row.map(escaped))),
  ].join('')
}

function sqlInsert(
  { columns, rows, table }: Records,
  { dialect, table: named }: FormatOptions,
): string {
  const into = named ?? table ?? 'data'
  const names = columns.map(quotedName).join(', ')
  return rows
    .map((row) => {
      const values = row.map((value) =>
        literal(isEntity(value) ? entityName(value) : value, dialect),
      )
      return `INSERT INTO ${into} (${names}) VALUES (${values.join(', ')});\n`
    })
    .join('')
}

function quotedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

function objectsOf({ columns, rows }: Records): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, jsonValue(row[at])])),
  )
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
