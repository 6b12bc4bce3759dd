/**
 * Arrays that tell their attribute what enters and leaves them. `map`, `filter` and `slice` answer plain arrays.
 */
import { keepShape } from '../../../util/kept-shapes.js'
import { MemberMissingError } from '../../errors.js'
import {
  ADAPTER,
  withAdapter,
  WITHOUT_KEYS,
  type CollectionKind,
  type InstrumentedCollection,
} from '../collection-kind.js'

type ArrayClass = new () => unknown[]

/** What the collections of mapped objects offer beyond arrays. */
export interface ListMethods {
  append(member: unknown): void
  extend(members: Iterable<unknown>): void
  insert(index: number, member: unknown): void
  remove(member: unknown): void
  clear(): void
}

export type InstrumentedListClass = new () => unknown[] & InstrumentedCollection & ListMethods

/** Makes an instrumented class of `Array` or of a user's subclass of it. @internal */
export function instrumentList(Base: ArrayClass): InstrumentedListClass {
  const Adapted = withAdapter(Base) as new () => unknown[] & InstrumentedCollection
  return withListMethods(
    class InstrumentedList extends Adapted {
      static get [Symbol.species](): ArrayConstructor {
        return Array
      }

      override push(...members: unknown[]): number {
        for (const member of members) super.push(entering(this, member))
        return this.length
      }

      override unshift(...members: unknown[]): number {
        return super.unshift(...members.map((member, index) => entering(this, member, index)))
      }

      override pop(): unknown {
        if (this.length === 0) return undefined
        this[ADAPTER]?.firePreRemoveEvent()
        const member = super.pop()
        this[ADAPTER]?.fireRemoveEvent(member, null, this.length)
        return member
      }

      override shift(): unknown {
        if (this.length === 0) return undefined
        this[ADAPTER]?.firePreRemoveEvent()
        const member = super.shift()
        this[ADAPTER]?.fireRemoveEvent(member, null, 0)
        return member
      }

      override splice(start: number, deleteCount?: number, ...members: unknown[]): unknown[] {
        const count = deleteCount ?? this.length
        const from = start < 0 ? Math.max(this.length + start, 0) : Math.min(start, this.length)
        for (const [index, member] of this.slice(from).slice(0, count).entries())
          this[ADAPTER]?.fireRemoveEvent(member, null, from + index)
        const entered = members.map((member, index) => entering(this, member, from + index))
        return super.splice(start, count, ...entered)
      }

      override fill(value: unknown, start = 0, end = this.length): this {
        const count = this.slice(start, end).length
        const from = start < 0 ? Math.max(this.length + start, 0) : start
        this.splice(from, count, ...new Array<unknown>(count).fill(value))
        return this
      }
    },
  )
}

/** Python's names for what arrays do, for those who come from SQLAlchemy. */
function withListMethods(
  Base: new () => unknown[] & InstrumentedCollection,
): InstrumentedListClass {
  return class InstrumentedList extends Base implements ListMethods {
    append(member: unknown): void {
      this.push(member)
    }

    extend(members: Iterable<unknown>): void {
      this.push(...members)
    }

    insert(index: number, member: unknown): void {
      this.splice(index, 0, member)
    }

    remove(member: unknown): void {
      const index = this.indexOf(member)
      if (index < 0) throw new MemberMissingError('list.remove(x): x not in list')
      this.splice(index, 1)
    }

    clear(): void {
      this.splice(0)
    }
  } as InstrumentedListClass
}

function entering(list: InstrumentedCollection, member: unknown, index?: number): unknown {
  return list[ADAPTER] ? list[ADAPTER].fireAppendEvent(member, null, index) : member
}

/** @internal */
export const InstrumentedList = instrumentList(Array as unknown as ArrayClass)

const rawSplice = Array.prototype.splice

/** How lists of a class are handled: members go in and out as its own methods have it. @internal */
export function listKind(Base: ArrayClass): CollectionKind {
  const { push, splice } = Base.prototype as unknown[]
  const isPlain = push === Array.prototype.push
  return {
    ...LIST,
    add: isPlain ? addLast : (collection, member) => void push.call(collection, member),
    remove(collection, member) {
      const index = (collection as unknown[]).indexOf(member)
      if (index >= 0) splice.call(collection, index, 1)
    },
  }
}

function addLast(collection: object, member: unknown): void {
  const members = collection as unknown[]
  members[members.length] = member
}

const LIST: Omit<CollectionKind, 'add' | 'remove'> = {
  ...WITHOUT_KEYS,
  name: 'list',
  hasIndexes: true,
  makeRoom: () => true,
  accepts: Array.isArray,
  members: (collection) => collection as unknown[],
  membersOf: (value) => [...(value as unknown[])],
  has: (collection, member) => (collection as unknown[]).includes(member),
  clear: (collection) => void rawSplice.call(collection, 0, Infinity),
  replace(collection, member, replacement) {
    const members = collection as unknown[]
    members[members.indexOf(member)] = replacement
  },
  compact(collection) {
    const members = collection as unknown[]
    const present = Array.from(members).filter((member) => member !== undefined)
    if (present.length < members.length) rawSplice.call(members, 0, members.length, ...present)
  },
}

keepShape(new InstrumentedList()).push({})
