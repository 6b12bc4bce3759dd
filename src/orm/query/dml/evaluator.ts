/**
 * Evaluates SQL conditions and values on objects in memory, so that a bulk UPDATE or DELETE can tell which objects it
 * touched without asking the database. What it cannot do, it refuses. `sqlalchemy.orm.evaluator`.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import {
  addDecimals,
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
  type DecimalLike,
} from '../../../util/decimal.js'
import { BinaryExpression } from '../../../sql/elements/binary.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { Grouping } from '../../../sql/elements/grouping.js'
import { ExpressionList, Tuple } from '../../../sql/elements/lists.js'
import { UnaryExpression } from '../../../sql/elements/unary.js'
import { Numeric } from '../../../sql/types/numeric.js'
import type { TypeEngine } from '../../../sql/types/type-engine.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'

/** The condition is beyond what can be evaluated here; `sqlalchemy.orm.evaluator.UnevaluatableError`. */
export class UnevaluatableError extends InvalidRequestError {
  override readonly code = 'orm/unevaluatable'
}

/** Answers for attributes that are not loaded: the object may or may not match. */
export const EXPIRED: unique symbol = Symbol('expired')

export type Evaluate = (state: InstanceState) => unknown

const NUMBERS: ReadonlySet<string> = new Set(['numeric', 'integer'])

type Operation = (left: never, right: never) => unknown

const COMPARISONS: Readonly<Record<string, Operation>> = {
  eq: (left, right) => same(left, right),
  ne: (left, right) => !same(left, right),
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  startswith: (left: string, right: string) => left.startsWith(right),
  endswith: (left: string, right: string) => left.endsWith(right),
  in: (left, right: readonly unknown[]) => right.some((each) => same(left, each)),
  notIn: (left, right: readonly unknown[]) => !right.some((each) => same(left, each)),
}

/** Decimals are strings: as such '9' would come after '10'. */
const DECIMAL_COMPARISONS: Readonly<Record<string, Operation>> = {
  eq: (left: DecimalLike, right: DecimalLike) => compareDecimals(left, right) === 0,
  ne: (left: DecimalLike, right: DecimalLike) => compareDecimals(left, right) !== 0,
  lt: (left: DecimalLike, right: DecimalLike) => compareDecimals(left, right) < 0,
  le: (left: DecimalLike, right: DecimalLike) => compareDecimals(left, right) <= 0,
  gt: (left: DecimalLike, right: DecimalLike) => compareDecimals(left, right) > 0,
  ge: (left: DecimalLike, right: DecimalLike) => compareDecimals(left, right) >= 0,
  in: (left: DecimalLike, right: readonly DecimalLike[]) =>
    right.some((each) => compareDecimals(left, each) === 0),
  notIn: (left: DecimalLike, right: readonly DecimalLike[]) =>
    !right.some((each) => compareDecimals(left, each) === 0),
}

const ARITHMETIC: Readonly<Record<string, Operation>> = {
  add: (left: number, right: number) => left + right,
  sub: (left: number, right: number) => left - right,
  mul: (left: number, right: number) => left * right,
  truediv: (left: number, right: number) => left / right,
  mod: (left: number, right: number) => left - right * Math.floor(left / right),
}

/** What is not among them has digits without end: the database is asked then. */
const DECIMAL_ARITHMETIC: Readonly<Record<string, Operation>> = {
  add: addDecimals,
  sub: subtractDecimals,
  mul: multiplyDecimals,
}

/** A function of an object's state. @throws UnevaluatableError */
export function compileEvaluator(element: ClauseElement, mapper: Mapper): Evaluate {
  if (element instanceof Grouping) return compileEvaluator(element.element, mapper)
  if (element instanceof BindParameter) return constant(element)
  if (element.kind === 'null') return () => null
  if (element.kind === 'true') return () => true
  if (element.kind === 'false') return () => false
  if (element instanceof ExpressionList) return compileList(element, mapper)
  if (element instanceof Tuple) return compileTuple(element, mapper)
  if (element instanceof BinaryExpression) return compileBinary(element, mapper)
  if (element instanceof UnaryExpression) return compileUnary(element, mapper)
  if (element instanceof ColumnElement && element.kind === 'column')
    return compileColumn(element, mapper)
  throw new UnevaluatableError(`Cannot evaluate ${element.kind}`)
}

function constant(bind: BindParameter): Evaluate {
  if (bind.callable === null && bind.required) {
    throw new UnevaluatableError(`Cannot evaluate a parameter without a value: ${bind.describe()}`)
  }
  return () => bind.effectiveValue
}

