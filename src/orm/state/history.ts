/**
 * What changed in one attribute since it was loaded or flushed. Built on demand by the attribute implementations.
 */

/**
 * Added, unchanged and deleted values of an attribute; `sqlalchemy.orm.attributes.History`.
 *
 * @example
 * user.name = 'wendy'
 * inspect(user).attrs.name.history // History { added: ['wendy'], unchanged: [], deleted: ['ed'] }
 */
export class History {
  constructor(
    readonly added: readonly unknown[],
    readonly unchanged: readonly unknown[],
    readonly deleted: readonly unknown[],
  ) {
    Object.freeze(this)
  }

  /** True when no value is known, changed or not. */
  get isEmpty(): boolean {
    return (
      this === EMPTY_HISTORY ||
      this.added.length + this.unchanged.length + this.deleted.length === 0
    )
  }

  hasChanges(): boolean {
    return this.added.length > 0 || this.deleted.length > 0
  }

  sum(): readonly unknown[] {
    return [...this.added, ...this.unchanged, ...this.deleted]
  }

  nonDeleted(): readonly unknown[] {
    return [...this.added, ...this.unchanged]
  }

  nonAdded(): readonly unknown[] {
    return [...this.unchanged, ...this.deleted]
  }
}

const NONE: readonly unknown[] = Object.freeze([])

export const EMPTY_HISTORY = new History(NONE, NONE, NONE)
