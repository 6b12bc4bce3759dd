/**
 * A JOIN between entities: along a relationship, by an ON clause, or by foreign keys. `sqlalchemy.orm.util._ORMJoin`.
 */
import type { ClauseAdapter } from '../../../sql/adapt/clause-adapter.js'
import { and } from '../../../sql/elements/boolean.js'
import { clauseIsPresent } from '../../../sql/adapt/find-tables.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { Join } from '../../../sql/selectable/join.js'
import { QueryableAttribute } from '../../attributes/queryable-attribute.js'
import type { Mapper } from '../../mapping/mapper.js'
import { RelationshipProperty } from '../../mapping/relationship.js'
import { type Entity, isAliased } from '../paths/entity.js'
import type { PathRegistry } from '../paths/path-registry.js'
import { entityOrNull, selectableOf } from './entity-of.js'
import {
  allOf,
  selectableOfMapper,
  singleTableCriterion,
} from '../../mapping/mapper-selectables.js'
import { createJoins } from '../../mapping/relationship-joins.js'

export interface OrmJoinOptions {
  readonly onclause?: QueryableAttribute | RelationshipProperty | ColumnElement | null
  readonly isouter?: boolean
  readonly full?: boolean
  readonly extraCriteria?: readonly ColumnElement[]
  /** With a relationship as ON clause: which FROM on the left it starts from. */
  readonly source?: FromClause | null
  /** The mapper on the left and the path on the right: where nested eager joins find their place. */
  readonly leftMemo?: Mapper | null
  readonly rightMemo?: PathRegistry | null
}

export class OrmJoin extends Join {
  readonly targetAdapter: ClauseAdapter | null
  readonly leftMemo: Mapper | null
  readonly rightMemo: PathRegistry | null
  /** The FROM an eager join began at: a subquery that takes its place takes all of it. */
  stopOn: FromClause | null = null

  constructor(left: Entity | FromClause, right: Entity | FromClause, options: OrmJoinOptions = {}) {
    const parts = joinParts(left, right, options)
    super(parts.left, parts.right, {
      onclause: parts.onclause,
      isouter: options.isouter ?? false,
      full: options.full ?? false,
    })
    this.targetAdapter = parts.targetAdapter
    this.leftMemo = options.leftMemo ?? null
    this.rightMemo = options.rightMemo ?? null
  }

  /** The same join with other sides, as nested eager joins need it. */
  withSides(
    left: FromClause,
    right: FromClause,
    memo: Pick<OrmJoinOptions, 'leftMemo' | 'rightMemo'>,
  ): OrmJoin {
    const { onclause, isouter, full } = this
    return new OrmJoin(left, right, { onclause, isouter, full, ...memo })
  }
}

interface JoinParts {
  readonly left: FromClause
  readonly right: FromClause
  readonly onclause: ColumnElement | null
  readonly targetAdapter: ClauseAdapter | null
}

function joinParts(
  left: Entity | FromClause,
  right: Entity | FromClause,
  options: OrmJoinOptions,
): JoinParts {
  const { onclause = null } = options
  if (onclause instanceof QueryableAttribute || onclause instanceof RelationshipProperty) {
    return alongRelationship(left, right, { ...options, onclause })
  }
  const own = augmented(left, right, options)
  return {
    left: selectableOf(left),
    right: selectableOf(right),
    onclause: own,
    targetAdapter: null,
  }
}

type AlongOptions = OrmJoinOptions & {
  readonly onclause: QueryableAttribute | RelationshipProperty
}

function alongRelationship(
  left: Entity | FromClause,
  right: Entity | FromClause,
  options: AlongOptions,
): JoinParts {
  const { onclause, extraCriteria = [], isouter = false } = options
  const isAttribute = onclause instanceof QueryableAttribute
  const property = (isAttribute ? onclause.property : onclause) as RelationshipProperty
  const from = isAttribute
    ? selectableOf(onclause.parent)
    : (options.source ?? selectableOfMapper(property.parent))
  const leftFrom = selectableOf(left)
  const joins = createJoins(property, {
    source: clauseIsPresent(from, leftFrom) ? from : leftFrom,
    destination: selectableOf(right),
    sourcePolymorphic: true,
    ofType: entityOrNull(right),
    aliasSecondary: true,
    extraCriteria: [...extraCriteria, ...(isAttribute ? onclause.extraCriteria : [])],
  })
  const rightFrom = joins.destination
  const { primaryjoin, secondaryjoin, secondary, targetAdapter } = joins
  if (!secondaryjoin || !secondary)
    return { left: leftFrom, right: rightFrom, onclause: primaryjoin, targetAdapter }
  if (isouter) {
    const inner = new Join(secondary, rightFrom, { onclause: secondaryjoin })
    return { left: leftFrom, right: inner, onclause: primaryjoin, targetAdapter }
  }
  const outer = new Join(leftFrom, secondary, { onclause: primaryjoin })
  return { left: outer, right: rightFrom, onclause: secondaryjoin, targetAdapter }
}

/** An ON clause given by hand, or by foreign keys, with what single-table inheritance and options add. */
function augmented(
  left: Entity | FromClause,
  right: Entity | FromClause,
  { onclause = null, extraCriteria = [] }: OrmJoinOptions,
): ColumnElement | null {
  const target = entityOrNull(right)
  const single = target && singleTableCriterion(isAliased(target) ? target.mapper : target)
  const adapted = single && isAliased(target) ? target.adapter.traverse(single) : single
  const added = allOf([...extraCriteria, ...(adapted ? [adapted] : [])])
  if (!added) return onclause as ColumnElement | null
  const own =
    (onclause as ColumnElement | null) ?? new Join(selectableOf(left), selectableOf(right)).onclause
  return and(own as ColumnElement<boolean>, added)
}
