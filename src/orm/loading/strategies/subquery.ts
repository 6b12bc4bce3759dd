/** Loads a relationship with one more SELECT that repeats the query as a subquery and joins the target to it. */
import type { Io } from '../../../engine/io.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { NO_RAISE, PASSIVE_NO_FETCH } from '../../state/passive.js'
import { columnValueIo } from '../access/column-values.js'
import type { EntityPath, PathRegistry } from '../paths/path-registry.js'
import { PostLoad, type StateToLoad } from '../rows/post-load.js'
import { ImmediateLoader } from './immediate.js'
import { KeyGroups } from './key-groups.js'
import { rejectPopulation } from './unloaded.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'
import { SUBQUERY_ORIGIN, subqueryStatement, type SubqueryOrigin } from './subquery-statement.js'

export class SubqueryLoader implements LoaderStrategy {
  constructor(readonly property: RelationshipProperty) {}

  setupQuery(_setup: QuerySetup): void {}

  createRowProcessor(setup: RowSetup): void {
    rejectPopulation(this.property)
    const { context, path } = setup
    const { compileOptions } = context.compileState
    if (context.loadOptions.refreshState) {
      new ImmediateLoader(this.property).createRowProcessor(setup)
      return
    }
    if (!compileOptions.enableEagerloads) return
    context.loadersRequireBuffering = true
    const loadPath = context.loadPath(path)
    if (this.#comesRound(setup, loadPath)) return
    PostLoad.register(loadPath, this.property, {
      context,
      limitTo: this.property.parent,
      loadIo: (states) => this.#loadIo(states, setup),
    })
  }

  *#loadIo(states: readonly StateToLoad[], setup: RowSetup): Io<void> {
    const found = yield* this.#fetchIo(setup)
    const { key, uselist, localColumns } = this.property
    for (const [state, overwrite] of states) {
      if (!overwrite && state.has(key)) continue
      const identity: unknown[] = []
      for (const column of localColumns) {
        identity.push(yield* columnValueIo(state, column, PASSIVE_NO_FETCH | NO_RAISE))
      }
      const related = found.get(identity)
      state.impl(key).setCommittedValue(state, uselist ? related : this.#scalarOf(related, setup))
    }
  }

  *#fetchIo({ context, path, option }: RowSetup): Io<KeyGroups<unknown>> {
    const origin = originOf(context.execution.executionOptions, context.execution.statement)
    const own = {
      statement: origin.statement,
      path: [...origin.path, ...stepsOf(path, this.property)],
    }
    const statement = subqueryStatement({
      property: this.property,
      context,
      option,
      origin: own,
      path,
    })
    const result = yield* context.session.executeIo(statement, context.execution.parameters, {
      executionOptions: { prebufferRows: true, [SUBQUERY_ORIGIN]: own },
      loadOptions: { populateExisting: context.loadOptions.populateExisting },
      origin: {
        cause: 'subquery load',
        path: String(this.property),
        because: context.execution.origin,
      },
    })
    const groups = new KeyGroups<unknown>()
    for (const row of result.unique().all() as readonly (readonly unknown[])[]) {
      groups.add(row.slice(1), row[0])
    }
    return groups
  }

  #scalarOf(related: readonly unknown[], { context }: RowSetup): unknown {
    if (related.length > 1) {
      context.session.warn(
        `Multiple rows returned with uselist=False for eagerly-loaded attribute '${String(this.property)}' `,
      )
    }
    return related[0] ?? null
  }

  /** Without an option for this path, a mapping's own eager loading stops at `joinDepth` or at a known class. */
  #comesRound({ context, path }: RowSetup, loadPath: PathRegistry): boolean {
    const own = path.forProperty(this.property)
    if (context.compileState.attributes.loaders.has(own.loaderKey)) return false
    const { joinDepth } = this.property.options
    return joinDepth ? loadPath.length / 2 > joinDepth : loadPath.contains(this.property.mapper)
  }
}

/** Relationships walked inside of one statement before the one that is loaded. */
function stepsOf(
  path: EntityPath,
  property: RelationshipProperty,
): readonly RelationshipProperty[] {
  const walked = path.path.filter((_, index) => index % 2 === 1) as RelationshipProperty[]
  return [...walked, property]
}

function originOf(
  options: Readonly<Record<string, unknown>>,
  statement: SubqueryOrigin['statement'],
): SubqueryOrigin {
  return (options[SUBQUERY_ORIGIN] as SubqueryOrigin | undefined) ?? { statement, path: [] }
}
