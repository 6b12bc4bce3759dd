/**
 * Values between JavaScript and better-sqlite3. Whole numbers are bound as INTEGER (the driver would make them REAL,
 * which changes `7 / ?` and `'a' || ?`); integers read beyond 2^53 are exact bigints. No SQL type is known here.
 */
import { formatDateTime } from '../../sql/types/date-time.js'

/** What better-sqlite3 accepts for a parameter; what it does not know is left to its own error. */
export function bindValue(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value
    case 'boolean':
      return value ? 1n : 0n
    case 'undefined':
      return null
    case 'object':
      return bindObject(value)
    default:
      return value
  }
}

function bindObject(value: object | null): unknown {
  if (value instanceof Date) return formatDateTime(value)
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) return Buffer.from(value)
  return value
}

/** True when a number has lost digits because SQLite's integer was larger than 2^53. */
export function hasInexactInteger(rows: readonly (readonly unknown[])[]): boolean {
  // The hottest loop of a large result: indexes are measurably faster than iterators here.
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as readonly unknown[]
    for (let column = 0; column < row.length; column += 1) {
      const value = row[column]
      if (typeof value === 'number' && (value > maximum || value < -maximum)) return true
    }
  }
  return false
}

const maximum = Number.MAX_SAFE_INTEGER

/** Makes numbers of the bigints that fit into one, in place. */
export function narrowIntegers(row: unknown[]): unknown[] {
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index]
    if (typeof value !== 'bigint') continue
    const number = Number(value)
    if (Number.isSafeInteger(number)) row[index] = number
  }
  return row
}
