/**
 * What each operator makes of its operands: the default comparator. `ColumnElement.operate` ends here; types with
 * operators of their own (JSON, arrays) are asked first.
 */
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import { UnsupportedOperatorError } from '../../errors.js'
import { install, NO_MODIFIERS, type Modifiers } from '../../build.js'
import {
  negation,
  ops,
  type Operator,
  type OperatorName,
  type CustomOperator,
  type TypedOperator,
} from '../../operators.js'
import { adaptExpression, BOOLEAN_TYPE, NULL_TYPE } from '../../types/resolve.js'
import { StringType } from '../../types/text.js'
import { TypeDecorator } from '../../types/type-decorator.js'
import { TypeEngine, toInstance, type TypeArg } from '../../types/type-engine.js'
import type { TypeOperator } from '../../types/type-operators.js'
import { arrayLiteral } from '../array-literal.js'
import { BinaryExpression, constructForOp } from '../binary.js'
import { Cast } from '../case-cast.js'
import {
  asElement,
  coerceConstant,
  coerceExpression,
  coerceOperand,
  elementAsExpression,
  isConstant,
} from '../coercions.js'
import type { ColumnElement } from '../column-element.js'
import { combineElements } from '../boolean.js'
import { coerceInElement } from './in-list.js'
import { getItem } from './getitem.js'
import { NamedFunction } from '../functions.js'
import { Grouping } from '../grouping.js'
import { BareExpressionList } from '../lists.js'
import { CollationClause } from '../literals.js'
import { CollectionAggregate, UnaryExpression } from '../unary.js'

type Operation = (
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  modifiers: Modifiers,
) => ColumnElement

const modifierOperation: Operation = (expr, op) =>
  new UnaryExpression(expr, { modifier: op, type: expr.type })
const prefixOperation: Operation = (expr, op) =>
  new UnaryExpression(expr, { operator: op, type: expr.type })

const SPECIAL: Partial<Record<OperatorName, Operation>> = {
  in: inOperation,
  notIn: inOperation,
  between: betweenOperation,
  notBetween: betweenOperation,
  match: matchOperation,
  notMatch: matchOperation,
  regexpMatch: regexpOperation,
  notRegexpMatch: regexpOperation,
  regexpReplace: regexpReplaceOperation,
  and: (expr, op, others) => combineElements(op, [expr, coerceConstantOrElement(others[0])]),
  or: (expr, op, others) => combineElements(op, [expr, coerceConstantOrElement(others[0])]),
  inv: (expr) => expr.negate(),
  neg: prefixOperation,
  bitwiseNot: prefixOperation,
  distinct: prefixOperation,
  asc: modifierOperation,
  desc: modifierOperation,
  nullsFirst: modifierOperation,
  nullsLast: modifierOperation,
  collate: collateOperation,
  any: aggregateOperation,
  all: aggregateOperation,
  getitem: (expr, _op, others) => getItem(expr, others[0]),
}

function operate(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  modifiers: Modifiers,
): ColumnElement {
  const own = typeOperation(expr, op, others)
  if (own) return own
  const special = SPECIAL[op.name]
  if (special) return special(expr, op, others, modifiers)
  if (op.name === 'custom') return customOperation(expr, op as CustomOperator, others[0], modifiers)
  if (op.isComparison) return booleanCompare(expr, op, others[0], modifiers)
  return binaryOperation(expr, op, others[0], modifiers)
}

/** What the expression's type makes of an operator or a method of its own; null: nothing. */
function typeOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
): ColumnElement | null {
  const type = expr.type instanceof TypeDecorator ? expr.type.implInstance : expr.type
  const method = op.name === 'typed' ? (op as TypedOperator).method : op.name
  const own = type.operators[method]
  if (own?.refusal !== undefined) throw new UnsupportedOperatorError(own.refusal)
  if (own?.misuse !== undefined) throw new InvalidRequestError(own.misuse)
  if (own?.operator) return betweenOperands(expr, own.operator, own, others[0])
  if (own?.function !== undefined) return functionOf(own.function, [expr, ...others], own)
  if (op.name !== 'typed') return null
  throw new InvalidRequestError(
    `Neither '${expr.constructor.name}' object nor the comparator of type ${type.className} has an operator '${method}'`,
  )
}

