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
  ADAPTER,
  WITHOUT_INDEXES,
  type CollectionKind,
  type InstrumentedCollection,
} from './collection-kind.js'

/** Reads the key of a member. */
export type KeyFunction = (member: never) => unknown

/**
 * Related objects by key; `sqlalchemy.orm.KeyFuncDict`. `put` and `remove` find the key themselves.
 *
 * @example
 * item.notes.get('todo')
 * item.notes.put(new Note({ keyword: 'todo' }))
 */
export class KeyedCollection extends Map<unknown, unknown> implements InstrumentedCollection {
  #adapter: CollectionAdapter | null = null

  constructor(readonly keyOf: KeyFunction) {
    super()
  }

  get [ADAPTER](): CollectionAdapter | null {
    return this.#adapter
  }
  set [ADAPTER](adapter: CollectionAdapter | null) {
    this.#adapter = adapter
  }

  put(member: unknown): void {
    this.set(this.keyOf(member as never), member)
  }

  override set(key: unknown, member: unknown): this {
    if (super.has(key)) this.#adapter?.fireRemoveEvent(super.get(key))
    return super.set(key, this.#adapter ? this.#adapter.fireAppendEvent(member) : member)
  }

  override delete(key: unknown): boolean {
    if (!super.has(key)) return false
    this.#adapter?.fireRemoveEvent(super.get(key))
    return super.delete(key)
  }

  remove(member: unknown): void {
    const key = this.keyOf(member as never)
    if (!super.has(key))
      throw new MemberMissingError(`${String(key)} is not a key of the collection`)
    if (super.get(key) !== member) {
      throw new InvalidRequestError(
        `Can not remove '${String(member)}' from collection; collection holds '${String(super.get(key))}' for key '${String(key)}'. Possible cause: is the KeyFuncDict key function based on mutable properties or properties that only obtain values after flush?`,
      )
    }
    this.delete(key)
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key)
  }
}

/**
 * A `collectionClass` that keys members by one of their attributes; `sqlalchemy.orm.attribute_keyed_dict`.
 *
 * @example
 * notes: () => many(Note, { collectionClass: attributeKeyedDict('keyword') })
 */
export function attributeKeyedDict(attribute: string): () => KeyedCollection {
  return keyfuncMapping((member: Record<string, unknown>) => member[attribute] ?? null)
}

/**
 * A `collectionClass` that keys members by the value of a column; `sqlalchemy.orm.column_keyed_dict`.
 *
 * @param column a column of the members' table, or an attribute of their class
 * @example
 * notes: () => many(Note, { collectionClass: columnKeyedDict(Note.keyword) })
 */
export function columnKeyedDict(column: HasClauseElement): () => KeyedCollection {
  return keyfuncMapping((member: object) => {
    const element = asElement(column) as ColumnElement
    const { key } = instanceState(member).mapper.getPropertyByColumn(element)
    return instanceState(member).value(key) ?? null
  })
}

/**
 * A `collectionClass` that keys members by a function; `sqlalchemy.orm.keyfunc_mapping`.
 *
 * @example
 * notes: () => many(Note, { collectionClass: keyfuncMapping((note) => note.text.slice(0, 3)) })
 */
export function keyfuncMapping(keyOf: KeyFunction): () => KeyedCollection {
  return () => new KeyedCollection(keyOf)
}

const rawMap = Map.prototype

/** @internal */
export const dictKind: CollectionKind = {
  name: 'dict',
  ...WITHOUT_INDEXES,
  accepts: (value) => value instanceof Map || isPlainObject(value),
  members: (collection) => [...(collection as KeyedCollection).values()],
  membersOf: (value) => (value instanceof Map ? [...value.values()] : Object.values(value)),
  add(collection, member) {
    const keyed = collection as KeyedCollection
    rawMap.set.call(keyed, keyed.keyOf(member as never), member)
  },
  remove(collection, member) {
    const keyed = collection as KeyedCollection
    const key = keyed.keyOf(member as never)
    if (keyed.get(key) === member) rawMap.delete.call(keyed, key)
  },
  has: (collection, member) => [...(collection as KeyedCollection).values()].includes(member),
  clear: (collection) => rawMap.clear.call(collection as KeyedCollection),
}

function isPlainObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
