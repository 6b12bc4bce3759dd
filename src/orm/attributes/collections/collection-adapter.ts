/**
 * Ties one collection to the attribute of one object: members go in and out through it, with events or without.
 */
import type { InstanceState } from '../../state/instance-state.js'
import type { Initiator } from '../attribute-impl.js'
import type { CollectionAttributeImpl } from '../collection-attribute.js'
import { ADAPTER, type CollectionKind, type InstrumentedCollection } from '../collection-kind.js'

/** `sqlalchemy.orm.collections.CollectionAdapter`. @internal */
export class CollectionAdapter {
  /** Handed out for an unset attribute; enters the object with its first change. */
  empty = false
  /** The attribute was expired or replaced: changes do not count any more. */
  invalidated = false

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

  setEmpty(): void {
    this.empty = true
    this.ownerState.emptyCollections ??= new Map()
    this.ownerState.emptyCollections.set(this.impl.key, this.data)
  }

  appendWithEvent(member: unknown, initiator: Initiator = null): void {
    this.kind.add(this.data, this.fireAppendEvent(member, initiator))
  }

  removeWithEvent(member: unknown, initiator: Initiator = null): void {
    this.fireRemoveEvent(member, initiator)
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
  fireAppendEvent(member: unknown, initiator: Initiator = null): unknown {
    this.#enter()
    return this.impl.fireAppendEvent(this.ownerState, member, initiator)
  }

  fireAppendWoMutationEvent(member: unknown, initiator: Initiator = null): unknown {
    this.#enter()
    return this.impl.fireAppendWoMutationEvent(this.ownerState, member, initiator)
  }

  fireRemoveEvent(member: unknown, initiator: Initiator = null): void {
    this.#enter()
    this.impl.fireRemoveEvent(this.ownerState, member, initiator)
  }

  /** Keeps the committed copy before a member leaves that is not known beforehand. */
  firePreRemoveEvent(): void {
    this.#enter()
    this.impl.firePreRemoveEvent(this.ownerState)
  }

  #enter(): void {
    if (!this.empty) return
    this.empty = false
    this.ownerState.emptyCollections?.delete(this.impl.key)
    this.impl.store(this.ownerState, this.data)
  }
}
