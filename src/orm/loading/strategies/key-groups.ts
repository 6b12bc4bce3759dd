/** Groups by key values, equal by value and not by object; keys come back in order. Used by the selectin strategy. */
import { keepShape } from '../../../util/kept-shapes.js'
import { keyPart } from '../../mapping/identity-key.js'

/** Up to here a list is searched faster than a set. */
const SMALL = 16

class Group<T> {
  readonly members: T[] = []
  #known: Set<T> | null = null

  constructor(readonly key: readonly unknown[]) {}

  /** Adds a member that is not there yet. */
  addOnce(member: T): void {
    if (this.#has(member)) return
    this.members.push(member)
    this.#known?.add(member)
  }

  #has(member: T): boolean {
    const { members } = this
    if (members.length <= SMALL) return members.includes(member)
    return (this.#known ??= new Set(members)).has(member)
  }
}

const NONE: readonly never[] = []

export class KeyGroups<T> {
  readonly #groups = new Map<unknown, Group<T>>()
  /** Members whose key is incomplete. */
  readonly withoutKey: T[] = []

  add(key: readonly unknown[], member: T): void {
    if (key.some((value) => value === null || value === undefined)) this.withoutKey.push(member)
    else this.#at(hashOf(key), key).members.push(member)
  }

  /** `add` unless the member is in the group already; for complete keys. */
  addOnce(key: readonly unknown[], member: T): void {
    this.#at(hashOf(key), key).addOnce(member)
  }

  /** `addOnce` for a key of one value. */
  addSingleOnce(value: unknown, member: T): void {
    const hash = keyPart(value)
    const group = this.#groups.get(hash) ?? this.#at(hash, [value])
    group.addOnce(member)
  }

  get(key: readonly unknown[]): readonly T[] {
    return this.#groups.get(hashOf(key))?.members ?? NONE
  }

  /** `get` for a key of one value. */
  getSingle(value: unknown): readonly T[] {
    return this.#groups.get(keyPart(value))?.members ?? NONE
  }

  sortedKeys(): (readonly unknown[])[] {
    return [...this.#groups.values()].map(({ key }) => key).sort(compareKeys)
  }

  #at(hash: unknown, key: readonly unknown[]): Group<T> {
    let group = this.#groups.get(hash)
    if (!group) this.#groups.set(hash, (group = new Group<T>(key)))
    return group
  }
}

keepShape(new KeyGroups())
keepShape(new Group([]))

function hashOf(key: readonly unknown[]): unknown {
  if (key.length === 1) return keyPart(key[0])
  return JSON.stringify(key.map((value) => [typeof value, String(keyPart(value))]))
}

function compareKeys(left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < left.length; index += 1) {
    const order = compareValues(left[index], right[index])
    if (order !== 0) return order
  }
  return 0
}

function compareValues(left: unknown, right: unknown): number {
  const [a, b] = [left, right] as [number, number]
  return a < b ? -1 : a > b ? 1 : 0
}
