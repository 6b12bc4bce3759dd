/**
 * An attribute that holds a collection of objects: one-to-many and many-to-many.
 */
import type { Io } from '../../engine/io.js'
import { typeName } from '../errors.js'
import { collectionHistory, EMPTY_HISTORY, NO_HISTORY, type History } from '../state/history.js'
import type { InstanceState } from '../state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  NO_RAISE,
  NO_VALUE,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  PASSIVE_ONLY_PERSISTENT,
  type Passive,
} from '../state/passive.js'
import { PendingCollection } from '../state/pending-collection.js'
import { instanceState } from '../state/state-of.js'
import { NO_KEY } from './attribute-event.js'
import {
  AttributeImpl,
  type AttributeImplOptions,
  type Initiator,
  type PendingMember,
  type SetOptions,
} from './attribute-impl.js'
import { bulkReplace } from './collections/bulk-replace.js'
import { CollectionAdapter } from './collections/collection-adapter.js'
import { adapterOf, type CollectionKind } from './collection-kind.js'

interface Replacement {
  readonly old: object
  readonly replacement: CollectionAdapter
  readonly members: readonly unknown[]
}

/** Makes the empty collection of an attribute and knows its shape. @internal */
export interface CollectionMaker {
  readonly kind: CollectionKind
  readonly make: () => object
}

/** `sqlalchemy.orm.attributes.CollectionAttributeImpl`. */
export class CollectionAttributeImpl extends AttributeImpl {
  override readonly collection = true
  override readonly usesObjects = true
  override readonly appendToken = this.token('append')
  readonly bulkReplaceToken = this.token('bulkReplace')
  readonly maker: CollectionMaker

  constructor(key: string, options: AttributeImplOptions & { readonly maker: CollectionMaker }) {
    super(key, { acceptsScalarLoader: false, ...options })
    this.maker = options.maker
    this.readsAreNoted = options.maker.kind.hasIndexes
  }

  override readonly holdsSeveral = true
  override readonly readsAreNoted: boolean

  override related(_state: InstanceState, value: unknown): readonly unknown[] {
    return adapterOf(value)?.members ?? []
  }

  override readFrom(object: object): unknown {
    const value = super.readFrom(object)
    adapterOf(value)?.handOut()
    return value
  }

  override set(state: InstanceState, value: unknown, options: SetOptions = {}): void {
    // Made first: what is no collection of the kind must not cause a load.
    const replacement = this.initializeCollection(state)
    const members = this.#membersOf(value)
    for (const listener of this.dispatch.listeners('bulkReplace')) {
      listener.call(state, members, this.bulkReplaceToken, this.maker.kind.keysOf(value as object))
    }
    const raising = (options.passive ?? 0) & NO_RAISE
    let old = this.get(state, PASSIVE_ONLY_PERSISTENT | raising)
    if (old === PASSIVE_NO_RESULT) old = this.defaultValue(state)
    else if (old === value) return
    this.#replace(state, { old: old as object, replacement, members })
  }

  override delete(state: InstanceState): void {
    const collection = this.stored(state)
    if (collection === undefined) return
    state.modifiedEvent(this, NO_VALUE, { collection: true })
    adapterOf(collection)?.clearWithEvent()
    this.store(state, undefined)
  }

  override append(
    state: InstanceState,
    value: unknown,
    initiator: Initiator = null,
    passive: Passive = PASSIVE_OFF,
  ): void {
    const adapter = this.adapter(state, passive)
    if (adapter !== null) return adapter.appendWithEvent(value, initiator)
    this.#pendingMutation(state).append(this.fireAppendEvent(state, value, initiator) as object)
  }

  override remove(
    state: InstanceState,
    value: unknown,
    initiator: Initiator = null,
    passive: Passive = PASSIVE_OFF,
  ): void {
    const adapter = this.adapter(state, passive)
    if (adapter !== null) return adapter.removeWithEvent(value, initiator)
    this.fireRemoveEvent(state, value, initiator)
    this.#pendingMutation(state).remove(value as object)
  }

  override pop(
    state: InstanceState,
    value: unknown,
    initiator: Initiator = null,
    passive: Passive = PASSIVE_OFF,
  ): void {
    const adapter = this.adapter(state, passive)
    if (adapter === null || adapter.kind.has(adapter.data, value)) {
      this.remove(state, value, initiator, passive)
    } else {
      adapter.fireRemoveEvent(value, initiator)
    }
  }

  /** The collection's adapter; null when it is not loaded and `passive` forbids loading it. */
  adapter(state: InstanceState, passive: Passive = PASSIVE_OFF): CollectionAdapter | null {
    const collection = this.get(state, passive)
    return collection === PASSIVE_NO_RESULT ? null : adapterOf(collection)
  }

  override setCommittedValue(state: InstanceState, value: unknown): unknown {
    const adapter = this.initializeCollection(state)
    const { kind, data } = adapter
    if (Array.isArray(value)) value.forEach((member) => kind.add(data, member))
    else for (const member of (value ?? []) as Iterable<unknown>) kind.add(data, member)
    this.store(state, data)
    state.commitOne(this.key)
    if (state.pendingMutations !== null) this.#applyPendingMutations(state, adapter)
    return adapter.data
  }

