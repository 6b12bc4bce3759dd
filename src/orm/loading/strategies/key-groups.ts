/** Groups by key values, equal by value and not by object; keys come back in order. Used by the selectin strategy. */
import { keyPart } from '../../mapping/identity-key.js'

export class KeyGroups<T> {
  readonly #groups = new Map<
    string | number,
    { readonly key: readonly unknown[]; readonly members: T[] }
  >()
  /** Members whose key is incomplete. */
  readonly withoutKey: T[] = []

  add(key: readonly unknown[], member: T): void {
    if (key.some((value) => value === null || value === undefined)) this.withoutKey.push(member)
    else this.#at(key).push(member)
  }

  /** `add` for a key of one value. */
  addSingle(value: unknown, member: T): void {
    const group = typeof value === 'number' ? this.#groups.get(value) : undefined
    if (group) group.members.push(member)
    else this.add([value], member)
  }

  get(key: readonly unknown[]): readonly T[] {
    return this.#groups.get(hashOf(key))?.members ?? []
  }

  sortedKeys(): (readonly unknown[])[] {
    return [...this.#groups.values()].map(({ key }) => key).sort(compareKeys)
  }

  #at(key: readonly unknown[]): T[] {
    const hash = hashOf(key)
    let group = this.#groups.get(hash)
    if (!group) this.#groups.set(hash, (group = { key, members: [] }))
    return group.members
  }
}

function hashOf(key: readonly unknown[]): string | number {
  const [first] = key
  if (key.length === 1 && typeof first === 'number') return first
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
