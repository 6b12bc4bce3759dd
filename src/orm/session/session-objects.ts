/**
 * Which objects belong to a session and in which state they are: the lower half of Session. Runs no SQL; what needs a
 * database is in session-core.ts.
 */
import { InvalidRequestError } from '../../errors.js'
import { EventDispatcher } from '../../util/event-dispatcher.js'
import { WeakCollection } from '../../util/weak-collection.js'
import { warn } from '../../util/warnings.js'
import { cascade } from '../state/cascade.js'
import { FlushError } from '../persistence/errors.js'
import { hasKeptKey, identityKeyOf, singleKeyValue } from '../state/identity-of-state.js'
import type { IdentityMap } from '../state/identity-map.js'
import type { InstanceState } from '../state/instance-state.js'
import { instanceState } from '../state/state-of.js'
import { newIdentityMap, type IdentityMapKind } from '../state/weak-identity-map.js'
import { HandedOutCollections } from './handed-out-collections.js'
import { identityKey } from './identity-key.js'
import { sessionEvents } from './session-dispatch.js'
import type { SessionTransaction } from './session-transaction.js'

/** The first session is the one that is kept for its shape. */
let lastHashKey = -1

/** All sessions that somebody still holds. @internal */
export const liveSessions = new WeakCollection<SessionObjects>()

/** @internal */
export abstract class SessionObjects {
  readonly hashKey: number = ++lastHashKey
  readonly dispatch: EventDispatcher
  identityMap: IdentityMap
  /** Pending objects, in order of `add()`. @internal */
  newStates = new Set<InstanceState>()
  /** Objects marked for deletion. @internal */
  deletedStates = new Set<InstanceState>()
  /** The innermost open transaction. @internal */
  transaction: SessionTransaction | null = null
  /** @internal */
  nestedTransaction: SessionTransaction | null = null
  /** True while statements of a flush run: changes made by hooks come too late. @internal */
  warnOnEvents = false
  #insertCounter = 0
  readonly #handedOut = new HandedOutCollections()

  /** The key under which a session keeps an object; `identityKey()` as a method. */
  readonly identityKey = identityKey

  constructor(
    factoryEvents: EventDispatcher | null,
    /** @internal */
    readonly identityMapKind: IdentityMapKind,
  ) {
    this.identityMap = newIdentityMap(identityMapKind)
    this.dispatch = new EventDispatcher({ roots: [factoryEvents ?? sessionEvents] })
    liveSessions.add(this)
  }

  /** Starts a transaction if none is open. @internal */
  abstract autobegin(options?: { readonly explicit?: boolean }): SessionTransaction

  /** True for pending and persistent objects. @internal */
  containsState(state: InstanceState): boolean {
    return this.newStates.has(state) || this.identityMap.containsState(state)
  }

  /** True when there is nothing to flush. @internal */
  isClean(): boolean {
    this.reconcileCollections()
    return !this.#hasChanges()
  }

  /** Persistent objects with changes, deleted ones included. @internal */
  dirtyStates(): InstanceState[] {
    this.reconcileCollections()
    return [...this.identityMap.modified]
  }

  /** What autoflush asks before each query: `isClean()`, with a look at the collections read last only. @internal */
  isCleanAtGlance(): boolean {
    this.#handedOut.reconcileRecent(this)
    return !this.#hasChanges()
  }

