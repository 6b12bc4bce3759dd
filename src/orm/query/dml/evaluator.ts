/**
 * Evaluates SQL conditions and values on objects in memory, so that a bulk UPDATE or DELETE can tell which objects it
 * touched without asking the database. What it cannot do, it refuses. `sqlalchemy.orm.evaluator`.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { BinaryExpression } from '../../../sql/elements/binary.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { Grouping } from '../../../sql/elements/grouping.js'
import { ExpressionList } from '../../../sql/elements/lists.js'
import { UnaryExpression } from '../../../sql/elements/unary.js'
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

type BinaryEvaluation = (left: never, right: never) => unknown

const COMPARISONS: Readonly<Record<string, BinaryEvaluation>> = {
  eq: (left, right) => same(left, right),
  ne: (left, right) => !same(left, right),
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  add: (left: number, right: number) => left + right,
  sub: (left: number, right: number) => left - right,
  mul: (left: number, right: number) => left * right,
  truediv: (left: number, right: number) => left / right,
  mod: (left: number, right: number) => left % right,
  concat: (left: string, right: string) => `${left}${right}`,
  startswith: (left: string, right: string) => left.startsWith(right),
  endswith: (left: string, right: string) => left.endsWith(right),
  in: (left, right: readonly unknown[]) => right.some((each) => same(left, each)),
  notIn: (left, right: readonly unknown[]) => !right.some((each) => same(left, each)),
}

/** A function of an object's state. @throws UnevaluatableError */
export function compileEvaluator(element: ClauseElement, mapper: Mapper): Evaluate {
  if (element instanceof Grouping) return compileEvaluator(element.element, mapper)
  if (element instanceof BindParameter) return constant(element)
  if (element.kind === 'null') return () => null
  if (element.kind === 'true') return () => true
  if (element.kind === 'false') return () => false
  if (element instanceof ExpressionList) return compileList(element, mapper)
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
  if (!property) throw new UnevaluatableError(`Cannot evaluate column: ${column.describe()}`)
  return (state) => state.value(property.key) ?? (state.has(property.key) ? null : EXPIRED)
}

function compileList(list: ExpressionList, mapper: Mapper): Evaluate {
  const parts = list.clauses.map((clause) => compileEvaluator(clause, mapper))
  const { name } = list.operator
  if (name === 'and') return (state) => allOf(parts.map((part) => part(state)))
  if (name === 'or') return (state) => anyOf(parts.map((part) => part(state)))
  const operate = COMPARISONS[name]
  if (!operate) throw new UnevaluatableError(`Cannot evaluate operator ${name}`)
  return (state) =>
    parts.map((part) => part(state)).reduce((left, right) => combine(operate, left, right))
}

function compileBinary(binary: BinaryExpression, mapper: Mapper): Evaluate {
  const left = compileEvaluator(binary.left, mapper)
  const right = compileEvaluator(binary.right, mapper)
  const { name } = binary.operator
  if (name === 'is')
    return (state) => unlessExpired([left(state), right(state)], ([a, b]) => same(a, b))
  if (name === 'isNot')
    return (state) => unlessExpired([left(state), right(state)], ([a, b]) => !same(a, b))
  const operate = COMPARISONS[name]
  if (!operate) throw new UnevaluatableError(`Cannot evaluate operator ${name}`)
  return (state) => combine(operate, left(state), right(state))
}

function compileUnary(unary: UnaryExpression, mapper: Mapper): Evaluate {
  const inner = compileEvaluator(unary.element, mapper)
  const name = unary.operator?.name
  if (name === 'inv') return (state) => negate(inner(state))
  if (name === 'neg')
    return (state) => unlessExpired([inner(state)], ([value]) => -(value as number))
  throw new UnevaluatableError(`Cannot evaluate operator ${String(name)}`)
}

function combine(operate: BinaryEvaluation, left: unknown, right: unknown): unknown {
  return unlessExpired([left, right], ([a, b]) =>
    a === null || b === null ? null : operate(a as never, b as never),
  )
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
  return left === right
}
