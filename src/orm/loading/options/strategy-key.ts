/** Names of the ways to load an attribute; keys of the strategy table and the content of loader options. */

export type RelationshipStrategyKey =
  | 'select'
  | 'joined'
  | 'selectin'
  | 'subquery'
  | 'immediate'
  | 'raise'
  | 'raiseOnSql'
  | 'noload'
  | 'dynamic'
  | 'writeOnly'

export type ColumnStrategyKey = 'column' | 'deferred' | 'deferredRaise' | 'queryExpression'

export type ClassStrategyKey = 'selectinPolymorphic'

export type StrategyKey = RelationshipStrategyKey | ColumnStrategyKey | ClassStrategyKey

/** The phrase error messages use for a strategy. */
export const STRATEGY_TITLES: Readonly<Record<StrategyKey, string>> = {
  select: 'lazy loader',
  joined: 'joined loader',
  selectin: 'select in loader',
  subquery: 'subquery loader',
  immediate: 'immediate loader',
  raise: 'lazy loader',
  raiseOnSql: 'lazy loader',
  noload: 'no loader',
  dynamic: 'dyna loader',
  writeOnly: 'write only loader',
  column: 'column loader',
  deferred: 'deferred column loader',
  deferredRaise: 'deferred column loader',
  queryExpression: 'expression column loader',
  selectinPolymorphic: 'select in loader',
}
