/** Lets every attribute of an entity add to a statement what it needs to be loaded. */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { MapperProperty } from '../../mapping/property.js'
import type { EntityAdapter } from '../entities/entity-adapter.js'
import { polymorphicProperties, withPolymorphicMappers } from '../../mapping/mapper-selectables.js'
import type { EntityCompileState, QueryEntity } from '../entity-compile-state.js'
import type { LoadElement } from '../options/load-element.js'
import { isAliased } from '../paths/entity.js'
import type { PathAttributes } from '../paths/path-attributes.js'
import type { EntityPath } from '../paths/path-registry.js'
import { defaultStrategyOf, strategyOf } from '../strategies/registry.js'
import type { LoaderStrategy, MemoizedColumns } from '../strategies/strategy.js'

export interface EntitySetup {
  readonly compileState: EntityCompileState
  readonly queryEntity: QueryEntity
  readonly mapper: Mapper
  readonly path: EntityPath
  readonly adapter: EntityAdapter | null
  /** Where columns go. */
  readonly columns: ColumnElement[]
  /** Subclasses whose columns come along; null for what the mapping says. */
  readonly withPolymorphic?: readonly Mapper[] | null
  readonly onlyLoadProps?: readonly string[] | null
  readonly polymorphicDiscriminator?: ColumnElement | null
  readonly parentMapper?: Mapper
  readonly chainedFromOuterjoin?: boolean
}

/** Name under which row processing finds what setup noted about columns. */
const MEMO = 'memoizedColumns'

/** `loading._setup_entity_query`. */
export function setupEntityQuery(setup: EntitySetup): void {
  const { compileState, mapper, path, adapter } = setup
  const memoized: MemoizedColumns = new Map()
  compileState.attributes.setMemo(path.key, MEMO, memoized)
  const only = setup.onlyLoadProps ? new Set(setup.onlyLoadProps) : null
  const checkForAdapt = adapter !== null && path.length === 1 && isAliased(path.entity)
  const along = setup.withPolymorphic ?? withPolymorphicMappers(mapper)
  for (const property of polymorphicProperties(mapper, along)) {
    if (only && !only.has(property.key)) continue
    const { option, strategy } = chosenStrategy(compileState.attributes, path, property)
    strategy?.setupQuery({
      ...forwarded(setup),
      option,
      memoized,
      onlyLoadProps: only,
      checkForAdapt,
      setupEntity: setupEntityQuery,
    })
  }
  addDiscriminator(setup)
}

function forwarded(setup: EntitySetup) {
  const { compileState, queryEntity, path, adapter, columns, parentMapper, chainedFromOuterjoin } =
    setup
  return {
    compileState,
    queryEntity,
    path,
    adapter,
    columns,
    ...(parentMapper ? { parentMapper } : {}),
    ...(chainedFromOuterjoin === undefined ? {} : { chainedFromOuterjoin }),
  }
}

/** The discriminator of a polymorphic alias, where it is not one of the mapper's own columns. */
function addDiscriminator({
  polymorphicDiscriminator,
  mapper,
  adapter,
  columns,
  compileState,
}: EntitySetup): void {
  if (!polymorphicDiscriminator || polymorphicDiscriminator === mapper.polymorphicOn) return
  compileState.addColumn(
    adapter?.column(polymorphicDiscriminator) ?? polymorphicDiscriminator,
    columns,
  )
}

/** What setup noted about the columns of a path. */
export function memoizedColumns(attributes: PathAttributes, path: EntityPath): MemoizedColumns {
  return attributes.memo<MemoizedColumns>(path.key, MEMO) ?? new Map()
}

export interface ChosenStrategy {
  readonly option: LoadElement | null
  readonly strategy: LoaderStrategy | null
}

/** The strategy of an attribute at a place in the query: an option for it, for all of its kind, or the mapping's. */
export function chosenStrategy(
  attributes: PathAttributes,
  path: EntityPath,
  property: MapperProperty,
): ChosenStrategy {
  const { loaders } = attributes
  if (loaders.size === 0) return { option: null, strategy: defaultStrategyOf(property) }
  const own = path.forProperty(property)
  const option =
    loaders.get(own.loaderKey) ??
    loaders.get(own.wildcardKey) ??
    loaders.get(own.defaultKey) ??
    null
  const strategy = option?.strategy
    ? strategyOf(property, option.strategy)
    : defaultStrategyOf(property)
  return { option, strategy }
}
