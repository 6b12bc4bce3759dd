/** A mapped class: `class User extends Base.model('users', { … }, { … }) { static { mapped(this) } … }`. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { SQL, type Type } from '../knowledge/types.js'
import type { ModelInfo } from '../knowledge/program.js'
import * as out from '../output/code.js'
import { hardline, type Doc } from '../output/doc.js'
import type { ClassDefinition, Expression, FunctionDefinition } from '../syntax/nodes.js'
import { attributeCode, innerColumns } from './attributes.js'
import { classValue, isDeclaredAttribute, registryDecorator } from './collect.js'
import { dataclassConstructor, dataclassText } from './dataclass-model.js'
import { classMembers } from './members.js'
import { concreteBase, concreteOptions } from './concrete.js'
import { inMappingOrder } from './mapping-order.js'
import { declaredAttribute, declaredValue, mixinsOf, recordNames, type Mixin } from './mixins.js'
import { modelOptions } from './options.js'
import { impliedRelationships } from './relationship.js'
import { staticBlock } from './static-block.js'

/** The parts of a class in TypeScript. */
export interface ClassParts {
  /** What it extends; null for nothing. */
  readonly heritage: Doc | null
  readonly members: readonly Doc[]
}

/** A mapped class. */
export function modelClass(context: Context, node: ClassDefinition, model: ModelInfo): ClassParts {
  return context.scoped('class', () => {
    bindAttributes(context, model)
    const mixins = mixinsOf(context, model)
    const attributes = attributeRecord(context, node, { model, mixins })
    const options = modelOptions(context, model, {
      tableArgs: optionValue(node, { model, mixins }, '__table_args__'),
      mapperArgs: optionValue(node, { model, mixins }, '__mapper_args__'),
    })
    const args = [attributes]
    const properties = [...concreteOptions(context, node), ...options.properties]
    if (properties.length > 0) args.push(out.object(properties))
    const members = classMembers(context, node, { model, mixins })
    const dataclass = [
      dataclassConstructor(context, node, { model, mixins }),
      dataclassText(context, node, { model, mixins }),
    ].filter((member) => member !== null)
    const block = staticBlock(context, node, { model, mixins, afterwards: options.afterwards })
    return {
      heritage: heritage(context, node, { model, mixins, args }),
      members: [block, ...[...dataclass, ...members].map((member): Doc => [hardline, member])],
    }
  })
}

/** Inside of the class body its attributes are names; in TypeScript they belong to the class. */
export function bindAttributes(context: Context, model: ModelInfo): void {
  const owner = out.identifier(model.name)
  const bind = (name: string, type: Type): void => {
    context.scope.set(name, { code: out.member(owner, name), type })
  }
  for (const [name, info] of model.relationships) {
    bind(name, { kind: 'sql', relationship: { model: null, isMany: info.isMany } })
  }
  for (const [name] of model.columns) bind(name, SQL)
}

function optionValue(
  node: ClassDefinition,
  { model, mixins }: RecordContext,
  name: string,
): Expression | null {
  const own = classValue(node, name) ?? declaredValue(node, name, model)
  if (own) return own
  for (const mixin of mixins) {
    const found = classValue(mixin.node, name) ?? declaredValue(mixin.node, name, model)
    if (found) return found
  }
  return null
}

interface RecordContext {
  readonly model: ModelInfo
  readonly mixins: readonly Mixin[]
}

/** `{ ...mixin, id: column(integer), posts: () => many(Post) }`, with the comments above attributes. */
export function attributeRecord(
  context: Context,
  node: ClassDefinition,
  { model, mixins }: RecordContext,
): out.Code {
  const own = [
    ...ownAttributes(context, node, model),
    ...declaredAttributes(context, node, model),
    ...impliedRelationships(context, model),
  ]
  const taken = new Set(own.flatMap(({ key }) => (typeof key === 'string' ? [key] : [])))
  const mixed = mixins.flatMap((mixin) => {
    const properties = recordProperties(mixin, taken)
    for (const name of recordNames(mixin)) taken.add(name)
    return [...properties, ...declaredAttributes(context, mixin.node, model)]
  })
  return { ...out.object([...own, ...mixed]), hugs: true }
}

/** Columns of mixins come last. Where the class has its own instead of some of them, the others are named one by one. */
function recordProperties(mixin: Mixin, taken: ReadonlySet<string>): out.Property[] {
  if (mixin.record === null) return []
  const record = out.identifier(mixin.record)
  const names = recordNames(mixin)
  if (!names.some((name) => taken.has(name))) return [{ key: null, value: record }]
  return names
    .filter((name) => !taken.has(name))
    .map((name) => ({ key: name, value: out.member(record, name) }))
}

