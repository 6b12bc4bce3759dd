/** Turns new objects into the parameters of INSERTs for one table. */
import type { Connection } from '../../../engine/connection.js'
import { isClauseElement } from '../clause-values.js'
import type { Column, ColumnElement, Table } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { StoredState } from './organize-states.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'

/** Values by column key. */
export type Parameters = Record<string, unknown>

/** One row to insert. */
export interface InsertCommand {
  readonly state: InstanceState
  readonly connection: Connection
  readonly mapping: TableMapping
  readonly parameters: Parameters
  /** Values that are SQL expressions: they are part of the statement. */
  readonly expressions: ReadonlyMap<Column, ColumnElement>
  readonly hasAllKeys: boolean
  /** No column the database fills needs to be read back. */
  readonly hasAllDefaults: boolean
  /** Equal for rows that fit into one statement. */
  readonly shape: string
}

export function collectInserts(table: Table, states: readonly StoredState[]): InsertCommand[] {
  const commands: InsertCommand[] = []
  for (const { state, mapper, connection } of states) {
    const mapping = tableMapping(mapper, table)
    if (mapping) commands.push(insertCommand(state, mapping, connection))
  }
  return commands
}

function insertCommand(
  state: InstanceState,
  mapping: TableMapping,
  connection: Connection,
): InsertCommand {
  const { parameters, expressions } = collectValues(state, mapping)
  for (const key of mapping.insertAsNull) {
    if (!(key in parameters) && !(expressions.size > 0 && hasKey(expressions, key)))
      parameters[key] = null
  }
  const { versionIdCol, mapper } = mapping
  const { versionIdGenerator } = mapper
  if (versionIdCol && versionIdGenerator !== false) {
    parameters[versionIdCol.key] = versionIdGenerator(null)
  }
  const hasAllKeys = mapping.primaryKey.every(({ key }) => key in parameters)
  const hasAllDefaults =
    !prefersEagerDefaults(mapping, connection) ||
    mapping.serverDefaults.every(({ key }) => key in parameters)
  const shape = `${shapeOf(mapping, parameters)}|${expressions.size > 0}|${hasAllKeys}|${hasAllDefaults}`
  return { state, connection, mapping, parameters, expressions, hasAllKeys, hasAllDefaults, shape }
}

/** Set attributes only; a plain null leaves room for defaults. */
function collectValues(
  state: InstanceState,
  mapping: TableMapping,
): { parameters: Parameters; expressions: ReadonlyMap<Column, ColumnElement> } {
  const parameters: Parameters = {}
  let expressions: Map<Column, ColumnElement> | null = null
  for (const { propKey, column } of mapping.columns) {
    const value = state.value(propKey)
    if (value === undefined) continue
    if (value === null && !mapping.evaluatesNull.has(column)) continue
    if (isClauseElement(value))
      (expressions ??= new Map<Column, ColumnElement>()).set(column, value)
    else parameters[column.key] = value
  }
  return { parameters, expressions: expressions ?? NO_EXPRESSIONS }
}

/** Of most rows. */
export const NO_EXPRESSIONS: ReadonlyMap<Column, ColumnElement> = new Map()

/** Which columns have a value, in table order: the same for equal sets of columns, whatever class they belong to. */
export function shapeOf(mapping: TableMapping, parameters: Parameters): string {
  let shape = ''
  for (const { column } of mapping.columns) if (column.key in parameters) shape += `${column.key},`
  return shape
}

/** Whether columns the database fills are fetched with the INSERT itself. */
export function prefersEagerDefaults(mapping: TableMapping, connection: Connection): boolean {
  const { eagerDefaults } = mapping.mapper.baseMapper
  if (eagerDefaults !== 'auto') return eagerDefaults
  return connection.dialect.features.insertReturning
}

function hasKey(expressions: ReadonlyMap<Column, ColumnElement>, key: string): boolean {
  for (const column of expressions.keys()) if (column.key === key) return true
  return false
}
