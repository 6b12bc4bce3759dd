/**
 * Which strategy loads an attribute: the mapping's, or the one an option names. Strategies are made once per
 * property; the makers are registered by `index.ts`, so that strategies may ask for one another.
 */
import { InvalidRequestError } from '../../../errors.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { MapperProperty } from '../../mapping/property.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type {
  ColumnStrategyKey,
  RelationshipStrategyKey,
  StrategyKey,
} from '../options/strategy-key.js'
import { strategyMismatch } from '../options/strategy-mismatch.js'
import { isRelationship } from '../paths/property-kind.js'
import type { LazyLoader } from './lazy.js'
import type { LoaderStrategy } from './strategy.js'

export type RelationshipMaker = (property: RelationshipProperty) => LoaderStrategy
export type ColumnMaker = (property: ColumnProperty) => LoaderStrategy

export interface StrategyTable {
  readonly relationship: Readonly<Record<RelationshipStrategyKey, RelationshipMaker>>
  readonly column: Readonly<Record<ColumnStrategyKey, ColumnMaker>>
}

let table: StrategyTable

/** Called once, by `index.ts`. */
export function registerStrategies(strategies: StrategyTable): void {
  table = strategies
}

const made = new WeakMap<MapperProperty, Map<StrategyKey, LoaderStrategy>>()

/** The strategy of a property by name. @throws LoaderStrategyException for one of the other kind. */
export function strategyOf(property: MapperProperty, key: StrategyKey): LoaderStrategy {
  let byKey = made.get(property)
  if (!byKey) made.set(property, (byKey = new Map()))
  let strategy = byKey.get(key)
  if (!strategy) byKey.set(key, (strategy = makeStrategy(property, key)))
  return strategy
}

/** How the mapping says the property is loaded; null for attributes that are not loaded at all. */
export function defaultStrategyOf(property: MapperProperty): LoaderStrategy | null {
  if (isRelationship(property)) return strategyOf(property, property.lazy)
  if (!(property instanceof ColumnProperty)) return null
  if (property.fromQuery) return strategyOf(property, 'queryExpression')
  if (!property.deferred) return strategyOf(property, 'column')
  return strategyOf(property, property.raiseload ? 'deferredRaise' : 'deferred')
}

/** The loader that reading the attribute comes to when nothing was loaded ahead. */
export function lazyLoaderOf(property: RelationshipProperty): LazyLoader {
  return strategyOf(property, 'select') as LazyLoader
}

/** The loader of the class itself: a raising one where the mapping says so. */
export function classLoaderOf(property: RelationshipProperty): LoaderStrategy {
  const { lazy } = property
  return lazy === 'raise' || lazy === 'raiseOnSql' || lazy === 'noload'
    ? strategyOf(property, lazy)
    : lazyLoaderOf(property)
}

function makeStrategy(property: MapperProperty, key: StrategyKey): LoaderStrategy {
  if (isRelationship(property)) {
    const make = (table.relationship as Partial<Record<StrategyKey, RelationshipMaker>>)[key]
    if (make) return make(property)
  } else if (property instanceof ColumnProperty) {
    const make = (table.column as Partial<Record<StrategyKey, ColumnMaker>>)[key]
    if (make) return make(property)
  }
  if (property instanceof ColumnProperty || isRelationship(property))
    throw strategyMismatch(key, property)
  throw new InvalidRequestError(`Attribute '${String(property)}' takes no loader options`)
}
