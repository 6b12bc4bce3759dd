/** Turns what users pass (values, entities, attributes, SELECTs) into elements, by the role they play. */
import { ArgumentError } from '../../errors.js'
import { warn } from '../../util/warnings.js'
import type { Name } from '../names.js'
import type { Operator } from '../operators.js'
import { hasClauseElement, clauseElement } from '../protocol.js'
import type { TypeEngine } from '../types/type-engine.js'
import { BindParameter } from './bind-parameter.js'
import { ClauseElement } from './clause-element.js'
import { ColumnElement } from './column-element.js'
import { false_, LiteralNull, null_, TextClause, TextExpression, true_ } from './literals.js'

/** The element behind a value, or null for plain values. */
export function asElement(value: unknown): ClauseElement | null {
  if (value instanceof ClauseElement) return value
  return hasClauseElement(value) ? value[clauseElement]() : null
}

/** SELECTs as single values; installed by `selectable/scalar-select.ts` through the element's own method. */
interface ScalarCapable {
  scalarSubquery(): ColumnElement
}

function isScalarCapable(element: ClauseElement): element is ClauseElement & ScalarCapable {
  return 'scalarSubquery' in element && typeof element.scalarSubquery === 'function'
}

/** An element as an expression: SELECTs become scalar subqueries, texts are wrapped. */
export function elementAsExpression(element: ClauseElement): ColumnElement {
  if (element instanceof ColumnElement) return element
  if (element instanceof TextClause) return new TextExpression(element)
  if (isScalarCapable(element)) {
    warn(
      'implicitly coercing SELECT object to scalar subquery; please use the .scalarSubquery() method to produce a scalar subquery.',
    )
    return element.scalarSubquery()
  }
  if (isAliased(element)) return elementAsExpression(element.element)
  throw new ArgumentError(
    `SQL expression element or literal value expected, got ${element.describe()}.`,
  )
}

/** A subquery stands for its SELECT; tables do not. */
function isAliased(
  element: ClauseElement,
): element is ClauseElement & { readonly element: ClauseElement } {
  const inner = (element as { readonly element?: unknown }).element
  return element.kind === 'subquery' && inner instanceof ClauseElement && isScalarCapable(inner)
}

/** Arguments of functions, CASE, CAST…: null is NULL, other plain values become parameters. */
export function coerceExpression(
  value: unknown,
  type: TypeEngine | null = null,
  key: Name | null = null,
): ColumnElement {
  const element = asElement(value)
  if (element) return elementAsExpression(element)
  if (value === null && !type?.shouldEvaluateNone) return null_()
  return new BindParameter(key, { value, type: type?.isNull ? null : type, unique: true })
}

/** The other side of an operator: plain values become parameters named and typed after `expr`. */
export function coerceOperand(
  value: unknown,
  expr: ColumnElement,
  operator: Operator,
): ColumnElement {
  const element = asElement(value)
  if (!element) return expr.bindParam(value ?? null, { operator })
  const operand = elementAsExpression(element)
  // A parameter without a type of its own takes that of the expression it meets.
  if (operand instanceof BindParameter && operand.type.isNull && !expr.type.isNull) {
    return operand.withType(expr.type)
  }
  return operand
}

/** Conditions: WHERE, HAVING, ON, AND, OR. */
export function coerceCondition(value: unknown): ColumnElement {
  const element = asElement(value)
  if (element) return elementAsExpression(element)
  if (value === null || typeof value === 'boolean') return coerceConstant(value)
  if (typeof value === 'string') throw textExpected(value)
  throw new ArgumentError(
    `SQL expression for WHERE/HAVING role expected, got ${describeValue(value)}.`,
  )
}

/** What is said of a text where an expression belongs. */
export function textExpected(value: string): ArgumentError {
  return new ArgumentError(
    `Textual SQL expression '${value}' should be explicitly declared as text('${value}')`,
  )
}

/** What is said of a value that cannot play a role; `RoleImpl._raise_for_expected`. */
export function unexpected(role: string, value: unknown, advice = ''): ArgumentError {
  const got = describeValue(value)
  return new ArgumentError(`${role} expected, got ${got}.${advice === '' ? '' : ` ${advice}`}`)
}

/** What to do with a SELECT where a FROM element belongs. */
export function subqueryAdvice(element: ClauseElement): string {
  const { name } = element.constructor
  return `To create a FROM clause from a ${name} object, use the .subquery() method.`
}

/** Null and truth values as the constants they are. */
export function coerceConstant(value: unknown): ColumnElement {
  const element = asElement(value)
  if (element) return elementAsExpression(element)
  if (value === null || value === undefined) return null_()
  if (value === true) return true_()
  if (value === false) return false_()
  throw new ArgumentError(`Expected null, false, or true, got ${describeValue(value)}.`)
}

/** True for NULL, TRUE and FALSE, spelled either way. */
export function isConstant(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true
  const element = value instanceof ClauseElement ? value : null
  return element instanceof LiteralNull || element?.kind === 'true' || element?.kind === 'false'
}

const NAMED: ReadonlySet<string> = new Set(['table', 'column', 'alias', 'subquery', 'cte'])

/** A value as it appears in messages. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(describeValue).join(', ')}]`
  if (value instanceof ClauseElement && NAMED.has(value.kind)) return value.describe()
  if (typeof value === 'function') return `class ${value.name}`
  if (typeof value === 'object' && value !== null)
    return `<${value.constructor?.name ?? 'null'} object>`
  return String(value)
}
