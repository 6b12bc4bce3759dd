/** The statement of a selectin load, and its rows by key. */
import type { Io } from '../../../engine/io.js'
import { bindparam } from '../../../sql/elements/bind-parameter.js'
import type { Select } from '../../../sql/selectable/select.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { entityClause } from '../entities/entity-of.js'
import { OrmJoin } from '../entities/orm-join.js'
import { entitySelect, withCompileOptions } from '../entity-select.js'
import type { LoadingSession } from '../loading-session.js'
import type { LoadElement } from '../options/load-element.js'
import { LoaderCriteriaOption } from '../options/loader-criteria.js'
import { isAliased } from '../paths/entity.js'
import type { EntityPath, PathRegistry } from '../paths/path-registry.js'
import type { QueryContext } from '../rows/query-context.js'
import { KeyGroups } from './key-groups.js'
import { withoutRepeats, type Recursion } from './recursion.js'
import { inExpression, type SelectinPlan } from './selectin-plan.js'

/** One selectin load of one path. */
export interface SelectinRun {
  readonly property: RelationshipProperty
  readonly plan: SelectinPlan
  readonly context: QueryContext
  readonly option: LoadElement | null
  readonly recursion: Recursion
  /** Where the parents stand in the query the user wrote. */
  readonly path: PathRegistry
  readonly session: LoadingSession
}

/** Related objects of one chunk of keys, by key; a key of one column is given as its value. */
export function* fetchByKeysIo(
  run: SelectinRun,
  values: readonly unknown[],
): Io<KeyGroups<object | null>> {
  const { session, context, plan, recursion } = run
  const width = plan.keyColumns.length
  const result = yield* session.executeIo(
    statementOf(run),
    { primary_keys: values },
    {
      executionOptions: { ...recursion.executionOptions, prebufferRows: true },
      loadOptions: {
        topLevelContext: context.topLevel,
        populateExisting: context.loadOptions.populateExisting,
      },
      origin: {
        cause: 'selectin load',
        path: String(run.property),
        because: context.execution.origin,
      },
    },
  )
  return grouped(result.rawRows(), width)
}

/** Related objects by the key in front of them, each once. */
function grouped(rows: readonly (readonly unknown[])[], width: number): KeyGroups<object | null> {
  const groups = new KeyGroups<object | null>()
  for (const row of rows) {
    const target = row[width] as object | null
    if (width === 1) groups.addSingleOnce(row[0], target)
    else groups.addOnce(row.slice(0, width), target)
  }
  return groups
}

function statementOf(run: SelectinRun): Select {
  const { plan, option, recursion, context, property } = run
  const { entity } = recursion
  const criteria = option?.extraCriteria ?? []
  const options = [
    ...context.compileState.options,
    ...(criteria.length > 0
      ? [new LoaderCriteriaOption(entity, criteria, { includeAliases: true })]
      : []),
  ]
  const columns = keyColumnsOf(run)
  const base = entitySelect(entity, { currentPath: currentPathOf(run), options, columns })
  const from = plan.parentAlias
    ? new OrmJoin(plan.parentAlias, entity, { onclause: property })
    : entityClause(entity)
  const keys = bindparam('primary_keys', { expanding: true })
  return ordered(base.selectFrom(from).where(inExpression(columns).in(keys)), run)
}

/** Key columns in terms of the entity that is selected; parents' aliases bring their own. */
function keyColumnsOf({ plan, recursion }: SelectinRun): readonly ColumnElement[] {
  const { entity } = recursion
  if (plan.parentAlias || !isAliased(entity)) return plan.keyColumns
  return plan.keyColumns.map((column) => entity.adapt(column))
}

/** Recursive options stay at the same place in the path, however deep they get. */
function currentPathOf({ path, property, recursion }: SelectinRun): PathRegistry {
  const own = (path as EntityPath).forProperty(property)
  return recursion.depth === null ? own : withoutRepeats(own)
}

/** Children alone can be ordered directly; behind a join the order goes to the outermost statement. */
function ordered(statement: Select, { property, plan, recursion }: SelectinRun): Select {
  const { orderBy } = property
  const { entity } = recursion
  if (orderBy.length === 0) return statement
  if (plan.parentAlias) return withCompileOptions(statement, { outermostOrderBy: orderBy })
  const adapted = isAliased(entity) ? orderBy.map((clause) => entity.adapt(clause)) : orderBy
  return statement.orderBy(...adapted)
}
