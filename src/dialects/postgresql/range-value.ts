/** Range values of PostgreSQL, `[1,5)`, and how they lie to each other. */
import { ArgumentError } from '../../errors.js'
import { compareEdges, compareValues, cut, touches, type Edge } from './range-edges.js'

/** Which ends belong to a range. */
export type RangeBounds = '[)' | '(]' | '[]' | '()'

export interface RangeOptions<T = never> {
  readonly lower?: T | null
  readonly upper?: T | null
  readonly bounds?: RangeBounds
  readonly empty?: boolean
}

/**
 * A range of values; an end that is null is open. `sqlalchemy.dialects.postgresql.Range`.
 *
 * @example
 * new Range(1, 5, { bounds: '[]' })
 */
export class Range<T = unknown> {
  readonly lower: T | null
  readonly upper: T | null
  readonly bounds: RangeBounds
  readonly isEmpty: boolean
  readonly #lower: Edge
  readonly #upper: Edge

  /** Ends by position, or everything as options: `new Range({ lower: 1, bounds: '[]' })`. */
  constructor(options: RangeOptions<T>)
  constructor(lower?: T | null, upper?: T | null, options?: RangeOptions)
  constructor(
    first: T | RangeOptions<T> | null = null,
    upperEnd: T | null = null,
    rest: RangeOptions = {},
  ) {
    const options = isOptions<T>(first) ? first : { lower: first, upper: upperEnd, ...rest }
    const { lower = null, upper = null, bounds = '[)', empty = false } = options
    this.lower = lower
    this.upper = upper
    if (!/^[[(][\])]$/.test(bounds)) throw new ArgumentError(`Invalid bounds: '${bounds}'`)
    this.bounds = bounds
    this.isEmpty = empty
    this.#lower = { value: lower, isLower: true, isInclusive: bounds.startsWith('[') }
    this.#upper = { value: upper, isLower: false, isInclusive: bounds.endsWith(']') }
  }

  /** The same as `isEmpty`. */
  get empty(): boolean {
    return this.isEmpty
  }

  /** The same as `isEmpty`, in one word as SQLAlchemy has it. */
  get isempty(): boolean {
    return this.isEmpty
  }

  get lowerInc(): boolean {
    return this.#lower.isInclusive
  }

  get upperInc(): boolean {
    return this.#upper.isInclusive
  }

  get lowerInf(): boolean {
    return !this.isEmpty && this.lower === null
  }

  get upperInf(): boolean {
    return !this.isEmpty && this.upper === null
  }

  /** Whether a value, or all of another range, lies inside. */
  contains(value: T | Range<T>): boolean {
    if (value instanceof Range) return value.containedBy(this)
    if (this.isEmpty) return false
    const low = this.lower === null || compareValues(value, this.lower) >= (this.lowerInc ? 0 : 1)
    const high = this.upper === null || compareValues(this.upper, value) >= (this.upperInc ? 0 : 1)
    return low && high
  }

  containedBy(other: Range<T>): boolean {
    if (this.isEmpty || other.isEmpty) return this.isEmpty
    return (
      compareEdges(this.#lower, other.#lower) >= 0 && compareEdges(this.#upper, other.#upper) <= 0
    )
  }

  overlaps(other: Range<T>): boolean {
    if (this.isEmpty || other.isEmpty) return false
    return this.#begins(other) || other.#begins(this)
  }

  strictlyLeftOf(other: Range<T>): boolean {
    return !this.isEmpty && !other.isEmpty && compareEdges(this.#upper, other.#lower) < 0
  }

  strictlyRightOf(other: Range<T>): boolean {
    return !this.isEmpty && !other.isEmpty && compareEdges(this.#lower, other.#upper) > 0
  }

  notExtendLeftOf(other: Range<T>): boolean {
    return !this.isEmpty && !other.isEmpty && compareEdges(this.#lower, other.#lower) >= 0
  }

  notExtendRightOf(other: Range<T>): boolean {
    return !this.isEmpty && !other.isEmpty && compareEdges(this.#upper, other.#upper) <= 0
  }

  adjacentTo(other: Range<T>): boolean {
    if (this.isEmpty || other.isEmpty) return false
    return touches(this.#upper, other.#lower) || touches(other.#upper, this.#lower)
  }

  /** @throws ArgumentError when there is a gap between the two */
  union(other: Range<T>): Range<T> {
    if (this.isEmpty) return other
    if (other.isEmpty) return this
    if (!this.overlaps(other) && !this.adjacentTo(other)) {
      throw new ArgumentError('Adding non-overlapping and non-adjacent ranges is not implemented')
    }
    const lower = compareEdges(this.#lower, other.#lower) < 0 ? this.#lower : other.#lower
    const upper = compareEdges(this.#upper, other.#upper) > 0 ? this.#upper : other.#upper
    return between(lower, upper)
  }

  /** @throws ArgumentError when the other lies strictly inside: two ranges would be left */
  difference(other: Range<T>): Range<T> {
    if (!this.overlaps(other)) return this
    const left = compareEdges(this.#lower, other.#lower)
    const right = compareEdges(this.#upper, other.#upper)
    if (left < 0 && right > 0) {
      throw new ArgumentError('Subtracting a strictly inner range is not implemented')
    }
    if (left >= 0 && right <= 0) return new Range<T>(null, null, { empty: true })
    return left < 0
      ? between(this.#lower, cut(other.#lower))
      : between(cut(other.#upper), this.#upper)
  }

  intersection(other: Range<T>): Range<T> {
    if (!this.overlaps(other)) return new Range<T>(null, null, { empty: true })
    const lower = compareEdges(this.#lower, other.#lower) < 0 ? other.#lower : this.#lower
    const upper = compareEdges(this.#upper, other.#upper) > 0 ? other.#upper : this.#upper
    return between(lower, upper)
  }

  /** Whether both hold the same values. */
  equals(other: Range<T>): boolean {
    if (this.isEmpty || other.isEmpty) return this.isEmpty === other.isEmpty
    const same = (a: Edge, b: Edge): boolean => compareEdges(a, b) === 0
    return same(this.#lower, other.#lower) && same(this.#upper, other.#upper)
  }

  /** Whether this one begins inside of the other. */
  #begins(other: Range<T>): boolean {
    return (
      compareEdges(this.#lower, other.#lower) >= 0 && compareEdges(this.#lower, other.#upper) <= 0
    )
  }

  /** `[1,5)`, as the server writes it. */
  toString(): string {
    if (this.isEmpty) return 'empty'
    return `${this.bounds[0]}${endText(this.lower)},${endText(this.upper)}${this.bounds[1]}`
  }
}

function isOptions<T>(value: unknown): value is RangeOptions<T> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}

function between<T>(lower: Edge, upper: Edge): Range<T> {
  const bounds = `${lower.isInclusive ? '[' : '('}${upper.isInclusive ? ']' : ')'}` as RangeBounds
  return new Range<T>(lower.value as T | null, upper.value as T | null, { bounds })
}

function endText(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = value instanceof Date ? value.toISOString() : String(value)
  return /[\s,"\\()[\]]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
}
