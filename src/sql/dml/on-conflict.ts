/** What follows VALUES: ON CONFLICT of PostgreSQL and SQLite, ON DUPLICATE KEY of MySQL. */
import { ArgumentError } from '../../errors.js'
import { asElement, coerceCondition, describeValue } from '../elements/coercions.js'
import type { Condition } from '../elements/boolean.js'
import type { ColumnElement } from '../elements/column-element.js'
import type { ColumnOperators } from '../elements/column-operators.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { FromClause } from '../selectable/from-clause.js'
import { Alias } from '../selectable/alias.js'
import type { DmlPair } from './dml-base.js'

export interface OnConflictOptions {
  /** The unique constraint, by name or as an object; PostgreSQL. */
  readonly constraint?:
    | string
    | readonly ColumnOperators[]
    | { readonly name: unknown; readonly columns?: Iterable<ColumnElement> }
    // An index.
    | { readonly name: unknown; readonly expressions: readonly ClauseElement[] }
  /** The columns of the unique index. */
  readonly indexElements?: readonly (string | ColumnOperators)[]
  /** The condition of a partial index. */
  readonly indexWhere?: Condition
  /** Update only rows for which this holds. */
  readonly where?: Condition
}

/** Data for the compiler. */
export interface PostValues {
  readonly type: 'onConflict' | 'onDuplicateKey'
  readonly constraint: string | null
  readonly target: readonly (string | ClauseElement)[]
  readonly targetWhere: ColumnElement | null
  /** Null: DO NOTHING. */
  readonly set: readonly DmlPair[] | null
  readonly where: ColumnElement | null
}

/** @internal */
export function onConflict(options: OnConflictOptions, set: readonly DmlPair[] | null): PostValues {
  if (options.constraint !== undefined && options.indexElements !== undefined) {
    throw new ArgumentError("'constraint' and 'index_elements' are mutually exclusive")
  }
  const { constraint, target } = conflictTarget(options)
  if (set !== null && set.length === 0)
    throw new ArgumentError('set parameter dictionary must not be empty')
  return {
    type: 'onConflict',
    constraint,
    target,
    targetWhere: options.indexWhere === undefined ? null : coerceCondition(options.indexWhere),
    set,
    where: options.where === undefined ? null : coerceCondition(options.where),
  }
}

function conflictTarget(options: OnConflictOptions): Pick<PostValues, 'constraint' | 'target'> {
  const { constraint, indexElements } = options
  if (typeof constraint === 'string') return { constraint, target: [] }
  if (isColumnList(constraint)) {
    return { constraint: null, target: constraint.map((element) => elementOf(element)) }
  }
  if (constraint) {
    if ('expressions' in constraint) return { constraint: null, target: constraint.expressions }
    if (typeof constraint.name === 'string') return { constraint: constraint.name, target: [] }
    return { constraint: null, target: [...(constraint.columns ?? [])] }
  }
  const target = (indexElements ?? []).map((element) =>
    typeof element === 'string' ? element : elementOf(element),
  )
  return { constraint: null, target }
}

function elementOf(given: unknown): ClauseElement {
  const found = asElement(given)
  if (found) return found
  throw new ArgumentError(`Column name or column expected, got ${describeValue(given)}.`)
}

function isColumnList(constraint: unknown): constraint is readonly ColumnOperators[] {
  return Array.isArray(constraint)
}

/** @internal */
export function onDuplicateKey(set: readonly DmlPair[]): PostValues {
  if (set.length === 0) throw new ArgumentError('set parameter dictionary must not be empty')
  return {
    type: 'onDuplicateKey',
    constraint: null,
    target: [],
    targetWhere: null,
    set,
    where: null,
  }
}

/** @internal The pseudo table of the row that was not inserted. */
export function excludedColumns(table: FromClause, name: string): FromClause {
  return new Alias(table, name)
}
