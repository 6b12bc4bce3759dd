/** RETURNING of ORM statements: keys for synchronisation, entities for the user. */
import type { Io } from '../../../engine/io.js'
import { Result } from '../../../engine/result.js'
import type { CursorResult } from '../../../engine/result/cursor-result.js'
import { ResultMetaData } from '../../../engine/result/result-metadata.js'
import { BufferedRows } from '../../../engine/result/row-source.js'
import type { DmlBase } from '../../../sql/dml/dml-base.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { Select } from '../../../sql/selectable/select.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { RawRows } from '../../loading/rows/instances.js'
import { OrmSelectCompileState } from '../compile/select-compile-state.js'
import { NamedLayout } from '../execute-from-statement.js'
import { objectsIo, type OrmExecution } from '../orm-execution.js'

/** The statement with the primary key among what it returns: columns in the table's order, then all else. */
export function withKeyReturning<S extends DmlBase>(statement: S, mapper: Mapper): S {
  const wanted = wantedColumns(statement)
  const columns = new Set<ClauseElement>([...keyColumns(mapper), ...wanted.map(plainColumn)])
  const own = mapper.localTable.columns.values().filter((column) => columns.delete(column))
  return statement.withParts({ returningColumns: [...own, ...columns] })
}

/** The keys in rows of such a statement. */
export function keysOfRows(
  cursor: CursorResult,
  rows: readonly (readonly unknown[])[],
  mapper: Mapper,
): readonly (readonly unknown[])[] {
  const positions = keyColumns(mapper).map((column) => cursor.resultMetaData.indexOf(column))
  return rows.map((row) => positions.map((position) => row[position]))
}

function keyColumns({ localTable }: Mapper): readonly ColumnElement[] {
  return localTable.primaryKey
}

function wantedColumns({ returningColumns }: DmlBase): readonly ColumnElement[] {
  if (returningColumns.length === 0) return []
  return new OrmSelectCompileState(new Select(returningColumns), { toplevel: true }).primaryColumns
}

function plainColumn(column: ColumnElement): ClauseElement {
  return column.kind === 'column' ? column.identity : column
}

export interface ReturnedRows {
  readonly cursor: CursorResult
  /** Rows fetched already; null when the cursor still has them. */
  readonly rows: unknown[][] | null
}

/** What the user asked to be returned, as entities and columns; the bare result without RETURNING. */
export function* returningResult(
  execution: OrmExecution,
  statement: DmlBase,
  { cursor, rows }: ReturnedRows,
): Io<Result> {
  if (statement.returningColumns.length === 0) return cursor
  const state = new OrmSelectCompileState(new Select(statement.returningColumns), {
    toplevel: true,
  })
  const layout = new NamedLayout(cursor.resultMetaData)
  const source = rows ? fetchedRows(rows) : cursor
  return yield* objectsIo(execution, cursor, { state, layout, rows: source })
}

/** The result of a bulk statement without RETURNING. */
export function noRows(): Result {
  return new Result(new ResultMetaData([]), new BufferedRows([]))
}

/** Rows that are here already. */
export function fetchedRows(rows: unknown[][]): RawRows {
  let rest = rows
  return {
    rawRows: () => rest.splice(0),
    rawPartition: (size) => rest.splice(0, size),
    close: () => {
      rest = []
    },
  }
}
