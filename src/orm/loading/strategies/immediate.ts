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
import { loadLazilyIo } from '../access/lazy-load.js'
import type { EntityPath, PathRegistry } from '../paths/path-registry.js'
import { PostLoad, type StateToLoad } from '../rows/post-load.js'
import { lazyLoaderOf } from './registry.js'
import { recursionOf, type Recursion } from './recursion.js'
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
      loadIo: (states, path, keys) => this.#loadIo(states, { path, keys, recursion }),
    })
  }

  *#loadIo(states: readonly StateToLoad[], { path, keys, recursion }: Where): Io<void> {
    const { key } = this.property
    if (keys && !keys.includes(key)) return
    // At the last level only the identity map is asked, and expired objects are taken as they are.
    const loader = lazyLoaderOf(this.property)
    if (!recursion.runs && !loader.usesGet) return
    const passive = recursion.runs ? PASSIVE_OFF | NO_RAISE : PASSIVE_NO_FETCH_RELATED | NO_RAISE
    for (const [state, overwrite] of states) {
      if (!overwrite && state.has(key)) continue
      const overrides = { path: path as EntityPath, executionOptions: recursion.executionOptions }
      const value = yield* loadLazilyIo(loader, state, passive, overrides)
      if (value === ATTR_WAS_SET || value === PASSIVE_NO_RESULT) continue
      state.impl(key).setCommittedValue(state, value)
    }
  }
}

interface Where {
  readonly path: PathRegistry
  readonly keys: readonly string[] | null
  readonly recursion: Recursion
}
