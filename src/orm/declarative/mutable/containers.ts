/** Objects, arrays and sets that tell of their changes: values of JSON and pickled columns. */
import type { TypeArg, TypeEngine } from '../../../sql/types/type-engine.js'
import { changed, coerced, mutableType, tracked } from './mutable.js'

/**
 * A plain object whose properties may be changed in place; `sqlalchemy.ext.mutable.MutableDict`.
 *
 * @example
 * const settings = column(MutableDict.asMutable(json<Record<string, string>>()))
 */
export class MutableDict {
  constructor(values: object = {}) {
    return tracked(Object.assign(this, values))
  }

  /** Plain objects become values of the class. @throws ArgumentError for anything else */
  static coerce(key: string, value: unknown): unknown {
    return isPlainObject(value) ? new this(value) : coerced(this, key, value)
  }

  /** The type with values that may be changed in place. */
  static asMutable<T>(type: TypeArg<T>): TypeEngine<T> {
    return mutableType(this, type)
  }
}

/**
 * An array that may be changed in place; `sqlalchemy.ext.mutable.MutableList`.
 *
 * @example
 * scores: column(MutableList.asMutable(json<number[]>()))
 */
export class MutableList<T = unknown> extends Array<T> {
  /** What `map` and the like answer is a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  /** Arrays become values of the class. @throws ArgumentError for anything else */
  static coerce(key: string, value: unknown): unknown {
    if (!Array.isArray(value) || value instanceof this) return coerced(this, key, value)
    const list = new this<unknown>()
    list.push(...(value as unknown[]))
    return tracked(list)
  }

  /** The type with values that may be changed in place. */
  static asMutable<V>(type: TypeArg<V>): TypeEngine<V> {
    return mutableType(this, type)
  }
}

/**
 * A Set that may be changed in place; `sqlalchemy.ext.mutable.MutableSet`.
 *
 * @example
 * labels: column(MutableSet.asMutable(pickleType))
 */
export class MutableSet<T = unknown> extends Set<T> {
  override add(value: T): this {
    super.add(value)
    changed(this)
    return this
  }

  override delete(value: T): boolean {
    const found = super.delete(value)
    changed(this)
    return found
  }

  override clear(): void {
    super.clear()
    changed(this)
  }

  /** Sets become values of the class. @throws ArgumentError for anything else */
  static coerce(key: string, value: unknown): unknown {
    const isOther = value instanceof Set && !(value instanceof this)
    return isOther ? new this(value) : coerced(this, key, value)
  }

  /** The type with values that may be changed in place. */
  static asMutable<V>(type: TypeArg<V>): TypeEngine<V> {
    return mutableType(this, type)
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
