/** What `select()`, `selectFrom()` and `join()` take: elements of the role, or one clear error. */
import { ArgumentError } from '../../errors.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { literalColumn } from '../elements/column-clause.js'
import {
  asElement,
  coerceConstant,
  describeValue,
  isConstant,
  subqueryAdvice,
  textExpected,
  unexpected,
} from '../elements/coercions.js'
import { hasClauseElement, type HasClauseElement } from '../protocol.js'
import { FromClause } from '../selectable/from-clause.js'
import { SelectBase } from '../selectable/select-base.js'

const COLUMNS_ROLE = 'Column expression, FROM clause, or other columns clause element'

/** @internal An item of a columns clause from what the user passed. */
export function coerceColumn(value: unknown): ClauseElement {
  const element = asElement(value)
  if (element?.isSelect) throw unexpected(COLUMNS_ROLE, value, subqueryAdvice(element))
  if (element) return element
  if (typeof value === 'number' || typeof value === 'bigint') return literalColumn(String(value))
  if (isConstant(value)) return coerceConstant(value)
  if (typeof value === 'string') {
    if (value === '*') return literalColumn('*')
    throw new ArgumentError(
      `Textual column expression '${value}' should be explicitly declared with text('${value}'), ` +
        `or use column('${value}') for more specificity`,
    )
  }
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  const advice = first === undefined ? '' : `Did you mean to say select(${describeValue(first)})?`
  throw unexpected(COLUMNS_ROLE, value, advice)
}

/** @internal A FROM element from what the user passed. */
export function coerceFrom(value: unknown): FromClause {
  const element = asElement(value)
  if (element instanceof FromClause) return element
  if (element?.kind === 'text') return element as unknown as FromClause
  if (element instanceof SelectBase) return element.subquery() as FromClause
  if (typeof value === 'string') throw textExpected(value)
  throw unexpected('FROM expression, such as a Table or alias() object', value)
}

/** @internal The target of `join()`: a FROM element, an entity, a relationship. */
export function coerceJoinTarget(value: unknown): HasClauseElement {
  if (hasClauseElement(value)) return value
  if (typeof value === 'boolean') return coerceConstant(value)
  throw unexpected('Join target, typically a FROM expression, or ORM relationship attribute', value)
}

/** @internal The condition of a join: an expression, or a relationship. */
export function coerceOnClause(value: unknown): HasClauseElement {
  if (hasClauseElement(value)) return value
  if (typeof value === 'boolean') return coerceConstant(value)
  throw unexpected('ON clause, typically a SQL expression or ORM relationship attribute', value)
}
