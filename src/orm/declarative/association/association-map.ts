/** The map an association proxy answers: a live view of a keyed relationship that shows one attribute of each member. */
import type { KeyedCollection } from '../../attributes/keyed-collection.js'
import type { AssociationView } from './association-link.js'

/** `sqlalchemy.ext.associationproxy._AssociationDict`. */
export class AssociationMap extends Map<unknown, unknown> {
  readonly #view: AssociationView<KeyedCollection>

  constructor(view: AssociationView<KeyedCollection>) {
    super()
    this.#view = view
  }

  override get size(): number {
    return this.#view.members.size
  }

  override get(key: unknown): unknown {
    const { members } = this.#view
    return members.has(key) ? this.#view.valueOf(members.get(key)) : undefined
  }

  override has(key: unknown): boolean {
    return this.#view.members.has(key)
  }

  /** Changes the value of the member there is; else the creator makes one of key and value. */
  override set(key: unknown, value: unknown): this {
    const { members } = this.#view
    if (members.has(key)) this.#view.setValue(members.get(key), value)
    else members.set(key, this.#view.create(key, value))
    return this
  }

  override delete(key: unknown): boolean {
    return this.#view.members.delete(key)
  }

  override clear(): void {
    this.#view.members.clear()
  }

  override keys(): MapIterator<unknown> {
    return this.#view.members.keys()
  }

  override *values(): MapIterator<unknown> {
    for (const member of this.#view.members.values()) yield this.#view.valueOf(member)
  }

  override *entries(): MapIterator<[unknown, unknown]> {
    for (const [key, member] of this.#view.members.entries())
      yield [key, this.#view.valueOf(member)]
  }

  override [Symbol.iterator](): MapIterator<[unknown, unknown]> {
    return this.entries()
  }

  override forEach(fn: (value: unknown, key: unknown, map: Map<unknown, unknown>) => void): void {
    for (const [key, value] of this.entries()) fn(value, key, this)
  }
}

/** As assigning a map or an object does: what is not in it leaves. @internal */
export function replaceMap(map: AssociationMap, values: object): void {
  const entries: readonly (readonly [unknown, unknown])[] =
    values instanceof Map ? [...(values as Map<unknown, unknown>)] : Object.entries(values)
  const wanted = new Map(entries)
  for (const key of [...map.keys()]) if (!wanted.has(key)) map.delete(key)
  for (const [key, value] of wanted) map.set(key, value)
}
