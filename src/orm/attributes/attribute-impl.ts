/**
 * What one attribute does on its objects: read, write, history, cascades. One per attribute and class; called by the
 * generated accessors, the unit of work and the loaders.
 */
import type { Io } from '../../engine/io.js'
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import type { History } from '../state/history.js'
import type { InstanceState, LoaderCallable } from '../state/instance-state.js'
import type { Passive } from '../state/passive.js'
import type { AttributeEventToken } from './attribute-event.js'
import type { ClassManager } from './class-manager.js'

/** `sqlalchemy.orm.attributes.AttributeImpl`. */
export interface AttributeImpl {
  readonly key: string
  readonly slot: symbol
  readonly manager: ClassManager
  /** `User.posts`, for messages. */
  readonly what: string
  readonly collection: boolean
  readonly usesObjects: boolean
  readonly acceptsScalarLoader: boolean
  readonly loadOnUnexpire: boolean
  readonly sendModifiedEvents: boolean
  readonly trackparent: boolean
  activeHistory: boolean
  /** Class-level loader: lazy relationship or deferred column. Set by the strategies. */
  callable: LoaderCallable | null
  readonly parentToken: object
  readonly dispatch: EventDispatcher

  get(state: InstanceState, passive?: Passive): unknown
  getIo(state: InstanceState, passive?: Passive): Io<unknown>
  set(state: InstanceState, value: unknown, options?: SetOptions): void
  delete(state: InstanceState): void
  append(
    state: InstanceState,
    value: unknown,
    initiator?: AttributeEventToken | null,
    passive?: Passive,
  ): void
  remove(
    state: InstanceState,
    value: unknown,
    initiator?: AttributeEventToken | null,
    passive?: Passive,
  ): void
  pop(
    state: InstanceState,
    value: unknown,
    initiator?: AttributeEventToken | null,
    passive?: Passive,
  ): void
  getHistory(state: InstanceState, passive?: Passive): History
  getHistoryIo(state: InstanceState, passive?: Passive): Io<History>
  /** Related objects that a flush may have to look at: present ones and removed ones, with their states. */
  getAllPending(
    state: InstanceState,
    passive?: Passive,
  ): readonly (readonly [InstanceState | null, object | null])[]
  getCommittedValueIo(state: InstanceState, passive?: Passive): Io<unknown>
  /** Puts a value in place as if it had been loaded. */
  setCommittedValue(state: InstanceState, value: unknown): unknown
  hasparent(state: InstanceState, optimistic?: boolean): boolean
  sethasparent(state: InstanceState, parentState: InstanceState, value: boolean): void
  isEqual(left: unknown, right: unknown): boolean
  copyValue(value: unknown): unknown
}

export interface SetOptions {
  readonly initiator?: AttributeEventToken | null
  readonly passive?: Passive
  /** `pop` semantics: only when this is the present value. */
  readonly checkOld?: unknown
  readonly pop?: boolean
  /** Values of a keyed collection are taken as they are. */
  readonly adapt?: boolean
}
