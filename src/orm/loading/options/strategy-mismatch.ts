/** The error for a relationship strategy on a column, and the reverse. */
import { LoaderStrategyException } from '../errors.js'
import type { MapperProperty } from '../../mapping/property.js'
import type { RelationshipOptions, RelationshipProperty } from '../../mapping/relationship.js'
import { isRelationship } from '../paths/property-kind.js'
import type { StrategyKey } from './strategy-key.js'
import { STRATEGY_TITLES } from './strategy-key.js'

const COLUMN_STRATEGIES: ReadonlySet<StrategyKey> = new Set([
  'column',
  'deferred',
  'deferredRaise',
  'queryExpression',
])

/** What SQLAlchemy calls an attribute: those that declarations make have classes of their own there. */
function plainName(property: MapperProperty): string {
  if (isRelationship(property)) return isMade(property) ? 'relationship property' : 'relationship'
  return 'column property'
}

function isMade({ key, reverseProperty }: RelationshipProperty): boolean {
  return [...reverseProperty].some(({ options }) => backrefName(options.backref) === key)
}

function backrefName(backref: RelationshipOptions['backref']): string | undefined {
  return typeof backref === 'object' ? backref.name : backref
}

export function strategyMismatch(
  strategy: StrategyKey,
  property: MapperProperty,
): LoaderStrategyException {
  const applied = plainName(property)
  const intended = COLUMN_STRATEGIES.has(strategy) ? 'column property' : 'relationship property'
  return new LoaderStrategyException(
    `Can't apply "${STRATEGY_TITLES[strategy]}" strategy to property "${String(property)}", which is a ` +
      `"${applied}"; this loader strategy is intended to be used with a "${intended}".`,
  )
}