  #hasChanges(): boolean {
    return (
      this.identityMap.checkModified() || this.deletedStates.size > 0 || this.newStates.size > 0
    )
  }

  /** Notices what was done to collections past their methods, by index or by length. @internal */
  reconcileCollections(): void {
    this.#handedOut.reconcile(this)
  }

  /** @internal */
  onHandedOut(state: InstanceState): void {
    this.#handedOut.note(state)
  }

  /** @internal */
  flushWarning(operation: string): void {
    if (!this.warnOnEvents) return
    warn(
      `Usage of the '${operation}' operation is not currently supported within the execution stage of the flush ` +
        'process. Results may not be consistent.  Consider using alternative event listeners or connection-level ' +
        'operations instead.',
    )
  }

  /**
   * Lets relationships of a new object load by its present foreign keys, without adding the object;
   * `Session.enable_relationship_loading`.
   */
  enableRelationshipLoading(object: object): void {
    const state = instanceState(object)
    const isAttaching = this.beforeAttach(state)
    state.loadPending = true
    if (isAttaching) this.afterAttach(state)
  }

  /** Takes an object in, and what its save-update cascades reach. @internal */
  saveOrUpdateState(state: InstanceState): void {
    state.orphanedOutsideOfSession = false
    this.#saveOrUpdate(state)
    const reached = cascade('save-update', state, (member) => this.containsState(member))
    for (const member of reached) this.#saveOrUpdate(member)
  }

  #saveOrUpdate(state: InstanceState): void {
    if (!state.hasIdentity) this.saveState(state)
    else this.updateState(state)
  }

  /** Makes an object without identity pending. @internal */
  saveState(state: InstanceState): void {
    state.manager.absorbFields?.(state.obj)
    const isAttaching = this.beforeAttach(state)
    if (!this.newStates.has(state)) {
      this.newStates.add(state)
      state.insertOrder = ++this.#insertCounter
    }
    if (isAttaching) this.afterAttach(state)
  }

  /** Makes an object with identity persistent; `revertDeletion` is a rollback's. @internal */
  updateState(
    state: InstanceState,
    { revertDeletion = false }: { readonly revertDeletion?: boolean } = {},
  ): void {
    if (!state.hasIdentity) return
    if (state.deletedFlag) {
      if (!revertDeletion) throw wasDeleted(state)
      if (state.session === null) return
      state.deletedFlag = false
    }
    const isAttaching = this.beforeAttach(state)
    this.deletedStates.delete(state)
    if (revertDeletion) this.identityMap.replace(state)
    else this.identityMap.add(state)
    if (isAttaching) this.afterAttach(state)
    else if (revertDeletion) this.dispatch.emit('deletedToPersistent', this, state)
  }

  /** Answers whether the object is new to this session. @internal */
  beforeAttach(state: InstanceState): boolean {
    this.autobegin()
    if (state.session === (this as unknown)) return false
    if (state.session !== null) {
      throw new InvalidRequestError(
        `Object '${state.toString()}' is already attached to session '${state.session.hashKey}' ` +
          `(this is '${this.hashKey}')`,
      )
    }
    if (this.dispatch.has('beforeAttach')) this.dispatch.emit('beforeAttach', this, state)
    return true
  }

  /** @internal */
  afterAttach(state: InstanceState): void {
    this.attach(state)
    if (state.reconcileCollections()) this.onHandedOut(state)
    const { dispatch } = this
    if (dispatch.has('afterAttach')) dispatch.emit('afterAttach', this, state)
    const event = state.hasIdentity ? 'detachedToPersistent' : 'transientToPending'
    if (dispatch.has(event)) dispatch.emit(event, this, state)
  }

  /** Points the state to this session. @internal */
  abstract attach(state: InstanceState): void

  /** Marks one object as deleted; cascades have been followed already. @internal */
  markDeleted(state: InstanceState): void {
    if (!state.hasIdentity || this.deletedStates.has(state)) return
    this.attachForDelete(state)
    this.deletedStates.add(state)
  }

  /** @internal */
  attachForDelete(state: InstanceState): void {
    const isAttaching = this.beforeAttach(state)
    // What a flush deleted is attached still, but has left the map: a flush asks the map who belongs to the session.
    this.identityMap.add(state)
    if (isAttaching) this.afterAttach(state)
  }

  /** Takes objects out; a rollback makes new ones transient again. @internal */
  expungeStates(
    states: readonly InstanceState[],
    { toTransient = false }: { readonly toTransient?: boolean } = {},
  ): void {
    for (const state of states) {
      if (this.newStates.delete(state)) continue
      if (this.identityMap.containsState(state)) {
        this.identityMap.safeDiscard(state)
        this.deletedStates.delete(state)
      } else {
        // Deleted by a flush; only the open transaction still knows the object.
        this.transaction?.snapshot.deleted.delete(state)
      }
    }
    this.detachStates(states, { toTransient })
  }

  /** Takes everything out. @internal */
  expungeEverything(): void {
    const all = [...this.identityMap.allStates(), ...this.newStates]
    this.identityMap = newIdentityMap(this.identityMapKind)
    this.newStates = new Set()
    this.deletedStates = new Set()
    this.#insertCounter = 0
    this.detachStates(all)
  }

  /** Cuts the tie between objects and this session, and says so. @internal */
  detachStates(
    states: readonly InstanceState[],
    { toTransient = false }: { readonly toTransient?: boolean } = {},
  ): void {
    const { dispatch } = this
    states.forEach((state) => {
      const event = leavingEvent(state, toTransient)
      state.session = null
      if (toTransient) state.key = null
      if (dispatch.has(event)) dispatch.emit(event, this, state)
    })
  }

  /** Expires a persistent object; a pending one leaves. @internal */
  expireOrExpunge(state: InstanceState): void {
    if (state.hasIdentity) state.expire(this.identityMap.modified)
    else if (this.newStates.delete(state)) this.detachStates([state])
  }

  /** @internal */
  checkPersistent(state: InstanceState): void {
    if (this.identityMap.containsState(state)) return
    throw new InvalidRequestError(
      `Instance '${state.toString()}' is not persistent within this Session`,
    )
  }

  /** What a flush has written becomes clean and present under its key. @internal */
  registerPersistent(states: readonly InstanceState[]): void {
    const { modified } = this.identityMap
    states.forEach((state) => this.#registerIdentity(state))
    states.forEach((state) => state.commitAll(modified))
    this.registerAltered(states)
    if (this.dispatch.has('pendingToPersistent')) {
      for (const state of states) {
        if (!this.newStates.has(state)) continue
        this.dispatch.emit('pendingToPersistent', this, state)
      }
    }
    if (this.newStates.size > 0) states.forEach((state) => this.newStates.delete(state))
  }

  #registerIdentity(state: InstanceState): void {
    if (!this.#registerSingle(state)) this.#registerKey(state)
    state.orphanedOutsideOfSession = false
  }

  /** A key of one column that nobody has, or that is kept: no key object is made. Answers false for all others. */
  #registerSingle(state: InstanceState): boolean {
    const value = singleKeyValue(state)
    if (value === undefined) return false
    if (state.hasIdentity) return state.plainKey === value && this.identityMap.containsState(state)
    const { identityClass } = state.mapper
    if (this.identityMap.findSingle(identityClass, value) !== undefined) return false
    state.setSingleKey(value)
    this.identityMap.addLoadedSingle(identityClass, value, state)
    return true
  }

  #registerKey(state: InstanceState): void {
    const kept = state.key !== null && hasKeptKey(state, state.key) ? state.key : null
    const key = kept ?? identityKeyOf(state)
    const nulls = nullsIn(key.identity)
    if (nulls === key.identity.length || (nulls > 0 && !state.mapper.allowPartialPks)) {
      throw nullIdentity(state)
    }
    if (state.key === null) {
      state.key = key
    } else if (!state.key.equals(key)) {
      this.identityMap.safeDiscard(state)
      const switches = this.transaction?.snapshot.keySwitches
      switches?.set(state, [switches.get(state)?.[0] ?? state.key, key])
      state.key = key
    }
    const replaced = this.identityMap.replace(state)
    if (replaced && identityKeyOf(replaced).equals(key)) {
      warn(
        `Identity map already had an identity for ${key.toString()}, replacing it with newly flushed object.   Are ` +
          'there load operations occurring inside of an event handler within the flush?',
      )
    }
  }

  /** Notes for the transaction which objects it changed. @internal */
  registerAltered(states: readonly InstanceState[]): void {
    const snapshot = this.transaction?.snapshot
    if (!snapshot) return
    states.forEach((state) => {
      ;(this.newStates.has(state) ? snapshot.inserted : snapshot.dirty).add(state)
    })
  }

  /** Objects whose rows are gone leave the identity map. @internal */
  removeNewlyDeleted(states: readonly InstanceState[]): void {
    const snapshot = this.transaction?.snapshot
    const isHeard = this.dispatch.has('persistentToDeleted')
    states.forEach((state) => {
      snapshot?.deleted.add(state)
      this.identityMap.safeDiscard(state)
      this.deletedStates.delete(state)
      state.deletedFlag = true
      if (isHeard) this.dispatch.emit('persistentToDeleted', this, state)
    })
  }

  /** @internal */
  onModified(state: InstanceState): void {
    if (state.hasIdentity && this.identityMap.containsState(state)) {
      this.identityMap.modified.add(state)
    }
    if (this.transaction === null) this.autobegin()
  }

  /** @internal */
  cascadeInto(state: InstanceState): void {
    if (!this.containsState(state)) this.saveOrUpdateState(state)
  }

  /** @internal */
  onRelationshipChange(operation: string): void {
    this.flushWarning(operation)
  }

  /** @internal */
  expungeOrphan(state: InstanceState): boolean {
    if (!this.newStates.has(state)) return false
    this.expungeCascading(state)
    return true
  }

  /** Takes an object out with what its expunge cascades reach. @internal */
  expungeCascading(state: InstanceState): void {
    this.expungeStates([state, ...cascade('expunge', state)])
  }

  /** The state of an object users hand in. @internal */
  protected stateOf(object: unknown): InstanceState {
    return instanceState(object)
  }
}

function leavingEvent(state: InstanceState, toTransient: boolean): string {
  if (!state.hasIdentity) return 'pendingToTransient'
  if (state.deletedFlag) return 'deletedToDetached'
  return toTransient ? 'persistentToTransient' : 'persistentToDetached'
}

function wasDeleted(state: InstanceState): InvalidRequestError {
  return new InvalidRequestError(
    `Instance '${state.toString()}' has been deleted.  Use the make_transient() function to send this object back ` +
      'to the transient state.',
  )
}

function nullsIn(identity: readonly unknown[]): number {
  let nulls = 0
  for (const value of identity) if (value === null || value === undefined) nulls += 1
  return nulls
}

function nullIdentity(state: InstanceState): FlushError {
  return new FlushError(
    `Instance ${state.toString()} has a NULL identity key.  If this is an auto-generated value, check that the ` +
      'database table allows generation of new primary key values, and that the mapped Column object is configured ' +
      'to expect these generated values.  Ensure also that this flush() is not occurring at an inappropriate time, ' +
      'such as within a load() event.',
  )
}
