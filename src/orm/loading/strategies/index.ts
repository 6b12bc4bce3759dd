/**
 * The table of strategies: what each `lazy` setting and each loader option means. Imported for its effect; the rest
 * of loading asks `registry.ts`.
 */
import type { ColumnProperty } from '../../mapping/column-property.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { ColumnLoader } from './columns/column.js'
import { DeferredColumnLoader } from './columns/deferred-column.js'
import { ExpressionColumnLoader } from './columns/expression-column.js'
import { ImmediateLoader } from './immediate.js'
import { JoinedLoader } from './joined.js'
import { LazyLoader } from './lazy.js'
import { NoLoader } from './no-load.js'
import { SelectInLoader } from './selectin.js'
import { registerStrategies, type StrategyTable } from './registry.js'
import { SubqueryLoader } from './subquery.js'
import { UnloadedLoader } from './unloaded.js'

const RELATIONSHIP_STRATEGIES: StrategyTable['relationship'] = {
  select: (property) =>
    new LazyLoader(property, { raise: 'never', isClassLevel: loadsOnRead(property) }),
  raise: (property) =>
    new LazyLoader(property, { raise: 'always', isClassLevel: property.lazy === 'raise' }),
  raiseOnSql: (property) =>
    new LazyLoader(property, { raise: 'onSql', isClassLevel: property.lazy === 'raiseOnSql' }),
  joined: (property) => new JoinedLoader(property),
  selectin: (property) => new SelectInLoader(property),
  subquery: (property) => new SubqueryLoader(property),
  immediate: (property) => new ImmediateLoader(property),
  noload: (property) => new NoLoader(property),
  dynamic: (property) => new UnloadedLoader(property),
  writeOnly: (property) => new UnloadedLoader(property),
}

const COLUMN_STRATEGIES: StrategyTable['column'] = {
  column: (property) => new ColumnLoader(property),
  deferred: (property) => deferredLoader(property, false),
  deferredRaise: (property) => deferredLoader(property, true),
  queryExpression: (property) => new ExpressionColumnLoader(property),
}

/** True when reading the attribute, options aside, loads it: every mapping but those that forbid it. */
function loadsOnRead({ lazy }: RelationshipProperty): boolean {
  return lazy !== 'raise' && lazy !== 'raiseOnSql' && lazy !== 'noload'
}

function deferredLoader(property: ColumnProperty, raiseload: boolean): DeferredColumnLoader {
  const isClassLevel = property.deferred && property.raiseload === raiseload
  return new DeferredColumnLoader(property, { raiseload, isClassLevel })
}

registerStrategies({ relationship: RELATIONSHIP_STRATEGIES, column: COLUMN_STRATEGIES })
