/**
 * What one attribute does on its objects: read, write, history, cascades. One per attribute and class; called by the
 * generated accessors, the unit of work and the loaders.
 */
import { runSync, type Io } from '../../engine/io.js'
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import { LoaderFailedError } from '../errors.js'
import type { History } from '../state/history.js'
import type { InstanceState, LoaderCallable } from '../state/instance-state.js'
import {
  ATTR_EMPTY,
  ATTR_WAS_SET,
  CALLABLES_OK,
  INIT_OK,
  NO_VALUE,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  type BringingOption,
  type Passive,
} from '../state/passive.js'
import { attributeValues } from '../state/attribute-values.js'
import { instanceState, STATE } from '../state/state-of.js'
import { AttributeEventToken, type AttributeOperation } from './attribute-event.js'
import type { ClassManager } from './class-manager.js'

export type Initiator = AttributeEventToken | null

export interface SetOptions {
  readonly initiator?: Initiator
  readonly passive?: Passive
  /** Only when this is the present value; `NO_VALUE` (the default) stands for any. */
  readonly checkOld?: unknown
  /** With `checkOld`: another present value is no error. */
  readonly pop?: boolean
  /** False: the value comes from a loader and is taken as it is. */
  readonly adapt?: boolean
}

export interface AttributeImplOptions {
  readonly slot: symbol
  readonly manager: ClassManager
  /** The same for a class and its subclasses: identifies the relationship in events and parent flags. */
  readonly parentToken: object
  readonly dispatch: EventDispatcher
  readonly activeHistory?: boolean
  readonly trackparent?: boolean
  readonly acceptsScalarLoader?: boolean
  readonly loadOnUnexpire?: boolean
  readonly sendModifiedEvents?: boolean
  readonly isEqual?: (left: unknown, right: unknown) => boolean
  readonly loadOnPending?: boolean
}

interface Carrier {
  readonly [STATE]: InstanceState
}

/** A related object with its state, or two nulls for "refers to nothing". */
export type PendingMember = readonly [InstanceState | null, object | null]

/** `sqlalchemy.orm.attributes.AttributeImpl`. */
export abstract class AttributeImpl {
  abstract readonly collection: boolean
  abstract readonly usesObjects: boolean
  readonly slot: symbol
  readonly manager: ClassManager
  readonly parentToken: object
  readonly dispatch: EventDispatcher
  readonly acceptsScalarLoader: boolean
  readonly loadOnUnexpire: boolean
  readonly sendModifiedEvents: boolean
  readonly trackparent: boolean
  readonly isEqual: (left: unknown, right: unknown) => boolean
  /** Old values are loaded before a change. */
  activeHistory: boolean
  /** Class-level loader: lazy relationship or deferred column. Set by the loader strategies. */
  callable: LoaderCallable | null = null
  readonly removeToken: AttributeEventToken
  abstract readonly appendToken: AttributeEventToken
  protected readonly loadOnPending: boolean

  constructor(
    readonly key: string,
    options: AttributeImplOptions,
  ) {
    this.slot = options.slot
    this.manager = options.manager
    this.parentToken = options.parentToken
    this.dispatch = options.dispatch
    this.activeHistory = options.activeHistory ?? false
    this.trackparent = options.trackparent ?? false
    this.acceptsScalarLoader = options.acceptsScalarLoader ?? true
    this.loadOnUnexpire = options.loadOnUnexpire ?? true
    this.sendModifiedEvents = options.sendModifiedEvents ?? true
    this.isEqual = options.isEqual ?? Object.is
    this.loadOnPending = options.loadOnPending ?? false
    this.removeToken = this.token('remove')
  }

  /** `User.posts`, for messages. */
  get what(): string {
    return `${this.manager.className}.${this.key}`
  }

  abstract set(state: InstanceState, value: unknown, options?: SetOptions): void
  abstract delete(state: InstanceState): void
  abstract getHistoryIo(state: InstanceState, passive?: Passive): Io<History>
  /** Related objects a cascade or flush has to look at: present and removed ones. */
  abstract getAllPending(state: InstanceState, passive?: Passive): readonly PendingMember[]
  /** What the first change keeps as the committed value. */
  abstract copyValue(value: unknown): unknown

