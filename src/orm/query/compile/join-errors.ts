/** The errors of joins whose left side cannot be made out. */
import { InvalidRequestError } from '../../../errors.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { isAliased, type Entity } from '../../loading/paths/entity.js'

const REMEDY =
  'Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.'

export function ambiguousLeft(kind: 'explicit' | 'implicit'): InvalidRequestError {
  return new InvalidRequestError(
    kind === 'explicit'
      ? "Can't identify which entity in which to assign the left side of this join.   Please use a more specific ON clause."
      : `Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. ${REMEDY}`,
  )
}

export function noLeft(right: Entity | FromClause): InvalidRequestError {
  return new InvalidRequestError(`Don't know how to join to ${describe(right)}. ${REMEDY}`)
}

export function nothingToJoinFrom(): InvalidRequestError {
  return new InvalidRequestError(
    'No entities to join from; please use select_from() to establish the left entity/selectable of this join',
  )
}

function describe(right: Entity | FromClause): string {
  if (right instanceof FromClause) return right.describe()
  return isAliased(right) ? String(right) : `<Mapper at 0x0; ${right.className}>`
}
