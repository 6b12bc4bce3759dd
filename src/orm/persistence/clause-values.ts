/** Tells SQL expressions among attribute values from plain ones. */
import { ClauseElement } from '../../sql/elements/clause-element.js'
import { clauseElement, hasClauseElement } from '../../sql/protocol.js'
import type { ColumnElement } from '../mapping/sql-types.js'

/** True for values that are rendered into the statement: `user.visits = User.visits.add(1)`. */
export function isClauseElement(value: unknown): value is ColumnElement {
  return value instanceof ClauseElement || hasClauseElement(value)
}

/** The expression such a value stands for. */
export function asExpression(value: ColumnElement): ColumnElement {
  return hasClauseElement(value) ? (value[clauseElement]() as ColumnElement) : value
}