  /** An empty collection that is not yet the attribute's value. @internal */
  initializeCollection(state: InstanceState): CollectionAdapter {
    const adapter = new CollectionAdapter(this, state, this.maker.make(), this.maker.kind)
    for (const listener of this.dispatch.listeners('initCollection')) {
      listener.call(state, adapter.data, adapter)
    }
    return adapter
  }

  override defaultValue(state: InstanceState): unknown {
    const present = state.emptyCollections?.get(this.key)
    if (present !== undefined) return present
    const adapter = this.initializeCollection(state)
    adapter.setEmpty()
    return adapter.data
  }

  override *getHistoryIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<History> {
    const known = this.historyInMemory(state, passive)
    if (known !== null) return known
    return this.#historyOf(state, yield* this.getIo(state, passive), passive)
  }

  override historyInMemory(state: InstanceState, passive: Passive): History | null {
    state.reconcileCollections()
    const current = this.stored(state)
    return current === undefined ? null : this.#historyOf(state, current, passive)
  }

  #historyOf(state: InstanceState, current: unknown, passive: Passive): History {
    const pending =
      passive & INCLUDE_PENDING_MUTATIONS ? state.pendingMutations?.get(this.key) : null
    if (current === PASSIVE_NO_RESULT)
      return pending ? pending.historyOn(EMPTY_HISTORY) : EMPTY_HISTORY
    if (current === NO_VALUE) return EMPTY_HISTORY
    const original = state.committedState.has(this.key)
      ? state.committedState.get(this.key)
      : NO_HISTORY
    const history = collectionHistory(adapterOf(current)?.copyOfMembers() ?? [], original)
    return pending ? pending.historyOn(history) : history
  }

  override getAllPending(state: InstanceState): readonly PendingMember[] {
    state.reconcileCollections()
    const current = this.stored(state)
    if (current === undefined) return []
    const members = adapterOf(current)?.members ?? []
    const original = state.committedState.get(this.key)
    if (!Array.isArray(original)) return members.map(pendingMember)
    const { added, unchanged, deleted } = collectionHistory(members, original)
    return [...added, ...unchanged, ...deleted].map(pendingMember)
  }

  override copyValue(value: unknown): unknown {
    const adapter = adapterOf(value)
    return adapter === null ? value : [...adapter.members]
  }

  /** @internal */
  fireAppendEvent(
    state: InstanceState,
    value: unknown,
    initiator: Initiator,
    key: unknown = NO_KEY,
  ): unknown {
    let accepted = value
    for (const listener of this.dispatch.listeners('append')) {
      accepted = listener.call(state, accepted, initiator ?? this.appendToken, key)
    }
    state.modifiedEvent(this, NO_VALUE, { collection: true })
    if (this.trackparent && accepted !== null) {
      this.sethasparent(instanceState(accepted), state, true)
    }
    return accepted
  }

  /** @internal */
  fireAppendWoMutationEvent(state: InstanceState, value: unknown, initiator: Initiator): unknown {
    let accepted = value
    for (const listener of this.dispatch.listeners('appendWoMutation')) {
      accepted = listener.call(state, accepted, initiator ?? this.appendToken)
    }
    return accepted
  }

  /** @internal */
  firePreRemoveEvent(state: InstanceState): void {
    state.modifiedEvent(this, NO_VALUE, { collection: true })
  }

  /** @internal */
  fireRemoveEvent(
    state: InstanceState,
    value: unknown,
    initiator: Initiator,
    key: unknown = NO_KEY,
  ): void {
    if (this.trackparent && value !== null) this.sethasparent(instanceState(value), state, false)
    for (const listener of this.dispatch.listeners('remove')) {
      listener.call(state, value, initiator ?? this.removeToken, key)
    }
    state.modifiedEvent(this, NO_VALUE, { collection: true })
  }

  #replace(state: InstanceState, { old, replacement, members }: Replacement): void {
    state.modifiedEvent(this, old, { collection: true })
    const oldAdapter = adapterOf(old)
    this.store(state, replacement.data)
    state.emptyCollections?.delete(this.key)
    bulkReplace(members, oldAdapter, replacement, this.bulkReplaceToken)
    if (oldAdapter === null) return
    oldAdapter.invalidated = true
    for (const listener of this.dispatch.listeners('disposeCollection')) {
      listener.call(state, old, oldAdapter)
    }
  }

  #membersOf(value: unknown): unknown[] {
    if (!this.maker.kind.accepts(value)) {
      const given = typeName(value)
      throw new TypeError(
        `Incompatible collection type: ${given} is not ${this.maker.kind.name}-like`,
      )
    }
    return [...this.maker.kind.membersOf(value as object)]
  }

  #pendingMutation(state: InstanceState): PendingCollection {
    state.pendingMutations ??= new Map()
    let pending = state.pendingMutations.get(this.key)
    if (pending === undefined)
      state.pendingMutations.set(this.key, (pending = new PendingCollection()))
    return pending
  }

  #applyPendingMutations(state: InstanceState, adapter: CollectionAdapter): void {
    const pending = state.pendingMutations?.get(this.key)
    if (pending === undefined) return
    state.modifiedEvent(this, adapter.data, { collection: true })
    state.pendingMutations?.delete(this.key)
    for (const member of pending.added) adapter.appendWithoutEvent(member)
    for (const member of pending.deleted) adapter.removeWithoutEvent(member)
  }
}

function pendingMember(value: unknown): PendingMember {
  return value === null ? [null, null] : [instanceState(value), value as object]
}
