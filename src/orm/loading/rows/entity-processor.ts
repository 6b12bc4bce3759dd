/**
 * Builds the row processor of one entity at one place in a query: which columns go where, which strategies see each
 * row, which class a row is of. Built once per execution.
 */
import type { Mapper } from '../../mapping/mapper.js'
import type { MapperProperty } from '../../mapping/property.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { EntityAdapter } from '../entities/entity-adapter.js'
import type { QueryEntity } from '../entity-compile-state.js'
import type { EntityPath } from '../paths/path-registry.js'
import type { DeferredColumnLoader } from '../strategies/columns/deferred-column.js'
import { strategyOf } from '../strategies/registry.js'
import type { QuickColumn, RowSetup } from '../strategies/strategy.js'
import { EntityLoader } from './entity-loader.js'
import { polymorphicProcessor } from './polymorphic-processor.js'
import { Populators } from './populators.js'
import { PostLoad } from './post-load.js'
import type { QueryContext } from './query-context.js'
import type { RowLayout, RowProcessor } from './row.js'
import { registerSubclassLoad } from './subclass-load.js'
import { chosenStrategy, memoizedColumns } from './setup-entity-query.js'
import { versionCheck } from './version-check.js'

export interface ProcessorSetup {
  readonly context: QueryContext
  readonly queryEntity: QueryEntity
  readonly mapper: Mapper
  readonly path: EntityPath
  readonly layout: RowLayout
  readonly adapter: EntityAdapter | null
  readonly onlyLoadProps?: readonly string[] | null
  readonly refreshState?: InstanceState | null
  readonly polymorphicDiscriminator?: MapperPolymorphicOn
  /** Set for the processor of a subclass: the mapper the query was written for. */
  readonly polymorphicFrom?: Mapper | null
}

type MapperPolymorphicOn = Mapper['polymorphicOn']

/** `loading._instance_processor`. */
export function entityProcessor(setup: ProcessorSetup): RowProcessor {
  const { context, mapper, path } = setup
  const onlyLoadProps = setup.onlyLoadProps ?? null
  const refreshState = setup.refreshState ?? null
  const populators = populatorsOf(setup)
  const loadPath = context.loadPath(path)
  if (!refreshState && setup.polymorphicFrom)
    registerSubclassLoad(setup, setup.polymorphicFrom, loadPath)
  const loader = new EntityLoader({
    mapper,
    context,
    path: loadPath,
    populators,
    keyIndexes: refreshState ? [] : keyIndexesOf(setup),
    postLoad: PostLoad.of(context, loadPath, onlyLoadProps),
    onlyLoadProps,
    refreshState,
    checkVersion: versionCheck(setup),
  })
  const isPolymorphic = mapper.polymorphicMap.size > 0 && !setup.polymorphicFrom && !refreshState
  return isPolymorphic ? polymorphicProcessor(setup, loader.load, entityProcessor) : loader.load
}

function keyIndexesOf({ mapper, adapter, layout }: ProcessorSetup): readonly number[] {
  return mapper.primaryKey.map((column) => layout.indexOf(adapter?.column(column) ?? column))
}

function populatorsOf(setup: ProcessorSetup): Populators {
  const { context, mapper, path } = setup
  const populators = new Populators()
  const only = setup.onlyLoadProps ? new Set(setup.onlyLoadProps) : null
  const memoized = memoizedColumns(context.compileState.attributes, path)
  for (const property of mapper.props.values()) {
    if (only && !only.has(property.key)) continue
    const quick = memoized.get(property)
    if (!quick || !populateQuick(setup, { property, quick, populators })) {
      populateByStrategy(setup, property, populators)
    }
  }
  return populators
}

interface Quick {
  readonly property: MapperProperty
  readonly quick: QuickColumn
  readonly populators: Populators
}

/** Columns that setup has settled already; false when the rows do not have the column after all. */
function populateQuick(
  { layout, adapter }: ProcessorSetup,
  { property, quick, populators }: Quick,
): boolean {
  const { key } = property
  if (quick.kind === 'deferClass') {
    populators.expire.push({ key, markExpired: false })
    return true
  }
  if (quick.kind === 'deferState') return deferForState(property, quick.strategy, populators)
  const adapted = adapter ? layout.indexOf(adapter.column(quick.column)) : -1
  const index = adapted >= 0 ? adapted : layout.indexOf(quick.column)
  if (index < 0) return false
  populators.quick.push({ key, index })
  return true
}

function deferForState(
  property: MapperProperty,
  strategy: 'deferred' | 'deferredRaise',
  populators: Populators,
): true {
  const deferred = strategyOf(property, strategy) as DeferredColumnLoader
  populators.new.push({ key: property.key, populate: (state) => deferred.install(state) })
  return true
}

function populateByStrategy(
  setup: ProcessorSetup,
  property: MapperProperty,
  populators: Populators,
): void {
  const { context, queryEntity, path, mapper, layout, adapter } = setup
  const { option, strategy } = chosenStrategy(context.compileState.attributes, path, property)
  const row: RowSetup = {
    ...{ context, queryEntity, path, mapper, option, layout, adapter, populators },
    processEntity: entityProcessor,
  }
  strategy?.createRowProcessor(row)
}
