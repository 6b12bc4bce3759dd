/**
 * Which columns identify a mapper's rows, per table and as a whole.
 */
import { ArgumentError } from '../../../errors.js'
import { findTables } from '../../../sql/adapt/find-tables.js'
import { reduceColumns } from '../../../sql/adapt/reduce-columns.js'
import type { Mapper } from '../mapper.js'
import { ColumnProperty } from '../column-property.js'
import type { Column, FromClause, Table } from '../sql-types.js'

export interface MappedTables {
  readonly tables: readonly Table[]
  readonly primaryKey: readonly Column[]
  readonly pksByTable: ReadonlyMap<FromClause, readonly Column[]>
  readonly colsByTable: ReadonlyMap<FromClause, readonly Column[]>
}

/** `Mapper._configure_pks`. @internal */
export function primaryKeyOf(mapper: Mapper): MappedTables {
  const tables = findTables(mapper.persistSelectable) as readonly Table[]
  const froms: readonly FromClause[] = [
    ...new Set<FromClause>([...tables, mapper.persistSelectable]),
  ]
  const pksByTable = new Map<FromClause, readonly Column[]>()
  const colsByTable = new Map<FromClause, readonly Column[]>()
  for (const from of froms) {
    const key = from.primaryKey as readonly Column[]
    if (key.length > 0) pksByTable.set(from, key)
    colsByTable.set(from, [...from.columns] as Column[])
  }
  return { tables, primaryKey: wholeKey(mapper, pksByTable), pksByTable, colsByTable }
}

function wholeKey(
  mapper: Mapper,
  pksByTable: ReadonlyMap<FromClause, readonly Column[]>,
): readonly Column[] {
  const given = mapper.options.primaryKey
  if (given !== undefined) return given.map((each) => columnNamed(mapper, each))
  const own = pksByTable.get(mapper.persistSelectable)
  if (own === undefined) {
    throw new ArgumentError(
      `Mapper ${mapper.toString()} could not assemble any primary key columns for mapped table '${mapper.persistSelectable.describe()}'`,
    )
  }
  if (mapper.inherits !== null && !mapper.concrete) return mapper.inherits.primaryKey
  return reduceColumns(own, { ignoreNonexistentTables: true })
}

function columnNamed(mapper: Mapper, given: string | Column): Column {
  if (typeof given !== 'string') return given
  const property = mapper.props.get(given)
  if (property instanceof ColumnProperty) return property.expression as Column
  throw new ArgumentError(`Can't determine column '${given}' passed as part of mapper.primaryKey`)
}
