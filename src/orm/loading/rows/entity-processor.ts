/**
 * Builds the row processor of one entity at one place in a query: which columns go where, which strategies see each
 * row, which class a row is of. Built once per execution.
 */
import { keepShape } from '../../../util/kept-shapes.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { EntityAdapter } from '../entities/entity-adapter.js'
import type { QueryEntity } from '../entity-compile-state.js'
import type { EntityPath } from '../paths/path-registry.js'
import { EntityLoader } from './entity-loader.js'
import { polymorphicProcessor } from './polymorphic-processor.js'
import { PostLoad } from './post-load.js'
import { exampleContext, type QueryContext } from './query-context.js'
import type { RowLayout, RowProcessor } from './row.js'
import { rowPlan } from './row-plan.js'
import { registerSubclassLoad } from './subclass-load.js'

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

let exampleLoader: EntityLoader | null = null

/** `loading._instance_processor`. */
export function entityProcessor(setup: ProcessorSetup): RowProcessor {
  const { context, mapper } = setup
  const { onlyLoadProps = null, refreshState = null } = setup
  const plan = rowPlan(setup, entityProcessor)
  const { loadPath } = plan
  if (!refreshState && setup.polymorphicFrom)
    registerSubclassLoad(setup, setup.polymorphicFrom, loadPath)
  exampleLoader ??= keepShape(new EntityLoader(exampleOf(setup), { plan, postLoad: null }))
  const postLoad = PostLoad.of(context, loadPath, onlyLoadProps)
  const loader = new EntityLoader(setup, { plan, postLoad })
  const isPolymorphic = mapper.polymorphicMap.size > 0 && !setup.polymorphicFrom && !refreshState
  return isPolymorphic ? polymorphicProcessor(setup, loader.load, entityProcessor) : loader.load
}

function exampleOf(setup: ProcessorSetup): ProcessorSetup {
  return { ...setup, context: exampleContext, refreshState: null }
}
