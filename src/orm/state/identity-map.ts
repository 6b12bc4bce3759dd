/** Which object stands for which row, per session. The session owns it; loading asks it once per row. */
import { InvalidRequestError } from '../../errors.js'
import type { Class, IdentityKey } from '../mapping/identity-key.js'
import { ClassIdentities, type Held } from './class-identities.js'
import type { InstanceState } from './instance-state.js'
import { StateList } from './state-list.js'
import type { WeakStates } from './weak-states.js'

/**
 * The identity map of a session; `sqlalchemy.orm.identity.IdentityMap`. Iterating gives `[key, object]` pairs in the
 * order in which objects became persistent.
 *
 * @example
 * for (const [key, object] of session.identityMap) console.log(key.identity, object)
 */
export class IdentityMap {
  readonly #classes = new Map<Class, ClassIdentities>()
  readonly #byToken = new Map<unknown, Map<Class, ClassIdentities>>()
  readonly #states: StateList | WeakStates

  /** States with changes that may need a flush; what autoflush looks at. @internal */
  readonly modified = new Set<InstanceState>()

  /** How often an object was had from here where a SELECT would have asked for it; a counter for who watches. @internal */
  answered = 0

  /** @internal */
  constructor(states: StateList | WeakStates = new StateList()) {
    this.#states = states
  }

  get size(): number {
    return this.#states.size
  }

  /** The object of an identity, loaded or expired. */
  get(key: IdentityKey): object | undefined {
    return this.getState(key)?.obj
  }

  has(key: IdentityKey): boolean {
    return this.getState(key) !== undefined
  }

  keys(): IdentityKey[] {
    return this.allStates().map((state) => state.key as IdentityKey)
  }

  values(): object[] {
    return this.allStates().map((state) => state.obj)
  }

  *[Symbol.iterator](): IterableIterator<[IdentityKey, object]> {
    for (const state of this.allStates()) yield [state.key as IdentityKey, state.obj]
  }

  /** @internal */
  getState(key: IdentityKey): InstanceState | undefined {
    return this.stateOf(this.#of(key.class_, key.token)?.get(key.identity))
  }

  /** The state of a row by class and key values, without making a key object. @internal */
  find(
    class_: Class,
    identity: readonly unknown[],
    token: unknown = null,
  ): InstanceState | undefined {
    return this.stateOf(this.#of(class_, token)?.get(identity))
  }

  /** The same for a key of one column: the read of every row's fast path. @internal */
  findSingle(class_: Class, value: unknown): InstanceState | undefined {
    return this.stateOf(this.#classes.get(class_)?.getSingle(value))
  }

  /** @internal */
  containsState(state: InstanceState): boolean {
    return this.#states.has(state)
  }

  /** Adds a state; answers whether it was new. @throws InvalidRequestError when another object has the key. @internal */
  add(state: InstanceState): boolean {
    if (this.#states.has(state)) return false
    const key = state.key as IdentityKey
    const present = this.getState(key)
    if (present !== undefined) {
      throw new InvalidRequestError(
        `Can't attach instance ${state.toString()}; another instance with key ${String(key)} is already present in this session.`,
      )
    }
    this.#put(key, state)
    return true
  }

  /** Adds a state whose key nobody has, as a lookup has just said. @internal */
  addLoaded(state: InstanceState): void {
    this.#put(state.key as IdentityKey, state)
  }

  /** The same for a key of one column without a token: no key is made. @internal */
  addLoadedSingle(class_: Class, value: unknown, state: InstanceState): void {
    this.list(state)
    this.#indexSingle(class_, value, state)
  }

  /** Puts a state in the place of whatever had its key; answers the state that was there. @internal */
  replace(state: InstanceState): InstanceState | null {
    const key = state.key as IdentityKey
    const present = this.getState(key)
    if (present === state) return null
    if (present !== undefined) this.#drop(present)
    this.#put(key, state)
    return present ?? null
  }

  /** Takes a state out if it, and not another one, holds its key. @internal */
  safeDiscard(state: InstanceState): void {
    if (!this.#states.has(state)) return
    const { plainKey } = state
    if (plainKey === undefined) this.#forget(state, state.key)
    else this.#classes.get(state.mapper.identityClass)?.deleteSingle(plainKey, this.held(state))
    this.#drop(state)
  }

  #forget(state: InstanceState, key: IdentityKey | null): void {
    if (key === null || this.getState(key) !== state) return
    this.#of(key.class_, key.token)?.delete(key.identity)
  }

  /** @internal */
  allStates(): InstanceState[] {
    return this.#states.all()
  }

  /** @internal */
  checkModified(): boolean {
    return this.modified.size > 0
  }

  #put(key: IdentityKey, state: InstanceState): void {
    this.list(state)
    this.#index(key, state)
  }

  #index(key: IdentityKey, state: InstanceState): void {
    this.#ensure(key.class_, key.token).set(key.identity, this.held(state))
  }

  #indexSingle(class_: Class, value: unknown, state: InstanceState): void {
    this.#ensure(class_, null).setSingle(value, this.held(state))
  }

  /** How a listed state is held under its key. */
  protected held(state: InstanceState): Held {
    return state
  }

  /** The state that is held. */
  protected stateOf(held: Held | undefined): InstanceState | undefined {
    return held as InstanceState | undefined
  }

  protected list(state: InstanceState): void {
    this.#states.add(state)
    if (state.modified) this.modified.add(state)
  }

  /** Makes the keys anew from what is listed. */
  protected reindex(): void {
    this.#classes.clear()
    this.#byToken.clear()
    for (const state of this.allStates()) {
      const { plainKey } = state
      if (plainKey === undefined) this.#index(state.key as IdentityKey, state)
      else this.#indexSingle(state.mapper.identityClass, plainKey, state)
    }
  }

  #drop(state: InstanceState): void {
    this.#states.delete(state)
    this.modified.delete(state)
  }

  #of(class_: Class, token: unknown): ClassIdentities | undefined {
    if (token === null) return this.#classes.get(class_)
    return this.#byToken.get(token)?.get(class_)
  }

  #ensure(class_: Class, token: unknown): ClassIdentities {
    const classes = token === null ? this.#classes : this.#tokenClasses(token)
    let identities = classes.get(class_)
    if (identities === undefined) classes.set(class_, (identities = new ClassIdentities()))
    return identities
  }

  #tokenClasses(token: unknown): Map<Class, ClassIdentities> {
    let classes = this.#byToken.get(token)
    if (classes === undefined) this.#byToken.set(token, (classes = new Map()))
    return classes
  }
}
