/**
 * What strategies see of the compilation of an entity query; `query/` implements it. The counterpart of
 * `ORMSelectCompileState` as `strategies.py` uses it.
 */
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { FromClause } from '../../sql/selectable/from-clause.js'
import type { Mapper } from '../mapping/mapper.js'
import type { EntityAdapter } from './entities/entity-adapter.js'
import type { Entity } from './paths/entity.js'
import type { LoaderOptionBase } from './options/load-chain.js'
import type { OptionContext } from './options/load-element.js'
import type { PathRegistry } from './paths/path-registry.js'

/** How one entity query is compiled, beside the statement itself. */
export interface CompileOptions {
  /** Where a lazy or follow-up load stands in the query it belongs to. */
  readonly currentPath: PathRegistry
  readonly enableEagerloads: boolean
  /** Criteria of single-table inheritance are added. */
  readonly enableSingleCrit: boolean
  readonly forRefreshState: boolean
  readonly onlyLoadProps: readonly string[] | null
  readonly useLegacyQueryStyle: boolean
  /** Criteria of `withLoaderCriteria` for the whole statement are added. */
  readonly renderForSubquery: boolean
  /** Entities are read from the statement's one FROM, as `Query.union()` needs it. */
  readonly setBaseAlias: boolean
  /** ORDER BY of a relationship, after everything else. */
  readonly outermostOrderBy: readonly ColumnElement[]
}

/** One item of the columns clause. */
export interface QueryEntity {
  /** The entity its rows become objects of, or whose columns it holds; null for plain expressions. */
  readonly entityZero: Entity | null
  readonly isMapperEntity: boolean
  /** How its columns are found, when it is an alias or its FROM was replaced. */
  readonly entityAdapter: EntityAdapter | null
}

export interface EntityCompileState extends OptionContext {
  readonly compileOptions: CompileOptions
  /** Loader options of the statement. */
  readonly options: readonly LoaderOptionBase[]
  /** The statement as the user wrote it. */
  readonly selectStatement: ClauseElement
  readonly entities: readonly QueryEntity[]
  readonly primaryColumns: ColumnElement[]
  readonly secondaryColumns: ColumnElement[]
  /** Eager joins under construction, by what they hang on. */
  readonly eagerJoins: Map<unknown, FromClause>
  /** Work left until all entities have been set up. */
  readonly createEagerJoins: (() => void)[]
  readonly eagerOrderBy: ColumnElement[]
  /** Set once an eager join needs the statement to be wrapped if it has a LIMIT. */
  multiRowEagerLoaders: boolean
  eagerAddingJoins: boolean
  /** Finds the columns of a wrapped statement from outside. */
  compoundEagerAdapter: EntityAdapter | null
  loadersRequireUniquing: boolean
  /** FROMs chosen so far. */
  readonly fromClauses: readonly FromClause[]
  /** True when LIMIT, DISTINCT or GROUP BY keep eager joins of collections out of the statement itself. */
  readonly shouldNestSelectable: boolean
  /** Additional criteria for an eagerly joined mapper, from `withLoaderCriteria`. */
  criteriaFor(entity: Entity, path: PathRegistry): readonly ColumnElement<boolean>[]
  /** Adds a column to a list unless the statement selects it already. */
  addColumn(column: ColumnElement, columns: ColumnElement[]): void
  /** How the columns of a mapper are found when its FROM was replaced by an alias. */
  polymorphicAdapterOf(mapper: Mapper): EntityAdapter | null
}
