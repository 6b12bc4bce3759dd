/**
 * The attribute of a value that is made of other attributes: it reads and writes those, and keeps what it made.
 */
import type { Io } from '../../../engine/io.js'
import { EMPTY_HISTORY, History } from '../../state/history.js'
import type { InstanceState } from '../../state/instance-state.js'
import { NO_VALUE, PASSIVE_NO_RESULT, PASSIVE_OFF, type Passive } from '../../state/passive.js'
import {
  AttributeImpl,
  type AttributeImplOptions,
  type PendingMember,
  type SetOptions,
} from '../attribute-impl.js'

/** What the attribute is made of. @internal */
export interface CompositeParts {
  readonly key: string
  readonly attributes: readonly string[]
  make(values: readonly unknown[]): object
  partsOf(value: unknown): readonly unknown[]
}

/** Context of the refresh event that a value made on access causes. @internal */
export const MADE_ON_ACCESS = Symbol('composite made on access')

const NONE: readonly PendingMember[] = []

/** `sqlalchemy.orm.descriptor_props.CompositeProperty`, the part of objects. @internal */
export class CompositeAttributeImpl extends AttributeImpl {
  override readonly collection = false
  override readonly usesObjects = false
  override readonly appendToken = this.token('replace')

  constructor(
    private readonly parts: CompositeParts,
    options: AttributeImplOptions,
  ) {
    super(parts.key, options)
  }

  override get(state: InstanceState, passive: Passive = PASSIVE_OFF): unknown {
    const known = this.stored(state)
    if (known !== undefined) return known
    const values = this.parts.attributes.map((key) => state.impl(key).get(state, passive))
    return this.#made(state, values)
  }

  override *getIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<unknown> {
    const known = this.stored(state)
    if (known !== undefined) return known
    const values: unknown[] = []
    for (const key of this.parts.attributes)
      values.push(yield* state.impl(key).getIo(state, passive))
    return this.#made(state, values)
  }

  override set(state: InstanceState, value: unknown, { initiator = null }: SetOptions = {}): void {
    const old = this.activeHistory ? this.get(state) : this.storedOrNoValue(state)
    let accepted = value
    for (const listener of this.dispatch.listeners('set'))
      accepted = listener.call(state, accepted, old, initiator ?? this.appendToken)
    this.store(state, accepted)
    this.#assign(state, this.parts.partsOf(accepted))
  }

  override delete(state: InstanceState): void {
    const old = this.storedOrNoValue(state)
    this.store(state, undefined)
    for (const listener of this.dispatch.listeners('remove'))
      listener.call(state, old, this.removeToken)
    this.#assign(state, this.parts.partsOf(null))
  }

  override *getHistoryIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<History> {
    const added: unknown[] = []
    const deleted: unknown[] = []
    let hasChanges = false
    for (const key of this.parts.attributes) {
      const history = yield* state.impl(key).getHistoryIo(state, passive)
      hasChanges ||= history.hasChanges()
      const current = history.added.length > 0 ? history.added : history.unchanged
      added.push(...(current.length > 0 ? current : [null]))
      deleted.push(...(history.deleted.length > 0 ? history.deleted : [null]))
    }
    if (!hasChanges && added.length === 0) return EMPTY_HISTORY
    return hasChanges
      ? new History([this.parts.make(added)], [], [this.parts.make(deleted)])
      : new History([], [this.parts.make(added)], [])
  }

  override getAllPending(): readonly PendingMember[] {
    return NONE
  }

  override copyValue(value: unknown): unknown {
    return value
  }

  /** Loading the parts may have made the value; an object that is not stored has none while all parts are null. */
  #made(state: InstanceState, values: readonly unknown[]): unknown {
    const loaded = this.stored(state)
    if (loaded !== undefined) return loaded
    if (values.includes(PASSIVE_NO_RESULT)) return PASSIVE_NO_RESULT
    const plain = values.map((value) => (value === NO_VALUE ? null : value))
    if (state.key === null && plain.every((value) => value === null)) return null
    this.store(state, this.parts.make(plain))
    this.manager.dispatch.emit('refresh', state, MADE_ON_ACCESS, [this.key])
    return this.stored(state)
  }

  #assign(state: InstanceState, values: readonly unknown[]): void {
    this.parts.attributes.forEach((key, index) => state.impl(key).set(state, values[index] ?? null))
  }
}
