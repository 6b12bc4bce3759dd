/** Rows that are only the first ones of a query: what would fetch all of them is kept beside them. */
import type { Row } from '../../engine/row.js'

const queries = new WeakMap<readonly Row[], string>()

/** The same rows, known to be the beginning of what `sql` yields. */
export function firstRows(rows: Row[], sql: string): Row[] {
  queries.set(rows, sql)
  return rows
}

/** The SQL of which a value is only the beginning; null for everything that is whole. */
export function queryOfFirstRows(value: unknown): string | null {
  return Array.isArray(value) ? (queries.get(value) ?? null) : null
}
