/**
 * `session.execute(insert(User), [{ … }, { … }])`: rows by attribute name, into all tables of the class, with the
 * discriminator of a subclass set; entities or columns back, where RETURNING asks for them.
 */
import type { Connection } from '../../../engine/connection.js'
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import type { CursorResult } from '../../../engine/result/cursor-result.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Insert } from '../../../sql/dml/insert.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { Select } from '../../../sql/selectable/select.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { SelectedLayout } from '../../loading/rows/row.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Table } from '../../mapping/sql-types.js'
import {
  bulkGroups,
  bulkInsertIo,
  tablesOf,
  takeKeys,
  type BulkGroup,
  type BulkMapping,
} from '../../persistence/rows/bulk.js'
import { OrmSelectCompileState } from '../compile/select-compile-state.js'
import { objectsIo, type OrmExecution } from '../orm-execution.js'
import { columnOfKey, coreDml } from './core-dml.js'
import { fetchedRows, noRows } from './returning.js'

/** @throws InvalidRequestError for an upsert into several tables */
export function* bulkInsertStatementIo(
  execution: OrmExecution,
  statement: Insert,
  mapper: Mapper,
): Io<Result> {
  const { session, executionOptions, origin, parameters } = execution
  const given = (Array.isArray(parameters) ? parameters : [parameters]) as readonly BulkMapping[]
  const mappings = given.map((mapping) => ({ ...mapping }))
  if (statement.postValues !== null && tablesOf(mapper).length > 1) {
    throw new InvalidRequestError(
      `bulk INSERT with a 'post values' clause (typically upsert) not supported for multi-table mapper ${mapper.toString()}`,
    )
  }
  const connection = yield* session.connectionForIo({ mapper, ...execution.given.bindArguments })
  const insertion: Insertion = { execution, statement, mapper, connection }
  if (statement.returningColumns.length > 0) return yield* returningIo(insertion, mappings)
  const site = (executionOptions['site'] as string | undefined) ?? null
  const target = { mapper, connection, context: { origin, session: { site } } }
  yield* bulkInsertIo(target, mappings, {
    renderNulls: executionOptions['renderNulls'] === true,
    statementFor: (table) => statementFor(insertion, table),
  })
  return noRows()
}

interface Insertion {
  readonly execution: OrmExecution
  readonly statement: Insert
  readonly mapper: Mapper
  readonly connection: Connection
}

/** The user's statement for one of the tables, with the values that belong there. */
function statementFor({ statement, mapper }: Insertion, table: Table): Insert {
  const core = coreDml(statement) as Insert
  const named = (core.valuePairs ?? []).map(
    ([key, value]) => [columnOfKey(mapper, key), value] as const,
  )
  const own = named.filter(([column]) => typeof column === 'string' || column.table === table)
  return core.withParts({
    table,
    valuePairs: own.length > 0 ? own : null,
    returningColumns: [],
  }) as Insert
}

/** The rows of the tables side by side: each brings its key, and what was asked for of it. */
function* returningIo(insertion: Insertion, mappings: readonly BulkMapping[]): Io<Result> {
  const { execution, statement, mapper } = insertion
  const state = new OrmSelectCompileState(new Select(statement.returningColumns), {
    toplevel: true,
  })
  const tables = tablesOf(mapper)
  const isSorted = statement.sortByParameterOrder || tables.length > 1
  const options = { renderNulls: execution.executionOptions['renderNulls'] === true }
  const parts = new Map<Table, Part>()
  let cursor: CursorResult | null = null
  for (const bulk of bulkGroups(tables, mappings, options)) {
    const part = parts.get(bulk.table) ?? newPart(bulk, state.primaryColumns)
    parts.set(bulk.table, part)
    cursor = yield* insertGroupIo(insertion, { bulk, part, isSorted })
  }
  if (!cursor) return noRows()
  const all = [...parts.values()]
  const layout = new SelectedLayout(all.flatMap(({ columns }) => columns))
  const rows = mappings.map((_, index) => all.flatMap((part) => part.rows[index] ?? []))
  return yield* objectsIo(execution, cursor, { state, layout, rows: fetchedRows(rows) })
}

/** What one table answers. */
interface Part {
  readonly columns: readonly ClauseElement[]
  readonly rows: unknown[][]
}

function newPart({ table, mapping }: BulkGroup, wanted: readonly ColumnElement[]): Part {
  const own = wanted.filter((column) =>
    column.fromObjects.some((from: FromClause) => from.identity === table.identity),
  )
  const keys = new Set<ClauseElement>(mapping.primaryKey)
  return { columns: [...keys, ...own.filter((column) => !keys.has(column.identity))], rows: [] }
}

interface GroupRun {
  readonly bulk: BulkGroup
  readonly part: Part
  readonly isSorted: boolean
}

function* insertGroupIo(
  insertion: Insertion,
  { bulk, part, isSorted }: GroupRun,
): Io<CursorResult> {
  const { execution, connection } = insertion
  const plain = statementFor(insertion, bulk.table)
  const returning = plain.withParts({
    returningColumns: part.columns,
    sortByParameterOrder: isSorted,
  })
  const parameters = bulk.group.map((row) => row.parameters)
  const cursor = yield* connection.executeIo(returning, parameters, {
    ...execution.executionOptions,
    origin: execution.origin,
  })
  const rows = cursor.rawRows()
  part.rows.push(...rows)
  const { mapping } = bulk
  if (isSorted) {
    for (const [index, row] of bulk.group.entries())
      takeKeys(mapping, mapping.primaryKey, { row, values: rows[index] ?? [] })
  }
  return cursor
}
