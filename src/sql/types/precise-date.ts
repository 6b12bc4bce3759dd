/** A `Date` that keeps microseconds: what databases store and JavaScript's own dates cut off. Made where there are any. */
import { ArgumentError } from '../../errors.js'
import { inspect } from 'node:util'

const SUBMILLISECOND = /\.\d{3}(\d{1,3})/

/**
 * A point in time to the microsecond; a `Date` in every other respect. Values of `dateTime` columns are of this class
 * when their microseconds are no whole milliseconds, and are bound with all six digits. It is compared, sorted and
 * printed with them; JavaScript's setters leave them as they are.
 *
 * @example
 * const at = new PreciseDate('2024-05-17T12:30:45.123456Z')
 * at.microsecond // 123456
 * at.toISOString() // '2024-05-17T12:30:45.123456Z'
 */
export class PreciseDate extends Date {
  readonly #beyond: number

  /** @param beyond microseconds beyond the millisecond, 0 to 999; left out, those of the text or the date */
  constructor(instant: Date | number | string, beyond: number = beyondMillisecond(instant)) {
    super(instant instanceof Date ? Date.prototype.getTime.call(instant) : instant)
    this.#beyond = beyond
  }

  /** The fraction of the second, 0 to 999999; `datetime.microsecond`. */
  get microsecond(): number {
    return this.getUTCMilliseconds() * 1000 + this.#beyond
  }

  /** Microseconds beyond the millisecond. */
  get beyondMillisecond(): number {
    return this.#beyond
  }

  /** Milliseconds since 1970, with a fraction. */
  override getTime(): number {
    return super.getTime() + this.#beyond / 1000
  }

  override valueOf(): number {
    return this.getTime()
  }

  /** With six digits of a second. */
  override toISOString(): string {
    return super.toISOString().replace('Z', `${String(this.#beyond).padStart(3, '0')}Z`)
  }

  [inspect.custom](): string {
    return this.toISOString()
  }
}

function beyondMillisecond(instant: Date | number | string): number {
  if (instant instanceof PreciseDate) return instant.beyondMillisecond
  if (typeof instant === 'number') return Math.round((instant - Math.floor(instant)) * 1000) % 1000
  return typeof instant === 'string' ? beyondInText(instant) : 0
}

/** The fourth to sixth digit of a second. */
export function beyondInText(text: string): number {
  const digits = SUBMILLISECOND.exec(text)?.[1]
  return digits === undefined ? 0 : Number(digits.padEnd(3, '0'))
}

/** A date, with microseconds where there are any. */
export function dateWith(instant: number | string, beyond: number): Date {
  const date = beyond === 0 ? new Date(instant) : new PreciseDate(instant, beyond)
  if (!Number.isNaN(date.getTime())) return date
  throw new ArgumentError(`Invalid isoformat string: '${String(instant)}'`)
}