function betweenOperands(
  expr: ColumnElement,
  operator: Operator,
  { result, listAs }: TypeOperator,
  other: unknown,
): ColumnElement {
  const operand = listAs ? new Cast(asArray(other), listAs()) : other
  if (!result) return operate(expr, operator, [operand], {})
  return constructForOp(expr, coerceOperand(operand, expr, operator), operator, { type: result() })
}

const asArray = (value: unknown): ColumnElement =>
  Array.isArray(value) ? arrayLiteral(value) : coerceExpression(value)

function functionOf(name: string, args: readonly unknown[], own: TypeOperator): ColumnElement {
  const clauses = args.map((each) => coerceExpression(each, null, name))
  return new NamedFunction(name, clauses, { type: own.result?.() ?? null })
}

/** Comparisons; NULL and truth values turn `=` into IS. */
function booleanCompare(
  expr: ColumnElement,
  op: Operator,
  other: unknown,
  modifiers: Modifiers,
): ColumnElement {
  const { reverse, kept } = splitModifiers(modifiers)
  if (isConstant(other) && !expr.isCollectionAggregate)
    return compareConstant(expr, op, other, kept)
  const operand = escapedLike(op, other, kept)
  const right =
    expr.isCollectionAggregate && isConstant(other)
      ? coerceConstant(other)
      : coerceOperand(operand.value, expr, op)
  const [first, second] = reverse ? [right, expr] : [expr, right]
  return constructForOp(first, second, op, {
    type: BOOLEAN_TYPE,
    negate: negation(op),
    modifiers: operand.modifiers,
  })
}

function splitModifiers(modifiers: Modifiers): { reverse: unknown; kept: Modifiers } {
  if (modifiers === NO_MODIFIERS) return NOTHING_TO_SPLIT
  const { reverse, ...kept } = modifiers
  return { reverse, kept }
}

const NOTHING_TO_SPLIT = { reverse: undefined, kept: NO_MODIFIERS }

function compareConstant(
  expr: ColumnElement,
  op: Operator,
  other: unknown,
  modifiers: Modifiers,
): ColumnElement {
  const constant = coerceConstant(other)
  const isTruth = constant.kind !== 'null'
  const distinction = op === ops.isDistinctFrom || op === ops.isNotDistinctFrom
  if (((op === ops.eq || op === ops.ne) && isTruth) || distinction) {
    return constructForOp(expr, constant, op, {
      type: BOOLEAN_TYPE,
      negate: negation(op),
      modifiers,
    })
  }
  if (op === ops.eq || op === ops.is) {
    return constructForOp(expr, constant, ops.is, { type: BOOLEAN_TYPE, negate: ops.isNot })
  }
  if (op === ops.ne || op === ops.isNot) {
    return constructForOp(expr, constant, ops.isNot, { type: BOOLEAN_TYPE, negate: ops.is })
  }
  throw new ArgumentError(
    "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' " +
      'operators can be used with None/True/False',
  )
}

/** `autoescape` escapes the value itself and is not seen by the compiler. */
function escapedLike(
  op: Operator,
  other: unknown,
  modifiers: Modifiers,
): { value: unknown; modifiers: Modifiers } {
  if (modifiers === NO_MODIFIERS) return { value: other, modifiers }
  if (!AUTOESCAPE.has(op.name)) return { value: other, modifiers: withoutEmpty(modifiers) }
  const { autoescape, ...rest } = modifiers
  if (!autoescape) return { value: other, modifiers: withoutEmpty(rest) }
  if (typeof other !== 'string')
    throw new ArgumentError('String value expected when autoescape=True')
  const escape = (rest['escape'] as string | undefined) ?? '/'
  const special = escape === '%' || escape === '_' ? [] : [escape]
  const value = [...special, '%', '_'].reduce(
    (text, char) => text.replaceAll(char, escape + char),
    other,
  )
  return { value, modifiers: { ...rest, escape } }
}

