/**
 * Loads a relationship with one more SELECT that repeats the query as a subquery and joins the target to it, as soon
 * as the query's rows are there and before any other follow-up load.
 */
import type { Io } from '../../../engine/io.js'
import { Select } from '../../../sql/selectable/select.js'
import type { Mapper } from '../../mapping/mapper.js'
import { withPolymorphicMappers } from '../../mapping/mapper-selectables.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import { NO_RAISE, PASSIVE_NO_FETCH } from '../../state/passive.js'
import { columnValueIo } from '../access/column-values.js'
import { type Entity, isAliased, mapperOf } from '../paths/entity.js'
import { rootPath } from '../paths/path-registry.js'
import { ImmediateLoader } from './immediate.js'
import { KeyGroups } from './key-groups.js'
import { recursionOf } from './recursion.js'
import { rejectPopulation } from './unloaded.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'
import {
  originBelow,
  SUBQUERY_ORIGIN,
  subqueryStatement,
  type SubqueryOrigin,
} from './subquery-statement.js'

export class SubqueryLoader implements LoaderStrategy {
  constructor(readonly property: RelationshipProperty) {}

  setupQuery(_setup: QuerySetup): void {}

  createRowProcessor(setup: RowSetup): void {
    const { context } = setup
    if (context.loadOptions.refreshState) {
      new ImmediateLoader(this.property).createRowProcessor(setup)
      return
    }
    if (!this.#runs(setup)) return
    rejectPopulation(this.property)
    context.loadersRequireBuffering = true
    this.#collect(setup, this.#loadOf(setup))
  }

  #runs(setup: RowSetup): boolean {
    const { context } = setup
    if (!context.compileState.compileOptions.enableEagerloads) return false
    // The rows of `fromStatement()` come from SQL that nothing can be joined to.
    if (!(originOf(setup).statement instanceof Select)) return false
    return recursionOf(this.property, setup).runs && this.#isReached(setup)
  }

  /** False for rows of a class that does not have the relationship, in a polymorphic query. */
  #isReached({ path, queryEntity }: RowSetup): boolean {
    const { parent } = this.property
    const entity = path.length > 1 ? path.entity : queryEntity.entityZero
    return entity !== null && covers(entity, parent)
  }

  /** One for each place of a query, however many subclasses come by. */
  #loadOf(setup: RowSetup): SubqueryLoad {
    const { key } = setup.path.forProperty(this.property)
    return setup.context.rowLoad(key, () => new SubqueryLoad(this.property, setup))
  }

  #collect({ populators, context }: RowSetup, load: SubqueryLoad): void {
    const { key } = this.property
    populators.new.push({ key, populate: (state) => load.add(state, true) })
    populators.existing.push({ key, populate: (state) => load.add(state, false) })
    if (context.loadOptions.invokeAllEagers) {
      populators.eager.push({ key, populate: (state) => load.add(state, false) })
    }
  }
}

/** The load of one relationship at one place of a query, and the objects that wait for it. */
class SubqueryLoad {
  readonly #states = new Map<InstanceState, boolean>()

  constructor(
    readonly property: RelationshipProperty,
    readonly setup: RowSetup,
  ) {}

  add(state: InstanceState, overwrite: boolean): void {
    if (overwrite || !this.#states.has(state)) this.#states.set(state, overwrite)
  }

  *runIo(): Io<void> {
    if (this.#states.size === 0) return
    const waiting = [...this.#states]
    this.#states.clear()
    const found = yield* this.#fetchIo()
    const { key, uselist, localColumns } = this.property
    for (const [state, overwrite] of waiting) {
      if (!overwrite && state.has(key)) continue
      const identity: unknown[] = []
      for (const column of localColumns) {
        identity.push(yield* columnValueIo(state, column, PASSIVE_NO_FETCH | NO_RAISE))
      }
      const related = found.get(identity)
      state.impl(key).setCommittedValue(state, uselist ? related : this.#scalarOf(related))
    }
  }

  *#fetchIo(): Io<KeyGroups<unknown>> {
    const { context, path, option } = this.setup
    const { session, execution } = context
    const { property } = this
    const origin = originBelow(originOf(this.setup), path.forProperty(property))
    const statement = subqueryStatement({ property, context, option, origin, path })
    const result = yield* session.executeIo(statement, execution.parameters, {
      executionOptions: { prebufferRows: true, [SUBQUERY_ORIGIN]: origin },
      loadOptions: { populateExisting: context.loadOptions.populateExisting },
      origin: { cause: 'subquery load', path: String(property), because: execution.origin },
    })
    const groups = new KeyGroups<unknown>()
    for (const row of result.unique().all() as readonly (readonly unknown[])[]) {
      groups.add(row.slice(1), row[0])
    }
    return groups
  }

  #scalarOf(related: readonly unknown[]): unknown {
    if (related.length > 1) {
      this.setup.context.session.warn(
        `Multiple rows returned with uselist=False for eagerly-loaded attribute '${String(this.property)}' `,
      )
    }
    return related[0] ?? null
  }
}

/** True when objects of a class can come out of an entity: its own, or one of its `withPolymorphic()`. */
function covers(entity: Entity, mapper: Mapper): boolean {
  const others = isAliased(entity) ? entity.withPolymorphicMappers : withPolymorphicMappers(entity)
  return others.includes(mapper) || mapperOf(entity).isa(mapper)
}

/** The query the user wrote, as far as subquery loads led here from it; otherwise the present statement. */
function originOf({ context: { execution } }: RowSetup): SubqueryOrigin {
  const inherited = execution.executionOptions[SUBQUERY_ORIGIN] as SubqueryOrigin | undefined
  return inherited ?? { statement: execution.statement, path: rootPath }
}
