/**
 * Which object stands for which row, per session. Integer keys of a class live in a dense array, others in maps, one
 * level per key column. The session owns it; loading asks it once per row.
 */
import { InvalidRequestError } from '../../errors.js'
import { keepShape } from '../../util/kept-shapes.js'
import type { Class, IdentityKey } from '../mapping/identity-key.js'
import { keyPart } from '../mapping/identity-key.js'
import type { InstanceState } from './instance-state.js'
import { StateList } from './state-list.js'

/** How far beyond its end the dense array may grow for one key. */
const DENSE_GAP = 1024

type Level = Map<unknown, InstanceState | Level>

/** The rows of one class (and identity token). */
class ClassIdentities {
  readonly #dense: (InstanceState | undefined)[] = []
  /** The key of the first place in the array: new rows of a large table have keys far from 0. */
  #base = 0
  readonly #rest: Level = new Map()

  get(identity: readonly unknown[]): InstanceState | undefined {
    if (identity.length === 1) return this.getSingle(identity[0])
    let level: Level | InstanceState | undefined = this.#rest
    for (const value of identity) {
      if (!(level instanceof Map)) return undefined
      level = level.get(keyPart(value))
    }
    return level as InstanceState | undefined
  }

  getSingle(value: unknown): InstanceState | undefined {
    const part = typeof value === 'number' ? value : keyPart(value)
    if (this.#isDense(part)) {
      const state = this.#dense[part - this.#base]
      if (state !== undefined || this.#rest.size === 0) return state
    }
    return this.#rest.get(part) as InstanceState | undefined
  }

  set(identity: readonly unknown[], state: InstanceState): void {
    if (identity.length === 1) this.setSingle(identity[0], state)
    else this.#setIn(identity, state)
  }

  setSingle(value: unknown, state: InstanceState): void {
    if (!this.#setDense(value, state)) this.#setIn([value], state)
  }

  #setIn(identity: readonly unknown[], state: InstanceState): void {
    const parts = identity.map(keyPart)
    const last = parts.pop()
    this.#level(parts).set(last, state)
  }

  #setDense(value: unknown, state: InstanceState): boolean {
    const part = typeof value === 'number' ? value : keyPart(value)
    if (this.#dense.length === 0) this.#base = baseFor(part)
    if (!this.#isDense(part) || (this.#rest.size > 0 && this.#rest.has(part))) return false
    const index = part - this.#base
    while (this.#dense.length < index) this.#dense.push(undefined)
    this.#dense[index] = state
    return true
  }

  /** Takes a state out if it has the key. */
  deleteSingle(value: unknown, state: InstanceState): void {
    const index = typeof value === 'number' ? value - this.#base : -1
    if (this.#dense[index] === state) this.#dense[index] = undefined
    else if (this.getSingle(value) === state) this.delete([value])
  }

  delete(identity: readonly unknown[]): void {
    const parts = identity.map(keyPart)
    const last = parts.pop()
    if (parts.length === 0 && this.#isDense(last)) {
      const index = last - this.#base
      if (this.#dense[index] !== undefined) {
        this.#dense[index] = undefined
        return
      }
    }
    this.#level(parts).delete(last)
  }

  #isDense(part: unknown): part is number {
    return (
      typeof part === 'number' &&
      part >= this.#base &&
      part - this.#base <= this.#dense.length + DENSE_GAP &&
      Number.isInteger(part)
    )
  }

  #level(parts: readonly unknown[]): Level {
    let level = this.#rest
    for (const part of parts) {
      let next = level.get(part) as Level | undefined
      if (next === undefined) level.set(part, (next = new Map()))
      level = next
    }
    return level
  }
}

function baseFor(part: unknown): number {
  return typeof part === 'number' && Number.isSafeInteger(part) && part > DENSE_GAP ? part : 0
}

keepShape(new ClassIdentities())

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
  readonly #states = new StateList()

  /** States with changes that may need a flush; what autoflush looks at. @internal */
  readonly modified = new Set<InstanceState>()

  /** How often an object was had from here where a SELECT would have asked for it; a counter for who watches. @internal */
  answered = 0

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
    return this.#of(key.class_, key.token)?.get(key.identity)
  }

  /** The state of a row by class and key values, without making a key object. @internal */
  find(
    class_: Class,
    identity: readonly unknown[],
    token: unknown = null,
  ): InstanceState | undefined {
    return this.#of(class_, token)?.get(identity)
  }

  /** The same for a key of one column: the read of every row's fast path. @internal */
  findSingle(class_: Class, value: unknown): InstanceState | undefined {
    return this.#classes.get(class_)?.getSingle(value)
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
    this.#ensure(class_, null).setSingle(value, state)
    this.#list(state)
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
    else this.#classes.get(state.mapper.identityClass)?.deleteSingle(plainKey, state)
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
    this.#ensure(key.class_, key.token).set(key.identity, state)
    this.#list(state)
  }

  #list(state: InstanceState): void {
    this.#states.add(state)
    if (state.modified) this.modified.add(state)
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
