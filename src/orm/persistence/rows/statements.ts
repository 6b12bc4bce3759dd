/**
 * The statements of the flush: built once per table, so that the statement cache sees the same objects again. Values
 * travel as parameters by column key; keys of existing rows under `whereKey` names.
 */
import { and } from '../../../sql/elements/boolean.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import type { Delete } from '../../../sql/dml/delete.js'
import type { Insert } from '../../../sql/dml/insert.js'
import type { Update } from '../../../sql/dml/update.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column, ColumnElement, Table } from '../../mapping/sql-types.js'
import { asExpression } from '../clause-values.js'
import { tableMapping } from '../table-mapping.js'

export type InsertStatement = Insert
export type UpdateStatement = Update
export type DmlStatement = Insert | Update | Delete

const inserts = new WeakMap<Table, Insert>()
const updates = new WeakMap<Mapper, Map<Table, Update>>()
const deletes = new WeakMap<Mapper, Map<Table, Delete>>()

/** The parameter that carries the value a column has in the existing row: `person_id`, unless a column is called so. */
export function whereKey(column: Column): string {
  let key = whereKeys.get(column)
  if (key === undefined) whereKeys.set(column, (key = makeWhereKey(column)))
  return key
}

/** Statements that are kept have their names for good, so these are. */
const whereKeys = new WeakMap<Column, string>()

function makeWhereKey(column: Column): string {
  const { table } = column
  const label = `${(table?.fullname ?? '').replaceAll('.', '_')}_${column.name}`
  let candidate = label
  for (let counter = 1; table?.columns.has(candidate); counter += 1)
    candidate = `${label}_${counter}`
  return candidate
}

export function insertStatement(table: Table): Insert {
  let statement = inserts.get(table)
  if (!statement) inserts.set(table, (statement = table.insert()))
  return statement
}

/** `UPDATE table … WHERE` old key, and old version if there is a counter. */
export function updateStatement(baseMapper: Mapper, table: Table): Update {
  return memo(updates, baseMapper, table, () => {
    const criteria = rowColumns(baseMapper, table).map((column) =>
      column.eq(bind(whereKey(column), column)),
    )
    return table.update().where(and(...criteria))
  })
}

/** `DELETE FROM table WHERE` key, and version if there is a counter. */
export function deleteStatement(baseMapper: Mapper, table: Table): Delete {
  return memo(deletes, baseMapper, table, () => {
    const criteria = rowColumns(baseMapper, table).map((column) =>
      column.eq(bind(column.key, column)),
    )
    return table.delete().where(and(...criteria))
  })
}

export function associationDelete(table: Table, row: Readonly<Record<string, unknown>>): Delete {
  const criteria = columnsOf(table)
    .filter(({ key }) => key in row)
    .map((column) => column.eq(bind(column.key, column)))
  return table.delete().where(and(...criteria))
}

export function associationUpdate(table: Table, row: Readonly<Record<string, unknown>>): Update {
  const criteria = columnsOf(table)
    .filter(({ key }) => key in row)
    .map((column) => column.eq(bind(`old_${column.key}`, column)))
  return table.update().where(and(...criteria))
}

/** The statement with some values as SQL expressions. */
export function withValues<S extends Insert | Update>(
  statement: S,
  expressions: ReadonlyMap<Column, ColumnElement>,
): S {
  if (expressions.size === 0) return statement
  const values: Record<string, ColumnElement> = {}
  for (const [column, value] of expressions) values[column.key] = asExpression(value)
  return (statement as Insert).values(values) as S
}

/** An INSERT for many rows that answers generated values in the order of the rows. */
export function insertReturning(table: Table, columns: readonly Column[]): Insert {
  return withReturning(insertStatement(table), columns).returningSorted()
}

/** The statement with RETURNING of values the database makes. */
export function withReturning<S extends Insert | Update>(
  statement: S,
  columns: readonly Column[],
): S {
  return (statement as Insert).returning(...columns) as unknown as S
}

function rowColumns(baseMapper: Mapper, table: Table): readonly Column[] {
  const owner = baseMapper.selfAndDescendants.find((mapper) => mapper.tables.includes(table))
  const mapping = owner ? tableMapping(owner, table) : null
  if (!mapping) return []
  const { primaryKey, versionIdCol } = mapping
  return versionIdCol ? [...primaryKey, versionIdCol] : primaryKey
}

function bind(key: string, column: Column): BindParameter {
  return new BindParameter(key, { type: column.type, required: true })
}

function columnsOf(table: Table): readonly Column[] {
  return [...table.columns] as Column[]
}

function memo<S>(
  statements: WeakMap<Mapper, Map<Table, S>>,
  baseMapper: Mapper,
  table: Table,
  make: () => S,
): S {
  let byTable = statements.get(baseMapper)
  if (!byTable) statements.set(baseMapper, (byTable = new Map<Table, S>()))
  let statement = byTable.get(table)
  if (!statement) byTable.set(table, (statement = make()))
  return statement
}
