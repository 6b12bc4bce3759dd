/** After all tables of a save: expressions expire, eager defaults load, the after-hooks run. */
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { identityKeyOf } from '../../state/identity-of-state.js'
import { mapperDispatch } from '../mapper-events.js'
import { FlushError } from '../errors.js'
import type { StoredState } from './organize-states.js'
import { readonlyProps, serverGeneratedKeys } from '../table-mapping.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'

export function* finalizeSavedIo(
  uow: UOWTransaction,
  baseMapper: Mapper,
  { inserts, updates }: { inserts: readonly StoredState[]; updates: readonly StoredState[] },
): Io<void> {
  yield* finalizeIo({ uow, baseMapper, hook: 'afterInsert' }, inserts)
  yield* finalizeIo({ uow, baseMapper, hook: 'afterUpdate' }, updates)
}

interface Finalized {
  readonly uow: UOWTransaction
  readonly baseMapper: Mapper
  readonly hook: 'afterInsert' | 'afterUpdate'
}

function* finalizeIo(
  { uow, baseMapper, hook }: Finalized,
  saved: readonly StoredState[],
): Io<void> {
  // By index, as all loops of a flush that may load: what iterates a list in a generator is made anew for each object.
  for (let index = 0; index < saved.length; index += 1) {
    const { state, mapper, connection } = saved[index] as StoredState
    expireReadonly(state, mapper)
    const keys = eagerKeys(baseMapper, state)
    if (keys.length > 0) yield* loadEagerDefaultsIo(uow, state, keys)
    for (const key of state.manager.derivedKeys) state.setValue(key, undefined)
    const dispatch = mapperDispatch(mapper)
    if (dispatch.has(hook)) dispatch.emit(hook, mapper, connection, state)
    checkVersion(state, mapper)
  }
}

/** Column properties that are SQL expressions may have other values now. */
function expireReadonly(state: InstanceState, mapper: Mapper): void {
  const readonly = readonlyProps(mapper)
  if (readonly.length === 0) return
  const keys = readonly
    .filter(({ key }) => !state.committedState.has(key))
    .filter(({ key, expireOnFlush, deferred }) =>
      expireOnFlush ? !deferred || state.has(key) : !deferred && !state.has(key),
    )
    .map(({ key }) => key)
  if (keys.length > 0) state.expireAttributes(keys)
}

/** Attributes whose new values only the database knows, and that are wanted at once. */
function eagerKeys(baseMapper: Mapper, state: InstanceState): readonly string[] {
  const { mapper } = state
  if (baseMapper.eagerDefaults !== true && mapper.versionIdCol === null) return NONE
  const keys: string[] = []
  if (baseMapper.eagerDefaults === true) {
    for (const key of serverGeneratedKeys(mapper)) if (!state.has(key)) keys.push(key)
  }
  const versionKey = serverVersionKey(mapper)
  if (versionKey !== null && !state.has(versionKey)) keys.push(versionKey)
  return keys
}

const NONE: readonly string[] = []

function* loadEagerDefaultsIo(
  uow: UOWTransaction,
  state: InstanceState,
  keys: readonly string[],
): Io<void> {
  state.key = identityKeyOf(state)
  yield* uow.session.loadEagerDefaultsIo(state, keys, uow.origin)
}

function serverVersionKey(mapper: Mapper): string | null {
  if (!mapper.versionIdCol || mapper.versionIdGenerator !== false) return null
  return mapper.getPropertyByColumn(mapper.versionIdCol).key
}

function checkVersion(state: InstanceState, mapper: Mapper): void {
  const key = serverVersionKey(mapper)
  if (key !== null && state.value(key) === null) {
    throw new FlushError('Instance does not contain a non-NULL version value')
  }
}
