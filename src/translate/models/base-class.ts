/** `class Base(DeclarativeBase)`: a constant, or a class where it has methods. */
import type { Context } from '../core/context.js'
import type { ModelInfo } from '../knowledge/program.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { ClassDefinition } from '../syntax/nodes.js'
import { classValue, registryDecorator } from './collect.js'
import { classMembers } from './members.js'
import type { ClassParts } from './model-class.js'

/** The base: `declarativeBase({ metadata })`, alone or extended. */
export function baseDefinition(
  context: Context,
  node: ClassDefinition,
  model: ModelInfo,
): ClassParts | { readonly value: Doc } {
  const metadata = classValue(node, 'metadata')
  const options = metadata ? [out.object([{ key: 'metadata', value: context.code(metadata) }])] : []
  const registered = registryDecorator(node)
  const base = registered
    ? out.call(out.member(context.code(registered.registry), 'generateBase'), [])
    : out.call(context.library('declarativeBase'), options)
  const members = classMembers(context, node, { model, mixins: [] })
  if (members.length === 0) return { value: base.doc }
  return { heritage: base.doc, members: [join([hardline, hardline], members)] }
}
