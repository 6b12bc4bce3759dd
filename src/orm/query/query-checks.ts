/** What `Query.update()` and `Query.delete()` cannot be called on, and what the rows of a query are unwrapped to. */
import { InvalidRequestError } from '../../errors.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { Select } from '../../sql/selectable/select.js'
import { annotatedEntity } from '../loading/entities/entity-of.js'
import { bundleOf } from './bundle.js'

export function checkUpdatable(statement: Select): void {
  const called: readonly (readonly [string, boolean])[] = [
    ['limit()', statement.limitClause !== null],
    ['offset()', statement.offsetClause !== null],
    ['order_by()', statement.orderByClauses.length > 0],
    ['group_by()', statement.groupByClauses.length > 0],
    ['distinct()', statement.distinctFlag],
    ['join(), outerjoin(), select_from(), or from_self()', isJoined(statement)],
  ]
  const offender = called.find(([, applies]) => applies)
  if (!offender) return
  throw new InvalidRequestError(
    `Can't call Query.update() or Query.delete() when ${offender[0]} has been called`,
  )
}

function isJoined({ setupJoins, fromObj }: Select): boolean {
  return setupJoins.length > 0 || fromObj.length > 0
}

/** A class or alias: its objects come once each. */
export function isEntity(column: ClauseElement): boolean {
  return annotatedEntity(column) !== null && 'columns' in column
}

/** Values of a query for nothing else come by themselves, not in rows. */
export function isSingle(column: ClauseElement): boolean {
  return isEntity(column) || bundleOf(column)?.singleEntity === true
}
