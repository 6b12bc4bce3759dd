/** What rows of a joined relationship do to the parent's attribute: a scalar, or a collection that grows row by row. */
import type { CollectionAttributeImpl } from '../../attributes/collection-attribute.js'
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

/** Members collected so far in this result, by parent. */
type Growing = Map<
  InstanceState,
  { readonly append: (member: object) => void; readonly seen: Set<object> }
>

export function populateCollection({ property, process, populators, context }: JoinedTarget): void {
  const { key } = property
  const growing: Growing = new Map()
  const add = (state: InstanceState, row: readonly unknown[]): void => {
    const member = process(row) as object | null
    const collection = growing.get(state) as NonNullable<ReturnType<Growing['get']>>
    if (member === null || collection.seen.has(member)) return
    collection.seen.add(member)
    collection.append(member)
  }
  const begin = (state: InstanceState): void => {
    growing.set(state, { append: beginCollection(state, key), seen: new Set() })
  }
  populators.new.push({
    key,
    populate: (state, row) => {
      begin(state)
      add(state, row)
    },
  })
  populators.existing.push({
    key,
    populate: (state, row) => {
      if (!growing.has(state)) begin(state)
      add(state, row)
    },
  })
  if (context.loadOptions.invokeAllEagers) {
    populators.eager.push({ key, populate: (_state, row) => void process(row) })
  }
}

/** An empty collection in the attribute's place; answers how to fill it without events. */
function beginCollection(state: InstanceState, key: string): (member: object) => void {
  const impl = state.impl(key) as CollectionAttributeImpl
  const adapter = impl.initializeCollection(state)
  impl.store(state, adapter.data)
  return (member) => adapter.appendWithoutEvent(member)
}
