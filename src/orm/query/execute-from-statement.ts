/** Runs the user's own statement and makes entities of its rows. */
import type { Io } from '../../engine/io.js'
import type { Result } from '../../engine/result.js'
import type { ResultMetaData } from '../../engine/result/result-metadata.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import { TextClause } from '../../sql/elements/literals.js'
import { TextualSelect } from '../../sql/selectable/textual-select.js'
import type { FromStatement } from '../loading/from-statement.js'
import type { RowLayout } from '../loading/rows/row.js'
import { OrmSelectCompileState } from './compile/select-compile-state.js'
import { objectsIo, type OrmExecution, sendIo } from './orm-execution.js'

export function* executeFromStatementIo(
  execution: OrmExecution,
  statement: FromStatement,
): Io<Result> {
  const state = new OrmSelectCompileState(statement.requested, { toplevel: true })
  const cursor = yield* sendIo(execution, typed(statement.source, state))
  return yield* objectsIo(execution, cursor, {
    state,
    layout: new NamedLayout(cursor.resultMetaData),
  })
}

/** Columns by what the result knows them as, else by name, `id` or `users_id`. */
export class NamedLayout implements RowLayout {
  constructor(private readonly metadata: ResultMetaData) {}

  indexOf(column: ClauseElement): number {
    const found = this.metadata.find(column)
    if (found !== null) return found
    if (!(column instanceof ColumnElement) || typeof column.name !== 'string') return -1
    return this.metadata.find(column.name) ?? this.metadata.find(qualifiedName(column)) ?? -1
  }
}

/** Text says nothing of the types of its columns: the entities' columns of the same names do. */
function typed(source: ClauseElement, { primaryColumns }: OrmSelectCompileState): ClauseElement {
  if (!(source instanceof TextClause)) return source
  const named = primaryColumns.filter((column) => typeof column.name === 'string')
  const qualified = named.map((column) => column.label(qualifiedName(column)))
  return new TextualSelect(source, [...named, ...qualified], false)
}

function qualifiedName(column: ColumnElement): string {
  const table = column.table ? `${column.table.describe()}_` : ''
  return `${table}${String(column.name)}`
}
