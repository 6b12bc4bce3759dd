/** What `Query.update()` and `Query.delete()` cannot be called on. */
import { InvalidRequestError } from '../../errors.js'
import type { Select } from '../../sql/selectable/select.js'

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