function compileColumn(column: ColumnElement, mapper: Mapper): Evaluate {
  const parent = column.annotations['parentmapper'] as Mapper | undefined
  if (parent && !mapper.isa(parent)) {
    throw new UnevaluatableError(
      `Can't evaluate criteria against alternate class ${parent.className}`,
    )
  }
  const property = mapper.columnToProperty.get(column.identity)
  if (!property) throw new UnevaluatableError(`Cannot evaluate column: ${column.toString()}`)
  return (state) => state.value(property.key) ?? (state.has(property.key) ? null : EXPIRED)
}

function compileList(list: ExpressionList, mapper: Mapper): Evaluate {
  const parts = list.clauses.map((clause) => compileEvaluator(clause, mapper))
  const { name } = list.operator
  if (name === 'and') return (state) => allOf(parts.map((part) => part(state)))
  if (name === 'or') return (state) => anyOf(parts.map((part) => part(state)))
  throw new UnevaluatableError(`Cannot evaluate clauselist with operator ${name}`)
}

function compileTuple({ clauses }: Tuple, mapper: Mapper): Evaluate {
  const parts = clauses.map((clause) => compileEvaluator(clause, mapper))
  return (state) => tupleOf(parts.map((part) => part(state)))
}

function compileBinary(binary: BinaryExpression, mapper: Mapper): Evaluate {
  const left = compileEvaluator(binary.left, mapper)
  const right = compileEvaluator(binary.right, mapper)
  const { name } = binary.operator
  if (name === 'is')
    return (state) => unlessExpired([left(state), right(state)], ([a, b]) => same(a, b))
  if (name === 'isNot')
    return (state) => unlessExpired([left(state), right(state)], ([a, b]) => !same(a, b))
  const operation = operationOf(binary)
  if (operation === null) {
    const kind = binary.constructor.name
    throw new UnevaluatableError(`Cannot evaluate ${kind} with operator ${name}`)
  }
  return (state) => combine(operation, left(state), right(state))
}

/** Null for an operator without a counterpart in memory. @throws UnevaluatableError for types it is not made for */
function operationOf({ left, right, operator: { name }, modifiers }: BinaryExpression) {
  const types = [left.type, right.type]
  const isDecimal = types.some((type) => type instanceof Numeric && type.asdecimal)
  if (name in ARITHMETIC) {
    const areNumbers = types.every((type) => NUMBERS.has(type.affinity))
    if (!areNumbers) throw unsuited('math operator', name, types)
    return (isDecimal ? DECIMAL_ARITHMETIC[name] : ARITHMETIC[name]) ?? null
  }
  if (name === 'concat') {
    const areTexts = types.every(({ affinity }) => affinity === 'string')
    if (!areTexts) throw unsuited('concatenate operator', name, types)
    return (before: string, after: string) => `${before}${after}`
  }
  if (modifiers['escape'] !== undefined) return null
  return (isDecimal ? DECIMAL_COMPARISONS[name] : undefined) ?? COMPARISONS[name] ?? null
}

function unsuited(what: string, name: string, types: readonly TypeEngine[]): UnevaluatableError {
  const datatypes = types.map((type) => String(type)).join(', ')
  return new UnevaluatableError(`Cannot evaluate ${what} "${name}" for datatypes ${datatypes}`)
}

function compileUnary(unary: UnaryExpression, mapper: Mapper): Evaluate {
  const inner = compileEvaluator(unary.element, mapper)
  const name = unary.operator?.name
  if (name === 'inv') return (state) => negate(inner(state))
  const kind = unary.constructor.name
  throw new UnevaluatableError(`Cannot evaluate ${kind} with operator ${String(name)}`)
}

function combine(operation: Operation, left: unknown, right: unknown): unknown {
  return unlessExpired([left, right], ([a, b]) =>
    a === null || b === null ? null : operation(a as never, b as never),
  )
}

function tupleOf(values: readonly unknown[]): unknown {
  if (values.includes(EXPIRED)) return EXPIRED
  return values.includes(null) ? null : values
}

function unlessExpired(
  values: readonly unknown[],
  evaluate: (values: readonly unknown[]) => unknown,
): unknown {
  return values.includes(EXPIRED) ? EXPIRED : evaluate(values)
}

function negate(value: unknown): unknown {
  return value === EXPIRED || value === null ? value : !value
}

function allOf(values: readonly unknown[]): unknown {
  if (values.some((value) => value === false)) return false
  if (values.includes(EXPIRED)) return EXPIRED
  return values.includes(null) ? null : true
}

function anyOf(values: readonly unknown[]): unknown {
  if (values.some((value) => value === true)) return true
  if (values.includes(EXPIRED)) return EXPIRED
  return values.includes(null) ? null : false
}

function same(left: unknown, right: unknown): boolean {
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime()
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => same(each, right[index]))
  }
  return left === right
}
