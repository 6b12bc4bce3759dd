/**
 * The statement of a subquery load: `SELECT target… FROM (the original query, key columns only) AS anon_1 JOIN …`.
 * Nested loads join from the original query again, through all relationships on the way.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import type { Table } from '../../../schema/table.js'
import type { Select } from '../../../sql/selectable/select.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { AliasedInsp } from '../entities/aliased-insp.js'
import { entityMarks } from '../entities/entity-of.js'
import { selectableOfMapper } from '../../mapping/mapper-selectables.js'
import { OrmJoin } from '../entities/orm-join.js'
import { entitySelect, withCompileOptions } from '../entity-select.js'
import type { LoadElement } from '../options/load-element.js'
import type { LoaderOptionBase } from '../options/load-chain.js'
import { LoaderCriteriaOption } from '../options/loader-criteria.js'
import { type Entity, isAliased } from '../paths/entity.js'
import { type EntityPath, PathRegistry, type PropertyPath } from '../paths/path-registry.js'
import type { QueryContext } from '../rows/query-context.js'

/** Execution option that hands the original query down to nested loads. */
export const SUBQUERY_ORIGIN = 'subqueryOrigin'

export interface SubqueryOrigin {
  /** The statement the user wrote. */
  readonly statement: ClauseElement
  /** From its entity to the relationship that is loaded; empty for the statement itself. */
  readonly path: PathRegistry
}

/** The origin of a load that begins where `origin` has led to. */
export function originBelow(origin: SubqueryOrigin, path: PropertyPath): SubqueryOrigin {
  const whole = PathRegistry.coerce([...origin.path.path, ...path.path])
  return { statement: origin.statement, path: whole }
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
  const { property, option, origin } = request
  const entity = targetOf(request)
  const original = origin.statement as Select
  const walked = relationshipsOf(origin.path)
  const left = leftmostAlias(original, origin.path.path[0] as Entity, walked[0] ?? property)
  const parent = parentAlias(origin.path, left)
  const keys = [...property.localColumns].map((column) => parent.adapt(column))
  const criteria = option?.extraCriteria ?? []
  const options = [
    ...(original.withOptions as readonly LoaderOptionBase[]),
    ...(criteria.length > 0
      ? [new LoaderCriteriaOption(entity, criteria, { includeAliases: true })]
      : []),
  ]
  const statement = entitySelect(entity, { currentPath: origin.path, options })
    .addColumns(...keys)
    .selectFrom(joined(walked, { left, parent, entity })) as Select
  return withCompileOptions(statement, {
    enableSingleCrit: false,
    outermostOrderBy: property.orderBy,
  })
}

function relationshipsOf(path: PathRegistry): readonly RelationshipProperty[] {
  return path.path.filter((_, index) => index % 2 === 1) as unknown as RelationshipProperty[]
}

function targetOf({ property, context, path }: SubqueryRequest): Entity {
  const own = path.forProperty(property)
  return context.compileState.attributes.withPolymorphic.get(own.loaderKey) ?? property.mapper
}

/** The original query with nothing but the columns the first relationship joins by. */
function leftmostAlias(
  statement: Select,
  entity: Entity,
  leftmost: RelationshipProperty,
): AliasedInsp {
  const { parent } = leftmost
  const columns = [...leftmost.localColumns].map((column) => columnOf(entity, parent, column))
  const narrowed = withItsEntities(statement)
    .withOnlyColumns(...columns)
    .setLabelStyle('tablenamePlusCol')
  const ordered = needsOrder(statement) ? narrowed : narrowed.orderBy(null)
  const distinct = isDistinctNeeded(leftmost) ? ordered.distinct() : ordered
  const bare = withCompileOptions(distinct.withParts({ withOptions: [] }), {
    enableEagerloads: false,
    // As a `Query`: columns of ORDER BY are selected along with DISTINCT.
    useLegacyQueryStyle: true,
  })
  return new AliasedInsp(parent, bare.subquery() as FromClause, { useMapperPath: true })
}

function columnOf(entity: Entity, parent: Mapper, column: ColumnElement): ColumnElement {
  return isAliased(entity) ? entity.adapt(column) : column.annotate(entityMarks(parent))
}

/** Fewer columns may not name all entities that the query is about. */
function withItsEntities(statement: Select): Select {
  if (statement.fromObj.length > 0) return statement
  const entities = statement.columnDescriptions.map(({ entity }) => entity)
  const named = [...new Set(entities)].filter((entity) => entity !== null && entity !== undefined)
  return statement.selectFrom(...(named as FromClause[])) as Select
}

function needsOrder(statement: Select): boolean {
  return statement.hasRowLimitingClause || statement.distinctOn.length > 0
}

/** Columns that are not a whole key may repeat. */
function isDistinctNeeded({ options, localColumns }: RelationshipProperty): boolean {
  if (options.distinctTargetKey !== undefined) return options.distinctTargetKey
  const columns = [...localColumns]
  const tables = new Set(columns.map(({ table }) => table as Table))
  return [...tables].some((table) => !table.primaryKey.every((key) => columns.includes(key)))
}

/** The entity the last relationship starts from: the subquery itself, or an alias joined to it. */
function parentAlias(path: PathRegistry, left: AliasedInsp): AliasedInsp {
  const walked = relationshipsOf(path)
  const last = walked.at(-1)
  if (walked.length < 2 || !last) return left
  const entity = path.path.at(-2) as Entity
  if (isAliased(entity)) return entity as AliasedInsp
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