const AUTOESCAPE: ReadonlySet<OperatorName> = new Set([
  'startswith',
  'istartswith',
  'endswith',
  'iendswith',
  'contains',
  'icontains',
])

function withoutEmpty(modifiers: Modifiers): Modifiers {
  if (modifiers === NO_MODIFIERS) return modifiers
  return Object.fromEntries(Object.entries(modifiers).filter(([, value]) => value !== undefined))
}

function binaryOperation(
  expr: ColumnElement,
  op: Operator,
  other: unknown,
  modifiers: Modifiers,
): ColumnElement {
  const right = coerceOperand(other, expr, op)
  const [adapted, type] = adaptExpression(op, expr.type, right.type)
  return constructForOp(expr, right, adapted, { type, modifiers })
}

function customOperation(
  expr: ColumnElement,
  op: CustomOperator,
  other: unknown,
  modifiers: Modifiers,
): ColumnElement {
  const type = resultTypeOf(op)
  if (!type) return binaryOperation(expr, op, other, modifiers)
  return constructForOp(expr, coerceOperand(other, expr, op), op, { type, modifiers })
}

function resultTypeOf({ returnType, isComparison }: CustomOperator): TypeEngine | null {
  if (returnType instanceof TypeEngine || typeof returnType === 'function') {
    return toInstance(returnType as TypeArg)
  }
  return isComparison ? BOOLEAN_TYPE : null
}

function inOperation(expr: ColumnElement, op: Operator, others: readonly unknown[]): ColumnElement {
  const right = coerceInElement(others[0], expr, op)
  return constructForOp(expr, right, op, { type: BOOLEAN_TYPE, negate: negation(op) })
}

function betweenOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  modifiers: Modifiers,
): ColumnElement {
  const range = new BareExpressionList(
    ops.and,
    others.map((other) => coerceOperand(other, expr, ops.and).selfGroup(ops.and)),
    NULL_TYPE,
  )
  return new BinaryExpression(expr, range, op, {
    type: BOOLEAN_TYPE,
    negate: negation(op),
    modifiers,
  })
}

function matchOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  modifiers: Modifiers,
): ColumnElement {
  const right = coerceOperand(others[0], expr, ops.match)
  return constructForOp(expr, right, op, { type: BOOLEAN_TYPE, negate: negation(op), modifiers })
}

function regexpOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  modifiers: Modifiers,
): ColumnElement {
  const pattern = coerceOperand(others[0], expr, ops.comma)
  return new BinaryExpression(expr, pattern, op, {
    type: BOOLEAN_TYPE,
    negate: negation(op),
    modifiers,
  })
}

function regexpReplaceOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
  modifiers: Modifiers,
): ColumnElement {
  const parts = others.map((other) => coerceOperand(other, expr, ops.comma))
  return new BinaryExpression(expr, new BareExpressionList(ops.comma, parts, NULL_TYPE), op, {
    modifiers,
  })
}

function collateOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
): ColumnElement {
  const collation = String(others[0])
  const type = expr.type instanceof StringType ? expr.type.withCollation(collation) : expr.type
  return new BinaryExpression(expr, new CollationClause(collation), op, { type })
}

/** `ANY (array)`, or with a value and an operator the comparison with it. */
function aggregateOperation(
  expr: ColumnElement,
  op: Operator,
  others: readonly unknown[],
): ColumnElement {
  const type = itemType(expr)
  const aggregate = new CollectionAggregate(new Grouping(expr), { operator: op, type })
  if (others.length === 0) return aggregate
  const [value, comparison = ops.eq] = others as readonly [unknown, Operator | undefined]
  const element = asElement(value)
  const item = element
    ? elementAsExpression(element)
    : expr.bindParam(value ?? null, { operator: comparison, type })
  return item.operate(comparison, [aggregate])
}

function itemType(expr: ColumnElement): TypeEngine {
  return 'itemType' in expr.type ? (expr.type.itemType as TypeEngine) : expr.type
}

function coerceConstantOrElement(value: unknown): ColumnElement {
  const element = asElement(value)
  if (!element && !isConstant(value))
    throw new InvalidRequestError('AND and OR combine expressions')
  return coerceConstant(value)
}

install({ operate })
