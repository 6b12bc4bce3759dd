/** Values of an object by column: what lazy loads fill their parameters with. May load expired attributes. */
import { runSync, type Io } from '../../../engine/io.js'
import type { ColumnElement } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import { LOAD_AGAINST_COMMITTED, type Passive } from '../../state/passive.js'

/** `columnValueIo` where requests are answered on the spot. */
export function columnValueNow(
  state: InstanceState,
  column: ColumnElement,
  passive: Passive,
): unknown {
  const present =
    passive & LOAD_AGAINST_COMMITTED
      ? undefined
      : state.impl(state.mapper.getPropertyByColumn(column).key).stored(state)
  return present === undefined ? runSync(columnValueIo(state, column, passive)) : present
}

/** The value a column of the object's row has, or would have after a flush. */
export function* columnValueIo(
  state: InstanceState,
  column: ColumnElement,
  passive: Passive,
): Io<unknown> {
  const impl = state.impl(state.mapper.getPropertyByColumn(column).key)
  if (passive & LOAD_AGAINST_COMMITTED) return yield* impl.getCommittedValueIo(state, passive)
  return yield* impl.getIo(state, passive)
}
