/**
 * Collections too large to be loaded: `lazy: 'writeOnly'` takes members in and out and gives statements,
 * `lazy: 'dynamic'` is a query as well. What users hold is made by the query layer.
 */
import type { Io } from '../../../engine/io.js'
import { InvalidRequestError } from '../../../errors.js'
import { NotSupportedForRelationshipError } from '../../errors.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { History } from '../../state/history.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  INIT_OK,
  NO_VALUE,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_OFF,
  SQL_OK,
  type Passive,
} from '../../state/passive.js'
import { instanceState } from '../../state/state-of.js'
import {
  AttributeImpl,
  type AttributeImplOptions,
  type Initiator,
  type PendingMember,
  type SetOptions,
} from '../attribute-impl.js'
import { MemberHistory } from './member-history.js'

/** What the query layer does for these attributes. */
export interface UnloadedCollections {
  /** What reading the attribute answers. */
  collection(impl: WriteOnlyAttributeImpl, state: InstanceState): object
  /** The members the database holds. */
  membersIo(impl: WriteOnlyAttributeImpl, state: InstanceState): Io<readonly object[]>
}

let collections: UnloadedCollections

/** Called once, by the query layer. @internal */
export function installUnloadedCollections(made: UnloadedCollections): void {
  collections = made
}

/** `sqlalchemy.orm.writeonly.WriteOnlyAttributeImpl`, and `dynamic.DynamicAttributeImpl`. @internal */
export class WriteOnlyAttributeImpl extends AttributeImpl {
  override readonly collection = false
  override readonly usesObjects = true
  override readonly holdsSeveral = true
  override readonly supportsPopulation = false
  override readonly readsAreNoted = true
  override readonly appendToken = this.token('append')
  readonly property: RelationshipProperty

  constructor(
    key: string,
    options: AttributeImplOptions & { readonly property: RelationshipProperty },
  ) {
    super(key, { acceptsScalarLoader: false, ...options })
    this.property = options.property
  }

  /** True for `dynamic`: the members may be read as a whole. */
  get isReadable(): boolean {
    return this.property.lazy === 'dynamic'
  }

  override get(state: InstanceState, passive: Passive = PASSIVE_OFF): unknown {
    if (passive & SQL_OK) return collections.collection(this, state)
    return [...this.#changes(state).added]
  }

  override *getIo(state: InstanceState, passive: Passive = PASSIVE_OFF): Io<unknown> {
    return this.get(state, passive)
  }

  override *relatedIo(state: InstanceState, passive: Passive): Io<readonly unknown[]> {
    if (!(passive & SQL_OK)) return [...this.#changes(state).added]
    return (yield* this.#historyIo(state, passive)).present
  }

  override relatedInMemory(): null {
    return null
  }

  override related(_state: InstanceState, value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : []
  }

  override set(state: InstanceState, value: unknown, options: SetOptions = {}): void {
    const { initiator = null, pop = false, passive = PASSIVE_OFF } = options
    if (initiator?.parentToken === this.parentToken || (pop && value === null)) return
    const wanted = new Set(value as Iterable<object>)
    const before = this.drive(state, this.#replacedIo(state, passive))
    this.#modify(state)
    for (const member of wanted) if (!before.has(member)) this.append(state, member)
    for (const member of before) if (!wanted.has(member)) this.remove(state, member)
  }

  override delete(): never {
    throw new NotSupportedForRelationshipError(`${this.what} cannot be deleted`)
  }

  override setCommittedValue(): never {
    throw new NotSupportedForRelationshipError(
      "Dynamic attributes don't support collection population.",
    )
  }

  override append(state: InstanceState, value: unknown, initiator: Initiator = null): void {
    this.#modify(state).add(value as object)
    for (const listener of this.dispatch.listeners('append'))
      listener.call(state, value, initiator ?? this.appendToken)
    if (this.trackparent && value !== null) this.sethasparent(instanceState(value), state, true)
  }

  override remove(state: InstanceState, value: unknown, initiator: Initiator = null): void {
    this.#modify(state).remove(value as object)
    if (this.trackparent && value !== null) this.sethasparent(instanceState(value), state, false)
    for (const listener of this.dispatch.listeners('remove'))
      listener.call(state, value, initiator ?? this.removeToken)
  }

  override pop(state: InstanceState, value: unknown, initiator: Initiator = null): void {
    this.remove(state, value, initiator)
  }

  override *getHistoryIo(
    state: InstanceState,
    passive: Passive = PASSIVE_NO_INITIALIZE,
  ): Io<History> {
    return (yield* this.#historyIo(state, passive)).asHistory()
  }

  override getAllPending(state: InstanceState): readonly PendingMember[] {
    return this.#changes(state).all.map((member) => [instanceState(member), member])
  }

  override copyValue(value: unknown): unknown {
    return value
  }

  /** Members added since the last flush. */
  pendingMembers(state: InstanceState): readonly object[] {
    return [...this.#changes(state).added]
  }

  #changes(state: InstanceState): MemberHistory {
    return (state.committedState.get(this.key) as MemberHistory | undefined) ?? new MemberHistory()
  }

  #modify(state: InstanceState): MemberHistory {
    const known = state.committedState.get(this.key) as MemberHistory | undefined
    const changes = known ?? new MemberHistory()
    if (!known) state.recordCommitted(this.key, changes)
    state.modifiedEvent(this, NO_VALUE)
    // Says that there is something, as a loaded value does for other attributes.
    this.store(state, true)
    return changes
  }

  /** The changes, and what they change where `passive` asks for it. */
  *#historyIo(state: InstanceState, passive: Passive): Io<MemberHistory> {
    const changes = this.#changes(state)
    if (!state.hasIdentity || !(passive & INIT_OK)) return changes
    if (this.isReadable)
      return new MemberHistory(changes, yield* collections.membersIo(this, state))
    if (!(passive & SQL_OK)) return changes
    throw new InvalidRequestError(
      `Attribute ${this.what} can't load the existing state from the database for this operation; full iteration is not permitted.  If this is a delete operation, configure passive_deletes=True on the ${this.what} relationship() when using WriteOnlyMapped.`,
    )
  }

  /** What assigning a whole collection replaces. */
  *#replacedIo(state: InstanceState, passive: Passive): Io<ReadonlySet<object>> {
    if (!state.hasIdentity) return this.#changes(state).added
    if (this.isReadable) return new Set((yield* this.#historyIo(state, passive)).present)
    throw new InvalidRequestError(
      `Collection "${this.what}" does not support implicit iteration; collection replacement operations can't be used`,
    )
  }
}
