/**
 * The ON clauses of a relationship between two FROM elements that may be aliases, subqueries or the same table: what
 * `join(User.posts)` and joined eager loading put into a statement. `JoinCondition.join_targets` in SQLAlchemy.
 */
import { ClauseAdapter } from '../../sql/adapt/clause-adapter.js'
import { and } from '../../sql/elements/boolean.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { FromClause } from '../../sql/selectable/from-clause.js'
import type { RelationshipProperty } from './relationship.js'
import type { Mapper } from './mapper.js'
import {
  allOf,
  equivalentColumns,
  selectableOfMapper,
  singleTableCriterion,
  withPolymorphicMappers,
} from './mapper-selectables.js'

/** A mapper, or an alias of one. */
export interface JoinedEntity {
  readonly mapper: Mapper
  readonly selectable: FromClause
}

type Criterion = ColumnElement<boolean>

export interface JoinRequest {
  /** Null: the parent's own FROM. */
  readonly source?: FromClause | null
  readonly destination?: FromClause | null
  readonly sourcePolymorphic?: boolean
  readonly ofType?: JoinedEntity | null
  /** The association table gets an alias of its own. */
  readonly aliasSecondary?: boolean
  readonly extraCriteria?: readonly ColumnElement[]
}

export interface RelationshipJoins {
  readonly primaryjoin: Criterion
  readonly secondaryjoin: Criterion | null
  readonly source: FromClause
  readonly destination: FromClause
  readonly secondary: FromClause | null
  /** Puts further expressions of the target, such as `orderBy`, in terms of the destination. */
  readonly targetAdapter: ClauseAdapter | null
}

/** `RelationshipProperty._create_joins`. */
export function createJoins(
  property: RelationshipProperty,
  request: JoinRequest = {},
): RelationshipJoins {
  const ends = resolveEnds(property, request)
  const conditions = withCriteria(property, ends.targetMapper, request.extraCriteria ?? [])
  const adapted = ends.aliased ? adaptJoins(property, conditions, ends) : null
  const { primaryjoin, secondaryjoin, secondary } = adapted ?? conditions
  return {
    primaryjoin,
    secondaryjoin,
    secondary,
    targetAdapter: adapted?.targetAdapter ?? null,
    source: ends.source ?? property.parent.localTable,
    destination: ends.destination,
  }
}

interface Ends {
  readonly source: FromClause | null
  readonly destination: FromClause
  readonly targetMapper: RelationshipProperty['mapper']
  /** True when columns of the join condition have to be rewritten for the ends. */
  readonly aliased: boolean
}

function resolveEnds(property: RelationshipProperty, request: JoinRequest): Ends {
  const { parent, mapper } = property
  const polymorphicSource = request.sourcePolymorphic && withPolymorphicMappers(parent).length > 0
  const source = request.source ?? (polymorphicSource ? selectableOfMapper(parent) : null)
  const target = resolveDestination(property, source, request)
  const parentFrom = selectableOfMapper(parent)
  const aliased =
    target.aliased ||
    (request.aliasSecondary === true && property.secondary !== null) ||
    (source !== null && (source.identity !== parentFrom.identity || isSubquery(source)))
  const targetMapper = request.ofType ? request.ofType.mapper : mapper
  return { source, destination: target.destination, targetMapper, aliased }
}

function resolveDestination(
  { parent, mapper }: RelationshipProperty,
  source: FromClause | null,
  { destination, ofType }: JoinRequest,
): { readonly destination: FromClause; readonly aliased: boolean } {
  const own = selectableOfMapper(mapper)
  const isPolymorphic = withPolymorphicMappers(mapper).length > 0
  if (ofType && !destination) return { destination: ofType.selectable, aliased: true }
  if (destination) {
    const isOwn = destination.identity === own.identity && !isPolymorphic
    return { destination, aliased: !isOwn }
  }
  const isSelfReferential = mapper.commonParent(parent)
  if (isSelfReferential && source === null)
    return { destination: own.alias() as FromClause, aliased: true }
  return { destination: own, aliased: isPolymorphic }
}

interface Conditions {
  readonly primaryjoin: Criterion
  readonly secondaryjoin: Criterion | null
  readonly secondary: FromClause | null
}

/** Adds criteria of single-table inheritance and of `and(…)` to the last of the ON clauses. */
function withCriteria(
  { joinCondition, secondary }: RelationshipProperty,
  targetMapper: RelationshipProperty['mapper'],
  extra: readonly ColumnElement[],
): Conditions {
  const { primaryjoin, secondaryjoin } = joinCondition
  const single = singleTableCriterion(targetMapper)
  const added = single || extra.length > 0 ? allOf([...(single ? [single] : []), ...extra]) : null
  if (!added) return { primaryjoin, secondaryjoin, secondary }
  if (secondaryjoin) return { primaryjoin, secondaryjoin: joined(secondaryjoin, added), secondary }
  return { primaryjoin: joined(primaryjoin, added), secondaryjoin, secondary }
}

function joined(condition: Criterion, added: Criterion): Criterion {
  return and(condition, added) as Criterion
}

type AdaptedJoins = Conditions & { readonly targetAdapter: ClauseAdapter | null }

function adaptJoins(
  property: RelationshipProperty,
  conditions: Conditions,
  ends: Ends,
): AdaptedJoins {
  return conditions.secondary === null
    ? adaptDirect(property, conditions, ends)
    : adaptThroughSecondary(property, conditions, ends)
}

function adaptDirect(
  { parent, mapper }: RelationshipProperty,
  { primaryjoin }: Conditions,
  { source, destination }: Ends,
): AdaptedJoins {
  const equivalents = equivalentColumns(mapper)
  const toDestination = new ClauseAdapter(destination, { excludeFn: isLocal, equivalents })
  const toSource =
    source &&
    new ClauseAdapter(source, { excludeFn: isRemote, equivalents: equivalentColumns(parent) })
  const both = toSource ? toDestination.chainTo(toSource) : toDestination
  return {
    primaryjoin: both.traverse(primaryjoin),
    secondaryjoin: null,
    secondary: null,
    targetAdapter: new ClauseAdapter(destination, { equivalents }),
  }
}

function adaptThroughSecondary(
  { parent, mapper }: RelationshipProperty,
  { primaryjoin, secondaryjoin, secondary }: Conditions,
  { source, destination }: Ends,
): AdaptedJoins {
  const alias = (secondary as FromClause).alias(null, { flat: true }) as FromClause
  const toAlias = new ClauseAdapter(alias, { excludeFn: isLocal })
  const toTarget = new ClauseAdapter(destination, { equivalents: equivalentColumns(mapper) })
  const toSource = source && new ClauseAdapter(source, { equivalents: equivalentColumns(parent) })
  const fromParent = toSource ? toAlias.chainTo(toSource) : toAlias
  return {
    primaryjoin: fromParent.traverse(primaryjoin),
    secondaryjoin: toTarget.chainTo(toAlias).traverse(secondaryjoin as Criterion),
    secondary: alias,
    targetAdapter: toTarget.chainTo(toAlias),
  }
}

function isLocal(element: ClauseElement): boolean {
  return element.annotations['local'] === true
}

function isRemote(element: ClauseElement): boolean {
  return element.annotations['remote'] === true
}

function isSubquery(from: FromClause): boolean {
  return from.kind === 'subquery' || from.kind === 'cte' || from.kind === 'lateral'
}
