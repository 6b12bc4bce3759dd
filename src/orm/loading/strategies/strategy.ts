/**
 * What a way of loading an attribute answers for. A strategy never executes: it adds columns and joins to the
 * statement, says what rows do to objects, and registers follow-up loads that the query runs.
 */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { MapperProperty } from '../../mapping/property.js'
import type { EntityAdapter } from '../entities/entity-adapter.js'
import type { EntityCompileState, QueryEntity } from '../entity-compile-state.js'
import type { LoadElement } from '../options/load-element.js'
import type { EntityPath } from '../paths/path-registry.js'
import type { Populators } from '../rows/populators.js'
import type { QueryContext } from '../rows/query-context.js'
import type { ProcessorSetup } from '../rows/entity-processor.js'
import type { RowLayout, RowProcessor } from '../rows/row.js'
import type { EntitySetup } from '../rows/setup-entity-query.js'

/** What rows do with a column attribute that needs no strategy per row. */
export type QuickColumn =
  | { readonly kind: 'column'; readonly column: ColumnElement }
  /** Not selected; the class-level loader fetches it on access. */
  | { readonly kind: 'deferClass' }
  /** Not selected, and the class would load it at once: the object gets a loader of its own. */
  | { readonly kind: 'deferState'; readonly strategy: 'deferred' | 'deferredRaise' }

export type MemoizedColumns = Map<MapperProperty, QuickColumn>

/** One attribute's turn while a statement is compiled. */
export interface QuerySetup {
  readonly compileState: EntityCompileState
  readonly queryEntity: QueryEntity
  /** Path of the entity the attribute belongs to. */
  readonly path: EntityPath
  readonly option: LoadElement | null
  readonly adapter: EntityAdapter | null
  /** Where columns go: the primary ones of the statement, or those of an eager join. */
  readonly columns: ColumnElement[]
  readonly onlyLoadProps: ReadonlySet<string> | null
  readonly memoized: MemoizedColumns
  /** True for aliases the user made: only columns that the alias has are selected. */
  readonly checkForAdapt: boolean
  /** Inside an eager join: the mapper it began with, and whether it is an outer join. */
  readonly parentMapper?: Mapper
  readonly chainedFromOuterjoin?: boolean
  /** Lets a related entity add its own columns; `setupEntityQuery`. */
  readonly setupEntity: (setup: EntitySetup) => void
}

/** One attribute's turn when the rows arrive. */
export interface RowSetup {
  readonly context: QueryContext
  readonly queryEntity: QueryEntity
  readonly path: EntityPath
  readonly mapper: Mapper
  readonly option: LoadElement | null
  readonly layout: RowLayout
  readonly adapter: EntityAdapter | null
  readonly populators: Populators
  /** Makes the row processor of a related entity; `entityProcessor`. */
  readonly processEntity: (setup: ProcessorSetup) => RowProcessor
}

export interface LoaderStrategy {
  /** What rows do is the same in every run of a compiled statement, unless objects are refreshed or overwritten. */
  readonly rowsAreAlike?: boolean
  /** Adds to the statement what the attribute needs. */
  setupQuery(setup: QuerySetup): void
  /** Says what rows do to the attribute. */
  createRowProcessor(setup: RowSetup): void
}
