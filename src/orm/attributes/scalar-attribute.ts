/**
 * An attribute that holds a plain value: a column.
 */
import type { Io } from '../../engine/io.js'
import { AttributeMissingError } from '../errors.js'
import { EMPTY_HISTORY, NO_HISTORY, scalarHistory, type History } from '../state/history.js'
import type { InstanceState } from '../state/instance-state.js'
import {
  INIT_OK,
  NO_VALUE,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  PASSIVE_RETURN_NO_VALUE,
  type Passive,
} from '../state/passive.js'
import {
  AttributeImpl,
  type AttributeImplOptions,
  type Initiator,
  type PendingMember,
  type SetOptions,
} from './attribute-impl.js'

const NONE: readonly PendingMember[] = []

/** `sqlalchemy.orm.attributes.ScalarAttributeImpl`. */
export class ScalarAttributeImpl extends AttributeImpl {
  override readonly collection: boolean = false
  override readonly usesObjects: boolean = false
  readonly replaceToken = this.token('replace')
  override readonly appendToken = this.replaceToken

  constructor(key: string, options: AttributeImplOptions) {
    super(key, options)
  }

  override set(state: InstanceState, value: unknown, options: SetOptions = {}): void {
    const old = this.activeHistory
      ? this.get(state, PASSIVE_RETURN_NO_VALUE)
      : this.storedOrNoValue(state)
    const accepted = this.fireReplaceEvent(state, value, old, options.initiator ?? null)
    state.modifiedEvent(this, old)
    this.store(state, accepted)
  }

  override delete(state: InstanceState): void {
    const old = this.activeHistory
      ? this.get(state, PASSIVE_RETURN_NO_VALUE)
      : this.storedOrNoValue(state)
    for (const listener of this.dispatch.listeners('remove')) {
      listener.call(state, old, this.removeToken)
    }
    state.modifiedEvent(this, old)
    const existing = this.stored(state)
    this.store(state, undefined)
    const neverSet = existing === undefined && old === NO_VALUE
    if (neverSet && !state.expired && !state.isExpired(this.key)) {
      throw new AttributeMissingError(`${this.what} object does not have a value`)
    }
  }

  override *getHistoryIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<History> {
    const original = state.committedState.get(this.key) ?? this.#originalOf(state)
    let current = this.storedOrNoValue(state)
    if (current === NO_VALUE && !state.committedState.has(this.key)) {
      current = yield* this.getIo(state, passive & ~INIT_OK)
      if (current === PASSIVE_NO_RESULT) return EMPTY_HISTORY
    }
    return scalarHistory(current, original, this.isEqual)
  }

  override historyInMemory(state: InstanceState, _passive: Passive): History | null {
    const current = this.stored(state)
    if (current === undefined) return null
    return scalarHistory(
      current,
      state.committedState.get(this.key) ?? this.#originalOf(state),
      this.isEqual,
    )
  }

  override getAllPending(_state: InstanceState, _passive?: Passive): readonly PendingMember[] {
    return NONE
  }

  override copyValue(value: unknown): unknown {
    return value
  }

  protected fireReplaceEvent(
    state: InstanceState,
    value: unknown,
    previous: unknown,
    initiator: Initiator,
  ): unknown {
    const listeners = this.dispatch.listeners('set')
    if (listeners.length === 0) return value
    let accepted = value
    for (const listener of listeners) {
      accepted = listener.call(state, accepted, previous, initiator ?? this.replaceToken)
    }
    return accepted
  }

  /** A committed null and no committed value are different things. */
  #originalOf(state: InstanceState): unknown {
    return state.committedState.has(this.key) ? null : NO_HISTORY
  }
}
