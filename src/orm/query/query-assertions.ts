/** What may not be called any more on a `Query` of a certain state; SQLAlchemy's assertions of `Query`. */
import { InvalidRequestError } from '../../errors.js'
import type { QueryParts } from './query-statement.js'

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
