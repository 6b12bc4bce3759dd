/**
 * Writes new and changed objects of one hierarchy: hooks, row switches, then table by table the UPDATEs and the
 * INSERTs. Called by the save actions; the counterpart of `sqlalchemy.orm.persistence._save_obj`.
 */
import type { Io } from '../../../engine/io.js'
import { warn } from '../../../util/warnings.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { emitInsertsIo } from './emit-inserts.js'
import { emitUpdatesIo } from './emit-updates.js'
import { finalizeSavedIo } from './finalize-saved.js'
import { collectInserts } from './insert-commands.js'
import { hasKeyValue, identityKeyOf } from '../../state/identity-of-state.js'
import { checkPolymorphicIdentity } from '../polymorphic-check.js'
import { mapperDispatch } from '../mapper-events.js'
import { sortedTables } from '../sorted-tables.js'
import { organizeIo, sortStates, type StoredState } from './organize-states.js'
import { committedValueByColumnIo } from '../state-values.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import { collectUpdatesIo } from './update-commands.js'

/** An object that has a row, or takes one over. */
export interface StateToUpdate extends StoredState {
  /** The deleted object whose row this one takes over. */
  readonly rowSwitch: InstanceState | null
  /** The version the row should have; undefined without version counter. */
  readonly versionId: unknown
}

interface Organized {
  readonly inserts: StoredState[]
  readonly updates: StateToUpdate[]
}

export function* saveObjectsIo(
  baseMapper: Mapper,
  states: Iterable<InstanceState>,
  uow: UOWTransaction,
): Io<void> {
  if (baseMapper.batch) {
    yield* saveTogetherIo(baseMapper, states, uow)
    return
  }
  for (const state of sortStates(states)) yield* saveTogetherIo(baseMapper, [state], uow)
}

function* saveTogetherIo(
  baseMapper: Mapper,
  states: Iterable<InstanceState>,
  uow: UOWTransaction,
): Io<void> {
  const { inserts, updates } = yield* organizeForSaveIo(baseMapper, states, uow)
  for (const table of sortedTables(baseMapper)) {
    const toUpdate = yield* collectUpdatesIo(uow, table, updates)
    const toInsert = collectInserts(table, inserts)
    yield* emitUpdatesIo({ uow, baseMapper, table }, toUpdate)
    yield* emitInsertsIo({ uow, baseMapper, table }, toInsert)
  }
  yield* finalizeSavedIo(uow, baseMapper, { inserts, updates })
}

function* organizeForSaveIo(
  baseMapper: Mapper,
  states: Iterable<InstanceState>,
  uow: UOWTransaction,
): Io<Organized> {
  const organized: Organized = { inserts: [], updates: [] }
  const all = yield* organizeIo(baseMapper, states, uow)
  for (let index = 0; index < all.length; index += 1) {
    const stored = all[index] as StoredState
    const { state, mapper, connection } = stored
    const isNew = !state.hasIdentity
    const hook = isNew ? 'beforeInsert' : 'beforeUpdate'
    const dispatch = mapperDispatch(mapper)
    if (dispatch.has(hook)) dispatch.emit(hook, mapper, connection, state)
    checkPolymorphicIdentity(state)
    const rival = isNew ? rivalOf(uow, state) : undefined
    const rowSwitch = rival ? yield* rowSwitchIo(uow, state, rival) : null
    if (isNew && rowSwitch === null) organized.inserts.push(stored)
    else {
      const versionId = mapper.versionIdCol ? yield* versionIdIo(rowSwitch ?? state) : undefined
      organized.updates.push({ state, mapper, connection, rowSwitch, versionId })
    }
  }
  return organized
}

/** The object that has the key of a new one. */
function rivalOf(uow: UOWTransaction, state: InstanceState): InstanceState | undefined {
  return hasKeyValue(state) ? uow.session.identityMap.getState(identityKeyOf(state)) : undefined
}

/** A new object with the key of one that is deleted in this flush takes its row over. */
function* rowSwitchIo(
  uow: UOWTransaction,
  state: InstanceState,
  existing: InstanceState,
): Io<InstanceState | null> {
  if (yield* uow.wasAlreadyDeletedIo(existing)) return null
  if (uow.isDeleted(existing)) {
    uow.removeStateActions(existing)
    return existing
  }
  warn(
    `New instance ${state.toString()} with identity key ${identityKeyOf(state).toString()} conflicts with persistent ` +
      `instance ${existing.toString()}`,
  )
  return null
}

function* versionIdIo(state: InstanceState): Io<unknown> {
  const { mapper } = state
  if (!mapper.versionIdCol) return undefined
  return yield* committedValueByColumnIo(mapper, state, mapper.versionIdCol)
}