  /** The attribute refers to several objects, whether or not it holds them in a collection. */
  readonly holdsSeveral: boolean = false
  /** Loaders may fill the attribute. */
  readonly supportsPopulation: boolean = true
  /** Reads go through `readFrom` even when the value is there. */
  readonly readsAreNoted: boolean = false

  /** What the getter of the attribute answers; nothing for prototypes and other objects without state. */
  readFrom(object: object): unknown {
    const state = (object as Partial<Carrier>)[STATE]
    return state === undefined ? undefined : this.get(state, PASSIVE_OFF)
  }

  /** What the setter of the attribute does; `undefined` means null. @throws UnmappedInstanceError */
  assignTo(object: object, value: unknown): void {
    this.set(instanceState(object), value === undefined ? null : value)
  }

  /** The value, loaded if `passive` allows it. */
  get(state: InstanceState, passive: Passive = PASSIVE_OFF): unknown {
    const value = this.stored(state)
    if (value !== undefined) return value
    if (!this.mayLoad(state, passive)) return this.withoutLoading(state, passive)
    const answer = this.#answerNow(state, passive)
    if (answer !== undefined) return this.accept(state, answer, passive)
    return this.drive(state, this.getIo(state, passive))
  }

  *getIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<unknown> {
    const value = this.stored(state)
    if (value !== undefined) return value
    if (!this.mayLoad(state, passive)) return this.withoutLoading(state, passive)
    return this.accept(state, yield* this.fireLoaderCallablesIo(state, passive), passive)
  }

  /** The related objects a cascade goes on to; loads as far as `passive` allows. */
  *relatedIo(state: InstanceState, passive: Passive): Io<readonly unknown[]> {
    return this.related(state, yield* this.getIo(state, passive))
  }

  /** The same where the value is in memory; null: ask `relatedIo`. */
  relatedInMemory(state: InstanceState): readonly unknown[] | null {
    const value = this.stored(state)
    return value === undefined ? null : this.related(state, value)
  }

  /** The objects in a value of the attribute. */
  related(_state: InstanceState, value: unknown): readonly unknown[] {
    return value === PASSIVE_NO_RESULT || value === null ? [] : [value]
  }

  /** The history where nothing has to be loaded for it; null: ask `getHistoryIo`. */
  historyInMemory(_state: InstanceState, _passive: Passive): History | null {
    return null
  }

  getHistory(state: InstanceState, passive: Passive = PASSIVE_OFF): History {
    return this.drive(state, this.getHistoryIo(state, passive))
  }

  /** The value before the present changes; loads if `passive` allows it. */
  *getCommittedValueIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<unknown> {
    if (!state.committedState.has(this.key)) return yield* this.getIo(state, passive)
    const committed = state.committedState.get(this.key)
    return committed === NO_VALUE ? null : committed
  }

  getCommittedValue(state: InstanceState, passive: Passive = PASSIVE_OFF): unknown {
    return this.drive(state, this.getCommittedValueIo(state, passive))
  }

  /** Puts a value in place as if it had been loaded: no events, no history. */
  setCommittedValue(state: InstanceState, value: unknown): unknown {
    this.store(state, value)
    state.commitOne(this.key)
    return value
  }

  append(
    state: InstanceState,
    value: unknown,
    initiator: Initiator = null,
    passive: Passive = PASSIVE_OFF,
  ): void {
    this.set(state, value, { initiator, passive })
  }

  remove(
    state: InstanceState,
    value: unknown,
    initiator: Initiator = null,
    passive: Passive = PASSIVE_OFF,
  ): void {
    this.set(state, null, { initiator, passive, checkOld: value })
  }

  /** As `remove`, but it is no error when the value is not there. */
  pop(
    state: InstanceState,
    value: unknown,
    initiator: Initiator = null,
    passive: Passive = PASSIVE_OFF,
  ): void {
    this.set(state, null, { initiator, passive, checkOld: value, pop: true })
  }

  /** Whether some parent holds the object; `optimistic` answers for objects nobody has told anything about. */
  hasparent(state: InstanceState, optimistic = false): boolean {
    return (state.parents?.get(this.parentToken) ?? optimistic) !== false
  }

