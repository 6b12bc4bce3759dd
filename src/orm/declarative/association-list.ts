/**
 * The collection an association proxy answers: a live view of a relationship's collection that shows one attribute of
 * each member.
 */
import { inspect } from 'node:util'
import { MemberMissingError } from '../errors.js'
import type { Mapper } from '../mapping/mapper.js'

/** What the view has to know of its proxy. @internal */
export interface AssociationLink {
  readonly attribute: string
  create(mapper: Mapper, value: unknown): object
}

type Collection = Iterable<unknown> & {
  push?: (member: unknown) => void
  add?: (member: unknown) => void
}

/** `sqlalchemy.ext.associationproxy._AssociationList`. */
export class AssociationList<T = unknown> implements Iterable<T> {
  readonly #members: Collection
  readonly #link: AssociationLink
  readonly #mapper: Mapper

  constructor(members: Collection, link: AssociationLink, mapper: Mapper) {
    this.#members = members
    this.#link = link
    this.#mapper = mapper
  }

  get length(): number {
    return [...this.#members].length
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const member of this.#members)
      yield (member as Record<string, T>)[this.#link.attribute] as T
  }

  at(index: number): T | undefined {
    return [...this].at(index)
  }

  includes(value: T): boolean {
    return [...this].includes(value)
  }

  map<U>(fn: (value: T, index: number) => U): U[] {
    return [...this].map(fn)
  }

  filter(fn: (value: T, index: number) => boolean): T[] {
    return [...this].filter(fn)
  }

  /** Adds values, each in an object of its own. */
  push(...values: readonly T[]): number {
    for (const value of values) {
      const member = this.#link.create(this.#mapper, value)
      if (this.#members.push) this.#members.push(member)
      else this.#members.add?.(member)
    }
    return this.length
  }

  append(value: T): void {
    this.push(value)
  }

  extend(values: Iterable<T>): void {
    this.push(...values)
  }

  remove(value: T): void {
    const { attribute } = this.#link
    const member = [...this.#members].find(
      (each) => (each as Record<string, T>)[attribute] === value,
    )
    if (member === undefined) throw new MemberMissingError('value not in list')
    ;(this.#members as unknown as { remove(member: unknown): void }).remove(member)
  }

  clear(): void {
    ;(this.#members as unknown as { clear(): void }).clear()
  }

  /** @internal */
  replace(values: Iterable<T>): void {
    const wanted = [...values]
    for (const value of [...this]) if (!wanted.includes(value)) this.remove(value)
    for (const value of wanted) if (!this.includes(value)) this.push(value)
  }

  toJSON(): T[] {
    return [...this]
  }

  [inspect.custom](): string {
    return inspect([...this])
  }
}
