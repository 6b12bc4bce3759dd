/**
 * The statement of a subquery load: `SELECT target… FROM (the original query, key columns only) AS anon_1 JOIN …`.
 * Nested loads join from the original query again, through all relationships on the way.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import type { Select } from '../../../sql/selectable/select.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { AliasedInsp } from '../entities/aliased-insp.js'
import { entityMarks } from '../entities/entity-of.js'
import { selectableOfMapper } from '../../mapping/mapper-selectables.js'
import { OrmJoin } from '../entities/orm-join.js'
import { entitySelect, withCompileOptions } from '../entity-select.js'
import type { LoadElement } from '../options/load-element.js'
import { LoaderCriteriaOption } from '../options/loader-criteria.js'
import type { Entity } from '../paths/entity.js'
import type { EntityPath, PathRegistry } from '../paths/path-registry.js'
import type { QueryContext } from '../rows/query-context.js'

/** Execution option that hands the original query down to nested loads. */
export const SUBQUERY_ORIGIN = 'subqueryOrigin'

export interface SubqueryOrigin {
  /** The statement the user wrote. */
  readonly statement: ClauseElement
  /** Relationships from its entity to the target. */
  readonly path: readonly RelationshipProperty[]
}

export interface SubqueryRequest {
  readonly property: RelationshipProperty
  readonly context: QueryContext
  readonly option: LoadElement | null
  readonly origin: SubqueryOrigin
  /** The parents' place in the present statement. */
  readonly path: EntityPath
}

export function subqueryStatement(request: SubqueryRequest): Select {
  const { property, context, option, origin, path } = request
  const entity = targetOf(request)
  const [leftmost = property] = origin.path
  const left = leftmostAlias(origin.statement as Select, leftmost)
  const parent = parentAlias(origin.path, left)
  const keys = [...property.localColumns].map((column) => parent.adapt(column))
  const criteria = option?.extraCriteria ?? []
  const options = [
    ...context.compileState.options,
    ...(criteria.length > 0 ? [new LoaderCriteriaOption(entity, criteria)] : []),
  ]
  const currentPath: PathRegistry = (context.loadPath(path) as EntityPath).forProperty(property)
  const statement = entitySelect(entity, { currentPath, options })
    .addColumns(...keys)
    .selectFrom(joined(origin.path, { left, parent, entity })) as Select
  return withCompileOptions(statement, {
    enableSingleCrit: false,
    outermostOrderBy: property.orderBy,
  })
}

function targetOf({ property, context, path }: SubqueryRequest): Entity {
  const own = path.forProperty(property)
  return context.compileState.attributes.withPolymorphic.get(own.loaderKey) ?? property.mapper
}

/** The original query with nothing but the columns the first relationship joins by. */
function leftmostAlias(statement: Select, leftmost: RelationshipProperty): AliasedInsp {
  const { parent } = leftmost
  const columns = [...leftmost.localColumns]
  const marks = entityMarks(parent)
  const narrowed = statement
    .withOnlyColumns(...columns.map((column) => column.annotate(marks)))
    .setLabelStyle('tablenamePlusCol')
  const ordered = needsOrder(statement) ? narrowed : narrowed.orderBy(null)
  const distinct = isDistinctNeeded(leftmost, columns, parent) ? ordered.distinct() : ordered
  const bare = withCompileOptions(distinct.withParts({ withOptions: [] }), {
    enableEagerloads: false,
    // As a `Query`: columns of ORDER BY are selected along with DISTINCT.
    useLegacyQueryStyle: true,
  })
  return new AliasedInsp(parent, bare.subquery() as FromClause, { useMapperPath: true })
}

function needsOrder(statement: Select): boolean {
  return statement.hasRowLimitingClause || statement.distinctOn.length > 0
}

/** Columns that are not a whole key may repeat. */
function isDistinctNeeded(
  { options }: RelationshipProperty,
  columns: readonly ColumnElement[],
  parent: Mapper,
): boolean {
  if (options.distinctTargetKey !== undefined) return options.distinctTargetKey
  return !parent.primaryKey.every((key) =>
    columns.some((column) => column.identity === key.identity),
  )
}

/** The entity the last relationship starts from: the subquery itself, or an alias joined to it. */
function parentAlias(path: readonly RelationshipProperty[], left: AliasedInsp): AliasedInsp {
  const last = path.at(-1)
  if (path.length < 2 || !last) return left
  const selectable = selectableOfMapper(last.parent).alias(null, { flat: true }) as FromClause
  return new AliasedInsp(last.parent, selectable, { useMapperPath: true })
}

interface JoinEnds {
  readonly left: AliasedInsp
  readonly parent: AliasedInsp
  readonly entity: Entity
}

function joined(
  path: readonly RelationshipProperty[],
  { left, parent, entity }: JoinEnds,
): FromClause {
  let from: FromClause | AliasedInsp = left
  let source: AliasedInsp = left
  path.forEach((property, index) => {
    const target =
      index === path.length - 1
        ? entity
        : index === path.length - 2
          ? parent
          : aliasOf(property.mapper)
    from = new OrmJoin(from, target, { onclause: property, source: source.selectable })
    if (target instanceof AliasedInsp) source = target
  })
  return from as unknown as FromClause
}

function aliasOf(mapper: Mapper): AliasedInsp {
  const selectable = selectableOfMapper(mapper).alias(null, { flat: true }) as FromClause
  return new AliasedInsp(mapper, selectable, { useMapperPath: true })
}
