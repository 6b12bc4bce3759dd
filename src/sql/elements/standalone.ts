/** Operators that SQLAlchemy also has as functions, for operands that are no columns: `between(5, User.low, User.high)`. */
import { coerceExpression } from './coercions.js'
import type { ColumnElement } from './column-element.js'
import type { Label } from './label.js'

/**
 * `a BETWEEN low AND high`; `sqlalchemy.between`.
 *
 * @example
 * select(User).where(between(18, User.minAge, User.maxAge))
 */
export function between(
  expression: unknown,
  low: unknown,
  high: unknown,
  options: { readonly symmetric?: boolean } = {},
): ColumnElement<boolean> {
  return coerceExpression(expression).between(low, high, options)
}

/** `a COLLATE name`; `sqlalchemy.collate`. @example select(User).orderBy(collate(User.name, 'NOCASE')) */
export function collate(expression: unknown, name: string): ColumnElement {
  return coerceExpression(expression).collate(name)
}

/** `a AS name`; `sqlalchemy.label`. @example select(label('n', func.count())) */
export function label(name: string, expression: unknown): Label {
  return coerceExpression(expression).label(name)
}
