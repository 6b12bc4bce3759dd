/**
 * Hangs the JOIN of an eager relationship on the right FROM of the statement, nested where an inner join follows an
 * outer one. Runs after all entities of the statement have been set up.
 */
import { clauseIsPresent } from '../../../sql/adapt/find-tables.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { Join } from '../../../sql/selectable/join.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { AliasedInsp } from '../entities/aliased-insp.js'
import type { EntityAdapter } from '../entities/entity-adapter.js'
import { selectableOf } from '../entities/entity-of.js'
import { OrmJoin, type OrmJoinOptions } from '../entities/orm-join.js'
import type { EntityCompileState, QueryEntity } from '../entity-compile-state.js'
import { isAliased, mapperOf, type Entity } from '../paths/entity.js'
import type { PropertyPath } from '../paths/path-registry.js'
import { spliceNestedInnerJoin } from './splice-join.js'

export interface EagerJoin {
  readonly property: RelationshipProperty
  readonly compileState: EntityCompileState
  readonly queryEntity: QueryEntity
  readonly path: PropertyPath
  /** How the parent's own columns are found: it may be an alias, or an eager join itself. */
  readonly parentAdapter: EntityAdapter | null
  /** Set below another eager join. */
  readonly parentMapper: Mapper | null
  readonly target: AliasedInsp
  readonly innerjoin: boolean | 'nested' | 'unnested'
  readonly chainedFromOuterjoin: boolean
  readonly extraCriteria: readonly ColumnElement[]
}

export function addEagerJoin(join: EagerJoin): void {
  const { compileState, property } = join
  const { key, from } = joinPoint(join)
  const left = compileState.eagerJoins.get(key) ?? from
  const made = makeJoin(join, left)
  made.stopOn = from
  compileState.eagerJoins.set(key, made)
  if (!join.parentMapper) keepParentColumns(join)
  if (property.orderBy.length === 0) return
  const adapter = made.targetAdapter ?? join.target.adapter
  compileState.eagerOrderBy.push(...property.orderBy.map((clause) => adapter.traverse(clause)))
}

/** Which FROM the join hangs on; the key tells the statement where to put it back. */
function joinPoint({ compileState, queryEntity }: EagerJoin): { key: unknown; from: FromClause } {
  const selectable = selectableOf(queryEntity.entityZero as Entity)
  const nests = compileState.multiRowEagerLoaders && compileState.shouldNestSelectable
  if (!compileState.eagerJoins.has(queryEntity) && !nests) {
    const { fromClauses } = compileState
    const matching = fromClauses.flatMap((from, index) =>
      clauseIsPresent(selectable, from) ? [index] : [],
    )
    const [index] = matching
    if (matching.length > 1) throw ambiguousLeft()
    if (index !== undefined) return { key: index, from: fromClauses[index] as FromClause }
  }
  return { key: queryEntity, from: selectable }
}

function ambiguousLeft(): InvalidRequestError {
  return new InvalidRequestError(
    "Can't identify which query entity in which to joined eager load from.   Please use an exact match when specifying the join path.",
  )
}

function makeJoin(join: EagerJoin, left: FromClause): OrmJoin {
  const { property, target, innerjoin, chainedFromOuterjoin, queryEntity } = join
  const representsOuter =
    isAliased(queryEntity.entityZero) && queryEntity.entityZero.representsOuterJoin
  const outside = !chainedFromOuterjoin || !innerjoin || innerjoin === 'unnested' || representsOuter
  const options: OrmJoinOptions = {
    onclause: property,
    source: sourceOf(join),
    extraCriteria: [
      ...join.extraCriteria,
      ...join.compileState.criteriaFor(property.mapper, join.path),
    ],
    leftMemo: property.parent,
    rightMemo: join.path.entityPath,
  }
  if (!outside) return spliceNestedInnerJoin(join, left, options)
  const isouter = !innerjoin || representsOuter || (chainedFromOuterjoin && left instanceof Join)
  return new OrmJoin(left, target, { ...options, isouter })
}

/** The parent's FROM on the left side: its alias, if it has one. */
function sourceOf({ parentAdapter, parentMapper, property }: EagerJoin): FromClause | null {
  if (!parentAdapter) return null
  const { entity } = parentAdapter
  if (!entity) return parentAdapter.selectable
  const wanted = parentMapper && parentMapper.isa(property.parent) ? parentMapper : property.parent
  return entity.entityForMapper(wanted).selectable
}

/** Columns of the parent that the join needs are selected even when they are deferred. */
function keepParentColumns({
  property,
  parentAdapter,
  compileState,
  queryEntity,
}: EagerJoin): void {
  const parent = queryEntity.entityZero ? mapperOf(queryEntity.entityZero) : property.parent
  for (const column of property.localColumns) {
    if (!parent.persistSelectable.columns.includes(column)) continue
    const own = parentAdapter ? parentAdapter.column(column) : column
    compileState.addColumn(own, compileState.primaryColumns)
  }
}
