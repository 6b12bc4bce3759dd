/** `relationship(…)` as `() => many(Post, { … })` or `() => one(User, { … })`. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { camelCase } from '../knowledge/naming.js'
import { findRelationship } from '../knowledge/program.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import type { Argument, Call, Expression } from '../syntax/nodes.js'
import type { AttributeDeclaration } from './attributes.js'

export interface RelationshipDeclaration extends AttributeDeclaration {
  readonly call: Call
}

/** Options that only matter while Python defines the class. */
const IGNORED = new Set(
  'argument uselist default default_factory init repr compare kw_only hash comparator_factory strategy_class'.split(
    ' ',
  ),
)

export function relationshipThunk(
  context: Context,
  declaration: RelationshipDeclaration,
): out.Code {
  const { model, name, call } = declaration
  const info = findRelationship(model, name)
  if (!info) return leave(call, 'relationship()', 'its target is unknown')
  const target = context.knowledge.models.get(info.target)
  const options = relationshipOptions(context, declaration)
  if (!info.isMany && info.isNullable) options.push({ key: 'nullable', value: out.raw('true') })
  const args = [out.identifier(target?.name ?? info.target)]
  if (options.length > 0) args.push(out.object(options))
  return out.arrow('()', out.call(context.library(info.isMany ? 'many' : 'one'), args))
}

function relationshipOptions(
  context: Context,
  { call, statement, name, model }: RelationshipDeclaration,
): out.Property[] {
  const keywords = call.args.filter((each) => each.name !== null && !IGNORED.has(each.name))
  const [, secondary] = call.args.filter((each) => each.name === null)
  const options = keywords.flatMap((each) => option(context, each))
  if (secondary) options.unshift({ key: 'secondary', value: table(context, secondary.value) })
  const annotation =
    statement.annotation?.kind === 'subscript' ? lastName(statement.annotation.object) : ''
  const lazy = { WriteOnlyMapped: 'writeOnly', DynamicMapped: 'dynamic' }[annotation]
  if (lazy) options.push({ key: 'lazy', value: out.stringLiteral(lazy) })
  const isSet = findRelationship(model, name)?.valueType().kind === 'set'
  if (isSet && !keywords.some((each) => each.name === 'collection_class')) {
    options.push({ key: 'collectionClass', value: out.identifier('Set') })
  }
  return options
}

/** Options whose value may be Python in a text. */
const EVALUATED = new Set([
  'primaryjoin',
  'secondaryjoin',
  'order_by',
  'foreign_keys',
  'remote_side',
])

function option(context: Context, { name, value }: Argument): out.Property[] {
  const key = camelCase(name ?? '')
  if (value.kind === 'constant' && value.value === 'None' && name !== 'lazy') return []
  if (name === 'secondary') return [{ key, value: table(context, value) }]
  if (name === 'lazy') return [{ key, value: lazyOption(context, value) }]
  if (name === 'backref') return [{ key, value: backref(context, value) }]
  if (name === 'collection_class') return collectionClass(context, value)
  if (name !== null && EVALUATED.has(name)) return [{ key, value: evaluated(context, value) }]
  return [{ key, value: context.code(value) }]
}

/** Texts and lambdas are for names that come later; inside a thunk the names do. */
function evaluated(context: Context, node: Expression): out.Code {
  if (node.kind === 'string') {
    const parsed = context.parse(node.value)
    if (!parsed) leave(node, node.value, 'not understood')
    return evaluated(context, parsed)
  }
  if (node.kind === 'lambda') return evaluated(context, node.body)
  if (node.kind === 'list' || node.kind === 'tuple') {
    const [only] = node.items
    return node.items.length === 1 && only
      ? evaluated(context, only)
      : out.array(node.items.map((each) => evaluated(context, each)))
  }
  return context.code(node)
}

/** A table by variable, or by its name in a text. */
function table(context: Context, node: Expression): out.Code {
  if (node.kind === 'lambda') return table(context, node.body)
  if (node.kind !== 'string') return context.code(node)
  const variable = context.knowledge.tableVariables.get(node.value)
  if (variable !== undefined) return out.identifier(variable)
  const model = [...context.knowledge.models.values()].find((each) => each.table === node.value)
  if (model) return out.call(context.library('tableOf'), [out.identifier(model.name)])
  const parsed = context.parse(node.value)
  return parsed?.kind === 'attribute'
    ? context.code(parsed)
    : leave(node, node.value, 'no table of this name is in sight')
}

const LAZY: Readonly<Record<string, string>> = {
  True: 'select',
  False: 'joined',
  None: 'noload',
  raise_on_sql: 'raiseOnSql',
  write_only: 'writeOnly',
}

function lazyOption(context: Context, node: Expression): out.Code {
  const value = node.kind === 'string' || node.kind === 'constant' ? node.value : null
  if (value === null) return context.code(node)
  return out.stringLiteral(LAZY[value] ?? value)
}

/** `backref("x", lazy="joined")` is an object with a name. */
function backref(context: Context, node: Expression): out.Code {
  if (node.kind !== 'call') return context.code(node)
  const [name, ...others] = node.args
  const options = others.flatMap((each) => option(context, each))
  return out.object([
    { key: 'name', value: name ? context.code(name.value) : out.raw("''") },
    ...options,
  ])
}

function collectionClass(context: Context, node: Expression): out.Property[] {
  const name = lastName(node)
  if (name === 'list') return []
  const value = name === 'set' ? out.identifier('Set') : context.code(node)
  return [{ key: 'collectionClass', value }]
}