/** Attributes a class declares itself. */
export function ownAttributes(
  context: Context,
  node: ClassDefinition,
  model: ModelInfo,
): out.Property[] {
  return inMappingOrder(node).flatMap((statement) => {
    const [target] = statement.targets
    if (target?.kind !== 'name' || target.id.startsWith('__')) return []
    const value = asOutside(context, target.id, () =>
      attributeCode(context, { model, name: target.id, statement }),
    )
    const comments = statement.comments.map(({ text }) => text)
    if (!value) return []
    const inner = innerColumns(context, { model, name: target.id, statement })
    return [...inner, { key: target.id, value, comments }]
  })
}

/** On the right side of `slug = column(default=slug)` the name is still that of the surroundings. */
function asOutside<R>(context: Context, name: string, work: () => R): R {
  const outer = context.scope.parent?.get(name)
  if (!outer) return work()
  return context.scoped('block', () => {
    context.scope.set(name, outer)
    return work()
  })
}

/** `@declared_attr` functions of a mixin, evaluated for this class. */
function declaredAttributes(
  context: Context,
  node: ClassDefinition,
  model: ModelInfo,
): out.Property[] {
  return node.body.flatMap((statement) => {
    if (statement.kind !== 'function' || !isDeclared(statement)) return []
    return [{ key: statement.name, value: declaredAttribute(context, statement, model) }]
  })
}

function isDeclared(statement: FunctionDefinition): boolean {
  return statement.decorators.some(isDeclaredAttribute) && !statement.name.startsWith('__')
}

interface HeritageContext extends RecordContext {
  readonly args: readonly out.Code[]
}

function heritage(
  context: Context,
  node: ClassDefinition,
  { model, mixins, args }: HeritageContext,
): Doc {
  const parent = parentOf(model)
  const table = tableArgument(context, node, { model, mixins })
  if (parent?.role === 'model') {
    const all = table ? [table, ...args] : args
    return out.call(out.member(out.identifier(parent.name), 'inherits'), all).doc
  }
  const registered = registryDecorator(node)
  const base = parent
    ? out.identifier(parent.name)
    : registered
      ? context.code(registered.registry)
      : leave(node, `class ${node.name}`, 'it extends no declarative base')
  const concrete = concreteBase(node)
  const owner = concrete ? out.call(context.library(concrete), [base]) : base
  // Without a table SQLAlchemy refuses the class, and so does the library.
  return out.call(out.member(owner, 'model'), table ? [table, ...args] : args).doc
}

/** The class in TypeScript it extends: a model, or the base behind abstract classes. */
export function parentOf(model: ModelInfo): ModelInfo | null {
  for (const base of model.bases) {
    if (base.role === 'model' || base.role === 'base') return base
    const found = base.role === 'abstract' ? parentOf(base) : null
    if (found) return found
  }
  return null
}

/** The name of the table, or a table that is there already; null for single-table inheritance. */
function tableArgument(
  context: Context,
  node: ClassDefinition,
  { model, mixins }: RecordContext,
): out.Code | null {
  const table = classValue(node, '__table__')
  if (table) return context.code(table)
  const name = classValue(node, '__tablename__')
  if (name?.kind === 'constant') return null
  if (name) return context.code(name)
  for (const mixin of mixins) {
    const given =
      classValue(mixin.node, '__tablename__') ?? declaredValue(mixin.node, '__tablename__', model)
    if (given?.kind === 'constant') return null
    if (given) return out.stringLiteral(computedName(given, model.name))
  }
  return null
}

/** `cls.__name__.lower()` and the like, worked out. */
function computedName(node: Expression, name: string): string {
  if (node.kind === 'string') return node.value
  if (node.kind === 'attribute' && node.name === '__name__') return name
  if (node.kind === 'call' && node.callee.kind === 'attribute') {
    const inner = computedName(node.callee.object, name)
    const method = node.callee.name
    if (method === 'lower') return inner.toLowerCase()
    if (method === 'upper') return inner.toUpperCase()
  }
  if (node.kind === 'binary' && node.operator === '+') {
    return computedName(node.left, name) + computedName(node.right, name)
  }
  if (node.kind === 'format') {
    return node.parts
      .map((part) => (typeof part === 'string' ? part : computedName(part.value, name)))
      .join('')
  }
  return leave(node, '__tablename__', 'it is worked out while the program runs')
}
