/** The fields of the server's errors and notices, and the error that carries them to the user. */
import { conditionName } from './conditions.js'

/** Fields by the letters of the protocol: S severity, C code, M message, D detail, H hint, P position… */
export type ServerMessage = Readonly<Record<string, string>>

/** Reads an ErrorResponse or NoticeResponse. */
export function parseServerMessage(buffer: Buffer, start: number): ServerMessage {
  const fields: Record<string, string> = {}
  let at = start
  while (buffer[at] !== 0) {
    const end = buffer.indexOf(0, at + 1)
    fields[String.fromCharCode(buffer[at] as number)] = buffer.utf8Slice(at + 1, end)
    at = end + 1
  }
  return fields
}

/**
 * An error of a PostgreSQL server, with what the server said in fields. Its name is the condition's
 * (`UniqueViolation`), its message is formatted as `psql` and libpq do.
 */
export class PostgresError extends Error {
  /** The SQLSTATE, e.g. `23505`. */
  readonly code: string
  readonly severity: string
  readonly detail: string | null
  readonly hint: string | null
  /** Character of the statement where the problem is, from 1. */
  readonly position: number | null
  readonly where: string | null
  readonly schema: string | null
  readonly table: string | null
  readonly column: string | null
  readonly dataType: string | null
  readonly constraint: string | null

  constructor(fields: ServerMessage, sql: string | null) {
    super(describe(fields, sql))
    this.code = fields['C'] ?? ''
    this.severity = fields['V'] ?? fields['S'] ?? 'ERROR'
    this.detail = fields['D'] ?? null
    this.hint = fields['H'] ?? null
    this.position = fields['P'] === undefined ? null : Number(fields['P'])
    this.where = fields['W'] ?? null
    this.schema = fields['s'] ?? null
    this.table = fields['t'] ?? null
    this.column = fields['c'] ?? null
    this.dataType = fields['d'] ?? null
    this.constraint = fields['n'] ?? null
  }

  override get name(): string {
    return conditionName(this.code)
  }
}

function describe(fields: ServerMessage, sql: string | null): string {
  const lines = [fields['M'] ?? 'unknown error']
  if (sql !== null && fields['P'] !== undefined) lines.push(...pointAt(sql, Number(fields['P'])))
  if (fields['D'] !== undefined) lines.push(`DETAIL:  ${fields['D']}`)
  if (fields['H'] !== undefined) lines.push(`HINT:  ${fields['H']}`)
  if (fields['W'] !== undefined) lines.push(`CONTEXT:  ${fields['W']}`)
  return `${lines.join('\n')}\n`
}

const window = 60

/** The line of the statement and a caret under the character; long lines are cut around it. */
function pointAt(sql: string, position: number): string[] {
  const before = [...sql].slice(0, position - 1).join('')
  const lineNumber = before.split('\n').length
  const line = sql.split('\n')[lineNumber - 1] ?? ''
  const column = before.length - (before.lastIndexOf('\n') + 1)
  const from = Math.max(0, Math.min(column - window / 2, line.length - window))
  const shown = line.slice(from, from + window)
  const start = `LINE ${lineNumber}: ${from > 0 ? '...' : ''}`
  const text = start + shown + (from + window < line.length ? '...' : '')
  return [text, ' '.repeat(start.length + column - from) + '^']
}
