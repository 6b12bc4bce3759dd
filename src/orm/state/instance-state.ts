/**
 * The bookkeeping of one mapped object: identity, session, what changed, what is expired. Hung on the object by its
 * generated constructor. It asks its session through `SessionHooks` only and never runs SQL itself.
 */
import type { LoadBatch } from '../../engine/observer.js'
import type { Io } from '../../engine/io.js'
import type { AttributeImpl } from '../attributes/attribute-impl.js'
import type { ClassManager } from '../attributes/class-manager.js'
import { notBoundToLoad } from '../errors.js'
import type { Mapper } from '../mapping/mapper.js'
import { AttributeState, type AttributeStates } from './attribute-state.js'
import { CommittedValues } from './committed-values.js'
import type { History } from './history.js'
import { IdentityKey } from '../mapping/identity-key.js'
import {
  ATTR_WAS_SET,
  NO_VALUE,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_NO_RESULT,
  SQL_OK,
} from './passive.js'
import type { Passive } from './passive.js'
import type { PendingCollection } from './pending-collection.js'
import { RareState, type HandedOut, type LoaderCallable } from './rare-state.js'
import type { SessionHooks } from './session-hooks.js'

const NO_CHANGES = new CommittedValues()
const NO_CALLABLES: Map<string, LoaderCallable> = new Map()
const NO_KEYS: ReadonlySet<string> = new Set()
const NO_OPTIONS: readonly unknown[] = Object.freeze([])
let lastAddress = 0x10000
export type { LoaderCallable }

/** Bits of `#flags`. */
const MODIFIED = 1
const EXPIRED = 2
const DELETED = 4

/**
 * State of one mapped object, as `inspect(object)` answers it; `sqlalchemy.orm.state.InstanceState`. Nothing here
 * emits SQL except `attrs.<name>.value` and `attrs.<name>.loadHistory()`.
 *
 * @example
 * user.name = 'wendy'
 * inspect(user).persistent // true
 * inspect(user).attrs.name.history.added // ['wendy']
 */
export class InstanceState {
  session: SessionHooks | null = null
  /** Committed values of changed attributes; shared and empty while nothing is changed. @internal */
  committedState = NO_CHANGES
  /** The statement run that saw this object last. @internal */
  runId: unknown = null
  /** Options of the query that loaded the object; they apply to its lazy loads. Typed by `loading`. @internal */
  loadOptions: readonly unknown[] = NO_OPTIONS
  /** Path at which it was loaded; typed by `loading`. @internal */
  loadPath: unknown = null
  batch: LoadBatch | null = null
  /** Position among the objects added to the session. @internal */
  insertOrder: number | null = null
  /** Position in the list of its identity map, which alone sets it. @internal */
  position = -1
  /** Position among the objects of the flush under way, which alone sets it. @internal */
  flushPosition = -1
  #flags = 0
  /** The key, or the value of a key of one column: most objects are never asked for more. */
  #key: unknown = null
  /** Shared with other objects until one of its own is needed. */
  #expired: ReadonlySet<string> = NO_KEYS
  #rare: RareState | null = null

  constructor(
    readonly obj: object,
    readonly manager: ClassManager,
  ) {}

  get mapper(): Mapper {
    return this.manager.mapper
  }

  get key(): IdentityKey | null {
    const key = this.#key
    if (key === null || key instanceof IdentityKey) return key
    const made = new IdentityKey(this.mapper.identityClass, [key])
    this.#key = made
    return made
  }
  set key(key: IdentityKey | null) {
    this.#key = key
  }

  /** Says what row the object is about, by the value of its key of one column. @internal */
  setSingleKey(value: unknown): void {
    this.#key = value
  }

  /** The value of a key of one column, without making a key of it. @internal */
  get singleKey(): unknown {
    const key = this.#key
    return key instanceof IdentityKey ? key.identity[0] : key
  }

  /** The same while nobody has asked for the key; undefined where there is a key object, or no identity. @internal */
  get plainKey(): unknown {
    const key = this.#key
    return key === null || key instanceof IdentityKey ? undefined : key
  }

