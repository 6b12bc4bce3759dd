/** What can follow a dot, for each thing an expression may stand for. Metadata first, then what descriptors tell. */
import type { ColumnInfo, ModelInfo, RelationshipInfo } from '../contracts.js'
import type { CompletionItem } from '../../protocol.js'
import { SQL_FUNCTIONS } from '../../format/sql-tokens.js'
import { classNamesOf, propertiesOf } from './descriptors.js'
import { CLASSES_OF_SHAPE, FIRST_MEMBERS, METHODS } from './hints.js'
import type { Known, Models } from './known.js'

/** The classes whose documentation tells of the members of something, nearest first. */
export function documentedClasses(known: Known): readonly string[] {
  if (known.kind === 'shape') return CLASSES_OF_SHAPE[known.shape]
  if (known.kind !== 'value' && known.kind !== 'instance') return []
  return classNamesOf(known.kind === 'value' ? known.value : known.prototype)
}

export function membersOf(known: Known, models: Models): readonly CompletionItem[] {
  switch (known.kind) {
    case 'entity':
      return [...attributesOf(known.model), ...ownMembers(known.model.target.prototype)]
    case 'entities':
      return ownMembers(Array.prototype)
    case 'functions':
      return FUNCTIONS
    case 'instance':
      return ownMembers(known.prototype)
    case 'shape':
      return Object.keys(METHODS[known.shape]).map((text) => ({ text, kind: 'method' }))
    case 'value': {
      const model = models.ofClass(known.value) ?? models.ofInstance(known.value)
      const first = documentedClasses(known).flatMap((name) => FIRST_MEMBERS[name] ?? [])
      const own = firstOf(ownMembers(known.value), first)
      return [...(model ? attributesOf(model) : []), ...own]
    }
  }
}

/** What databases know as functions, as members of `func`. */
const FUNCTIONS = Object.entries(SQL_FUNCTIONS).map(([text, detail]): CompletionItem => ({
  text,
  kind: 'method',
  detail,
}))

function firstOf(
  items: readonly CompletionItem[],
  names: readonly string[],
): readonly CompletionItem[] {
  const wanted = names.flatMap((name) => items.filter(({ text }) => text === name))
  return [...wanted, ...items.filter((item) => !wanted.includes(item))]
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
