/**
 * When a new value of a column is no change.
 */
import { isDeepStrictEqual } from 'node:util'

/** By value for dates, bytes and JSON, by `===` for the rest; a SQL expression never equals anything. @internal */
export function valuesEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left === 'bigint' || typeof right === 'bigint') return looselyEqual(left, right)
  if (typeof left !== 'object' || typeof right !== 'object')
    return Number.isNaN(left) && Number.isNaN(right)
  return isDeepStrictEqual(left, right)
}

function looselyEqual(left: unknown, right: unknown): boolean {
  const isNumeric = (value: unknown) => typeof value === 'bigint' || typeof value === 'number'
  return isNumeric(left) && isNumeric(right) && String(left) === String(right)
}
