/** Loads a relationship for all objects of a chunk with one SELECT … IN per 500 keys. */
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import { withPolymorphicMappers } from '../../mapping/mapper-selectables.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import { NO_RAISE, PASSIVE_NO_FETCH, PASSIVE_NO_RESULT } from '../../state/passive.js'
import { columnValueIo } from '../access/column-values.js'
import { isAliased, mapperOf, type Entity } from '../paths/entity.js'
import type { PathRegistry } from '../paths/path-registry.js'
import { PostLoad, type StateToLoad } from '../rows/post-load.js'
import { ImmediateLoader } from './immediate.js'
import { KeyGroups } from './key-groups.js'
import { recursionOf, type Recursion } from './recursion.js'
import { joinPlan, selectinPlan, type SelectinPlan } from './selectin-plan.js'
import { fetchByKeysIo, type SelectinRun } from './selectin-fetch.js'
import { rejectPopulation } from './unloaded.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'

/** Keys per statement. */
const CHUNK = 500

export class SelectInLoader implements LoaderStrategy {
  #plan: SelectinPlan | null = null
  #fallback: SelectinPlan | null = null

  constructor(readonly property: RelationshipProperty) {}

  setupQuery(_setup: QuerySetup): void {}

  createRowProcessor(setup: RowSetup): void {
    rejectPopulation(this.property)
    const { context } = setup
    if (context.loadOptions.refreshState) {
      new ImmediateLoader(this.property).createRowProcessor(setup)
      return
    }
    if (!context.compileState.compileOptions.enableEagerloads || !this.#isReached(setup)) return
    const recursion = recursionOf(this.property, setup)
    if (!recursion.runs) return
    PostLoad.register(recursion.path, this.property, {
      context,
      limitTo: this.property.parent,
      loadIo: (states, path, keys) => this.#loadIo(states, { setup, recursion, path, keys }),
    })
  }

  /** Loads the relationship of all `states`. */
  *#loadIo(states: readonly StateToLoad[], request: LoadRequest): Io<void> {
    const { key } = this.property
    if (request.keys && !request.keys.includes(key)) return
    const plan = (this.#plan ??= selectinPlan(this.property))
    if (plan.byChildKey) {
      const groups = yield* this.#groupByTargetIo(states, plan)
      if (groups) return yield* this.#loadTargetsIo(groups, this.#runOf(plan, request))
    }
    const byParent = plan.byChildKey ? (this.#fallback ??= joinPlan(this.property)) : plan
    yield* this.#loadChildrenIo(states, this.#runOf(byParent, request))
  }

  /** Many-to-one: parents by the key of their target; null when some foreign key is not loaded. */
  *#groupByTargetIo(
    states: readonly StateToLoad[],
    plan: SelectinPlan,
  ): Io<KeyGroups<StateToLoad> | null> {
    const groups = new KeyGroups<StateToLoad>()
    for (const entry of states) {
      const identity: unknown[] = []
      for (const column of plan.lookupColumns) {
        identity.push(yield* columnValueIo(entry[0], column, PASSIVE_NO_FETCH | NO_RAISE))
      }
      if (identity.includes(PASSIVE_NO_RESULT)) return null
      groups.add(identity, entry)
    }
    return groups
  }

  *#loadTargetsIo(groups: KeyGroups<StateToLoad>, run: SelectinRun): Io<void> {
    const keys = groups.sortedKeys()
    const isSingle = run.plan.keyColumns.length === 1
    for (let start = 0; start < keys.length; start += CHUNK) {
      const chunk = keys.slice(start, start + CHUNK)
      const found = yield* fetchByKeysIo(run, isSingle ? chunk.map(([value]) => value) : chunk)
      for (const key of chunk) {
        const target = found.get(key)?.[0] ?? null
        for (const entry of groups.get(key))
          this.#assign(entry, this.property.uselist ? [target] : target)
      }
    }
    for (const entry of groups.withoutKey) this.#assign(entry, this.property.uselist ? [] : null)
  }

  *#loadChildrenIo(states: readonly StateToLoad[], run: SelectinRun): Io<void> {
    const isSingle = run.plan.keyColumns.length === 1
    const keyOf = ([state]: StateToLoad) => (isSingle ? state.singleKey : identityOf(state))
    for (let start = 0; start < states.length; start += CHUNK) {
      const chunk = states.slice(start, start + CHUNK)
      const found = yield* fetchByKeysIo(run, chunk.map(keyOf))
      for (const entry of chunk) {
        const children = isSingle
          ? found.getSingle(entry[0].singleKey)
          : found.get(identityOf(entry[0]))
        this.#assignChildren(entry, children, run)
      }
    }
  }

  #assignChildren(
    entry: StateToLoad,
    children: readonly unknown[],
    { session }: SelectinRun,
  ): void {
    if (this.property.uselist) {
      this.#assign(entry, children)
      return
    }
    if (children.length > 1) {
      session.warn(
        `Multiple rows returned with uselist=False for eagerly-loaded attribute '${String(this.property)}' `,
      )
    }
    this.#assign(entry, children[0] ?? null)
  }

  #assign([state, overwrite]: StateToLoad, value: unknown): void {
    const { key } = this.property
    if (!overwrite && state.has(key)) return
    state.impl(key).setCommittedValue(state, value)
  }

  #runOf(plan: SelectinPlan, { setup, recursion, path }: LoadRequest): SelectinRun {
    const { context, option } = setup
    return {
      property: this.property,
      plan,
      context,
      option,
      recursion,
      path,
      session: context.session,
    }
  }

  /** False for rows of a class that does not have the relationship, in a polymorphic query. */
  #isReached({ path, queryEntity }: RowSetup): boolean {
    const entity = path.length === 1 ? queryEntity.entityZero : path.entity
    return entity !== null && covers(entity, this.property.parent)
  }
}

interface LoadRequest {
  readonly setup: RowSetup
  readonly recursion: Recursion
  readonly path: PathRegistry
  readonly keys: readonly string[] | null
}

/** `orm.util._entity_isa`: the entity is of the class, or selects a subclass that is. */
function covers(entity: Entity, mapper: Mapper): boolean {
  const along = isAliased(entity) ? entity.withPolymorphicMappers : withPolymorphicMappers(entity)
  return along.includes(mapper) || mapperOf(entity).isa(mapper)
}

function identityOf(state: InstanceState): readonly unknown[] {
  return state.key?.identity ?? []
}
