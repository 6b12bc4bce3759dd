/** Classes that a program maps to a table itself stay plain; the call that maps them declares their attributes. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { typeText } from '../expressions/functions.js'
import { camelCase } from '../knowledge/naming.js'
import type { ModelInfo } from '../knowledge/program.js'
import { instance, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import { hardline, type Doc } from '../output/doc.js'
import type { Attribute, Call, ClassDefinition, Expression } from '../syntax/nodes.js'
import { attributeCode } from './attributes.js'
import { argument, declaredStatements } from './imperative-calls.js'
import type { ClassParts } from './model-class.js'
import { classType, plainClass } from './plain-class.js'

/** The class itself. */
export function imperativeClass(
  context: Context,
  node: ClassDefinition,
  model: ModelInfo,
): ClassParts {
  const { heritage, members } = plainClass(context, node, classType(context, node))
  const fields = context.isShared ? [] : declaredFields(context, model)
  const constructor = needsConstructor(node, model) ? keywordConstructor(context) : []
  return { heritage, members: [...fields, ...constructor, ...members] }
}

/** What the mapping adds to objects, for the types only. */
function declaredFields(context: Context, model: ModelInfo): Doc[] {
  const types: (readonly [string, Type])[] = [
    ...[...model.columns].map(([name, { type }]) => [name, type] as const),
    ...[...model.relationships].map(([name, info]) => [name, info.valueType()] as const),
  ]
  return types.map(([name, type]): Doc => ['declare ', name, ': ', typeText(context, type)])
}

/** SQLAlchemy gives a class without a constructor one that takes keywords. */
function needsConstructor(node: ClassDefinition, model: ModelInfo): boolean {
  if (node.body.some((each) => each.kind === 'function' && each.name === '__init__')) return false
  return !model.bases.some(({ mapping }) => mapping !== undefined)
}

function keywordConstructor(context: Context): Doc[] {
  const parameter = context.isShared ? 'values' : 'values: object = {}'
  return [[`constructor(${parameter}) `, out.braces(['Object.assign(this, values)'])], hardline]
}

/** `registry.mapImperatively(User, userTable, { properties: { … } })`: it answers the class. */
export function imperativeCall(context: Context, node: Call, callee: Attribute): out.Code {
  const class_ = argument(node, 'class_', 0)
  const table = argument(node, 'local_table', 1)
  if (class_ === null) leave(node, 'map_imperatively', 'it names no class')
  const options = node.args.flatMap(({ name, value }): out.Property[] => {
    if (name === null || name === 'class_' || name === 'local_table') return []
    const code = name === 'properties' ? properties(context, node, class_) : option(context, value)
    return [{ key: camelCase(name), value: code }]
  })
  const args = [context.code(class_)]
  if (table !== null || options.length > 0) args.push(table ? context.code(table) : out.raw('null'))
  if (options.length > 0) args.push(out.object(options))
  return out.call(out.member(context.code(callee.object), 'mapImperatively'), args)
}

/** The same where its value is used: SQLAlchemy answers the mapper. */
export function imperativeMapper(context: Context, node: Call, callee: Attribute): Typed {
  const code = out.call(context.library('inspect'), [imperativeCall(context, node, callee)])
  return { code, type: instance('mapper') }
}

function properties(context: Context, node: Call, class_: Expression): out.Code {
  const model = class_.kind === 'name' ? context.knowledge.models.get(class_.id) : undefined
  const statements = declaredStatements(node)
  if (!model || statements === null)
    return leave(node, 'map_imperatively', 'its properties are not written in place')
  const entries = statements.flatMap((statement): out.Property[] => {
    const [target] = statement.targets
    if (target?.kind !== 'name' || statement.value === null) return []
    const declared = attributeCode(context, { model, name: target.id, statement })
    return [{ key: target.id, value: declared ?? context.code(statement.value) }]
  })
  return out.object(entries)
}

/** Lists of columns may be written as sets and tuples. */
function option(context: Context, value: Expression): out.Code {
  const isList = value.kind === 'set' || value.kind === 'tuple' || value.kind === 'list'
  return isList ? out.array(value.items.map((each) => context.code(each))) : context.code(value)
}
