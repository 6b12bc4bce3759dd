/**
 * Sets that tell their attribute what enters and leaves them: `collectionClass: Set`.
 */
import { MemberMissingError } from '../../errors.js'
import {
  ADAPTER,
  WITHOUT_INDEXES,
  withAdapter,
  type CollectionKind,
  type InstrumentedCollection,
} from '../collection-kind.js'

type SetClass = new () => Set<unknown>

export type InstrumentedSetClass = new () => Set<unknown> &
  InstrumentedCollection & { remove(member: unknown): void; discard(member: unknown): void }

/** Makes an instrumented class of `Set` or of a user's subclass of it. @internal */
export function instrumentSet(Base: SetClass): InstrumentedSetClass {
  const Adapted = withAdapter(Base) as new () => Set<unknown> & InstrumentedCollection
  return class InstrumentedSet extends Adapted {
    override add(member: unknown): this {
      if (this.has(member)) return this
      super.add(this[ADAPTER] ? this[ADAPTER].fireAppendEvent(member) : member)
      return this
    }

    override delete(member: unknown): boolean {
      if (!this.has(member)) return false
      this[ADAPTER]?.fireRemoveEvent(member)
      return super.delete(member)
    }

    discard(member: unknown): void {
      this.delete(member)
    }

    remove(member: unknown): void {
      if (!this.delete(member)) throw new MemberMissingError(`${String(member)} is not in the set`)
    }

    override clear(): void {
      for (const member of [...this]) this.delete(member)
    }
  } as InstrumentedSetClass
}

/** @internal */
export const InstrumentedSet = instrumentSet(Set as SetClass)

const rawSet = Set.prototype

/** @internal */
export const setKind: CollectionKind = {
  name: 'set',
  ...WITHOUT_INDEXES,
  makeRoom: () => true,
  accepts: (value) => value instanceof Set,
  members: (collection) => [...(collection as Set<unknown>)],
  membersOf: (value) => [...(value as Set<unknown>)],
  add: (collection, member) => void rawSet.add.call(collection as Set<unknown>, member),
  remove: (collection, member) => void rawSet.delete.call(collection as Set<unknown>, member),
  has: (collection, member) => (collection as Set<unknown>).has(member),
  clear: (collection) => rawSet.clear.call(collection as Set<unknown>),
}