  sethasparent(state: InstanceState, parentState: InstanceState, value: boolean): void {
    state.parents ??= new Map()
    if (!value && this.#isHeldByAnother(state, parentState)) return
    state.parents.set(this.parentToken, value ? parentState : false)
  }

  /** The value in memory, `undefined` when there is none. */
  stored(state: InstanceState): unknown {
    return (state.obj as Record<symbol, unknown>)[this.slot]
  }

  /** @internal */
  store(state: InstanceState, value: unknown): void {
    ;(state.obj as Record<symbol, unknown>)[this.slot] = value
  }

  /** The present value for event handlers, `NO_VALUE` when none is in memory. @internal */
  storedOrNoValue(state: InstanceState): unknown {
    const value = this.stored(state)
    return value === undefined ? NO_VALUE : value
  }

  /** What an attribute without a value reads as. */
  defaultValue(state: InstanceState): unknown {
    let value: unknown = null
    for (const listener of this.dispatch.listeners('initScalar')) {
      const answer = listener.call(state, value, attributeValues(state))
      if (answer !== ATTR_EMPTY && answer !== undefined) value = answer
    }
    return value
  }

  toString(): string {
    return this.what
  }

  protected token(operation: AttributeOperation): AttributeEventToken {
    return new AttributeEventToken(this, operation)
  }

  /** Runs I/O that was caused by plain access to the attribute. */
  protected drive<T>(state: InstanceState, io: Io<T>): T {
    if (state.session === null) return runSync(io)
    return state.session.runImplicit(io, this.what, this.#bringingOption(state))
  }

  #bringingOption(state: InstanceState): BringingOption {
    if (this.usesObjects) return 'selectinload'
    return state.isExpired(this.key) ? null : 'undefer'
  }

  /** What the class's loader answers in one step; undefined where there is more to it. */
  #answerNow(state: InstanceState, passive: Passive): unknown {
    const now = this.callable?.now
    if (now === undefined || state.session === null) return undefined
    if (this.#isExpired(state) || state.callables.has(this.key)) return undefined
    return state.session.implicitNow(() => now(state, passive))
  }

  #isExpired(state: InstanceState): boolean {
    return this.acceptsScalarLoader && this.loadOnUnexpire && state.isExpired(this.key)
  }

  protected *fireLoaderCallablesIo(state: InstanceState, passive: Passive): Io<unknown> {
    if (this.#isExpired(state)) return yield* state.loadExpiredIo(passive)
    const own = state.callables.get(this.key)
    if (own !== undefined) return yield* own(state, passive)
    return this.callable === null ? ATTR_EMPTY : yield* this.callable(state, passive)
  }

  /** False when reading cannot load whatever the loader would say. */
  protected mayLoad(state: InstanceState, passive: Passive): boolean {
    if (!(passive & CALLABLES_OK)) return false
    const committed = state.committedState.get(this.key)
    if (committed !== undefined && committed !== NO_VALUE) return false
    if (this.callable !== null && !this.#isTransientRelationship(state)) return true
    return state.isExpired(this.key) || state.callables.has(this.key)
  }

  #isTransientRelationship(state: InstanceState): boolean {
    if (!this.usesObjects || state.hasIdentity) return false
    return state.session === null || !(this.loadOnPending || state.loadPending)
  }

  private withoutLoading(state: InstanceState, passive: Passive): unknown {
    const committed = state.committedState.get(this.key)
    const changed = committed !== undefined && committed !== NO_VALUE
    if (!changed && !(passive & CALLABLES_OK)) return PASSIVE_NO_RESULT
    return passive & INIT_OK ? this.defaultValue(state) : NO_VALUE
  }

  /** Turns a loader's answer into the value of the attribute. */
  private accept(state: InstanceState, answer: unknown, passive: Passive): unknown {
    if (answer === PASSIVE_NO_RESULT || answer === NO_VALUE) return answer
    if (answer === ATTR_WAS_SET) return this.#loadedValue(state)
    if (answer !== ATTR_EMPTY) return this.setCommittedValue(state, answer)
    return passive & INIT_OK ? this.defaultValue(state) : NO_VALUE
  }

  #loadedValue(state: InstanceState): unknown {
    const value = this.stored(state)
    if (value === undefined) throw new LoaderFailedError(this.key)
    return value
  }

  #isHeldByAnother(state: InstanceState, parentState: InstanceState): boolean {
    const last = state.parents?.get(this.parentToken)
    if (last === undefined || last === false || last === parentState) return false
    return last.key === null ? parentState.hasIdentity : !last.key.equals(parentState.key)
  }
}
