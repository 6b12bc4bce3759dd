/**
 * What changed in one attribute since it was loaded or flushed. Built on demand by the attribute implementations.
 */
import { stateOrNull } from './state-of.js'
import { isNoValue, NO_VALUE } from './passive.js'

const NONE: readonly unknown[] = Object.freeze([])

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

  /** As the tuple it is in SQLAlchemy: `const [added, unchanged, deleted] = getHistory(user, 'name')`. */
  *[Symbol.iterator](): Generator<readonly unknown[]> {
    yield* [this.added, this.unchanged, this.deleted]
  }

  /** True when no value is known, changed or not. */
  get isEmpty(): boolean {
    return this.added.length + this.unchanged.length + this.deleted.length === 0
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

export const EMPTY_HISTORY = new History(NONE, NONE, NONE)

/** Stands for "no old value was recorded", which is not the same as an unknown old value. @internal */
export const NO_HISTORY: unique symbol = Symbol('NO_HISTORY')

/** Nothing is recorded: the present value, if any, is unchanged. */
function unchanged(current: unknown): History {
  return current === NO_VALUE ? EMPTY_HISTORY : new History(NONE, [current], NONE)
}

/** A missing old value leaves `deleted` empty; deleting an unknown value shows as `[null]` added. */
function changed(current: unknown, deleted: readonly unknown[], unknownOld: boolean): History {
  if (!isNoValue(current)) return new History([current], NONE, deleted)
  return unknownOld ? new History([null], NONE, deleted) : new History(NONE, NONE, deleted)
}

/** History of a plain value. @internal */
export function scalarHistory(
  current: unknown,
  original: unknown,
  isEqual: (left: unknown, right: unknown) => boolean,
): History {
  if (original === NO_HISTORY) return unchanged(current)
  const unknownOld = isNoValue(original)
  if (!unknownOld && !isNoValue(current) && isEqual(current, original)) return unchanged(current)
  return changed(current, unknownOld ? NONE : [original], unknownOld)
}

/** History of a reference to one object: compared by identity, an old null does not show. @internal */
export function objectHistory(current: unknown, original: unknown): History {
  if (original === NO_HISTORY) return unchanged(current)
  if (current === original && current !== NO_VALUE) return unchanged(current)
  const unknownOld = isNoValue(original) || original === null
  return changed(current, unknownOld ? NONE : [original], unknownOld)
}

/** History of a collection, by identity of its members' states. @internal */
export function collectionHistory(current: readonly unknown[], original: unknown): History {
  if (original === NO_VALUE) return new History(current, NONE, NONE)
  if (original === NO_HISTORY) return new History(NONE, current, NONE)
  const before = original as readonly unknown[]
  const beforeStates = new Set(before.map(stateOrNull))
  const nowStates = new Set(current.map(stateOrNull))
  return new History(
    current.filter((member) => !beforeStates.has(stateOrNull(member))),
    current.filter((member) => beforeStates.has(stateOrNull(member))),
    before.filter((member) => !nowStates.has(stateOrNull(member))),
  )
}
