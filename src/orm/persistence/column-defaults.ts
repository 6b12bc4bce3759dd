/** What the schema says about values nobody set: the few questions the flush asks. */
import type { Column } from '../mapping/sql-types.js'

/** True when the database, or an SQL expression in the INSERT, makes the value. */
export function hasSqlDefault(column: Column): boolean {
  return column.serverDefault !== null || (column.default?.isClauseElement ?? false)
}

/** True when the database, or an SQL expression in the UPDATE, makes the value. */
export function hasSqlOnupdate(column: Column): boolean {
  return column.serverOnupdate !== null || (column.onupdate?.isClauseElement ?? false)
}

/** True when the value is made on our side, before the statement is sent. */
export function hasOwnDefault(column: Column): boolean {
  return column.default !== null && (column.default.isScalar || column.default.isCallable)
}
