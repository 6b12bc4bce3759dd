/**
 * Rows: arrays in column order that also know their columns' names. One class is made per shape of result, with a
 * getter for each name; `result-metadata.ts` makes them. Entities are built from raw arrays, never from rows.
 */
import { inspect } from 'node:util'
import { reprRow } from './log/parameters.js'
import type { ResultMetaData } from './result/result-metadata.js'

/** What a row is when nothing is known about its columns. */
export type AnyRow = unknown[]

/** Columns by name, beside those that the type of the statement knows. */
export interface RowNames {
  readonly [name: string]: unknown
}

/**
 * A row whose values are typed by position, and by name where labels and attributes give them one. The tuple alone is
 * its array: an intersection of two arrays costs the checker every method of them, for each statement.
 */
export type TypedRow<T extends readonly unknown[]> = RowMembers<T> & T & RowNames

/** The names of a row that its type knows, without those of arrays. */
type NamesIn<T> = {
  readonly [K in keyof T as K extends keyof unknown[] | `${number}` ? never : K]: T[K]
}

/** A row seen by name, as far as names are known. */
export type TypedMapping<T> = RowMapping & NamesIn<T>

/** What rows have beside their values. */
export interface RowMembers<T = unknown> {
  /** @internal */
  readonly metadata: ResultMetaData
  readonly mapping: TypedMapping<T>
  keys(): ArrayIterator<number> & readonly string[]
  asObject(): Record<string, unknown>
  [inspect.custom](): string
}

/**
 * A row of a result: `row[0]`, `const [id, name] = row`, `row.name`; `sqlalchemy.Row`.
 * `row.count(value)`, `row.index(value)` and `row.t` are those of Python's tuples, where no column is called so.
 * A column's name wins over a method of arrays, except for `length`, `mapping`, `asObject` and `keys`.
 *
 * @example
 * const row = connection.execute(select(User.id, User.name)).one()
 * row.name === row[1] // true
 */
export class Row extends Array<unknown> implements RowMembers {
  /** Methods such as `map` answer with plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  /** @internal Set on the prototype of each shape. */
  declare readonly metadata: ResultMetaData

  /** The row by name or column: `row.mapping.name`, `row.mapping.get(User.name)`; `Row._mapping`. */
  get mapping(): RowMapping {
    return this.metadata.makeMapping(this)
  }

  /** The names of the columns, in order; `Row._fields`. */
  override keys(): ArrayIterator<number> & readonly string[] {
    return this.metadata.keys as ArrayIterator<number> & readonly string[]
  }

  /** A plain object of the row; of columns with the same name the last one counts. `Row._asdict()`. */
  asObject(): Record<string, unknown> {
    return Object.fromEntries(this.metadata.keys.map((key, index) => [key, this[index]]))
  }

  override toString(): string {
    return reprRow(this)
  }

  [inspect.custom](): string {
    return reprRow(this)
  }
}

/** What Python's tuples have; untyped, since columns are often called so. */
Object.defineProperties(Row.prototype, {
  count: {
    configurable: true,
    writable: true,
    value(this: Row, value: unknown): number {
      return this.filter((each) => each === value).length
    },
  },
  index: {
    configurable: true,
    writable: true,
    value(this: Row, value: unknown): number {
      const found = this.indexOf(value)
      if (found < 0) throw new RangeError(`${inspect(value)} is not in the row`)
      return found
    },
  },
  tuple: {
    configurable: true,
    writable: true,
    value(this: Row): Row {
      return this
    },
  },
  t: {
    configurable: true,
    get(this: Row): Row {
      return this
    },
  },
})

/** The columns of a mapping; a symbol, so that no column's name can collide. */
export const mappingColumns: unique symbol = Symbol('mappingColumns')

/**
 * A row seen by name: its columns are properties; `get()` also takes columns and attributes; `sqlalchemy.RowMapping`.
 * A column called like a method hides it.
 *
 * @example
 * connection.execute(select(User.id, User.name)).mappings().all() // [{ id: 1, name: 'ed' }]
 */
export class RowMapping {
  readonly [name: string]: unknown

  /** @internal Set on the prototype of each shape. */
  declare readonly [mappingColumns]: ResultMetaData

  /** @throws NoSuchColumnError */
  get(key: unknown): unknown {
    const columns = this[mappingColumns]
    return this[columns.keys[columns.indexOf(key)] as string]
  }

  has(key: unknown): boolean {
    return this[mappingColumns].find(key) !== null
  }

  keys(): readonly string[] {
    return this[mappingColumns].keys
  }

  values(): unknown[] {
    return this[mappingColumns].keys.map((key) => this[key])
  }

  entries(): [string, unknown][] {
    return this[mappingColumns].keys.map((key) => [key, this[key]])
  }

  [inspect.custom](): unknown {
    return { ...this }
  }
}
