/**
 * INSERTs and UPDATEs of many rows without a unit of work: no cascades, no hooks, no relationships. Behind
 * `session.bulkInsertMappings`, `bulkUpdateMappings` and `bulkSaveObjects`.
 */
import type { Connection } from '../../../engine/connection.js'
import type { Io } from '../../../engine/io.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column, Table } from '../../mapping/sql-types.js'
import { sortedTables } from '../sorted-tables.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'
import { executeIo, type FlushContext } from './execute.js'
import { groupConsecutive } from './group-consecutive.js'
import { shapeOf, type Parameters } from './insert-commands.js'
import {
  insertStatement,
  updateStatement,
  whereKey,
  withReturning,
  type InsertStatement,
  type UpdateStatement,
} from './statements.js'
import { checkUpdatedRows } from './emit-updates.js'

/** Values by attribute key. */
export type BulkMapping = Record<string, unknown>

export interface BulkTarget {
  readonly mapper: Mapper
  readonly connection: Connection
  readonly context: FlushContext
}

export interface BulkInsertOptions {
  /** Read generated keys back into the mappings. */
  readonly returnDefaults?: boolean
  /** Write nulls; otherwise columns that are null are left to their defaults. */
  readonly renderNulls?: boolean
  /** The INSERT of a table, when the user gave one with clauses of its own. */
  readonly statementFor?: (table: Table) => InsertStatement
}

export interface BulkUpdateOptions {
  /** Adds the user's clauses to the UPDATE of a table. */
  readonly extend?: (statement: UpdateStatement) => UpdateStatement
  /** False: rows that do not match are no error. */
  readonly checksRows?: boolean
}

/** One row for one table. */
export interface BulkRow {
  readonly mapping: BulkMapping
  readonly parameters: Parameters
}

/** A table a class is stored in, and rows of it that fit into one statement. */
export interface BulkGroup {
  readonly table: Table
  readonly mapping: TableMapping
  readonly group: readonly BulkRow[]
}

export function* bulkInsertIo(
  target: BulkTarget,
  mappings: readonly BulkMapping[],
  options: BulkInsertOptions = {},
): Io<void> {
  const tables = tablesOf(target.mapper)
  // Rows of further tables need the key that the first one generates.
  const returnsKeys = options.returnDefaults === true || tables.length > 1
  const { statementFor = insertStatement } = options
  for (const bulk of bulkGroups(tables, mappings, options)) {
    yield* insertGroupIo(target, { ...bulk, statement: statementFor(bulk.table), returnsKeys })
  }
}

/** Rows table by table; the keys of one table's rows are there when those of the next are asked for. */
export function* bulkGroups(
  tables: readonly MappedTable[],
  mappings: readonly BulkMapping[],
  { renderNulls = false }: BulkInsertOptions = {},
): Generator<BulkGroup, void, undefined> {
  for (const { table, mapping } of tables) {
    const rows = mappings.map((row) => insertRow(mapping, row, renderNulls))
    for (const group of groupConsecutive(rows, ({ parameters }) => shapeOf(mapping, parameters))) {
      yield { table, mapping, group }
    }
    propagateKeys(mapping, mappings)
  }
}

interface InsertGroup extends BulkGroup {
  readonly statement: InsertStatement
  readonly returnsKeys: boolean
}

function* insertGroupIo(
  { connection, context }: BulkTarget,
  { statement, mapping, group, returnsKeys }: InsertGroup,
): Io<void> {
  const parameters = group.map((row) => row.parameters)
  const missing = mapping.primaryKey.filter(({ key }) => !(key in (parameters[0] ?? {})))
  if (!returnsKeys || missing.length === 0) {
    yield* executeIo(context, { connection, statement, parameters })
    return
  }
  if (group.length === 1 || !connection.dialect.features.insertReturning) {
    for (const row of group) {
      const result = yield* executeIo(context, {
        connection,
        statement,
        parameters: row.parameters,
      })
      takeKeys(mapping, mapping.primaryKey, { row, values: result.insertedPrimaryKey ?? [] })
    }
    return
  }
  const returning = withReturning(statement, missing).returningSorted()
  const rows = (yield* executeIo(context, { connection, statement: returning, parameters })).all()
  for (const [index, row] of group.entries())
    takeKeys(mapping, missing, { row, values: rows[index] ?? [] })
}

