/** Turns new objects into the parameters of INSERTs for one table. */
import type { Connection } from '../../../engine/connection.js'
import { keepShape } from '../../../util/kept-shapes.js'
import { isClauseElement } from '../clause-values.js'
import type { Column, ColumnElement, Table } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { StoredState } from './organize-states.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'

/** Values by column key. */
export type Parameters = Record<string, unknown>

/** The values of a row to write. */
export interface RowValues {
  readonly parameters: Parameters
  /** Values that are SQL expressions: they are part of the statement. */
  readonly expressions: ReadonlyMap<Column, ColumnElement>
}

/** A row on its way into the database. */
export class RowCommand implements RowValues {
  readonly state: InstanceState
  readonly connection: Connection
  readonly parameters: Parameters
  readonly expressions: ReadonlyMap<Column, ColumnElement>
  /** INSERT: the key is known. UPDATE: the key does not become an SQL expression that must be read back. */
  readonly hasAllKeys: boolean
  /** No column the database fills needs to be read back. */
  readonly hasAllDefaults: boolean

  constructor(
    { state, connection }: StoredState,
    readonly mapping: TableMapping,
    { parameters, expressions }: RowValues,
    known: { readonly hasAllKeys: boolean; readonly hasAllDefaults: boolean },
  ) {
    this.state = state
    this.connection = connection
    this.parameters = parameters
    this.expressions = expressions
    this.hasAllKeys = known.hasAllKeys
    this.hasAllDefaults = known.hasAllDefaults
  }
}

/** Whether two rows fit into one statement. */
export function areAlike(left: RowCommand, right: RowCommand): boolean {
  return (
    left.hasAllKeys === right.hasAllKeys &&
    left.hasAllDefaults === right.hasAllDefaults &&
    left.expressions.size > 0 === right.expressions.size > 0 &&
    haveSameColumns(left, right)
  )
}

function haveSameColumns(left: RowCommand, right: RowCommand): boolean {
  if (left.mapping !== right.mapping)
    return shapeOf(left.mapping, left.parameters) === shapeOf(right.mapping, right.parameters)
  for (const { column } of left.mapping.columns)
    if (column.key in left.parameters !== column.key in right.parameters) return false
  return true
}

export function collectInserts(table: Table, states: readonly StoredState[]): RowCommand[] {
  const commands: RowCommand[] = []
  states.forEach((stored) => {
    const mapping = tableMapping(stored.mapper, table)
    if (mapping) commands.push(insertCommand(stored, mapping))
  })
  return commands
}

function insertCommand(stored: StoredState, mapping: TableMapping): RowCommand {
  const values = collectValues(stored.state, mapping)
  const { parameters, expressions } = values
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
    !prefersEagerDefaults(mapping, stored.connection) ||
    mapping.serverDefaults.every(({ key }) => key in parameters)
  return new RowCommand(stored, mapping, values, { hasAllKeys, hasAllDefaults })
}

/** Set attributes only; a plain null leaves room for defaults. */
function collectValues(state: InstanceState, mapping: TableMapping): RowValues {
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

keepShape(
  new RowCommand(
    {} as StoredState,
    {} as TableMapping,
    { parameters: {}, expressions: NO_EXPRESSIONS },
    { hasAllKeys: true, hasAllDefaults: true },
  ),
)
