/** What can follow a dot, for each thing an expression may stand for. Metadata first, then what descriptors tell. */
import type { ColumnInfo, ModelInfo, RelationshipInfo } from '../contracts.js'
import type { CompletionItem } from '../../protocol.js'
import { propertiesOf } from './descriptors.js'
import { METHODS } from './hints.js'
import type { Known, Models } from './known.js'

export function membersOf(known: Known, models: Models): readonly CompletionItem[] {
  switch (known.kind) {
    case 'entity':
      return [...attributesOf(known.model), ...ownMembers(known.model.target.prototype)]
    case 'entities':
      return ownMembers(Array.prototype)
    case 'instance':
      return ownMembers(known.prototype)
    case 'shape':
      return Object.keys(METHODS[known.shape]).map((text) => ({ text, kind: 'method' }))
    case 'value': {
      const model = models.ofClass(known.value) ?? models.ofInstance(known.value)
      return [...(model ? attributesOf(model) : []), ...ownMembers(known.value)]
    }
  }
}

/** The mapped attributes, as members of an instance, of the class, or as keys. */
export function attributesOf(model: ModelInfo): readonly CompletionItem[] {
  return [...model.columns.map(columnItem), ...model.relationships.map(relationshipItem)]
}

export function columnItem({ name, type, notes = [] }: ColumnInfo): CompletionItem {
  return { text: name, kind: 'column', detail: [type, ...notes].join(' · ') }
}

function relationshipItem(relationship: RelationshipInfo): CompletionItem {
  const { name, target, collection, cardinality } = relationship
  const type = collection ? `${target}[]` : target
  const detail = cardinality === undefined ? type : `${type} · ${cardinality}`
  return { text: name, kind: 'relationship', detail }
}

function ownMembers(target: unknown): readonly CompletionItem[] {
  return [...propertiesOf(target)]
    .sort((a, b) => a.depth - b.depth)
    .map(({ name, kind }) => ({ text: name, kind }))
}
