/** Copies the state of an object graph onto the session's own objects; `Session.merge`. */
import type { Io } from '../../../engine/io.js'
import { InvalidRequestError } from '../../../errors.js'
import { warn } from '../../../util/warnings.js'
import { StaleDataError } from '../../errors.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { IdentityKey } from '../../mapping/identity-key.js'
import type { MapperProperty } from '../../mapping/property.js'
import { RelationshipProperty } from '../../mapping/relationship.js'
import { identityKeyOf } from '../../state/identity-of-state.js'
import { valueByColumnIo } from '../../persistence/state-values.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  PASSIVE_MERGE,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_NO_RESULT,
  PASSIVE_RETURN_NO_VALUE,
} from '../../state/passive.js'
import { instanceState } from '../../state/state-of.js'
import type { SessionCore } from '../session-core.js'

export interface MergeOptions {
  /** False: the given object's values are taken as the database's, without asking it. */
  readonly load?: boolean
  /** Loader options for objects that are fetched. */
  readonly options?: readonly unknown[]
}

/** One call of `merge()`. */
interface Merge {
  readonly session: SessionCore
  readonly load: boolean
  readonly options: readonly unknown[]
  /** Objects of the given graph, each with its counterpart. */
  readonly done: Map<InstanceState, InstanceState>
  /** Relationships an object was reached through: their reverse side is not followed back. */
  readonly reachedBy: Map<InstanceState, Set<RelationshipProperty>>
  /** Counterparts by identity, for graphs with the same identity twice. */
  readonly byKey: Map<string, InstanceState>
}

export function* mergeIo(
  session: SessionCore,
  state: InstanceState,
  { load = true, options = [] }: MergeOptions = {},
): Io<object> {
  const merge: Merge = {
    session,
    load,
    options,
    done: new Map(),
    reachedBy: new Map(),
    byKey: new Map(),
  }
  return (yield* mergeStateIo(merge, state)).obj
}

function* mergeStateIo(merge: Merge, state: InstanceState): Io<InstanceState> {
  const known = merge.done.get(state)
  if (known) return known
  if (!state.hasIdentity && merge.session.newStates.has(state)) {
    warn(
      `Instance ${state.toString()} is already pending in this Session yet is being merged again; this is probably ` +
        'not what you want to do',
    )
    return state
  }
  const key = keyOf(merge, state)
  const found = yield* findIo(merge, state, key)
  const merged = found ?? newCounterpart(merge, state)
  merge.done.set(state, merged)
  merge.byKey.set(key.toString(), merged)
  if (merged !== state) yield* copyIo(merge, state, merged)
  if (!merge.load) merged.commitAll(merge.session.identityMap.modified)
  if (!found) merged.manager.dispatch.emit('load', merged, null)
  return merged
}

function keyOf({ load }: Merge, state: InstanceState): IdentityKey {
  if (state.key) return state.key
  if (load) return identityKeyOf(state)
  throw new InvalidRequestError(
    'merge() with load=False option does not support objects transient (i.e. unpersisted) objects.  flush() all ' +
      'changes on mapped instances before merging with load=False.',
  )
}

/** The session's own object of an identity: present, met before in this merge, or fetched. */
function* findIo(merge: Merge, state: InstanceState, key: IdentityKey): Io<InstanceState | null> {
  const { session } = merge
  const present = session.identityMap.getState(key)
  if (present) return present
  if (!state.hasIdentity && !isWholeKey(state, key)) return null
  const earlier = merge.byKey.get(key.toString())
  if (earlier) return earlier
  if (!merge.load) return null
  const fetched = yield* session.getByIdentityIo(state.mapper, key.identity, {
    options: merge.options,
    identityToken: key.token,
  })
  return fetched ? instanceState(fetched) : null
}

function isWholeKey({ mapper }: InstanceState, { identity }: IdentityKey): boolean {
  const missing = identity.map((value) => value === null || value === undefined)
  return mapper.allowPartialPks ? !missing.every(Boolean) : !missing.some(Boolean)
}

/** A pending object; without `load` a persistent one that stands for the row as it is given. */
function newCounterpart({ session, load }: Merge, state: InstanceState): InstanceState {
  if (!load && state.modified) {
    throw new InvalidRequestError(
      "merge() with load=False option does not support objects marked as 'dirty'.  flush() all changes on mapped " +
        'instances before merging with load=False.',
    )
  }
  const merged = state.manager.newInstance()
  if (load) {
    session.saveOrUpdateState(merged)
  } else {
    merged.key = state.key
    session.updateState(merged)
  }
  return merged
}

