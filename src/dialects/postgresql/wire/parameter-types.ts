/**
 * The types parameters are sent with. They are those of the literals psycopg2 would write: integers by size, other
 * numbers exact, strings of no type yet; the server then resolves operators and functions as SQLAlchemy's users know.
 */
import { oid } from './values.js'

const int4Limit = 2 ** 31
const int8Limit = 2n ** 63n

/** The type a parameter is sent with; 0 leaves the choice to the server, as a quoted literal does. */
export function parameterType(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return numberType(value)
    case 'boolean':
      return oid.bool
    case 'bigint':
      return value >= -int8Limit && value < int8Limit ? oid.int8 : oid.numeric
    case 'object':
      if (value instanceof Uint8Array) return oid.bytea
      return value instanceof Date ? oid.timestamptz : 0
    default:
      return 0
  }
}

/** The types of a parameter set, to parse a statement with. */
export function parameterTypes(parameters: readonly unknown[]): number[] {
  return parameters.map(parameterType)
}

/** Types that fit all parameter sets of a series; null when each set must be parsed by itself. */
export function commonTypes(sets: readonly (readonly unknown[])[]): number[] | null {
  const types = new Map<number, number>()
  for (const set of sets) {
    for (const [index, value] of set.entries()) {
      if (value === null || value === undefined) continue
      const type = parameterType(value)
      const common = widerType(types.get(index) ?? type, type)
      if (common === null) return null
      types.set(index, common)
    }
  }
  return (sets[0] ?? []).map((_, index) => types.get(index) ?? 0)
}

function numberType(value: number): number {
  if (!Number.isFinite(value)) return oid.float8
  if (!Number.isInteger(value)) return oid.numeric
  if (value >= -int4Limit && value < int4Limit) return oid.int4
  return Number.isSafeInteger(value) ? oid.int8 : oid.numeric
}

const numberTypes: readonly number[] = [oid.int4, oid.int8, oid.numeric, oid.float8]

function widerType(left: number, right: number): number | null {
  if (left === right) return left
  const [first, second] = [numberTypes.indexOf(left), numberTypes.indexOf(right)]
  return first < 0 || second < 0 ? null : (numberTypes[Math.max(first, second)] ?? null)
}
