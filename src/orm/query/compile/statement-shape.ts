/**
 * The core SELECT of a compiled entity query: the plain form, and the form for LIMIT with joined collections, where
 * the query becomes a subquery and the eager joins hang on it from outside.
 */
import { ClauseAdapter } from '../../../sql/adapt/clause-adapter.js'
import {
  expandColumnListFromOrderBy,
  unwrapLabelReference,
} from '../../../sql/adapt/order-columns.js'
import {
  NO_ANNOTATIONS,
  type Changeable,
  type ClauseElement,
} from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { Join } from '../../../sql/selectable/join.js'
import { Select } from '../../../sql/selectable/select.js'
import { InvalidRequestError } from '../../../errors.js'
import { OrmJoin } from '../../loading/entities/orm-join.js'
import { EntityAdapter } from '../../loading/entities/entity-adapter.js'
import { equivalentColumns } from '../../mapping/mapper-selectables.js'
import { mapperOf } from '../../loading/paths/entity.js'
import type { OrmSelectCompileState } from './select-compile-state.js'

export function simpleStatement(state: OrmSelectCompileState): Select {
  const { primaryColumns, secondaryColumns, selectStatement: own, compileOptions } = state
  if (primaryColumns.length === 0) {
    throw new InvalidRequestError('Query contains no columns with which to SELECT from.')
  }
  const orderBy = adapted(state, own.orderByClauses)
  const needsOrderColumns =
    compileOptions.useLegacyQueryStyle && own.distinctFlag && own.distinctOn.length === 0
  const extra = needsOrderColumns ? expandColumnListFromOrderBy(primaryColumns, orderBy) : []
  const columns = [...primaryColumns, ...extra, ...secondaryColumns]
  const froms = [...state.fromClauses, ...state.eagerJoins.values()]
  return coreSelect(state, columns, froms, [...orderBy, ...state.eagerOrderBy])
}

/** `ORMSelectCompileState._compound_eager_statement`. */
export function compoundEagerStatement(state: OrmSelectCompileState): Select {
  const { primaryColumns, secondaryColumns, selectStatement: own } = state
  const orderBy = adapted(state, own.orderByClauses)
  const unwrapped = orderBy.map((clause) => unwrapLabelReference(clause))
  const missing = expandColumnListFromOrderBy(primaryColumns, unwrapped)
  const columns = [...primaryColumns, ...missing]
  const inner = coreSelect(state, columns, state.fromClauses, orderBy).subquery() as FromClause
  const adapter = new EntityAdapter(inner, { equivalents: equivalentsOf(state) })
  state.compoundEagerAdapter = adapter
  let from = inner
  for (const join of state.eagerJoins.values()) from = spliceJoins(from, join)
  return bareSelect([inner, ...secondaryColumns]).withParts({
    fromObj: [from],
    labelStyle: own.labelStyle,
    orderByClauses: [...unwrapped.map((clause) => adapter.traverse(clause)), ...state.eagerOrderBy],
    forUpdateArg: own.forUpdateArg?.of.length === 0 ? own.forUpdateArg : null,
  })
}

/** The eager joins, with the subquery in the place of the entity they began at. */
function spliceJoins(left: FromClause, join: FromClause): FromClause {
  const adapter = new ClauseAdapter(left)
  const stopOn = join instanceof OrmJoin ? join.stopOn : null
  const visit = (from: FromClause): FromClause => {
    if (!(from instanceof Join) || from === stopOn) return adapter.traverse(from)
    return from.withParts({ left: visit(from.left), onclause: adapter.traverse(from.onclause) })
  }
  return visit(join)
}

function equivalentsOf(state: OrmSelectCompileState) {
  const all = new Map<ColumnElement, ReadonlySet<ColumnElement>>()
  for (const { entityZero } of state.items) {
    if (!entityZero) continue
    for (const [column, others] of equivalentColumns(mapperOf(entityZero))) all.set(column, others)
  }
  return all
}

function adapted<E extends ClauseElement>(
  state: OrmSelectCompileState,
  clauses: readonly E[],
): readonly E[] {
  const adapt = state.currentAdapter()
  return adapt ? clauses.map((clause) => adapt(clause)) : clauses
}

/** A SELECT with the user's clauses and these columns, which no plugin will look at again. */
function coreSelect(
  state: OrmSelectCompileState,
  columns: readonly ClauseElement[],
  froms: readonly FromClause[],
  orderByClauses: readonly ClauseElement[],
): Select {
  const { selectStatement: own } = state
  const core: Changeable<Select> = own.copied()
  core.rawColumns = columns
  core.fromObj = froms
  core.setupJoins = []
  core.memoizedSelectEntities = []
  core.whereCriteria = state.whereCriteria
  core.orderByClauses = orderByClauses
  core.havingCriteria = adapted(state, own.havingCriteria)
  core.groupByClauses = adapted(state, own.groupByClauses)
  core.distinctOn = adapted(state, own.distinctOn)
  core.withOptions = []
  core.annotations = NO_ANNOTATIONS
  core.propagateAttrs = null
  return core as Select
}

function bareSelect(columns: readonly ClauseElement[]): Select {
  return new Select(columns).withParts({ propagateAttrs: null })
}

/** The order of a relationship in terms of what the statement has joined for it. */
export function outermostOrderBy(state: OrmSelectCompileState): readonly ColumnElement[] {
  const { outermostOrderBy: order } = state.compileOptions
  const [from] = state.fromClauses
  const adapter = from instanceof OrmJoin ? from.targetAdapter : null
  return adapter ? order.map((clause) => adapter.traverse(clause)) : order
}
