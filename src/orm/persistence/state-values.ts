/** Values of an object by column, as the unit of work reads and writes them. May load, hence generators. */
import type { Io } from '../../engine/io.js'
import type { Mapper } from '../mapping/mapper.js'
import type { Column, ColumnElement } from '../mapping/sql-types.js'
import type { InstanceState } from '../state/instance-state.js'
import { PASSIVE_OFF, PASSIVE_RETURN_NO_VALUE, type Passive } from '../state/passive.js'

/** The present value where it is in memory; `undefined`: ask `valueByColumnIo`. */
export function valueInMemory(
  mapper: Mapper,
  state: InstanceState,
  column: ColumnElement,
): unknown {
  return state.value(mapper.getPropertyByColumn(column).key)
}

/** The value the row has, where it is in memory; `undefined`: ask `committedValueByColumnIo`. */
export function committedInMemory(
  mapper: Mapper,
  state: InstanceState,
  column: ColumnElement,
): unknown {
  const { key } = mapper.getPropertyByColumn(column)
  return state.committedState.has(key) ? undefined : state.value(key)
}

/** The present value of a column's attribute. */
export function* valueByColumnIo(
  mapper: Mapper,
  state: InstanceState,
  column: ColumnElement,
  passive: Passive = PASSIVE_RETURN_NO_VALUE,
): Io<unknown> {
  const { key } = mapper.getPropertyByColumn(column)
  return yield* state.impl(key).getIo(state, passive)
}

/** The value the row has: before the changes that are being flushed. */
export function* committedValueByColumnIo(
  mapper: Mapper,
  state: InstanceState,
  column: ColumnElement,
  passive: Passive = PASSIVE_RETURN_NO_VALUE,
): Io<unknown> {
  const { key } = mapper.getPropertyByColumn(column)
  return yield* state.impl(key).getCommittedValueIo(state, passive)
}

/** Sets a column's attribute as user code would, so that the change is flushed. */
export function* setByColumnIo(
  mapper: Mapper,
  state: InstanceState,
  column: ColumnElement,
  value: unknown,
): Io<void> {
  const { key } = mapper.getPropertyByColumn(column)
  const impl = state.impl(key)
  // Setting would load the old value itself, but it cannot wait for an asynchronous driver.
  if (impl.activeHistory) yield* impl.getIo(state, PASSIVE_OFF & PASSIVE_RETURN_NO_VALUE)
  impl.set(state, value)
}

/** True where the old value has to be there before a new one is set. */
export function loadsWhenSet(mapper: Mapper, state: InstanceState, column: ColumnElement): boolean {
  return state.impl(mapper.getPropertyByColumn(column).key).activeHistory
}

/** The same where nothing has to be loaded for it; answers false where `setByColumnIo` must do it. */
export function setWithoutLoading(
  mapper: Mapper,
  state: InstanceState,
  column: ColumnElement,
  value: unknown,
): boolean {
  const impl = state.impl(mapper.getPropertyByColumn(column).key)
  if (impl.activeHistory) return false
  impl.set(state, value)
  return true
}

/** True for columns that have a place in a row of this table's mapping. */
export function isMapped(mapper: Mapper, column: Column): boolean {
  return mapper.columnToProperty.has(column)
}
