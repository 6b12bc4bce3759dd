/**
 * Ties one collection to the attribute of one object: members go in and out through it, with events or without.
 */
import { keepShape } from '../../../util/kept-shapes.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { Initiator } from '../attribute-impl.js'
import { NO_KEY } from '../attribute-event.js'
import type { CollectionAttributeImpl } from '../collection-attribute.js'
import { ADAPTER, type CollectionKind, type InstrumentedCollection } from '../collection-kind.js'
import { isUnchanged, memberChanges } from './member-changes.js'

/** `sqlalchemy.orm.collections.CollectionAdapter`. @internal */
export class CollectionAdapter {
  /** Handed out for an unset attribute; enters the object with its first change. */
  empty = false
  /** The attribute was expired or replaced: changes do not count any more. */
  invalidated = false
  /** Members that events have told about, from the first read on: index assignment makes the list differ from it. */
  #known: unknown[] | null = null
  #firing = 0

  constructor(
    readonly impl: CollectionAttributeImpl,
    readonly ownerState: InstanceState,
    readonly data: object,
    readonly kind: CollectionKind,
  ) {
    ;(data as InstrumentedCollection)[ADAPTER] = this
  }

  get members(): readonly unknown[] {
    return this.kind.members(this.data)
  }

  copyOfMembers(): unknown[] {
    return copyOf(this.members)
  }

  setEmpty(): void {
    this.empty = true
    this.ownerState.emptyCollections ??= new Map()
    this.ownerState.emptyCollections.set(this.impl.key, this.data)
  }

  /** The collection is read by the program, which may now change it in ways that no method sees. */
  handOut(): void {
    if (!this.kind.hasIndexes) return
    const isKnown = this.#known !== null
    this.#known ??= copyOf(this.members)
    this.ownerState.noteHandedOut(isKnown ? null : this)
  }

  /** Does for changes by index what the methods of the collection do for theirs. */
  reconcile(): void {
    const known = this.#known
    if (known === null || this.#firing > 0 || isUnchanged(known, this.members)) return
    this.kind.compact(this.data)
    const { entered, left } = memberChanges(known, this.members)
    this.#known = copyOf(this.members)
    if (entered.length + left.length === 0) return
    this.#enter()
    this.ownerState.modifiedEvent(this.impl, known, { collection: true })
    for (const member of left)
      this.impl.fireRemoveEvent(this.ownerState, member, null, known.indexOf(member))
    for (const member of entered) this.#accept(member)
  }

  #accept(member: unknown): void {
    const index = this.members.indexOf(member)
    const accepted = this.impl.fireAppendEvent(this.ownerState, member, null, index)
    if (accepted === member) return
    this.kind.replace(this.data, member, accepted)
    this.#known = copyOf(this.members)
  }

  appendWithEvent(member: unknown, initiator: Initiator = null): void {
    if (!this.kind.makeRoom(this.data, member, initiator)) return
    const key = this.kind.keyOf(this.data, member)
    this.kind.add(this.data, this.fireAppendEvent(member, initiator, key))
  }

  removeWithEvent(member: unknown, initiator: Initiator = null): void {
    this.fireRemoveEvent(member, initiator, this.kind.keyOf(this.data, member))
    this.kind.remove(this.data, member)
  }

  clearWithEvent(): void {
    for (const member of [...this.members]) this.removeWithEvent(member)
  }

  appendWithoutEvent(member: unknown): void {
    this.kind.add(this.data, member)
  }

  removeWithoutEvent(member: unknown): void {
    this.kind.remove(this.data, member)
  }

  /** Says that a member enters; answers what enters in its place. */
  fireAppendEvent(member: unknown, initiator: Initiator = null, key: unknown = NO_KEY): unknown {
    this.#enter()
    this.#firing += 1
    try {
      const accepted = this.impl.fireAppendEvent(this.ownerState, member, initiator, key)
      this.#known?.push(accepted)
      return accepted
    } finally {
      this.#firing -= 1
    }
  }

  fireAppendWoMutationEvent(member: unknown, initiator: Initiator = null): unknown {
    this.#enter()
    return this.impl.fireAppendWoMutationEvent(this.ownerState, member, initiator)
  }

  fireRemoveEvent(member: unknown, initiator: Initiator = null, key: unknown = NO_KEY): void {
    this.#enter()
    this.#firing += 1
    try {
      this.impl.fireRemoveEvent(this.ownerState, member, initiator, key)
      this.#forget(member)
    } finally {
      this.#firing -= 1
    }
  }

  /** Keeps the committed copy before a member leaves that is not known beforehand. */
  firePreRemoveEvent(): void {
    this.#enter()
    this.impl.firePreRemoveEvent(this.ownerState)
  }

  #forget(member: unknown): void {
    const index = this.#known?.indexOf(member) ?? -1
    if (index >= 0) this.#known?.splice(index, 1)
  }

  #enter(): void {
    if (!this.empty) return
    this.empty = false
    this.ownerState.emptyCollections?.delete(this.impl.key)
    this.impl.store(this.ownerState, this.data)
  }
}

/** Counted: spreading a subclass of Array runs its iterator. */
function copyOf(members: readonly unknown[]): unknown[] {
  const copy = new Array<unknown>(members.length)
  for (let index = 0; index < members.length; index += 1) copy[index] = members[index]
  return copy
}

keepShape(
  new CollectionAdapter(
    {} as CollectionAttributeImpl,
    {} as InstanceState,
    {},
    {} as CollectionKind,
  ),
)
