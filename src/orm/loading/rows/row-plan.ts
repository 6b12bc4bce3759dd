/**
 * What the rows of one entity at one place in a statement do: which values go where, what strategies see. Where no
 * strategy depends on the run, the plan is kept with the compiled statement and every execution uses it again.
 */
import type { Populator } from '../../attributes/instances/generated.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { MapperProperty } from '../../mapping/property.js'
import type { QueryEntity } from '../entity-compile-state.js'
import type { PathRegistry } from '../paths/path-registry.js'
import type { DeferredColumnLoader } from '../strategies/columns/deferred-column.js'
import { strategyOf } from '../strategies/registry.js'
import type { QuickColumn, RowSetup } from '../strategies/strategy.js'
import type { ProcessorSetup } from './entity-processor.js'
import { Populators } from './populators.js'
import type { RowLayout } from './row.js'
import { chosenStrategy, memoizedColumns } from './setup-entity-query.js'

export interface RowPlan {
  readonly layout: RowLayout
  readonly populators: Populators
  /** Copies the columns that need no strategy. */
  readonly assign: Populator
  /** Where the attributes are kept that this statement fills. */
  readonly slots: readonly symbol[]
  /** Positions of the primary key columns; empty for a refresh, which knows its object. */
  readonly keyIndexes: readonly number[]
  /** Where the objects stand in the query the user wrote. */
  readonly loadPath: PathRegistry
}

/** Plans of a compiled statement's entities: by place, by class, and whether a known object is refreshed. */
const kept = new WeakMap<QueryEntity, Map<unknown, Map<Mapper, RowPlan>>>()

/** `processEntity` makes the row processor of a related entity. */
export function rowPlan(setup: ProcessorSetup, processEntity: RowSetup['processEntity']): RowPlan {
  const { context, queryEntity, path, mapper, layout, refreshState } = setup
  if (context.loadOptions.populateExisting || refreshState)
    return makePlan(setup, processEntity).plan
  let byPath = kept.get(queryEntity)
  if (!byPath) kept.set(queryEntity, (byPath = new Map()))
  let byMapper = byPath.get(path.key)
  if (!byMapper) byPath.set(path.key, (byMapper = new Map()))
  const known = byMapper.get(mapper)
  if (known?.layout === layout) return known
  const { plan, isStable } = makePlan(setup, processEntity)
  if (isStable) byMapper.set(mapper, plan)
  return plan
}

interface PlanInProgress {
  readonly populators: Populators
  readonly processEntity: RowSetup['processEntity']
  isStable: boolean
}

function makePlan(
  setup: ProcessorSetup,
  processEntity: RowSetup['processEntity'],
): { readonly plan: RowPlan; readonly isStable: boolean } {
  const { context, mapper, path, layout, refreshState } = setup
  const { classManager } = mapper
  const { populators, isStable } = populatorsOf(setup, processEntity)
  const plan = {
    layout,
    populators,
    assign: classManager.populator(populators.quick),
    slots: populators.keys().map((key) => classManager.slot(key)),
    keyIndexes: refreshState ? [] : keyIndexesOf(setup),
    loadPath: context.loadPath(path),
  }
  return { plan, isStable }
}

function keyIndexesOf({ mapper, adapter, layout }: ProcessorSetup): readonly number[] {
  return mapper.primaryKey.map((column) => layout.indexOf(adapter?.column(column) ?? column))
}

function populatorsOf(
  setup: ProcessorSetup,
  processEntity: RowSetup['processEntity'],
): PlanInProgress {
  const { context, mapper, path } = setup
  const progress = { populators: new Populators(), processEntity, isStable: true }
  const only = setup.onlyLoadProps ? new Set(setup.onlyLoadProps) : null
  const memoized = memoizedColumns(context.compileState.attributes, path)
  for (const property of mapper.props.values()) {
    if (only && !only.has(property.key)) continue
    const quick = memoized.get(property)
    if (!quick || !populateQuick(setup, { property, quick, populators: progress.populators })) {
      populateByStrategy(setup, property, progress)
    }
  }
  return progress
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
  progress: PlanInProgress,
): void {
  const { context, queryEntity, path, mapper, layout, adapter } = setup
  const { populators, processEntity } = progress
  const { option, strategy } = chosenStrategy(context.compileState.attributes, path, property)
  if (!strategy) return
  const row: RowSetup = {
    ...{ context, queryEntity, path, mapper, option, layout, adapter, populators },
    processEntity,
  }
  strategy.createRowProcessor(row)
  if (!strategy.rowsAreAlike) progress.isStable = false
}
