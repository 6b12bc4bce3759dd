/** The legacy bulk methods of the session: a transaction of their own around persistence's bulk statements. */
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import { groupConsecutive } from '../../persistence/rows/group-consecutive.js'
import {
  bulkInsertIo,
  bulkUpdateIo,
  type BulkInsertOptions,
  type BulkMapping,
  type BulkTarget,
} from '../../persistence/rows/bulk.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { SessionCore } from '../session-core.js'

export interface BulkSaveOptions extends BulkInsertOptions {
  /** UPDATEs of changed columns only; otherwise of all that are loaded. */
  readonly updateChangedOnly?: boolean
  /** False: rows of a class are written together. */
  readonly preserveOrder?: boolean
}

/** Runs bulk statements in a subtransaction, as a flush does. */
export function* bulkIo(
  session: SessionCore,
  mapper: Mapper,
  work: (target: BulkTarget) => Io<void>,
): Io<void> {
  const transaction = yield* session.autobegin().beginIo('subtransaction')
  session.flushing = true
  try {
    const connection = yield* session.flushConnectionIo(mapper)
    yield* work({ mapper, connection, context: { origin: { cause: 'bulk' }, session } })
    yield* transaction.commitIo()
  } catch (error) {
    yield* transaction.rollbackIo({ cause: error })
    throw error
  } finally {
    session.flushing = false
  }
}

/** `Session.bulk_save_objects`. */
export function* bulkSaveIo(
  session: SessionCore,
  states: readonly InstanceState[],
  options: BulkSaveOptions,
): Io<void> {
  const ids = new Map<Mapper, number>()
  const groupOf = (state: InstanceState): string => {
    if (!ids.has(state.mapper)) ids.set(state.mapper, ids.size)
    return `${ids.get(state.mapper) ?? 0} ${state.hasIdentity}`
  }
  const ordered =
    options.preserveOrder === false
      ? [...states].sort((left, right) => groupOf(left).localeCompare(groupOf(right)))
      : states
  for (const group of groupConsecutive(ordered, groupOf))
    yield* saveGroupIo(session, group, options)
}

function* saveGroupIo(
  session: SessionCore,
  group: readonly InstanceState[],
  options: BulkSaveOptions,
): Io<void> {
  const { mapper, key } = group[0] as InstanceState
  if (key !== null) {
    const changed = group.map((state) => changesOf(state, options.updateChangedOnly ?? true))
    yield* bulkIo(session, mapper, (target) => bulkUpdateIo(target, changed))
    return
  }
  const mappings = group.map((state) => ({ ...state.dict }))
  yield* bulkIo(session, mapper, (target) => bulkInsertIo(target, mappings, options))
  if (!options.returnDefaults) return
  for (const [index, state] of group.entries()) takeIdentity(state, mappings[index] ?? {})
}

function changesOf(state: InstanceState, changedOnly: boolean): BulkMapping {
  const { mapper, dict, committedState } = state
  const keys = new Set(mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key))
  const wanted = Object.entries(dict).filter(
    ([key]) => keys.has(key) || !changedOnly || committedState.has(key),
  )
  return Object.fromEntries(wanted)
}

function takeIdentity(state: InstanceState, mapping: BulkMapping): void {
  const { mapper } = state
  const identity = mapper.primaryKey.map((column) => {
    const { key } = mapper.getPropertyByColumn(column)
    if (!state.has(key)) state.setValue(key, mapping[key] ?? null)
    return mapping[key]
  })
  state.key = mapper.identityKeyFromPrimaryKey(identity)
}
