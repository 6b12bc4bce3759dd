/** `class Base(DeclarativeBase)`: a constant, or a class where it has methods. */
import type { Context } from '../core/context.js'
import type { ModelInfo } from '../knowledge/program.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { ClassDefinition } from '../syntax/nodes.js'
import { leave } from '../core/report.js'
import { lastName } from '../knowledge/value-types.js'
import { classValue, extendsReflection, isReflectedBase, registryDecorator } from './collect.js'
import { classMembers } from './members.js'
import type { ClassParts } from './model-class.js'

/** The base: `declarativeBase({ metadata })`, alone or extended. */
export function baseDefinition(
  context: Context,
  node: ClassDefinition,
  model: ModelInfo,
): ClassParts | { readonly value: Doc } {
  if (isReflectedBase(node) && !isDeclarativeBase(node)) return reflectedBase(context, node, model)
  const metadata = classValue(node, 'metadata')
  const options = metadata ? [out.object([{ key: 'metadata', value: context.code(metadata) }])] : []
  const registered = registryDecorator(node)
  const base = registered
    ? out.call(out.member(context.code(registered.registry), 'generateBase'), [])
    : out.call(context.library('declarativeBase'), options)
  const owner = extendsReflection(node)
    ? out.call(context.library('DeferredReflection'), [base])
    : base
  const members = classMembers(context, node, { model, mixins: [] })
  if (members.length === 0) return { value: owner.doc }
  return { heritage: owner.doc, members: [join([hardline, hardline], members)] }
}

function isDeclarativeBase(node: ClassDefinition): boolean {
  return node.args.some(({ value }) => /^DeclarativeBase/.test(lastName(value)))
}

/** `const Reflected = DeferredReflection(Base)`: the base is that of the models that have both. */
function reflectedBase(
  context: Context,
  node: ClassDefinition,
  model: ModelInfo,
): { readonly value: Doc } {
  const users = context.knowledge.models.values().filter(({ bases }) => bases.includes(model))
  const base = [...model.bases, ...users.flatMap(({ bases }) => bases)].find(
    (each) => each !== model && each.role === 'base',
  )
  if (!base) return leave(node, `class ${node.name}`, 'no model extends it and a declarative base')
  const value = out.call(context.library('DeferredReflection'), [out.identifier(base.name)])
  return { value: value.doc }
}
