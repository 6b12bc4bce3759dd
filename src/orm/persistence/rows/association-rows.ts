/** Statements about the rows of an association table: three executemanys. Called by the many-to-many processor. */
import type { Connection } from '../../../engine/connection.js'
import type { Io } from '../../../engine/io.js'
import type { Table } from '../../mapping/sql-types.js'
import { executeIo, type FlushContext } from './execute.js'
import {
  associationDelete,
  associationUpdate,
  insertStatement,
  type DmlStatement,
} from './statements.js'

/** Values by column key; old keys of an update under `old_`. */
export type AssociationRow = Record<string, unknown>

export interface AssociationTarget {
  readonly connection: Connection
  readonly table: Table
  readonly uow: FlushContext
}

/** Answers the number of rows met, or null when the driver cannot count. */
export function* deleteAssociationsIo(
  target: AssociationTarget,
  rows: readonly AssociationRow[],
): Io<number | null> {
  return yield* runIo(target, associationDelete(target.table, rows[0] ?? {}), rows)
}

export function* updateAssociationsIo(
  target: AssociationTarget,
  rows: readonly AssociationRow[],
): Io<number | null> {
  return yield* runIo(target, associationUpdate(target.table, rows[0] ?? {}), rows)
}

export function* insertAssociationsIo(
  target: AssociationTarget,
  rows: readonly AssociationRow[],
): Io<void> {
  yield* runIo(target, insertStatement(target.table), rows)
}

function* runIo(
  { connection, uow }: AssociationTarget,
  statement: DmlStatement,
  rows: readonly AssociationRow[],
): Io<number | null> {
  const result = yield* executeIo(uow, { connection, statement, parameters: rows })
  return result.rowcount >= 0 ? result.rowcount : null
}
