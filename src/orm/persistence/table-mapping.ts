/**
 * What one mapper stores in one of its tables: columns by attribute, keys, defaults. Computed once per pair; the
 * flush reads nothing else of the schema.
 */
import type { Mapper } from '../mapping/mapper.js'
import type { ColumnProperty } from '../mapping/column-property.js'
import type { Column, ColumnElement, Table } from '../mapping/sql-types.js'
import { hasSqlDefault, hasSqlOnupdate } from './column-defaults.js'
import type { SynchronizePairs } from './sync.js'

/** A column and the attribute that holds its value. */
export interface MappedColumn {
  readonly propKey: string
  readonly column: Column
}

/** Copies between the tables of a hierarchy, for the mapper that declares the join. */
export interface EquatedPairs {
  readonly mapper: Mapper
  readonly pairs: SynchronizePairs
}

export interface TableMapping {
  readonly table: Table
  readonly mapper: Mapper
  /** Mapped columns in table order. */
  readonly columns: readonly MappedColumn[]
  readonly primaryKey: readonly Column[]
  readonly primaryKeys: ReadonlySet<string>
  /** Column keys that are written as NULL when nothing was set. */
  readonly insertAsNull: readonly string[]
  /** Types such as JSON store null themselves. */
  readonly evaluatesNull: ReadonlySet<Column>
  /** Columns the database fills on INSERT. */
  readonly serverDefaults: readonly Column[]
  /** Columns the database fills on UPDATE. */
  readonly serverOnupdates: readonly Column[]
  readonly versionIdCol: Column | null
  /** Versions that the database counts by itself, and that are read back. */
  readonly serverVersion: readonly Column[]
  readonly equated: readonly EquatedPairs[]
  /** With `passiveDeletes` a subclass table's rows go by ON DELETE CASCADE. */
  readonly leavesDeletes: boolean
}

const mappings = new WeakMap<Mapper, Map<Table, TableMapping | null>>()

/** The mapping of a table by a mapper; null when its rows are not this mapper's. */
export function tableMapping(mapper: Mapper, table: Table): TableMapping | null {
  let byTable = mappings.get(mapper)
  if (!byTable) mappings.set(mapper, (byTable = new Map()))
  let mapping = byTable.get(table)
  if (mapping === undefined) byTable.set(table, (mapping = describe(mapper, table)))
  return mapping
}

/** Attribute keys that are expired or fetched because the database makes their values. */
export function serverGeneratedKeys(mapper: Mapper): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const table of mapper.tables) {
    const mapping = tableMapping(mapper, table)
    for (const column of [
      ...(mapping?.serverDefaults ?? []),
      ...(mapping?.serverOnupdates ?? []),
    ]) {
      keys.add(mapper.getPropertyByColumn(column).key)
    }
  }
  return keys
}

/** Attributes that are SQL expressions: nothing is stored for them. */
export function readonlyProps(mapper: Mapper): readonly ColumnProperty[] {
  const { columnAttrs } = mapper
  const known = readonlyByAttributes.get(columnAttrs)
  if (known) return known
  const found = columnAttrs.filter(
    ({ expression, instrument }) => instrument && !isStored(mapper, expression),
  )
  readonlyByAttributes.set(columnAttrs, found)
  return found
}

/** By the mapper's list: it is another one when a property is added. */
const readonlyByAttributes = new WeakMap<readonly ColumnProperty[], readonly ColumnProperty[]>()

function isStored(mapper: Mapper, column: Column | ColumnElement): boolean {
  return column.table !== null && mapper.colsByTable.has(column.table)
}

function describe(mapper: Mapper, table: Table): TableMapping | null {
  const primaryKey = mapper.pksByTable.get(table) ?? []
  const columns = mappedColumns(mapper, table)
  const mapped = new Set(columns.map(({ column }) => column))
  if (primaryKey.length === 0 || !primaryKey.every((column) => mapped.has(column))) return null
  const { versionIdCol } = mapper
  const version = versionIdCol && mapped.has(versionIdCol) ? versionIdCol : null
  return {
    table,
    mapper,
    columns,
    primaryKey,
    primaryKeys: new Set(primaryKey.map(({ key }) => key)),
    insertAsNull: [...mapped].filter(isWrittenAsNull).map(({ key }) => key),
    evaluatesNull: new Set([...mapped].filter(({ type }) => type.shouldEvaluateNone)),
    serverDefaults: [...mapped].filter((column) => hasSqlDefault(column)),
    serverOnupdates: [...mapped].filter((column) => hasSqlOnupdate(column)),
    versionIdCol: version,
    serverVersion: version && hasSqlDefault(version) ? [version] : [],
    equated: equatedPairs(mapper, table),
    leavesDeletes: leavesDeletes(mapper, table),
  }
}

function mappedColumns(mapper: Mapper, table: Table): MappedColumn[] {
  const columns: MappedColumn[] = []
  for (const column of mapper.colsByTable.get(table) ?? []) {
    const property = mapper.columnToProperty.get(column)
    if (property) columns.push({ propKey: property.key, column })
  }
  return columns
}

function isWrittenAsNull(column: Column): boolean {
  return (
    !column.primaryKey &&
    column.serverDefault === null &&
    column.default === null &&
    !column.type.shouldEvaluateNone
  )
}

function leavesDeletes(mapper: Mapper, table: Table): boolean {
  const member = mapper.iterateToRoot().find(({ localTable }) => localTable === table)
  return member !== undefined && member.inherits !== null && member.passiveDeletes
}

/** A row of the table just written gives its key to the tables below it. */
function equatedPairs(mapper: Mapper, table: Table): EquatedPairs[] {
  const equated: EquatedPairs[] = []
  for (const member of mapper.iterateToRoot()) {
    const pairs = member.inheritsEquatedPairs
    if (pairs.some(([from]) => from.table === table)) equated.push({ mapper: member, pairs })
  }
  return equated
}
