/** Runs the user's own statement and makes entities of its rows. */
import type { Io } from '../../engine/io.js'
import type { Result } from '../../engine/result.js'
import type { ResultMetaData } from '../../engine/result/result-metadata.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import type { RowLayout } from '../loading/rows/row.js'
import { OrmSelectCompileState } from './compile/select-compile-state.js'
import { objectsIo, type OrmExecution, sendIo } from './orm-execution.js'
import type { FromStatement } from '../loading/from-statement.js'

export function* executeFromStatementIo(
  execution: OrmExecution,
  statement: FromStatement,
): Io<Result> {
  const cursor = yield* sendIo(execution, statement.source)
  const state = new OrmSelectCompileState(statement.entities, { toplevel: true })
  return yield* objectsIo(execution, cursor, {
    state,
    layout: new NamedLayout(cursor.resultMetaData),
  })
}

/** Columns by what the result knows them as, else by name. */
export class NamedLayout implements RowLayout {
  constructor(private readonly metadata: ResultMetaData) {}

  indexOf(column: ClauseElement): number {
    const found = this.metadata.find(column)
    if (found !== null) return found
    if (!(column instanceof ColumnElement) || typeof column.name !== 'string') return -1
    return this.metadata.find(column.name) ?? -1
  }
}
