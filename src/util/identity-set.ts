/**
 * A set of objects by identity that prints its members on one line. What `session.new`, `session.dirty` and
 * `session.deleted` answer; never loads anything when it is printed.
 */
const inspectCustom = Symbol.for('nodejs.util.inspect.custom')

type Inspect = (value: unknown, options?: unknown) => string

/**
 * Objects by identity, in order of insertion; `sqlalchemy.util.IdentitySet`.
 *
 * @example
 * const wendy = new User({ name: 'wendy' })
 * session.add(wendy)
 * session.new.has(wendy) // true
 */
export class IdentitySet<T extends object> extends Set<T> {
  /** The members of this set and of the other one. */
  plus(other: Iterable<T>): IdentitySet<T> {
    const sum = new IdentitySet<T>(this)
    for (const member of other) sum.add(member)
    return sum
  }

  /** The members of this set that are not in the other one. */
  minus(other: ReadonlySet<T>): IdentitySet<T> {
    const rest = new IdentitySet<T>()
    for (const member of this) if (!other.has(member)) rest.add(member)
    return rest
  }

  [inspectCustom](_depth: number, options: unknown, inspect: Inspect): string {
    return `IdentitySet([${[...this].map((member) => inspect(member, options)).join(', ')}])`
  }
}
