/** Whether a relationship leads to many objects or to one: by its annotation, its options, or the foreign keys. */
import type { Knowledge } from '../core/context.js'
import { walk } from '../core/walk.js'
import {
  findColumn,
  type ColumnInfo,
  type ModelInfo,
  type RelationshipInfo,
} from '../knowledge/program.js'
import { instance, UNKNOWN, type Type } from '../knowledge/types.js'
import type { Argument, Assign, Call, Expression } from '../syntax/nodes.js'
import { parseExpression } from '../syntax/parse.js'
import { lastName } from '../knowledge/value-types.js'

export interface Declaration {
  readonly model: ModelInfo
  readonly statement: Assign
}

/** What an annotation says: the target, how many, in what. */
export interface MappedTarget {
  readonly target: string
  readonly isMany: boolean
  readonly isNullable: boolean
  readonly collection: 'list' | 'set' | 'dict'
}

/** The relationship a statement in a class declares; null if it declares none. */
export function collectRelationship(
  knowledge: Knowledge,
  { model, statement }: Declaration,
): RelationshipInfo | null {
  const call = statement.value?.kind === 'call' ? statement.value : null
  if (!call || !/^(relationship|dynamic_loader)$/.test(lastName(call.callee))) return null
  const annotated = statement.annotation ? mappedTarget(statement.annotation) : null
  const target = annotated?.target ?? argumentTarget(call.args)
  if (target === null) return null
  const isMany =
    annotated && !hasUselist(call.args)
      ? annotated.isMany
      : leadsToMany(knowledge, { model, target, args: call.args })
  const collection = collectionOf(call.args) ?? annotated?.collection ?? 'list'
  const query = queryOf(statement.annotation, call)
  return {
    target,
    isMany,
    isNullable: annotated?.isNullable ?? false,
    valueType: () => valueType(knowledge.models.get(target), { isMany, collection, query }),
  }
}

/** `lazy="dynamic"` and its kind are no collections. */
function queryOf(annotation: Expression | null, { callee, args }: Call): string | null {
  const wrapper = annotation?.kind === 'subscript' ? lastName(annotation.object) : ''
  const lazy = option(args, 'lazy')
  const name = lazy?.kind === 'string' ? lazy.value : ''
  if (wrapper === 'DynamicMapped' || name === 'dynamic' || lastName(callee) === 'dynamic_loader')
    return 'AppenderQuery'
  return wrapper === 'WriteOnlyMapped' || name === 'write_only' ? 'WriteOnlyCollection' : null
}

/** Adds the relationship that a `backref` makes on the other class. */
export function collectBackref(
  knowledge: Knowledge,
  { model, statement }: Declaration,
  info: RelationshipInfo,
): void {
  const call = statement.value?.kind === 'call' ? statement.value : null
  const given = call && option(call.args, 'backref')
  const [target] = statement.targets
  const other = knowledge.models.get(info.target)
  if (!call || !given || !other || target?.kind !== 'name' || model.role !== 'model') return
  const args = given.kind === 'call' ? given.args : []
  const named = given.kind === 'call' ? args[0]?.value : given
  if (named?.kind !== 'string' || other.relationships.has(named.value)) return
  const uselist = option(args, 'uselist')
  const isMany =
    uselist?.kind === 'constant'
      ? uselist.value === 'True'
      : !info.isMany || isManyToMany(call.args)
  const collection = collectionOf(args) ?? 'list'
  const query = given.kind === 'call' ? queryOf(null, given) : null
  knowledge.ownNames.add(named.value)
  other.relationships.set(named.value, {
    target: model.name,
    isMany,
    isNullable: false,
    valueType: () => valueType(model, { isMany, collection, query }),
    impliedBy: { model, name: target.id, call },
  })
}

function isManyToMany(args: readonly Argument[]): boolean {
  return option(args, 'secondary') !== null || args.filter(({ name }) => name === null).length > 1
}

interface Shape {
  readonly isMany: boolean
  readonly collection: 'list' | 'set' | 'dict'
  readonly query: string | null
}

function valueType(model: ModelInfo | undefined, { isMany, collection, query }: Shape): Type {
  const entity: Type = model ? { kind: 'entity', model } : UNKNOWN
  if (!isMany) return entity
  if (query !== null) return instance(query, [entity])
  if (collection === 'set') return { kind: 'set', of: entity }
  return collection === 'dict' ? { kind: 'map', of: entity } : instance('collection', [entity])
}

const WRAPPERS = new Set(['Mapped', 'WriteOnlyMapped', 'DynamicMapped', 'relationship'])
const COLLECTIONS: Readonly<Record<string, MappedTarget['collection']>> = {
  List: 'list',
  list: 'list',
  Sequence: 'list',
  Collection: 'list',
  Set: 'set',
  set: 'set',
  Dict: 'dict',
  dict: 'dict',
}