function* copyIo(merge: Merge, state: InstanceState, merged: InstanceState): Io<void> {
  yield* checkVersionIo(state, merged)
  merged.loadPath = state.loadPath
  merged.loadOptions = state.loadOptions
  for (const [key, callable] of state.callables) merged.setCallable(key, callable)
  for (const property of state.mapper.props.values()) {
    yield* copyPropertyIo(merge, property, { state, merged })
  }
}

function* checkVersionIo(state: InstanceState, merged: InstanceState): Io<void> {
  const { mapper } = state
  if (!mapper.versionIdCol) return
  const given = yield* valueByColumnIo(mapper, state, mapper.versionIdCol, PASSIVE_NO_INITIALIZE)
  const present = yield* valueByColumnIo(mapper, merged, mapper.versionIdCol, PASSIVE_NO_INITIALIZE)
  const isUnknown = given === PASSIVE_NO_RESULT || present === PASSIVE_NO_RESULT
  if (isUnknown || given === null || given === undefined || given === present) return
  throw new StaleDataError(
    `Version id '${String(given)}' on merged state ${merged.toString()} does not match existing version ` +
      `'${String(present)}'. Leave the version attribute unset when merging to update the most recent version.`,
  )
}

interface Pair {
  readonly state: InstanceState
  readonly merged: InstanceState
}

function* copyPropertyIo(merge: Merge, property: MapperProperty, pair: Pair): Io<void> {
  if (property instanceof ColumnProperty) yield* copyColumnIo(merge, property.key, pair)
  else if (property instanceof RelationshipProperty)
    yield* copyRelationshipIo(merge, property, pair)
}

function* copyColumnIo({ load }: Merge, key: string, { state, merged }: Pair): Io<void> {
  const value = state.value(key)
  if (value === undefined) {
    if (merged.hasIdentity && !merged.has(key)) merged.expireAttributes([key], true)
  } else if (load) {
    const impl = merged.impl(key)
    if (impl.activeHistory) yield* impl.getIo(merged, PASSIVE_RETURN_NO_VALUE)
    impl.set(merged, value)
  } else {
    merged.setValue(key, value)
  }
}

function* copyRelationshipIo(merge: Merge, prop: RelationshipProperty, pair: Pair): Io<void> {
  const { state } = pair
  if (merge.load) {
    const reached = merge.reachedBy.get(state)
    for (const reverse of prop.reverseProperty) if (reached?.has(reverse)) return
  }
  if (!prop.cascade.merge || !state.has(prop.key)) return
  if (prop.uselist) yield* copyCollectionIo(merge, prop, pair)
  else yield* copyReferenceIo(merge, prop, pair)
}

function* copyCollectionIo(
  merge: Merge,
  prop: RelationshipProperty,
  { state, merged }: Pair,
): Io<void> {
  const impl = merged.impl(prop.key)
  if (merge.load) yield* impl.getIo(merged, PASSIVE_MERGE)
  const members: object[] = []
  const source = state.impl(prop.key)
  for (const member of source.related(state, source.get(state, PASSIVE_NO_INITIALIZE))) {
    members.push(yield* mergeMemberIo(merge, prop, member as object))
  }
  if (merge.load) impl.set(merged, members, { adapt: false, passive: PASSIVE_MERGE })
  else impl.setCommittedValue(merged, members)
}

function* copyReferenceIo(
  merge: Merge,
  prop: RelationshipProperty,
  { state, merged }: Pair,
): Io<void> {
  const current = state.value(prop.key) as object | null
  const value = current === null ? null : yield* mergeMemberIo(merge, prop, current)
  if (merge.load) merged.impl(prop.key).set(merged, value)
  else merged.setValue(prop.key, value)
}

function* mergeMemberIo(merge: Merge, prop: RelationshipProperty, member: object): Io<object> {
  const state = instanceState(member)
  const reached = merge.reachedBy.get(state)
  if (reached) reached.add(prop)
  else merge.reachedBy.set(state, new Set([prop]))
  return (yield* mergeStateIo(merge, state)).obj
}
