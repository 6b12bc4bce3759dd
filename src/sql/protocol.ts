/**
 * The door through which other layers' objects (mapped classes, instrumented attributes, aliased entities) enter
 * SQL: whatever has this method may stand where an element is expected. `__clause_element__` in SQLAlchemy.
 */
import type { ClauseElement } from './elements/clause-element.js'
import type { KeyVisitor } from './executable-option.js'

export const clauseElement: unique symbol = Symbol.for('orm-shell.clauseElement')

/** How such an object stands in the key of a statement, where that is less than its element. */
export const describeInKey: unique symbol = Symbol.for('orm-shell.describeInKey')

export interface HasClauseElement {
  [clauseElement](): ClauseElement
  /** Answers false where only the element tells. */
  [describeInKey]?(visitor: KeyVisitor): boolean
}

/** True for objects and classes that can become an element. */
export function hasClauseElement(value: unknown): value is HasClauseElement {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return clauseElement in value
}
