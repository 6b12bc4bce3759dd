/**
 * Maps of related objects by a key that is read off each of them: `collectionClass: attributeKeyedDict('name')`.
 */
import { InvalidRequestError } from '../../errors.js'
import { asElement } from '../../sql/elements/coercions.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { HasClauseElement } from '../../sql/protocol.js'
import { instanceState } from '../state/state-of.js'
import { MemberMissingError } from '../errors.js'
import type { CollectionAdapter } from './collections/collection-adapter.js'
import {
  MISSING,
  placeOf,
  sameKey,
  UNPOPULATED,
  type KeyFunction,
} from './collections/member-key.js'
import { NO_KEY } from './attribute-event.js'
import {
  ADAPTER,
  WITHOUT_INDEXES,
  type CollectionKind,
  type InstrumentedCollection,
} from './collection-kind.js'

/**
 * Related objects by key; `sqlalchemy.orm.KeyFuncDict`. `put` and `remove` find the key themselves.
 *
 * @example
 * item.notes.get('todo')
 * item.notes.put(new Note({ keyword: 'todo' }))
 */
export class KeyedCollection extends Map<unknown, unknown> implements InstrumentedCollection {
  #adapter: CollectionAdapter | null = null

  constructor(
    readonly keyOf: KeyFunction,
    readonly options: KeyedCollectionOptions = {},
  ) {
    super()
  }

  get [ADAPTER](): CollectionAdapter | null {
    return this.#adapter
  }
  set [ADAPTER](adapter: CollectionAdapter | null) {
    this.#adapter = adapter
  }

  put(member: unknown): void {
    const place = placeOf(this, member)
    if (place !== null) this.set(place.key, member)
  }

  override get(key: unknown): unknown {
    return super.get(sameKey(this, key))
  }

  override has(key: unknown): boolean {
    return super.has(sameKey(this, key))
  }

  override set(key: unknown, member: unknown): this {
    const own = sameKey(this, key)
    if (super.has(own)) this.#adapter?.fireRemoveEvent(super.get(own), null, key)
    return super.set(own, this.#adapter ? this.#adapter.fireAppendEvent(member, null, key) : member)
  }

  override delete(key: unknown): boolean {
    const own = sameKey(this, key)
    if (!super.has(own)) return false
    this.#adapter?.fireRemoveEvent(super.get(own), null, key)
    return super.delete(own)
  }

  remove(member: unknown): void {
    const place = placeOf(this, member)
    if (place === null) return
    const { key } = place
    if (!this.has(key))
      throw new MemberMissingError(`${String(key)} is not a key of the collection`)
    if (this.get(key) !== member) {
      throw new InvalidRequestError(
        `Can not remove '${instanceState(member as object).toString()}': collection holds '${instanceState(this.get(key) as object).toString()}' for key '${String(key)}'. Possible cause: is the KeyFuncDict key function based on mutable properties or properties that only obtain values after flush?`,
      )
    }
    this.delete(key)
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key)
  }
}

/** What the makers of keyed collections take. */
export interface KeyedCollectionOptions {
  /** Members whose key is not set yet stay out of the collection, in place of an error. */
  readonly ignoreUnpopulatedAttribute?: boolean
}

/**
 * A `collectionClass` that keys members by one of their attributes; `sqlalchemy.orm.attribute_keyed_dict`.
 *
 * @param options `ignoreUnpopulatedAttribute`: members whose attribute is not set stay out, in place of an error
 * @example
 * notes: () => many(Note, { collectionClass: attributeKeyedDict('keyword') })
 */
export function attributeKeyedDict(
  attribute: string,
  options: KeyedCollectionOptions = {},
): () => KeyedCollection {
  return keyfuncMapping((member: Record<string, unknown>) => {
    const state = instanceState(member)
    const value = member[attribute] ?? null
    if (value !== null) return value
    const isMapped = state.mapper.props.has(attribute)
    return isMapped && !state.has(attribute) ? UNPOPULATED : MISSING
  }, options)
}

/**
 * A `collectionClass` that keys members by the value of a column; `sqlalchemy.orm.column_keyed_dict`.
 *
 * @param column a column of the members' table, or an attribute of their class
 * @example
 * notes: () => many(Note, { collectionClass: columnKeyedDict(Note.keyword) })
 */
export function columnKeyedDict(
  column: HasClauseElement,
  options: KeyedCollectionOptions = {},
): () => KeyedCollection {
  return keyfuncMapping((member: object) => {
    const element = asElement(column) as ColumnElement
    const { key } = instanceState(member).mapper.getPropertyByColumn(element)
    return (member as Record<string, unknown>)[key] ?? MISSING
  }, options)
}

/**
 * A `collectionClass` that keys members by a function; `sqlalchemy.orm.keyfunc_mapping`. A list is a key by its parts.
 *
 * @example
 * notes: () => many(Note, { collectionClass: keyfuncMapping((note) => note.text.slice(0, 3)) })
 */
export function keyfuncMapping(
  keyOf: KeyFunction,
  options: KeyedCollectionOptions = {},
): () => KeyedCollection {
  return () => new KeyedCollection(keyOf, options)
}

const rawMap = Map.prototype

/** @internal */
export const dictKind: CollectionKind = {
  name: 'dict',
  ...WITHOUT_INDEXES,
  accepts: (value) => value instanceof Map || isPlainObject(value),
  members: (collection) => [...(collection as KeyedCollection).values()],
  membersOf: (value) => (value instanceof Map ? [...value.values()] : Object.values(value)),
  makeRoom(collection, member, initiator) {
    const keyed = collection as KeyedCollection
    const place = placeOf(keyed, member, initiator)
    if (place === null) return false
    if (keyed.has(place.key))
      keyed[ADAPTER]?.fireRemoveEvent(keyed.get(place.key), initiator, place.key)
    return true
  },
  keyOf: (collection, member) => placeOf(collection as KeyedCollection, member)?.key ?? NO_KEY,
  keysOf: (value) => (value instanceof Map ? [...value.keys()] : Object.keys(value)),
  add(collection, member) {
    const keyed = collection as KeyedCollection
    const place = placeOf(keyed, member)
    if (place !== null) rawMap.set.call(keyed, sameKey(keyed, place.key), member)
  },
  remove(collection, member) {
    const keyed = collection as KeyedCollection
    const place = placeOf(keyed, member)
    if (place === null || keyed.get(place.key) !== member) return
    rawMap.delete.call(keyed, sameKey(keyed, place.key))
  },
  has: (collection, member) => [...(collection as KeyedCollection).values()].includes(member),
  clear: (collection) => rawMap.clear.call(collection as KeyedCollection),
}

function isPlainObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
