/** What rows of a joined relationship do to the parent's attribute: a scalar, or a collection that grows row by row. */
import type { CollectionAttributeImpl } from '../../attributes/collection-attribute.js'
import type { CollectionAdapter } from '../../attributes/collections/collection-adapter.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { Populators } from '../rows/populators.js'
import type { QueryContext } from '../rows/query-context.js'
import type { RowProcessor } from '../rows/row.js'

export interface JoinedTarget {
  readonly property: RelationshipProperty
  /** The related object of a row, null where the outer join found none. */
  readonly process: RowProcessor
  readonly populators: Populators
  readonly context: QueryContext
}

export function populateScalar({ property, process, populators, context }: JoinedTarget): void {
  const { key } = property
  populators.new.push({ key, populate: (state, row) => state.setValue(key, process(row)) })
  populators.existing.push({
    key,
    populate: (state, row) => {
      const value = process(row)
      if (!state.has(key)) state.setValue(key, value)
      else if (state.value(key) !== value) warnAboutSeveral(property, context)
    },
  })
  if (context.loadOptions.invokeAllEagers) {
    populators.eager.push({ key, populate: (_state, row) => void process(row) })
  }
}

function warnAboutSeveral(property: RelationshipProperty, context: QueryContext): void {
  context.session.warn(
    `Multiple rows returned with uselist=False for eagerly-loaded attribute '${String(property)}' `,
  )
}

/** Members of one parent, as far as the rows of this result have brought them. */
interface Growing {
  readonly state: InstanceState
  readonly adapter: CollectionAdapter
  readonly seen: Set<object>
}

export function populateCollection({ property, process, populators, context }: JoinedTarget): void {
  const { key } = property
  const byParent = new Map<InstanceState, Growing>()
  // The rows of a parent mostly stand together.
  let last: Growing | null = null
  const begin = (state: InstanceState): Growing => {
    const growing = { state, adapter: beginCollection(state, key), seen: new Set<object>() }
    byParent.set(state, growing)
    return growing
  }
  const add = (growing: Growing, row: readonly unknown[]): void => {
    last = growing
    const member = process(row) as object | null
    if (member === null || growing.seen.has(member)) return
    growing.seen.add(member)
    growing.adapter.appendWithoutEvent(member)
  }
  populators.new.push({ key, populate: (state, row) => add(begin(state), row) })
  populators.existing.push({
    key,
    populate: (state, row) => {
      const known = last?.state === state ? last : byParent.get(state)
      add(known ?? begin(state), row)
    },
  })
  if (context.loadOptions.invokeAllEagers) {
    populators.eager.push({ key, populate: (_state, row) => void process(row) })
  }
}

/** An empty collection in the attribute's place. */
function beginCollection(state: InstanceState, key: string): CollectionAdapter {
  const impl = state.impl(key) as CollectionAttributeImpl
  const adapter = impl.initializeCollection(state)
  impl.store(state, adapter.data)
  return adapter
}
