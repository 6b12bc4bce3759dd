/** The columns of a FROM element, in order and by key: `table.c`. Rebuilt never; tables append while they are defined. */
import { inspect } from 'node:util'
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import { nameKey, type Name } from '../names.js'
import type { ColumnElement } from '../elements/column-element.js'

/** Columns in order, found by key; `sqlalchemy.sql.expression.ColumnCollection`. */
export class ColumnCollection implements Iterable<ColumnElement> {
  private readonly list: ColumnElement[] = []
  private readonly keyList: string[] = []
  private readonly index = new Map<string, ColumnElement>()

  /** Adds a column; a key that is taken stays with its first column unless `replace`. */
  add(column: ColumnElement, key: Name | null = column.key, replace = false): void {
    const text = key === null ? `%${column.uid}` : nameKey(key)
    if (replace) return this.replace(column, text)
    this.list.push(column)
    this.keyList.push(text)
    if (!this.index.has(text)) this.index.set(text, column)
  }

  /** In the place of a column of the key, or of one that is known by its name. */
  private replace(column: ColumnElement, key: string): void {
    const byName = this.index.get(nameKey(column.name ?? key))
    const others = [byName?.name === byName?.key ? byName : undefined, this.index.get(key)]
    const places = others.map((each) => (each ? this.list.indexOf(each) : -1))
    const gone = [...new Set(places.filter((place) => place >= 0))].sort((a, b) => a - b)
    const place = gone[0] ?? this.list.length
    for (const each of [...gone].reverse()) {
      this.index.delete(this.keyList[each] as string)
      this.list.splice(each, 1)
      this.keyList.splice(each, 1)
    }
    this.list.splice(place, 0, column)
    this.keyList.splice(place, 0, key)
    this.index.set(key, column)
  }

  get(key: Name): ColumnElement | undefined {
    return this.index.get(nameKey(key))
  }

  has(key: Name): boolean {
    return this.index.has(nameKey(key))
  }

  /** True for the key of a column. @throws ArgumentError for anything but a text */
  contains(key: unknown): boolean {
    if (typeof key !== 'string') throw new ArgumentError('contains() requires a string argument')
    return this.index.has(key)
  }

  /** True for a column of this collection. */
  containsColumn(column: ColumnElement): boolean {
    return this.includes(column)
  }

  /** The column of a key; an error names the collection's owner if there is none. */
  at(key: string, owner: string): ColumnElement {
    const found = this.index.get(key)
    if (found) return found
    throw new InvalidRequestError(`${owner} has no column '${key}'`)
  }

  get size(): number {
    return this.list.length
  }

  values(): readonly ColumnElement[] {
    return this.list
  }

  keys(): string[] {
    return [...this.keyList]
  }

  entries(): [string, ColumnElement][] {
    return [...this.index.entries()]
  }

  includes(column: ColumnElement): boolean {
    const { identity } = column
    return this.list.some((each) => each.identity === identity)
  }

  [Symbol.iterator](): Iterator<ColumnElement> {
    return this.list[Symbol.iterator]()
  }

  /** `ReadOnlyColumnCollection(users.id, users.name)`. */
  toString(): string {
    return `ReadOnlyColumnCollection(${this.list.map((column) => column.toString()).join(', ')})`
  }

  [inspect.custom](): string {
    return `ColumnCollection(${this.keys().join(', ')})`
  }
}

/** Methods of `.c`; a column of such a name hides them. */
export interface ColumnAccess extends Iterable<ColumnElement> {
  keys(): string[]
  values(): readonly ColumnElement[]
  entries(): [string, ColumnElement][]
  get(key: Name): ColumnElement | undefined
  has(key: Name): boolean
  includes(column: ColumnElement): boolean
  contains(key: unknown): boolean
  containsColumn(column: ColumnElement): boolean
  readonly size: number
}

/** Column access by name: `table.c.userId`. Unknown names throw. */
export type Columns<C> = C & ColumnAccess & { readonly [name: string]: ColumnElement }

/** The `.c` view of a collection: a property per key, iterable. */
export function columnsView(collection: ColumnCollection, owner: () => string): object {
  return new Proxy(collection, {
    get(target, key) {
      if (typeof key === 'symbol') return Reflect.get(target, key, target) as unknown
      const found = target.get(key)
      if (found) return found
      const member: unknown = Reflect.get(target, key, target)
      if (typeof member === 'function' && key !== 'constructor')
        return member.bind(target) as unknown
      if (member !== undefined || key === 'then' || key === 'toJSON') return member
      return target.at(key, owner())
    },
    has: (target, key) => typeof key === 'string' && target.has(key),
    ownKeys: (target) => target.keys(),
    getOwnPropertyDescriptor: (target, key) =>
      typeof key === 'string' && target.has(key)
        ? { value: target.get(key), enumerable: true, configurable: true }
        : undefined,
  })
}
