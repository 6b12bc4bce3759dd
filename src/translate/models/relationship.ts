/** `relationship(…)` as `() => many(Post, { … })` or `() => one(User, { … })`. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { camelCase } from '../knowledge/naming.js'
import {
  findRelationship,
  type ImplyingRelationship,
  type ModelInfo,
} from '../knowledge/program.js'
import { instance } from '../knowledge/types.js'
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
  const options = keywords.flatMap((each) =>
    isBackref(context, { model, name }, each)
      ? [{ key: 'backPopulates', value: backrefName(context, each.value) }]
      : option(context, each),
  )
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

/** The other class of the program declares what a `backref` makes, so that it has a type there. */
function isBackref(
  context: Context,
  { model, name }: { readonly model: ModelInfo; readonly name: string },
  { name: key }: Argument,
): boolean {
  if (key !== 'backref' || context.isShared) return false
  const target = context.knowledge.models.get(findRelationship(model, name)?.target ?? '')
  return [...(target?.relationships.values() ?? [])].some(
    ({ impliedBy }) => impliedBy?.model === model && impliedBy.name === name,
  )
}

function backrefName(context: Context, node: Expression): out.Code {
  const name = node.kind === 'call' ? node.args[0]?.value : node
  return name ? context.code(name) : out.raw("''")
}

/** Relationships that other classes make by `backref`, declared where they belong. */
export function impliedRelationships(context: Context, model: ModelInfo): out.Property[] {
  if (context.isShared) return []
  return [...model.relationships].flatMap(([key, { impliedBy, isMany }]) => {
    if (!impliedBy) return []
    const args = [
      out.identifier(impliedBy.model.name),
      out.object(impliedOptions(context, impliedBy)),
    ]
    const made = out.call(context.library(isMany ? 'many' : 'one'), args)
    return [{ key, value: out.arrow('()', made) }]
  })
}

/** Options both sides share; joins over a table are turned around. */
const SHARED: Readonly<Record<string, string>> = {
  secondary: 'secondary',
  primaryjoin: 'primaryjoin',
  foreign_keys: 'foreign_keys',
  viewonly: 'viewonly',
  post_update: 'post_update',
  passive_updates: 'passive_updates',
}
const TURNED: Readonly<Record<string, string>> = {
  ...SHARED,
  primaryjoin: 'secondaryjoin',
  secondaryjoin: 'primaryjoin',
}

function impliedOptions(context: Context, { name, call }: ImplyingRelationship): out.Property[] {
  const given = call.args.find((each) => each.name === 'backref')?.value
  const own = given?.kind === 'call' ? given.args.slice(1) : []
  const secondary = call.args.filter((each) => each.name === null)[1]
  const hasTable = secondary !== undefined || call.args.some((each) => each.name === 'secondary')
  const names = hasTable ? TURNED : SHARED
  const taken = new Set(own.map((each) => each.name))
  const shared = call.args.flatMap((each) => {
    const key = names[each.name ?? '']
    return key === undefined || taken.has(key) ? [] : option(context, { ...each, name: key })
  })
  const table_ = secondary ? [{ key: 'secondary', value: table(context, secondary.value) }] : []
  const back = { key: 'backPopulates', value: out.stringLiteral(name) }
  const others = own.filter((each) => each.name !== null && !IGNORED.has(each.name))
  return [...table_, ...shared, back, ...others.flatMap((each) => option(context, each))]
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
    return context.scoped('block', () => {
      bindTables(context)
      return evaluated(context, parsed)
    })
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

/** In texts tables go by their names, unless a class or a variable has the name. */
function bindTables(context: Context): void {
  const { models } = context.knowledge
  for (const { name, table: of } of models.values()) {
    if (!of || models.has(of) || context.lookup(of)) continue
    const code = out.call(context.library('tableOf'), [out.identifier(name)])
    context.scope.set(of, { code, type: instance('Table') })
  }
}

/** A table by variable, or by its name in a text. */
function table(context: Context, node: Expression): out.Code {
  if (node.kind === 'lambda') return table(context, node.body)
  if (node.kind !== 'string') return context.code(node)
  const variable = context.knowledge.tableVariables.get(node.value)
  if (variable !== undefined) return out.identifier(variable)
  const model = context.knowledge.models.values().find((each) => each.table === node.value)
  if (model) return out.call(context.library('tableOf'), [out.identifier(model.name)])
  const parsed = context.parse(node.value)
  return parsed?.kind === 'attribute' || parsed?.kind === 'call'
    ? evaluated(context, node)
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
