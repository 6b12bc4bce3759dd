/** The right side of IN: a list of values, a SELECT, an expanding parameter or a tuple of expressions. */
import type { ArgumentError } from '../../../errors.js'
import { warn } from '../../../util/warnings.js'
import { ops, type Operator } from '../../operators.js'
import { BindParameter } from '../bind-parameter.js'
import type { ClauseElement } from '../clause-element.js'
import { asElement, coerceOperand, elementAsExpression, unexpected } from '../coercions.js'
import { ColumnElement } from '../column-element.js'
import { Grouping } from '../grouping.js'
import { BareExpressionList, Tuple } from '../lists.js'
import { null_ } from '../literals.js'

/** Makes the right operand of `IN`; lists of plain values become one expanding parameter. */
export function coerceInElement(
  value: unknown,
  expr: ColumnElement,
  operator: Operator,
): ColumnElement {
  const element = asElement(value)
  if (element) return coerceElement(element, operator)
  if (!isIterable(value)) {
    throw notAList(value)
  }
  const items = [...value]
  if (items.some(isNoOperand)) throw notAList(items)
  return items.some((item) => asElement(item) !== null)
    ? expressionList(items, expr, operator)
    : expandingBind(items, expr, operator)
}

function coerceElement(element: ClauseElement, operator: Operator): ColumnElement {
  if (element instanceof BindParameter) return element.withExpanding(operator)
  if (element instanceof Tuple || VALUES.has(element.kind)) return element as ColumnElement
  if (hasScalarValues(element)) return element.scalarValues()
  if (isInOperand(element)) return element.asInOperand()
  if (isFromClause(element)) {
    warn(
      `Coercing ${element.constructor.name} object into a select() for use in IN(); ` +
        'please pass a select() construct explicitly',
    )
    return element.select().asInOperand()
  }
  if (element.kind !== 'text' && !(element instanceof Grouping)) throw notAList(element)
  return elementAsExpression(element.selfGroup(ops.in))
}

/** A statement or a FROM element is no member of a list. */
function isNoOperand(item: unknown): boolean {
  const element = asElement(item)
  return element !== null && (element.isSelect || isFromClause(element))
}

const notAList = (value: unknown): ArgumentError =>
  unexpected('IN expression list, SELECT construct, or bound parameter object', value)

const VALUES: ReadonlySet<string> = new Set(['scalarSelect', 'scalarValues'])

/** Literal rows. */
function hasScalarValues(
  element: ClauseElement,
): element is ClauseElement & { scalarValues(): ColumnElement } {
  return element.kind === 'values' && 'scalarValues' in element
}

/** SELECTs, which this folder does not know. */
interface InOperand {
  asInOperand(): ColumnElement
}

function isInOperand(element: ClauseElement): element is ClauseElement & InOperand {
  return 'asInOperand' in element && typeof element.asInOperand === 'function'
}

function isFromClause(element: ClauseElement): element is ClauseElement & { select(): InOperand } {
  return (
    !(element instanceof ColumnElement) &&
    'select' in element &&
    typeof element.select === 'function'
  )
}

function expandingBind(
  items: readonly unknown[],
  expr: ColumnElement,
  operator: Operator,
): ColumnElement {
  const bind = expr.bindParam(items, { operator, expanding: true })
  if (!(bind instanceof BindParameter) || bind.expandOp === operator) return bind
  return bind.withExpanding(operator)
}

function expressionList(
  items: readonly unknown[],
  expr: ColumnElement,
  operator: Operator,
): ColumnElement {
  const members = items.map((item) =>
    item === null ? null_() : coerceOperand(item, expr, operator),
  )
  return new Grouping(new BareExpressionList(ops.comma, members))
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}