export function* bulkUpdateIo(
  { mapper, connection, context }: BulkTarget,
  mappings: readonly BulkMapping[],
  { extend = (statement) => statement, checksRows = true }: BulkUpdateOptions = {},
): Io<void> {
  for (const { table, mapping } of tablesOf(mapper)) {
    const rows = mappings.map((row) => updateRow(mapping, row)).filter((row) => row !== null)
    const statement = extend(updateStatement(mapper.baseMapper, table))
    for (const group of groupConsecutive(rows, (row) => shapeOf(mapping, row))) {
      const result = yield* executeIo(context, { connection, statement, parameters: group })
      if (checksRows) checkUpdatedRows(table, group.length, result.rowcount)
    }
  }
}

export interface MappedTable {
  readonly table: Table
  readonly mapping: TableMapping
}

/** The tables of a class, a parent's before its subclass's. */
export function tablesOf(mapper: Mapper): readonly MappedTable[] {
  return sortedTables(mapper.baseMapper).flatMap((table) => {
    const mapping = tableMapping(mapper, table)
    return mapping ? [{ table, mapping }] : []
  })
}

function insertRow(mapping: TableMapping, row: BulkMapping, renderNulls: boolean): BulkRow {
  const parameters: Parameters = {}
  for (const { propKey, column } of mapping.columns) {
    const value = row[propKey] ?? discriminator(mapping, propKey, row)
    if (value === undefined) continue
    if (value === null && !renderNulls && !mapping.evaluatesNull.has(column)) continue
    parameters[column.key] = value
  }
  const { versionIdCol, mapper } = mapping
  if (versionIdCol && mapper.versionIdGenerator !== false) {
    parameters[versionIdCol.key] = mapper.versionIdGenerator(null)
  }
  return { mapping: row, parameters }
}

/** Rows of a subclass say which one, as objects made by its constructor do. */
function discriminator({ mapper }: TableMapping, propKey: string, row: BulkMapping): unknown {
  return propKey === mapper.polymorphicKey &&
    mapper.polymorphicOn !== null &&
    row[propKey] === undefined
    ? mapper.polymorphicIdentity
    : row[propKey]
}

/** The changed columns, and the key that finds the row; null when nothing of this table is given. */
function updateRow(mapping: TableMapping, row: BulkMapping): Parameters | null {
  const parameters: Parameters = {}
  const key: Parameters = {}
  for (const { propKey, column } of mapping.columns) {
    const value = row[propKey]
    if (mapping.primaryKeys.has(column.key)) key[whereKey(column)] = value
    else if (value !== undefined) parameters[column.key] = value
  }
  const version = versionOf(mapping, row)
  const changes = { ...parameters, ...version.next }
  if (Object.keys(changes).length === 0) return null
  rejectMissingKeys(mapping, key)
  return { ...changes, ...key, ...version.present }
}

/** The version that the row must have, and the one it gets. @throws InvalidRequestError when it is not given */
function versionOf(
  { mapper, versionIdCol }: TableMapping,
  row: BulkMapping,
): { readonly present?: Parameters; readonly next?: Parameters } {
  if (versionIdCol === null) return {}
  const { key } = mapper.getPropertyByColumn(versionIdCol)
  const value = row[key]
  if (value === undefined) {
    throw new InvalidRequestError(
      `No version value supplied for column ${versionIdCol.describe()}; ORM Bulk UPDATE of a versioned class requires that records contain the version they change: '${key}'`,
    )
  }
  const present = { [whereKey(versionIdCol)]: value }
  if (mapper.versionIdGenerator === false) return { present }
  return { present, next: { [versionIdCol.key]: mapper.versionIdGenerator(value) } }
}

function rejectMissingKeys({ primaryKey }: TableMapping, key: Parameters): void {
  const missing = primaryKey.filter((column) => (key[whereKey(column)] ?? null) === null)
  if (missing.length === 0) return
  throw new InvalidRequestError(
    `No primary key value supplied for column(s) ${missing.map((column) => column.describe()).join(', ')}; per-row ORM Bulk UPDATE by Primary Key requires that records contain primary key values`,
  )
}

/** Generated keys go back into the mapping of their row. */
export function takeKeys(
  mapping: TableMapping,
  columns: readonly Column[],
  { row, values }: { readonly row: BulkRow; readonly values: readonly unknown[] },
): void {
  for (const [index, column] of columns.entries()) {
    row.mapping[mapping.mapper.getPropertyByColumn(column).key] ??= values[index]
  }
}

function propagateKeys({ equated }: TableMapping, rows: readonly BulkMapping[]): void {
  for (const { mapper, pairs } of equated) {
    for (const [from, to] of pairs) {
      const source = mapper.getPropertyByColumn(from).key
      const dest = mapper.getPropertyByColumn(to).key
      if (source !== dest) for (const row of rows) row[dest] = row[source]
    }
  }
}