/** `Mapped[List["Post"]]`, `Mapped[Optional["User"]]`. */
export function mappedTarget(node: Expression): MappedTarget | null {
  if (node.kind === 'string') {
    const parsed = parseExpression(node.value)
    return parsed && parsed.kind !== 'string' ? mappedTarget(parsed) : null
  }
  if (node.kind === 'name' || node.kind === 'attribute') {
    return { target: lastName(node), isMany: false, isNullable: false, collection: 'list' }
  }
  if (node.kind === 'binary') {
    const side =
      lastName(node.left) === '' && node.left.kind === 'constant' ? node.right : node.left
    const inner = mappedTarget(side)
    return inner && { ...inner, isNullable: true }
  }
  if (node.kind !== 'subscript') return null
  return genericTarget(node)
}

function genericTarget(node: Extract<Expression, { kind: 'subscript' }>): MappedTarget | null {
  const name = lastName(node.object)
  const items = node.index.kind === 'tuple' ? node.index.items : [node.index]
  const last = items.at(-1)
  const isUnion = name === 'Optional' || name === 'Union'
  const inner = mappedTarget((isUnion ? items[0] : last) ?? node.index)
  if (!inner) return null
  if (name === 'WriteOnlyMapped' || name === 'DynamicMapped') return { ...inner, isMany: true }
  if (WRAPPERS.has(name)) return inner
  if (isUnion) return { ...inner, isNullable: true }
  const collection = COLLECTIONS[name]
  return collection ? { ...inner, isMany: true, collection } : null
}

/** The first argument: a class, its name, or a function that answers it. */
export function argumentTarget(args: readonly Argument[]): string | null {
  const value = args.find(
    (each, index) => each.name === 'argument' || (index === 0 && each.name === null),
  )?.value
  if (!value) return null
  if (value.kind === 'string') return value.value.split('.').at(-1) ?? null
  const node = value.kind === 'lambda' ? value.body : value
  return lastName(node) || null
}

function option(args: readonly Argument[], name: string): Expression | null {
  return args.find((each) => each.name === name)?.value ?? null
}

function hasUselist(args: readonly Argument[]): boolean {
  return option(args, 'uselist') !== null
}

function collectionOf(args: readonly Argument[]): MappedTarget['collection'] | null {
  const value = option(args, 'collection_class')
  if (!value) return null
  const name = lastName(value.kind === 'call' ? value.callee : value)
  if (name === 'set' || name.endsWith('Set')) return 'set'
  return /dict|mapping|mapped/i.test(name) ? 'dict' : 'list'
}

interface Direction {
  readonly model: ModelInfo
  readonly target: string
  readonly args: readonly Argument[]
}

function leadsToMany(knowledge: Knowledge, { model, target, args }: Direction): boolean {
  const uselist = option(args, 'uselist')
  if (uselist?.kind === 'constant') return uselist.value === 'True'
  if (option(args, 'secondary') || option(args, 'collection_class')) return true
  if (target === model.name) return selfReference(model, option(args, 'remote_side'))
  const foreign = option(args, 'foreign_keys')
  if (foreign) return ownColumns(model, foreign).length === 0
  const other = knowledge.models.get(target)
  const tables = new Set(other ? tablesOf(other) : [])
  return !referencesOf(model).some(
    (table) => tables.has(table) || tables.has(table.split('.').at(-1) ?? ''),
  )
}

/** A class that refers to itself: the remote side of "one" is the primary key. */
function selfReference(model: ModelInfo, remote: Expression | null): boolean {
  if (!remote) return true
  return !ownColumns(model, remote).some(({ isPrimaryKey }) => isPrimaryKey)
}

/** The columns of the class that an option names. */
function ownColumns(model: ModelInfo, given: Expression): readonly ColumnInfo[] {
  const node = given.kind === 'string' ? parseExpression(given.value) : given
  const found: ColumnInfo[] = []
  walk(node, (each) => {
    const owner = each.kind === 'attribute' ? lastName(each.object) : model.name
    const name = each.kind === 'attribute' ? each.name : each.kind === 'name' ? each.id : ''
    const column = owner === model.name ? findColumn(model, name) : null
    if (column) found.push(column)
    return true
  })
  return found
}

function tablesOf(model: ModelInfo): readonly string[] {
  return [...(model.table === null ? [] : [model.table]), ...model.bases.flatMap(tablesOf)]
}

function referencesOf(model: ModelInfo): readonly string[] {
  return [...model.references, ...model.bases.flatMap(referencesOf)]
}
