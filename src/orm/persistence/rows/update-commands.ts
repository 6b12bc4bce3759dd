/**
 * Turns changed objects into the parameters of UPDATEs for one table: new values by column key, and the old key (and
 * version) under the names of `whereKey`.
 */
import type { Io } from '../../../engine/io.js'
import type { Column, ColumnElement, Table } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import { NO_VALUE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from '../../state/passive.js'
import { isClauseElement } from '../clause-values.js'
import { FlushError } from '../errors.js'
import { NO_EXPRESSIONS, RowCommand, type Parameters, type RowValues } from './insert-commands.js'
import type { StateToUpdate } from './save-objects.js'
import { whereKey } from './statements.js'
import { committedInMemory } from '../state-values.js'
import { populateIo } from '../sync.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'

interface RowKey {
  readonly parameters: Parameters
  readonly hasAllKeys: boolean
  /** The database changes the key itself, by ON UPDATE CASCADE. */
  readonly isCascaded: boolean
}

export function* collectUpdatesIo(
  uow: UOWTransaction,
  table: Table,
  states: readonly StateToUpdate[],
): Io<RowCommand[]> {
  const commands: RowCommand[] = []
  for (let index = 0; index < states.length; index += 1) {
    const stored = states[index] as StateToUpdate
    const mapping = tableMapping(stored.mapper, table)
    if (!mapping) continue
    const changes = collectChanges(stored.state, mapping)
    if (mapping.versionIdCol === null) {
      if (!hasChanges(changes)) continue
    } else if (!(yield* addVersionIo(stored, mapping, changes))) continue
    const rowKey =
      rowKeyInMemory(stored.state, mapping) ??
      (yield* rowKeyIo(uow, stored.state, { mapping, changes }))
    if (hasChanges(changes)) commands.push(updateCommand(stored, { mapping, changes, rowKey }))
    else if (rowKey.isCascaded) yield* followCascadeIo(uow, stored.state, mapping)
  }
  return commands
}

/** Attributes whose value differs from the committed one. */
function collectChanges(state: InstanceState, mapping: TableMapping): RowValues {
  const parameters: Parameters = {}
  let expressions: Map<Column, ColumnElement> | null = null
  for (const { propKey, column } of mapping.columns) {
    if (!state.committedState.has(propKey)) continue
    const value = state.value(propKey) ?? null
    if (isClauseElement(value))
      (expressions ??= new Map<Column, ColumnElement>()).set(column, value)
    else if (!isUnchanged(state, propKey, value)) parameters[column.key] = value
  }
  return { parameters, expressions: expressions ?? NO_EXPRESSIONS }
}

function isUnchanged(state: InstanceState, propKey: string, value: unknown): boolean {
  const committed = state.committedState.get(propKey)
  return committed !== NO_VALUE && state.impl(propKey).isEqual(value, committed)
}

function hasChanges({ parameters, expressions }: RowValues): boolean {
  if (expressions.size > 0) return true
  for (const _key in parameters) return true
  return false
}

/** Adds the version counter; answers false when there is nothing to write. */
function* addVersionIo(
  { state, versionId }: StateToUpdate,
  mapping: TableMapping,
  changes: RowValues,
): Io<boolean> {
  const { parameters } = changes
  const isChanged = hasChanges(changes)
  const { versionIdCol, mapper } = mapping
  if (versionId === undefined || versionId === null || !versionIdCol) return isChanged
  if (!isChanged && !(yield* isChangedElsewhereIo(state, mapping))) return false
  parameters[whereKey(versionIdCol)] = versionId
  const { versionIdGenerator } = mapper
  if (versionIdGenerator !== false) {
    if (!(versionIdCol.key in parameters)) {
      parameters[versionIdCol.key] = versionIdGenerator(versionId)
    }
  } else if (!isChanged) {
    parameters[versionIdCol.key] = versionId
  }
  return true
}

/** With joined inheritance the version changes when any table of the object does. */
function* isChangedElsewhereIo(state: InstanceState, { mapper }: TableMapping): Io<boolean> {
  for (const { key } of mapper.columnAttrs) {
    const history = yield* state.impl(key).getHistoryIo(state, PASSIVE_NO_INITIALIZE)
    if (history.added.length > 0) return true
  }
  return false
}

function updateCommand(
  stored: StateToUpdate,
  { mapping, changes, rowKey }: { mapping: TableMapping; changes: RowValues; rowKey: RowKey },
): RowCommand {
  const { parameters } = changes
  const { eagerDefaults } = mapping.mapper.baseMapper
  const hasAllDefaults =
    eagerDefaults !== true || mapping.serverOnupdates.every(({ key }) => key in parameters)
  for (const key in rowKey.parameters) parameters[key] = rowKey.parameters[key]
  return new RowCommand(stored, mapping, changes, { hasAllKeys: rowKey.hasAllKeys, hasAllDefaults })
}

/** The key of a row whose key attributes are loaded and have not changed; null: ask `rowKeyIo`. */
function rowKeyInMemory(state: InstanceState, mapping: TableMapping): RowKey | null {
  const parameters: Parameters = {}
  for (const column of mapping.primaryKey) {
    const value = committedInMemory(mapping.mapper, state, column)
    if (value === undefined || value === null) return null
    parameters[whereKey(column)] = value
  }
  return { parameters, hasAllKeys: true, isCascaded: false }
}

/** The key under which the row is found: the old one, unless the database has changed it already. */
function* rowKeyIo(
  uow: UOWTransaction,
  state: InstanceState,
  { mapping, changes }: { mapping: TableMapping; changes: RowValues },
): Io<RowKey> {
  const parameters: Parameters = {}
  let hasAllKeys = true
  let isCascaded = false
  for (const column of mapping.primaryKey) {
    const { key } = mapping.mapper.getPropertyByColumn(column)
    const history = yield* state.impl(key).getHistoryIo(state, PASSIVE_OFF)
    let value: unknown
    if (history.added.length === 0) {
      value = history.unchanged[0]
    } else if (history.deleted.length === 0 || uow.isCascadedKey(state, column)) {
      isCascaded = true
      value = history.added[0]
      delete changes.parameters[column.key]
    } else {
      value = history.deleted[0]
      if (changes.expressions.has(column)) hasAllKeys = false
    }
    if (value === null || value === undefined) {
      throw new FlushError(
        `Can't update table ${mapping.table.fullname} using NULL for primary key value on column ${column.describe()}`,
      )
    }
    parameters[whereKey(column)] = value
  }
  return { parameters, hasAllKeys, isCascaded }
}

/** No UPDATE of this table, but its key changed through a cascade: the tables below follow. */
function* followCascadeIo(
  uow: UOWTransaction,
  state: InstanceState,
  { equated, mapper }: TableMapping,
): Io<void> {
  for (const { mapper: member, pairs } of equated) {
    const end = { state, mapper: member }
    yield* populateIo(end, end, pairs, { uow, flag: mapper.passiveUpdates })
  }
}
