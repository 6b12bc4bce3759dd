/**
 * An attribute that refers to one object: many-to-one, or the scalar side of one-to-one.
 */
import type { Io } from '../../engine/io.js'
import { AttributeMissingError, NotAssociatedError } from '../errors.js'
import { EMPTY_HISTORY, NO_HISTORY, objectHistory, type History } from '../state/history.js'
import type { InstanceState } from '../state/instance-state.js'
import {
  CALLABLES_OK,
  DEFERRED_HISTORY_LOAD,
  INIT_OK,
  LOAD_AGAINST_COMMITTED,
  NO_AUTOFLUSH,
  NO_RAISE,
  NO_VALUE,
  PASSIVE_NO_FETCH,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
  PASSIVE_ONLY_PERSISTENT,
  type Passive,
} from '../state/passive.js'
import { instanceState } from '../state/state-of.js'
import type {
  AttributeImplOptions,
  Initiator,
  PendingMember,
  SetOptions,
} from './attribute-impl.js'
import { ScalarAttributeImpl } from './scalar-attribute.js'

const LOAD_OLD = PASSIVE_ONLY_PERSISTENT | NO_AUTOFLUSH | LOAD_AGAINST_COMMITTED
const PEEK_OLD = (PASSIVE_NO_FETCH ^ INIT_OK) | LOAD_AGAINST_COMMITTED | NO_RAISE

/** `sqlalchemy.orm.attributes.ScalarObjectAttributeImpl`. */
export class ScalarObjectAttributeImpl extends ScalarAttributeImpl {
  override readonly usesObjects: boolean = true

  constructor(
    key: string,
    options: AttributeImplOptions & {
      /** The old object is looked up at flush time, not when it is replaced. */
      readonly deferredHistory?: boolean
    },
  ) {
    super(key, { acceptsScalarLoader: false, ...options })
    this.deferredHistory = options.deferredHistory ?? false
  }

  readonly deferredHistory: boolean

  override set(state: InstanceState, value: unknown, options: SetOptions = {}): void {
    const old = this.#old(state)
    if (!this.#mayReplace(old, options)) return
    this.store(state, this.fireReplaceEvent(state, value, old, options.initiator ?? null))
  }

  override delete(state: InstanceState): void {
    const old = this.#old(state)
    this.#fireRemoveEvent(state, old)
    const existing = this.stored(state)
    this.store(state, undefined)
    if (existing === undefined && old !== PASSIVE_NO_RESULT && !state.hasIdentity) {
      throw new AttributeMissingError(`${this.what} object does not have a value`)
    }
  }

  override *getHistoryIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<History> {
    const known = this.historyInMemory(state)
    if (known !== null) return known
    let current = this.storedOrNoValue(state)
    if (current === NO_VALUE) {
      current = yield* this.getIo(state, passive & ~INIT_OK)
      if (current === PASSIVE_NO_RESULT) return EMPTY_HISTORY
    }
    return objectHistory(current, yield* this.#originalIo(state, passive))
  }

  override historyInMemory(state: InstanceState): History | null {
    const current = this.stored(state)
    if (current === undefined) return null
    const original = state.committedState.get(this.key)
    if (original === PASSIVE_NO_RESULT && this.deferredHistory) return null
    return objectHistory(current, state.committedState.has(this.key) ? original : NO_HISTORY)
  }

  override getAllPending(
    state: InstanceState,
    passive: Passive = PASSIVE_NO_FETCH,
  ): readonly PendingMember[] {
    let current = this.storedOrNoValue(state)
    if (current === NO_VALUE) {
      if (!(passive & CALLABLES_OK)) return []
      current = this.get(state, passive)
    }
    const pending: PendingMember[] = [isObject(current) ? member(current) : [null, null]]
    const original = state.committedState.get(this.key)
    if (isObject(original) && original !== current) pending.push(member(original))
    return pending
  }

  protected override fireReplaceEvent(
    state: InstanceState,
    value: unknown,
    previous: unknown,
    initiator: Initiator,
  ): unknown {
    if (this.trackparent && previous !== value && isObject(previous)) {
      this.sethasparent(instanceState(previous), state, false)
    }
    const accepted = super.fireReplaceEvent(state, value, previous, initiator)
    state.modifiedEvent(this, previous)
    if (this.trackparent && isObject(accepted))
      this.sethasparent(instanceState(accepted), state, true)
    return accepted
  }

  #fireRemoveEvent(state: InstanceState, value: unknown): void {
    if (this.trackparent && isObject(value)) this.sethasparent(instanceState(value), state, false)
    for (const listener of this.dispatch.listeners('remove')) {
      listener.call(state, value, this.removeToken)
    }
    state.modifiedEvent(this, value)
  }

  #old(state: InstanceState): unknown {
    return this.get(state, this.activeHistory ? LOAD_OLD : PEEK_OLD)
  }

  #mayReplace(old: unknown, { checkOld = NO_VALUE, pop = false }: SetOptions): boolean {
    if (checkOld === NO_VALUE || old === PASSIVE_NO_RESULT || checkOld === old) return true
    if (pop) return false
    throw new NotAssociatedError(checkOld, this.what)
  }

  *#originalIo(state: InstanceState, passive: Passive): Io<unknown> {
    if (!state.committedState.has(this.key)) return NO_HISTORY
    const original = state.committedState.get(this.key)
    if (original !== PASSIVE_NO_RESULT || !this.deferredHistory) return original
    const flags = passive | LOAD_OLD | NO_RAISE | DEFERRED_HISTORY_LOAD
    return yield* this.fireLoaderCallablesIo(state, flags)
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function member(value: object): PendingMember {
  return [instanceState(value), value]
}