  get modified(): boolean {
    return (this.#flags & MODIFIED) !== 0
  }
  set modified(modified: boolean) {
    this.#flags = modified ? this.#flags | MODIFIED : this.#flags & ~MODIFIED
  }

  /** True after `expire()` of the whole object; single attributes are in `expiredAttributes`. */
  get expired(): boolean {
    return (this.#flags & EXPIRED) !== 0
  }
  set expired(expired: boolean) {
    this.#flags = expired ? this.#flags | EXPIRED : this.#flags & ~EXPIRED
  }

  /** Deleted by a flush; the object is still attached until the transaction ends. */
  get deletedFlag(): boolean {
    return (this.#flags & DELETED) !== 0
  }
  set deletedFlag(deleted: boolean) {
    this.#flags = deleted ? this.#flags | DELETED : this.#flags & ~DELETED
  }

  /** Loaders that apply to this object only, from options of the query that loaded it. @internal */
  get callables(): Map<string, LoaderCallable> {
    return this.#rare?.callables ?? NO_CALLABLES
  }

  /** Which parents hold this object, by relationship; false: it was taken out. @internal */
  get parents(): Map<object, InstanceState | false> | null {
    return this.#rare?.parents ?? null
  }
  set parents(parents: Map<object, InstanceState | false> | null) {
    if (parents !== null || this.#rare !== null) this.#more.parents = parents
  }

  /** Changes of collections that are not loaded yet. @internal */
  get pendingMutations(): Map<string, PendingCollection> | null {
    return this.#rare?.pendingMutations ?? null
  }
  set pendingMutations(pending: Map<string, PendingCollection> | null) {
    if (pending !== null || this.#rare !== null) this.#more.pendingMutations = pending
  }

  /** Empty collections handed out for unset attributes, before their first change. @internal */
  get emptyCollections(): Map<string, object> | null {
    return this.#rare?.emptyCollections ?? null
  }
  set emptyCollections(collections: Map<string, object> | null) {
    this.#more.emptyCollections = collections
  }

  /** Last values of attributes that comparisons refer to. @internal */
  get lastKnownValues(): Map<string, unknown> | null {
    return this.#rare?.lastKnownValues ?? null
  }

  /** @internal */
  get orphanedOutsideOfSession(): boolean {
    return this.#rare?.orphanedOutsideOfSession ?? false
  }
  set orphanedOutsideOfSession(orphaned: boolean) {
    if (orphaned || this.#rare !== null) this.#more.orphanedOutsideOfSession = orphaned
  }

  /** @internal */
  get loadPending(): boolean {
    return this.#rare?.loadPending ?? false
  }
  set loadPending(loadPending: boolean) {
    this.#more.loadPending = loadPending
  }

  /** Keys of attributes that the next read reloads; changing the set changes the object. @internal */
  get expiredAttributes(): Set<string> {
    return this.#ownExpired()
  }

  /** @internal */
  isExpired(key: string): boolean {
    return this.#expired.has(key)
  }

  get class_(): ClassManager['class_'] {
    return this.manager.class_
  }

  get object(): object {
    return this.obj
  }

  /** Not in the database, not attached. */
  get transient(): boolean {
    return !this.hasIdentity && this.session === null
  }

  /** Attached, not yet flushed. */
  get pending(): boolean {
    return !this.hasIdentity && this.session !== null
  }

  get persistent(): boolean {
    return this.hasIdentity && this.session !== null && !this.deletedFlag
  }

  /** Deleted by a flush of a transaction that is still open. */
  get deleted(): boolean {
    return this.hasIdentity && this.session !== null && this.deletedFlag
  }

  /** Was deleted by a flush, whether or not the object is attached still. */
  get wasDeleted(): boolean {
    return this.deletedFlag
  }

  get detached(): boolean {
    return this.hasIdentity && this.session === null
  }

  get hasIdentity(): boolean {
    return this.#key !== null
  }

  get identity(): readonly unknown[] | null {
    return this.key?.identity ?? null
  }

  get identityKey(): IdentityKey | null {
    return this.key
  }

  get identityToken(): unknown {
    return this.key?.token ?? null
  }

  /** Keys of attributes that have no value in memory. */
  get unloaded(): Set<string> {
    const keys = this.manager.keys.filter((key) => !this.has(key) && !this.committedState.has(key))
    return new Set(keys)
  }

  get unloadedExpirable(): Set<string> {
    return this.unloaded
  }

  /** Keys of attributes without changes. */
  get unmodified(): Set<string> {
    return new Set(this.manager.keys.filter((key) => !this.committedState.has(key)))
  }

  /** One entry per mapped attribute: `value`, `loadedValue`, `history`. */
  get attrs(): AttributeStates {
    const entries = this.manager.keys.map((key) => [key, new AttributeState(this, key)] as const)
    const attrs = Object.fromEntries(entries)
    const iterate = () => Object.values(attrs).values()
    return Object.defineProperty(attrs, Symbol.iterator, { value: iterate }) as AttributeStates
  }

  /** What is in memory, by key; a copy. Never loads. */
  get dict(): Readonly<Record<string, unknown>> {
    const loaded = this.manager.keys.filter((key) => this.has(key))
    return Object.fromEntries(loaded.map((key) => [key, this.value(key)]))
  }

  /** True when the attribute has a value in memory. */
  has(key: string): boolean {
    return this.value(key) !== undefined
  }

  /** The value in memory, `undefined` when there is none. Never loads. */
  value(key: string): unknown {
    return (this.obj as Record<symbol, unknown>)[this.manager.slot(key)]
  }

  /** Puts a value in memory, without events or history; `undefined` takes it out. @internal */
  setValue(key: string, value: unknown): void {
    ;(this.obj as Record<symbol, unknown>)[this.manager.slot(key)] = value
  }

  /** @internal */
  impl(key: string): AttributeImpl {
    return this.manager.impl(key)
  }

  getHistory(key: string, passive: Passive = PASSIVE_NO_INITIALIZE): History {
    return this.manager.impl(key).getHistory(this, passive)
  }

  /**
   * A collection was read, for the first time unless null: whoever has it may change it in ways that only a
   * comparison shows. @internal
   */
  noteHandedOut(collection: HandedOut | null): void {
    if (collection !== null) (this.#more.handedOut ??= []).push(collection)
    this.session?.onHandedOut(this)
  }

  /** Notices such changes; answers whether there are collections to look at again. @internal */
  reconcileCollections(): boolean {
    const handedOut = this.#rare?.handedOut
    if (!handedOut) return false
    for (let index = handedOut.length - 1; index >= 0; index -= 1) {
      const collection = handedOut[index] as HandedOut
      if (collection.invalidated) handedOut.splice(index, 1)
      else collection.reconcile()
    }
    return handedOut.length > 0
  }

  /** Records the first old value of an attribute and makes the object dirty. @internal */
  modifiedEvent(
    impl: AttributeImpl,
    previous: unknown,
    { collection = false, flagged = false }: { collection?: boolean; flagged?: boolean } = {},
  ): void {
    if (!impl.sendModifiedEvents) return
    if (flagged || !this.committedState.has(impl.key)) {
      this.recordCommitted(impl.key, collection ? this.#copyOf(impl, previous) : previous)
    }
    this.lastKnownValues?.has(impl.key) && this.lastKnownValues.set(impl.key, NO_VALUE)
    this.markModified()
  }

  /** What a collection held before its first change: events say it, or it is what is there. */
  #copyOf(impl: AttributeImpl, previous: unknown): unknown {
    const before = previous === NO_VALUE ? this.value(impl.key) : previous
    return before === undefined ? NO_VALUE : impl.copyValue(before)
  }

  /** @internal */
  recordCommitted(key: string, value: unknown): void {
    if (this.committedState === NO_CHANGES) this.committedState = new CommittedValues()
    this.committedState.set(key, value)
  }

  /** From now on expiring the attribute keeps its last value, for comparisons made while it was there. @internal */
  trackLastKnownValue(key: string): void {
    const known = (this.#more.lastKnownValues ??= new Map())
    if (!known.has(key)) known.set(key, NO_VALUE)
  }

  /** @internal */
  markModified(): void {
    if (this.modified) return
    this.modified = true
    this.session?.onModified(this)
  }

  /** Loads the expired column attributes that are not changed, in one SELECT. @internal */
  *loadExpiredIo(passive: Passive): Io<unknown> {
    if (!(passive & SQL_OK)) return PASSIVE_NO_RESULT
    const keys = [...this.#expired].filter(
      (key) => !this.committedState.has(key) && this.manager.impl(key).loadOnUnexpire,
    )
    if (this.session === null) throw notBoundToLoad(this)
    yield* this.session.loadAttributes(this, keys, passive)
    this.#expired = NO_KEYS
    return ATTR_WAS_SET
  }

  /** Forgets all values and changes; the next read loads. `modifiedSet` is the identity map's. @internal */
  expire(modifiedSet: Set<InstanceState> | null = null): void {
    this.expired = true
    if (this.modified) modifiedSet?.delete(this)
    this.modified = false
    this.committedState = NO_CHANGES
    this.pendingMutations = null
    this.parents = null
    // Loaders that a query gave to this object go; the refresh brings back what its options say.
    if (this.callables.size > 0) this.callables.clear()
    this.#expired = this.manager.loaderKeys
    for (const impl of this.manager.impls) this.#dropValueOf(impl)
    if (this.manager.dispatch.has('expire')) this.manager.dispatch.emit('expire', this, null)
  }

  /** Forgets some attributes; with `noLoader` those that load by themselves stay out of the next refresh. @internal */
  expireAttributes(keys: readonly string[], noLoader = false): void {
    for (const key of keys) {
      const impl = this.manager.impl(key)
      if (impl.acceptsScalarLoader) {
        if (noLoader && (impl.callable !== null || this.callables.has(key))) continue
        this.addExpired(key)
        this.callables.delete(key)
      }
      this.#dropValue(key)
      this.committedState.delete(key)
      this.pendingMutations?.delete(key)
    }
    this.manager.dispatch.emit('expire', this, keys)
  }

  /** @internal */
  addExpired(key: string): void {
    this.#ownExpired().add(key)
  }

  /** @internal */
  setCallable(key: string, callable: LoaderCallable): void {
    ;(this.#more.callables ??= new Map()).set(key, callable)
  }

  /** Back to "nothing is known": class-level loading applies again. @internal */
  reset(key: string): void {
    if (this.manager.impl(key).collection) this.#invalidate(this.value(key))
    this.#unexpire(key)
    this.callables.delete(key)
    this.setValue(key, undefined)
  }

  /** Makes the present values of some attributes the committed ones. @internal */
  commit(keys: Iterable<string>): void {
    this.expired = false
    for (const key of keys) this.commitOne(key)
  }

  /** `commit` for one attribute. @internal */
  commitOne(key: string): void {
    this.expired = false
    if (this.committedState !== NO_CHANGES) this.committedState.delete(key)
    if (!this.has(key)) return
    this.#unexpire(key)
    if (this.#rare !== null) this.callables.delete(key)
  }

  /** Makes all present values the committed ones: the end of a flush or of a load. @internal */
  commitAll(modifiedSet: Set<InstanceState> | null = null): void {
    this.committedState = NO_CHANGES
    this.pendingMutations = null
    for (const key of this.#expired) if (this.has(key)) this.#unexpire(key)
    if (this.modified) modifiedSet?.delete(this)
    this.modified = false
    this.expired = false
  }

  /** Remembers values and bookkeeping; the answer puts them back. For work that is only tried. @internal */
  remember(): () => void {
    const values = this.manager.keys.map((key) => [key, this.value(key)] as const)
    const { key, modified, expired, deletedFlag, parents, pendingMutations } = this
    const committed = this.committedState.copy()
    const expiredKeys = new Set(this.#expired)
    const callables = new Map(this.callables)
    return () => {
      for (const [name, value] of values) this.setValue(name, value)
      Object.assign(this, { key, modified, expired, deletedFlag, pendingMutations, parents })
      this.committedState = committed
      this.#expired = expiredKeys
      if (this.#rare) this.#rare.callables = callables
    }
  }

  /** `<User at 0x10001>`, the form messages use. */
  toString(): string {
    const address = (this.#more.address ??= lastAddress += 0x10)
    return `<${this.manager.className} at 0x${address.toString(16)}>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `InstanceState ${this.toString()}`
  }

  #dropValue(key: string): void {
    this.#dropValueOf(this.manager.impl(key))
  }

  #dropValueOf({ key, slot, collection }: AttributeImpl): void {
    const slots = this.obj as Record<symbol, unknown>
    const value = slots[slot]
    if (value === undefined) return
    if (collection) this.#invalidate(value)
    if (this.lastKnownValues?.has(key)) this.lastKnownValues.set(key, value)
    slots[slot] = undefined
  }

  #invalidate(collection: unknown): void {
    if (collection !== undefined) this.manager.invalidateCollection(collection)
  }

  /** A set of this object's own, to be changed. */
  #ownExpired(): Set<string> {
    const shared = this.#expired === NO_KEYS || this.#expired === this.manager.loaderKeys
    if (shared) this.#expired = new Set(this.#expired)
    return this.#expired as Set<string>
  }

  #unexpire(key: string): void {
    if (this.#expired.has(key)) this.#ownExpired().delete(key)
  }

  get #more(): RareState {
    return (this.#rare ??= new RareState())
  }
}
