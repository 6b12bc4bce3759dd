/**
 * INSERTs and UPDATEs of many rows without a unit of work: no cascades, no hooks, no relationships. Behind
 * `session.bulkInsertMappings`, `bulkUpdateMappings` and `bulkSaveObjects`.
 */
import type { Connection } from '../../../engine/connection.js'
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column, Table } from '../../mapping/sql-types.js'
import { sortedTables } from '../sorted-tables.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'
import { executeIo, type FlushContext } from './execute.js'
import { groupConsecutive } from './group-consecutive.js'
import { shapeOf, type Parameters } from './insert-commands.js'
import { insertReturning, insertStatement, updateStatement, whereKey } from './statements.js'

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
}

interface BulkRow {
  readonly mapping: BulkMapping
  readonly parameters: Parameters
}

export function* bulkInsertIo(
  target: BulkTarget,
  mappings: readonly BulkMapping[],
  options: BulkInsertOptions = {},
): Io<void> {
  const { mapper } = target
  const tables = tablesOf(mapper)
  // Rows of further tables need the key that the first one generates.
  const returnsKeys = options.returnDefaults === true || tables.length > 1
  for (const { table, mapping } of tables) {
    const rows = mappings.map((row) => insertRow(mapping, row, options.renderNulls ?? false))
    for (const group of groupConsecutive(rows, ({ parameters }) => shapeOf(mapping, parameters))) {
      yield* insertGroupIo(target, { table, mapping, group, returnsKeys })
    }
    propagateKeys(mapping, mappings)
  }
}

interface BulkGroup {
  readonly table: Table
  readonly mapping: TableMapping
  readonly group: readonly BulkRow[]
  readonly returnsKeys: boolean
}

function* insertGroupIo(
  { connection, context }: BulkTarget,
  { table, mapping, group, returnsKeys }: BulkGroup,
): Io<void> {
  const parameters = group.map((row) => row.parameters)
  const missing = mapping.primaryKey.filter(({ key }) => !(key in (parameters[0] ?? {})))
  if (!returnsKeys || missing.length === 0) {
    yield* executeIo(context, { connection, statement: insertStatement(table), parameters })
    return
  }
  if (group.length === 1 || !connection.dialect.features.insertReturning) {
    for (const row of group) {
      const statement = insertStatement(table)
      const result = yield* executeIo(context, {
        connection,
        statement,
        parameters: row.parameters,
      })
      takeKeys(mapping, mapping.primaryKey, { row, values: result.insertedPrimaryKey ?? [] })
    }
    return
  }
  const statement = insertReturning(table, missing)
  const rows = (yield* executeIo(context, { connection, statement, parameters })).all()
  for (const [index, row] of group.entries())
    takeKeys(mapping, missing, { row, values: rows[index] ?? [] })
}

export function* bulkUpdateIo(target: BulkTarget, mappings: readonly BulkMapping[]): Io<void> {
  const { mapper, connection, context } = target
  for (const { table, mapping } of tablesOf(mapper)) {
    const rows = mappings.map((row) => updateRow(mapping, row)).filter((row) => row !== null)
    const statement = updateStatement(mapper.baseMapper, table)
    for (const group of groupConsecutive(rows, (row) => shapeOf(mapping, row))) {
      yield* executeIo(context, { connection, statement, parameters: group })
    }
  }
}

function tablesOf(mapper: Mapper): readonly { table: Table; mapping: TableMapping }[] {
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
  return Object.keys(parameters).length === 0 ? null : { ...parameters, ...key }
}

function takeKeys(
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
