/**
 * Ties attributes to their loaders: what reading a relationship or a deferred column of an object does. Runs for
 * every mapper when it is configured; importing this module is what switches it on.
 */
import type { Io } from '../../engine/io.js'
import { ColumnProperty } from '../mapping/column-property.js'
import { onConfiguration } from '../mapping/configure.js'
import type { Mapper } from '../mapping/mapper.js'
import type { MapperProperty } from '../mapping/property.js'
import type { RelationshipProperty } from '../mapping/relationship.js'
import type { InstanceState, LoaderCallable } from '../state/instance-state.js'
import { ATTR_EMPTY, type Passive } from '../state/passive.js'
import { loadLazilyIo, loadLazilyNow } from './access/lazy-load.js'
import { isRelationship } from './paths/property-kind.js'
import { DeferredColumnLoader } from './strategies/columns/deferred-column.js'
import './strategies/index.js'
import { LazyLoader } from './strategies/lazy.js'
import { classLoaderOf, defaultStrategyOf } from './strategies/registry.js'

onConfiguration({ mapperConfigured: installClassLoaders })

function installClassLoaders(mapper: Mapper): void {
  for (const property of mapper.props.values()) {
    const callable = callableOf(property)
    if (callable && mapper.classManager.hasImpl(property.key)) {
      mapper.classManager.impl(property.key).callable = callable
    }
  }
}

function callableOf(property: MapperProperty): LoaderCallable | null {
  if (isRelationship(property)) return relationshipCallable(property)
  if (!(property instanceof ColumnProperty) || !property.deferred) return null
  const strategy = defaultStrategyOf(property)
  return strategy instanceof DeferredColumnLoader ? strategy.loader : null
}

/** The strategy is made at the first read: join conditions of other classes may not be known before. */
function relationshipCallable(property: RelationshipProperty): LoaderCallable {
  const callable = (state: InstanceState, passive: Passive): Io<unknown> =>
    loadRelationshipIo(property, state, passive)
  return Object.assign(callable, {
    now: (state: InstanceState, passive: Passive) => relationshipNow(property, state, passive),
  })
}

function relationshipNow(
  property: RelationshipProperty,
  state: InstanceState,
  passive: Passive,
): unknown {
  const loader = classLoaderOf(property)
  return loader instanceof LazyLoader ? loadLazilyNow(loader, state, passive) : undefined
}

/** The value of a relationship of one object, loaded as its class says. */
export function* loadRelationshipIo(
  property: RelationshipProperty,
  state: InstanceState,
  passive: Passive,
): Io<unknown> {
  const loader = classLoaderOf(property)
  return loader instanceof LazyLoader ? yield* loadLazilyIo(loader, state, passive) : ATTR_EMPTY
}
