/** Classes: models, mixins, bases, enumerations, plain ones. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import type { ModelInfo } from '../knowledge/program.js'
import { variableName } from '../knowledge/naming.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { ClassDefinition } from '../syntax/nodes.js'
import {
  attributeRecord,
  bindAttributes,
  modelClass,
  type ClassParts,
} from '../models/model-class.js'
import { registryDecorator } from '../models/collect.js'
import { baseDefinition } from '../models/base-class.js'
import { imperativeClass } from '../models/imperative.js'
import { recordName } from '../models/mixins.js'
import { classType, enumeration, plainClass } from '../models/plain-class.js'

export function classDefinition(context: Context, node: ClassDefinition): Doc | null {
  context.knowledge.classNodes.set(node.name, node)
  const keyword = context.keyword(node, node.name)
  if (context.knowledge.enums.has(node.name))
    return valueDoc(context, node, enumeration(context, node), { keyword, type: { kind: 'enum' } })
  const model = context.knowledge.models.get(node.name)
  if (model) return modelDefinition(context, node, { model, keyword })
  const type = classType(context, node)
  context.bind(node.name, type)
  return classDoc(node, plainClass(context, node, type), keyword)
}

interface Named {
  readonly keyword: 'const' | 'let' | null
  readonly type: Parameters<Context['bind']>[1]
}

/** `const Name = value`. */
function valueDoc(
  context: Context,
  node: ClassDefinition,
  value: Doc,
  { keyword, type }: Named,
): Doc {
  const binding = context.bind(node.name, type)
  return [keyword ? 'const ' : '', binding.code.doc, ' = ', value]
}

function modelDefinition(
  context: Context,
  node: ClassDefinition,
  { model, keyword }: { readonly model: ModelInfo; readonly keyword: 'const' | 'let' | null },
): Doc | null {
  const type = { kind: 'model' as const, model }
  context.bind(node.name, type)
  if (model.role === 'base') {
    const base = baseDefinition(context, node, model)
    const own =
      'members' in base
        ? classDoc(node, base, keyword)
        : valueDoc(context, node, base.value, { keyword, type })
    const record = recordDoc(context, node, { model, keyword })
    return record === null ? own : [own, hardline, hardline, record]
  }
  if (model.mapping) return classDoc(node, imperativeClass(context, node, model), keyword)
  if (model.role === 'model') {
    if (node.decorators.length > (registryDecorator(node) ? 1 : 0))
      leave(node, `class ${node.name}`, 'a decorator without counterpart')
    return classDoc(node, modelClass(context, node, model), keyword)
  }
  return mixinDefinition(context, node, { model, keyword })
}

/** A mixin is a record to be spread; its functions are written in the classes that use it. */
function mixinDefinition(
  context: Context,
  node: ClassDefinition,
  { model, keyword }: { readonly model: ModelInfo; readonly keyword: 'const' | 'let' | null },
): Doc | null {
  if (recordName(model, node) === null) return null
  const record = attributesOf(context, node, model)
  return valueDoc(context, node, record, { keyword, type: { kind: 'model', model } })
}

/** The attributes that a declarative base gives to all models, `const BaseAttributes = { … }`. */
function recordDoc(
  context: Context,
  node: ClassDefinition,
  { model, keyword }: { readonly model: ModelInfo; readonly keyword: 'const' | 'let' | null },
): Doc | null {
  const name = recordName(model, node)
  if (name === null) return null
  return [keyword ? 'const ' : '', name, ' = ', attributesOf(context, node, model)]
}

function attributesOf(context: Context, node: ClassDefinition, model: ModelInfo): Doc {
  return context.scoped('class', () => {
    bindAttributes(context, model)
    const attributes = node.body.filter((statement) => statement.kind !== 'function')
    return attributeRecord(context, { ...node, body: attributes }, { model, mixins: [] }).doc
  })
}

/** `class Name extends heritage { members }`; assigned where the name is shared. */
function classDoc(
  node: ClassDefinition,
  { heritage, members }: ClassParts,
  keyword: string | null,
): Doc {
  const name = variableName(node.name)
  const head: Doc = heritage ? [`class ${name} extends `, heritage, ' '] : `class ${name} `
  const body = members.length === 0 ? '{}' : out.braces([join(hardline, members)])
  return [keyword === null ? `${name} = ` : '', head, body]
}
