/** Loads a relationship with the lazy loader, object by object, as soon as a chunk of rows is there. */
import type { Io } from '../../../engine/io.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import {
  ATTR_WAS_SET,
  NO_RAISE,
  PASSIVE_NO_FETCH_RELATED,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
} from '../../state/passive.js'
import { loadLazilyIo, type LazyOverrides } from '../access/lazy-load.js'
import { Load } from '../options/load.js'
import type { EntityPath } from '../paths/path-registry.js'
import { PostLoad, type StateToLoad } from '../rows/post-load.js'
import { lazyLoaderOf } from './registry.js'
import { entityWithoutRepeats, recursionOf, type Recursion } from './recursion.js'
import { rejectPopulation } from './unloaded.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'

export class ImmediateLoader implements LoaderStrategy {
  constructor(readonly property: RelationshipProperty) {}

  setupQuery(_setup: QuerySetup): void {}

  createRowProcessor(setup: RowSetup): void {
    rejectPopulation(this.property)
    const { context } = setup
    if (!context.compileState.compileOptions.enableEagerloads) return
    const recursion = recursionOf(this.property, setup)
    PostLoad.register(recursion.path, this.property, {
      context,
      limitTo: this.property.parent,
      loadIo: (states, path, keys) =>
        this.#loadIo(states, { path: path as EntityPath, keys, recursion, setup }),
    })
  }

  *#loadIo(states: readonly StateToLoad[], where: Where): Io<void> {
    const { key } = this.property
    if (where.keys && !where.keys.includes(key)) return
    const loader = lazyLoaderOf(this.property)
    // At the last level a reference is answered by the identity map alone, expired objects as they are.
    const passive = where.recursion.runs ? PASSIVE_OFF : PASSIVE_NO_FETCH_RELATED
    const overrides = overridesAt(where)
    for (const [state, overwrite] of states) {
      if (!overwrite && state.has(key)) continue
      const value = yield* loadLazilyIo(loader, state, passive | NO_RAISE, overrides)
      if (value === ATTR_WAS_SET || value === PASSIVE_NO_RESULT) continue
      state.impl(key).setCommittedValue(state, value)
    }
  }
}

/** As long as levels are left, the option comes along, at the place where the relationship came up first. */
function overridesAt({ path, recursion, setup: { context, option } }: Where): LazyOverrides {
  const goesOn = recursion.depth !== null && recursion.depth !== 0 && option !== null
  return {
    path: goesOn ? entityWithoutRepeats(path) : path,
    extraOptions: goesOn ? [Load.nextLevel(option)] : [],
    executionOptions: recursion.executionOptions,
    topLevelContext: context.topLevel,
  }
}

interface Where {
  readonly path: EntityPath
  readonly keys: readonly string[] | null
  readonly recursion: Recursion
  readonly setup: RowSetup
}
