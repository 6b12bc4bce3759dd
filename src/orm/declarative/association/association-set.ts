/** The set an association proxy answers: a live view of a relationship's set that shows one attribute of each member. */
import { MemberMissingError } from '../../errors.js'
import type { AssociationView } from './association-link.js'

/** `sqlalchemy.ext.associationproxy._AssociationSet`. */
export class AssociationSet extends Set<unknown> {
  readonly #view: AssociationView<Set<unknown>>

  constructor(view: AssociationView<Set<unknown>>) {
    super()
    this.#view = view
  }

  override get size(): number {
    return this.#view.members.size
  }

  override has(value: unknown): boolean {
    return this.#memberOf(value) !== undefined
  }

  override add(value: unknown): this {
    if (!this.has(value)) this.#view.members.add(this.#view.create(value))
    return this
  }

  override delete(value: unknown): boolean {
    const member = this.#memberOf(value)
    return member !== undefined && this.#view.members.delete(member)
  }

  /** Like `delete`. @throws MemberMissingError when it is not there */
  remove(value: unknown): void {
    if (!this.delete(value)) throw new MemberMissingError(String(value))
  }

  override clear(): void {
    this.#view.members.clear()
  }

  override *values(): SetIterator<unknown> {
    for (const member of this.#view.members) yield this.#view.valueOf(member)
  }

  override keys(): SetIterator<unknown> {
    return this.values()
  }

  override *entries(): SetIterator<[unknown, unknown]> {
    for (const value of this.values()) yield [value, value]
  }

  override [Symbol.iterator](): SetIterator<unknown> {
    return this.values()
  }

  override forEach(fn: (value: unknown, key: unknown, set: Set<unknown>) => void): void {
    for (const value of this.values()) fn(value, value, this)
  }

  #memberOf(value: unknown): unknown {
    for (const member of this.#view.members) if (this.#view.valueOf(member) === value) return member
    return undefined
  }
}

/** As assigning a set does: members whose value stays are kept. @internal */
export function replaceSet(set: AssociationSet, values: Iterable<unknown>): void {
  const wanted = new Set(values)
  for (const value of [...set]) if (!wanted.has(value)) set.delete(value)
  for (const value of wanted) set.add(value)
}
