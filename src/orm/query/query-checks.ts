/**
 * What may not be called on a `Query` of a certain state, SQLAlchemy's assertions of `Query`; and what the rows of a query
 * are unwrapped to.
 */
import { InvalidRequestError } from '../../errors.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { Select } from '../../sql/selectable/select.js'
import { annotatedEntity } from '../loading/entities/entity-of.js'
import { bundleOf } from './bundle.js'
import type { QueryParts } from './query-statement.js'

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

type Refusal = (method: string, parts: QueryParts) => void

/** @throws InvalidRequestError after `fromStatement()` */
export const refuseStatement: Refusal = (method, { source }) => {
  if (!source) return
  throw new InvalidRequestError(
    `Query.${method}() being called on a Query with an existing full statement - can't apply criterion.`,
  )
}

/** @throws InvalidRequestError after `limit()` or `offset()`, whose rows criteria would choose from anew */
export const refuseLimit: Refusal = (method, { statement }) => {
  if (!statement.hasRowLimitingClause) return
  throw new InvalidRequestError(
    `Query.${method}() being called on a Query which already has LIMIT or OFFSET applied.  ` +
      `Call ${method}() before limit() or offset() are applied.`,
  )
}

/** @throws InvalidRequestError for a query that has more than entities, an order and DISTINCT */
export const refuseCriteria: Refusal = (method, { source, statement }) => {
  const { whereCriteria, fromObj, setupJoins, groupByClauses } = statement
  const given = [whereCriteria, fromObj, setupJoins, groupByClauses]
  if (!source && !statement.hasRowLimitingClause && given.every(({ length }) => length === 0))
    return
  throw existing(method)
}

/** @throws InvalidRequestError for a query that has more than entities */
export const refuseClauses: Refusal = (method, parts) => {
  if (parts.statement.orderByClauses.length > 0 || parts.statement.distinctFlag) {
    throw existing(method)
  }
  refuseCriteria(method, parts)
}

function existing(method: string): InvalidRequestError {
  return new InvalidRequestError(
    `Query.${method}() being called on a Query with existing criterion. `,
  )
}

/** Runs the assertions of a method, unless the query has them switched off. */
export function assertAllows(
  parts: QueryParts,
  method: string,
  refusals: readonly Refusal[],
): void {
  if (parts.assertions === false) return
  for (const refuse of refusals) refuse(method, parts)
}
