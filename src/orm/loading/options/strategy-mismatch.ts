/** The error for a relationship strategy on a column, and the reverse. */
import { LoaderStrategyException } from '../errors.js'
import type { MapperProperty } from '../../mapping/property.js'
import { isRelationship } from '../paths/property-kind.js'
import type { StrategyKey } from './strategy-key.js'
import { STRATEGY_TITLES } from './strategy-key.js'

const COLUMN_STRATEGIES: ReadonlySet<StrategyKey> = new Set([
  'column',
  'deferred',
  'deferredRaise',
  'queryExpression',
])

export function strategyMismatch(
  strategy: StrategyKey,
  property: MapperProperty,
): LoaderStrategyException {
  const applied = isRelationship(property) ? 'relationship property' : 'column property'
  const intended = COLUMN_STRATEGIES.has(strategy) ? 'column property' : 'relationship property'
  return new LoaderStrategyException(
    `Can't apply "${STRATEGY_TITLES[strategy]}" strategy to property "${String(property)}", which is a ` +
      `"${applied}"; this loader strategy is intended to be used with a "${intended}".`,
  )
}
