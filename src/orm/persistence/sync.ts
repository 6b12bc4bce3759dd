/**
 * Copies key values along a relationship or between the tables of an inheritance hierarchy, during a flush. Called by
 * the dependency processors and after each INSERT and UPDATE.
 */
import type { Io } from '../../engine/io.js'
import type { Mapper } from '../mapping/mapper.js'
import type { Column } from '../mapping/sql-types.js'
import type { InstanceState } from '../state/instance-state.js'
import { PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from '../state/passive.js'
import { DependencyRuleError } from './errors.js'
import {
  committedValueByColumnIo,
  loadsWhenSet,
  setByColumnIo,
  setWithoutLoading,
  valueByColumnIo,
  valueInMemory,
} from './state-values.js'
import type { UOWTransaction } from './unit-of-work/unit-of-work.js'

/** `[source, destination]` columns. */
export type SynchronizePairs = readonly (readonly [Column, Column])[]

/** An object and the mapper whose columns are meant. */
export interface MappedState {
  readonly state: InstanceState
  readonly mapper: Mapper
}

/** Copies the values of the source columns into the destination's attributes. */
export function* populateIo(
  source: MappedState,
  dest: MappedState,
  pairs: SynchronizePairs,
  cascadedKeys: { readonly uow: UOWTransaction; readonly flag: boolean },
): Io<void> {
  for (const [from, to] of pairs) {
    const value =
      valueInMemory(source.mapper, source.state, from) ??
      (yield* valueByColumnIo(source.mapper, source.state, from, PASSIVE_OFF))
    if (!setWithoutLoading(dest.mapper, dest.state, to, value)) {
      yield* setByColumnIo(dest.mapper, dest.state, to, value)
    }
    if (cascadedKeys.flag && from.primaryKey && to.primaryKey && to.references(from)) {
      cascadedKeys.uow.flagCascadedKey(dest.state, to)
    }
  }
}

/** The same where all values are in memory; answers false, and does nothing, where `populateIo` must do it. */
export function populateInMemory(
  source: MappedState,
  dest: MappedState,
  pairs: SynchronizePairs,
  cascadedKeys: { readonly uow: UOWTransaction; readonly flag: boolean },
): boolean {
  if (cascadedKeys.flag) return false
  for (const [from, to] of pairs) {
    const value = valueInMemory(source.mapper, source.state, from)
    if (value === undefined || value === null) return false
    if (loadsWhenSet(dest.mapper, dest.state, to)) return false
  }
  for (const [from, to] of pairs) {
    setWithoutLoading(dest.mapper, dest.state, to, valueInMemory(source.mapper, source.state, from))
  }
  return true
}

/** Sets the destination's attributes to null. @throws DependencyRuleError for a primary key column */
export function* clearIo(dest: MappedState, pairs: SynchronizePairs): Io<void> {
  for (const [from, to] of pairs) {
    if (to.primaryKey && (yield* valueByColumnIo(dest.mapper, dest.state, to)) != null) {
      throw new DependencyRuleError(
        `Dependency rule on column '${from.describe()}' tried to blank-out primary key column '${to.describe()}' ` +
          `on instance '${dest.state.toString()}'`,
      )
    }
    yield* setByColumnIo(dest.mapper, dest.state, to, null)
  }
}

/** Old and new values of an association row whose parent's key changed: the old ones under a prefix. */
export function* updateRowIo(
  source: MappedState,
  row: Record<string, unknown>,
  prefix: string,
  pairs: SynchronizePairs,
): Io<void> {
  for (const [from, to] of pairs) {
    const old = yield* committedValueByColumnIo(source.mapper, source.state, from)
    row[to.key] = yield* valueByColumnIo(source.mapper, source.state, from, PASSIVE_OFF)
    row[prefix + to.key] = old
  }
}

/** Writes the values of the source columns into an association row. */
export function* populateRowIo(
  source: MappedState,
  row: Record<string, unknown>,
  pairs: SynchronizePairs,
): Io<void> {
  for (const [from, to] of pairs) {
    row[to.key] = yield* valueByColumnIo(source.mapper, source.state, from, PASSIVE_OFF)
  }
}

/** The same as `sourceModifiedIo` where nothing has to be loaded for it; null: ask there. */
export function sourceModified(
  uow: UOWTransaction,
  { state, mapper }: MappedState,
  pairs: SynchronizePairs,
): boolean | null {
  for (const [from] of pairs) {
    const { key } = mapper.getPropertyByColumn(from)
    if (!state.committedState.has(key)) continue
    const history = uow.historyNow(state, key, PASSIVE_NO_INITIALIZE)
    if (history === null) return null
    if (history.deleted.length > 0) return true
  }
  return false
}

/** True when one of the source columns had another value in the database. */
export function* sourceModifiedIo(
  uow: UOWTransaction,
  source: MappedState,
  pairs: SynchronizePairs,
): Io<boolean> {
  for (const [from] of pairs) {
    const { key } = source.mapper.getPropertyByColumn(from)
    const history =
      uow.historyNow(source.state, key, PASSIVE_NO_INITIALIZE) ??
      (yield* uow.historyIo(source.state, key, PASSIVE_NO_INITIALIZE))
    if (history.deleted.length > 0) return true
  }
  return false
}
