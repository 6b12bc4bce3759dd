/**
 * Which columns identify a mapper's rows, per table and as a whole.
 */
import { ArgumentError } from '../../../errors.js'
import { Column as SchemaColumn } from '../../../schema/column.js'
import { Table as SchemaTable } from '../../../schema/table.js'
import { findTables } from '../../../sql/adapt/find-tables.js'
import { reduceColumns } from '../../../sql/adapt/reduce-columns.js'
import { warn } from '../../../util/warnings.js'
import type { Mapper } from '../mapper.js'
import { ColumnProperty } from '../column-property.js'
import type { Column, ColumnElement, FromClause, Table } from '../sql-types.js'

export interface MappedTables {
  readonly tables: readonly Table[]
  readonly primaryKey: readonly Column[]
  readonly pksByTable: ReadonlyMap<FromClause, readonly Column[]>
  readonly colsByTable: ReadonlyMap<FromClause, readonly Column[]>
}

type ColumnsByTable = Map<FromClause, readonly Column[]>

/** `Mapper._configure_pks`. @internal */
export function primaryKeyOf(mapper: Mapper): MappedTables {
  const tables = findTables(mapper.persistSelectable) as readonly Table[]
  const froms = new Set<FromClause>([...tables, mapper.persistSelectable])
  const pksByTable: ColumnsByTable = new Map()
  const colsByTable: ColumnsByTable = new Map()
  const isMapped = (column: ColumnElement) => mapper.columnToProperty.has(column.identity)
  for (const from of froms) {
    const key = from.primaryKey as readonly Column[]
    if (key.length > 0 && key.every(isMapped)) pksByTable.set(from, key)
    colsByTable.set(from, ([...from.columns] as Column[]).filter(isMapped))
  }
  const given =
    mapper.options.primaryKey?.map((each) => columnNamed(mapper, 'primary_key', each)) ?? null
  if (given === null) checkKeys(mapper, pksByTable)
  else addGiven(given, pksByTable)
  return { tables, primaryKey: wholeKey(mapper, given, pksByTable), pksByTable, colsByTable }
}

/** Columns that are named as the key count as the keys of their tables. */
function addGiven(given: readonly Column[], pksByTable: ColumnsByTable): void {
  for (const column of given) {
    const table = column.table as FromClause
    const known = pksByTable.get(table) ?? []
    if (!known.includes(column)) pksByTable.set(table, [...known, column])
  }
}

function checkKeys(mapper: Mapper, pksByTable: ColumnsByTable): void {
  const { persistSelectable, localTable } = mapper
  if (!pksByTable.has(persistSelectable)) {
    throw new ArgumentError(
      `Mapper ${mapper.toString()} could not assemble any primary key columns for mapped table '${persistSelectable.describe()}'`,
    )
  }
  if (!pksByTable.has(localTable) && localTable instanceof SchemaTable) {
    warn(
      `Could not assemble any primary keys for locally mapped table '${localTable.describe()}' - no rows will be persisted in this Table.`,
    )
  }
}

function wholeKey(
  mapper: Mapper,
  given: readonly Column[] | null,
  pksByTable: ColumnsByTable,
): readonly Column[] {
  const { persistSelectable, inherits, concrete } = mapper
  if (given !== null)
    return given.map(
      (column) => persistSelectable.correspondingColumn(column) ?? column,
    ) as Column[]
  if (inherits !== null && !concrete) return inherits.primaryKey
  return reduceColumns(pksByTable.get(persistSelectable) ?? [], { ignoreNonexistentTables: true })
}

/** The column of an argument that may name it by its attribute; `Mapper._str_arg_to_mapped_col`. @internal */
export function columnNamed(mapper: Mapper, argument: string, given: string | Column): Column {
  if (typeof given !== 'string') return given
  const property = mapper.props.get(given)
  const column = property instanceof ColumnProperty ? property.expression : null
  if (column instanceof SchemaColumn) return column
  throw new ArgumentError(
    `Can't determine ${argument} column '${given}'${property === undefined ? ' - no attribute is mapped to this name.' : '; property does not refer to a single mapped Column'}`,
  )
}
