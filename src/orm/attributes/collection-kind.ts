/**
 * The three shapes of collections: arrays, sets, keyed maps. Each answers for itself how members go in and out
 * without events; the adapter adds the events.
 */
import { NO_KEY } from './attribute-event.js'
import type { Initiator } from './attribute-impl.js'
import type { CollectionAdapter } from './collections/collection-adapter.js'

/** Where an instrumented collection keeps its adapter. @internal */
export const ADAPTER: unique symbol = Symbol('orm.collectionAdapter')

/** What instrumented arrays, sets and maps have in common. @internal */
export interface InstrumentedCollection {
  [ADAPTER]: CollectionAdapter | null
}

/** How the adapter handles one shape. @internal */
export interface CollectionKind {
  /** As messages call it: `list-like`. */
  readonly name: 'list' | 'set' | 'dict'
  /** Members can be put in place by index, past all methods. */
  readonly hasIndexes: boolean
  /** Whether an assigned value has this shape. */
  accepts(value: unknown): boolean
  members(collection: object): readonly unknown[]
  /** Members of an assigned value, in its order. */
  membersOf(value: object): readonly unknown[]
  /** Before a member is added with events: who had its place leaves. False: it stays out. */
  makeRoom(collection: object, member: unknown, initiator: Initiator): boolean
  /** The key that events tell of a member: `NO_KEY` where there are none. */
  keyOf(collection: object, member: unknown): unknown
  /** The keys of a collection that is assigned; undefined where there are none. */
  keysOf(collection: object): readonly unknown[] | undefined
  /** Adds without events. */
  add(collection: object, member: unknown): void
  /** Removes without events. */
  remove(collection: object, member: unknown): void
  has(collection: object, member: unknown): boolean
  clear(collection: object): void
  /** Puts one member in the place of another, without events. */
  replace(collection: object, member: unknown, replacement: unknown): void
  /** Closes gaps that index assignment has left. */
  compact(collection: object): void
}

/** The part of lists and sets. @internal */
export const WITHOUT_KEYS = { keyOf: () => NO_KEY, keysOf: () => undefined } as const

/** The part of sets and maps: all that changes them are their methods. @internal */
export const WITHOUT_INDEXES: Pick<
  CollectionKind,
  'hasIndexes' | 'replace' | 'compact' | keyof typeof WITHOUT_KEYS
> = {
  ...WITHOUT_KEYS,
  hasIndexes: false,
  replace: () => undefined,
  compact: () => undefined,
}

/** The adapter of a collection that belongs to an attribute, else null. @internal */
export function adapterOf(value: unknown): CollectionAdapter | null {
  if (typeof value !== 'object' || value === null) return null
  return (value as Partial<InstrumentedCollection>)[ADAPTER] ?? null
}

/** Gives a collection class its place for the adapter, invisible from outside. @internal */
export function withAdapter(Base: new () => object): new () => InstrumentedCollection {
  return class extends Base implements InstrumentedCollection {
    #adapter: CollectionAdapter | null = null

    get [ADAPTER](): CollectionAdapter | null {
      return this.#adapter
    }

    set [ADAPTER](adapter: CollectionAdapter | null) {
      this.#adapter = adapter
    }
  }
}
