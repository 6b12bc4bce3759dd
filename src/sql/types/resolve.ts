/** The type of a plain value, and the type of an operation on two types. Called by binds and the comparator. */
import { ops, type Operator, type OperatorName } from '../operators.js'
import { DateTime, DateType, Interval, Time } from './date-time.js'
import { BigInteger, Float, Integer, Numeric } from './numeric.js'
import { EnumType } from './enum.js'
import { BooleanType, NullType } from './structured.js'
import { LargeBinary, StringType } from './text.js'
import type { Affinity, TypeEngine } from './type-engine.js'

export const NULL_TYPE = new NullType()
export const BOOLEAN_TYPE = new BooleanType()
export const INTEGER_TYPE = new Integer()
export const STRING_TYPE = new StringType()

const BIG_INTEGER_TYPE = new BigInteger()
const FLOAT_TYPE = new Float()
const NUMERIC_TYPE = new Numeric()
const DATE_TIME_TYPE = new DateTime()
const DATE_TYPE = new DateType()
const INTERVAL_TYPE = new Interval()
const TIME_TYPE = new Time()
const BINARY_TYPE = new LargeBinary()

/** The type a value speaks of itself; NullType where it says nothing (null, objects, arrays). */
export function resolveValueToType(value: unknown): TypeEngine {
  switch (typeof value) {
    case 'string':
      return STRING_TYPE
    case 'number':
      return Number.isInteger(value) ? INTEGER_TYPE : FLOAT_TYPE
    case 'boolean':
      return BOOLEAN_TYPE
    case 'bigint':
      return BIG_INTEGER_TYPE
    default:
      if (value instanceof Date) return DATE_TIME_TYPE
      return value instanceof Uint8Array ? BINARY_TYPE : NULL_TYPE
  }
}

type Adaptations = Partial<Record<OperatorName, Partial<Record<Affinity, TypeEngine | 'self'>>>>

const ADAPTATIONS: Partial<Record<Affinity, Adaptations>> = {
  integer: {
    add: { date: DATE_TYPE, integer: 'self', numeric: NUMERIC_TYPE },
    mul: { interval: INTERVAL_TYPE, integer: 'self', numeric: NUMERIC_TYPE },
    truediv: { integer: NUMERIC_TYPE, numeric: NUMERIC_TYPE },
    floordiv: { integer: 'self', numeric: NUMERIC_TYPE },
    sub: { integer: 'self', numeric: NUMERIC_TYPE },
  },
  numeric: {
    mul: { interval: INTERVAL_TYPE, numeric: 'self', integer: 'self' },
    truediv: { numeric: 'self', integer: 'self' },
    add: { numeric: 'self', integer: 'self' },
    sub: { numeric: 'self', integer: 'self' },
  },
  datetime: {
    add: { interval: 'self' },
    sub: { interval: 'self', datetime: INTERVAL_TYPE },
  },
  date: {
    add: { integer: 'self', interval: DATE_TIME_TYPE, time: DATE_TIME_TYPE },
    sub: { integer: 'self', date: INTEGER_TYPE, interval: DATE_TIME_TYPE, datetime: INTERVAL_TYPE },
  },
  time: {
    add: { date: DATE_TIME_TYPE, interval: 'self' },
    sub: { time: INTERVAL_TYPE, interval: 'self' },
  },
  interval: {
    add: { date: DATE_TIME_TYPE, interval: 'self', datetime: DATE_TIME_TYPE, time: TIME_TYPE },
    sub: { interval: 'self' },
    mul: { numeric: 'self' },
    truediv: { numeric: 'self' },
  },
}

/** The operator and the type of `left op right`; strings turn `+` into concatenation. */
export function adaptExpression(
  op: Operator,
  left: TypeEngine,
  right: TypeEngine,
): readonly [Operator, TypeEngine] {
  if (left.isNull) {
    return right.isNull || !op.commutative ? [op, left] : adaptExpression(op, right, left)
  }
  if (left.concatenable && op === ops.add && (right.concatenable || right.isNull)) {
    return [ops.concat, left instanceof EnumType ? STRING_TYPE : left]
  }
  const found = ADAPTATIONS[left.affinity]?.[op.name]?.[right.affinity]
  if (found === undefined) return [op, left]
  // SQLAlchemy asks for the family first: of two of one family the right one decides.
  const isPlain = left.visitName === 'numeric' || left.visitName === 'integer'
  if (found === 'self' && isPlain && right.affinity === left.affinity) return [op, right]
  if (found === 'self') return [op, left instanceof Float ? sameClass(left) : left]
  return [op, found.affinity === right.affinity ? right : found]
}

/** Floats become floats without the options of this one. */
function sameClass(type: Float): TypeEngine {
  return new (type.constructor as new () => Float)()
}

/** The type of a plain value met by an expression of `type`; `coerce_compared_value`. */
export function coerceComparedValue(
  type: TypeEngine,
  op: Operator | null,
  value: unknown,
): TypeEngine {
  const own = type.coerceComparedValue(op, value)
  if (own) return own
  const ofValue = resolveValueToType(value)
  return ofValue.isNull || sameFamily(ofValue, type, value) ? type : ofValue
}

/** Texts stand for dates, times and decimals on our side, so they keep the type of the expression they meet. */
function sameFamily(ofValue: TypeEngine, type: TypeEngine, value: unknown): boolean {
  if (ofValue.affinity === type.affinity) return true
  if (typeof value === 'string') return TEXTUAL.has(type.affinity)
  if (typeof value === 'number' && type.affinity === 'interval') return true
  if (value instanceof Date) return type.affinity === 'date' || type.affinity === 'time'
  return typeof value === 'number' && type.affinity === 'numeric' && !Number.isInteger(value)
}

const TEXTUAL: ReadonlySet<Affinity> = new Set(['date', 'time', 'datetime', 'uuid', 'numeric'])
