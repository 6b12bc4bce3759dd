/**
 * The identity of a row: base class of the hierarchy, primary key values, and an optional token for sharded use.
 */

import { ClauseElement } from '../../sql/elements/clause-element.js'
import { keepShape } from '../../util/kept-shapes.js'
import { classNameOf } from '../../util/class-name.js'

/** A class as it comes from user code. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructors of user classes take anything
export type Class = abstract new (...args: any) => any

/**
 * Identity of one mapped row; what SQLAlchemy keeps as the tuple `(class, primary key, identity token)`.
 *
 * @example
 * inspect(user).key?.identity // [1]
 */
export class IdentityKey {
  constructor(
    /** The base class of the inheritance hierarchy, whatever class the object has. */
    readonly class_: Class,
    readonly identity: readonly unknown[],
    readonly token: unknown = null,
  ) {}

  equals(other: IdentityKey | null): boolean {
    if (other === this) return true
    return (
      other !== null &&
      other.class_ === this.class_ &&
      other.token === this.token &&
      sameIdentity(this.identity, other.identity)
    )
  }

  /** As Python prints the tuple, for messages: `(<class User>, (1,), null)`. */
  toString(): string {
    const values = this.identity.map(printKeyPart)
    const tuple = values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`
    return `(<class '${classNameOf(this.class_)}'>, ${tuple}, ${this.token === null ? 'null' : String(this.token)})`
  }
}

/** A primitive that stands for a key value: equal values of a column give equal parts. */
export function keyPart(value: unknown): unknown {
  if (typeof value === 'bigint') return smallInteger(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return `date ${value.getTime()}`
  // A key that the database is to compute is like no other.
  if (value instanceof ClauseElement) return value
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  return value.constructor === Object || Array.isArray(value)
    ? JSON.stringify(value)
    : String(value)
}

export function sameIdentity(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index] && keyPart(left[index]) !== keyPart(right[index])) return false
  }
  return true
}

function smallInteger(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function printKeyPart(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}

keepShape(new IdentityKey(Object, []))
