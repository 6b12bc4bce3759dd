/** The options of a model: `__table_args__`, `__mapper_args__`. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { walk } from '../core/walk.js'
import { camelCase } from '../knowledge/naming.js'
import { hasAttribute, type ModelInfo } from '../knowledge/program.js'
import { SQL } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Expression } from '../syntax/nodes.js'

export interface ModelOptions {
  readonly properties: readonly out.Property[]
  /** Constraints over expressions of the class's own columns: made once the class is there. */
  readonly afterwards: readonly Expression[]
}

/** All options of a class. */
export function modelOptions(
  context: Context,
  model: ModelInfo,
  {
    tableArgs,
    mapperArgs,
  }: { readonly tableArgs: Expression | null; readonly mapperArgs: Expression | null },
): ModelOptions {
  const table = tableArgs ? tableOptions(context, model, tableArgs) : NONE
  const mapper = mapperArgs ? mapperOptions(context, model, mapperArgs) : []
  const properties = [...table.properties]
  if (mapper.length > 0) properties.push({ key: 'mapper', value: out.object(mapper) })
  return { properties, afterwards: table.afterwards }
}

const NONE: ModelOptions = { properties: [], afterwards: [] }

function tableOptions(context: Context, model: ModelInfo, node: Expression): ModelOptions {
  const items = node.kind === 'tuple' || node.kind === 'list' ? node.items : [node]
  const afterwards: Expression[] = []
  const constraints: out.Code[] = []
  const options: out.Property[] = []
  for (const item of items) {
    if (item.kind === 'dict') options.push(...tableDictionary(context, item))
    else if (item.kind !== 'call')
      leave(item, '__table_args__', 'a constraint or dictionary is expected')
    else if (usesExpressions(model, item)) afterwards.push(item)
    else constraints.push(context.code(byName(model, item)))
  }
  const properties: out.Property[] =
    constraints.length > 0 ? [{ key: 'constraints', value: out.array(constraints) }] : []
  return { properties: [...options, ...properties], afterwards }
}

function tableDictionary(
  context: Context,
  node: Extract<Expression, { kind: 'dict' }>,
): out.Property[] {
  return node.entries.map(({ key, value }) =>
    key?.kind === 'string'
      ? { key: camelCase(key.value), value: context.code(value) }
      : leave(node, '__table_args__', 'its keys are not plain texts'),
  )
}

/** Whether a constraint is about expressions rather than columns by name. */
function usesExpressions(model: ModelInfo, node: Extract<Expression, { kind: 'call' }>): boolean {
  return node.args.some(({ value }) => value.kind !== 'name' && mentions(model, value))
}

function mentions(model: ModelInfo, node: Expression): boolean {
  let found = false
  walk(node, (each) => {
    if (each.kind === 'name' && hasAttribute(model, each.id)) found = true
    return true
  })
  return found
}

/** Columns written as names of the class body become texts. */
function byName(model: ModelInfo, node: Extract<Expression, { kind: 'call' }>): Expression {
  const args = node.args.map((each) =>
    each.value.kind === 'name' && hasAttribute(model, each.value.id)
      ? { ...each, value: textOf(each.value, each.value.id) }
      : each,
  )
  return { ...node, args }
}

function textOf(span: { readonly from: number; readonly to: number }, value: string): Expression {
  return { kind: 'string', value, isBytes: false, from: span.from, to: span.to }
}

function mapperOptions(context: Context, model: ModelInfo, node: Expression): out.Property[] {
  if (node.kind !== 'dict') return leave(node, '__mapper_args__', 'a dictionary is expected')
  return node.entries.map(({ key, value }) => {
    if (key?.kind !== 'string')
      return leave(node, '__mapper_args__', 'its keys are not plain texts')
    const isExpression =
      EXPRESSIONS.has(key.value) && value.kind !== 'name' && mentions(model, value)
    const code = isExpression
      ? ownExpression(context, model, value)
      : mapperOption(context, model, value)
    return { key: camelCase(key.value), value: code }
  })
}

/** What may be an expression over columns. */
const EXPRESSIONS = new Set(['polymorphic_on', 'inherit_condition'])

/** `(columns) => case_([columns.code.eq('M'), 'manager'])`: there are no columns yet where it stands. */
function ownExpression(context: Context, model: ModelInfo, node: Expression): out.Code {
  return context.scoped('block', () => {
    const owner = out.identifier('columns')
    for (const name of model.columns.keys())
      context.scope.set(name, { code: out.member(owner, name), type: SQL })
    return out.arrow('(columns)', context.code(node))
  })
}

/** Columns of the class are named; expressions over them have nothing to refer to yet. */
function mapperOption(context: Context, model: ModelInfo, node: Expression): out.Code {
  if (node.kind === 'name' && hasAttribute(model, node.id)) return out.stringLiteral(node.id)
  if (node.kind === 'list')
    return out.array(node.items.map((each) => mapperOption(context, model, each)))
  if (mentions(model, node) && node.kind !== 'lambda') {
    leave(node, '__mapper_args__', "an expression over the class's own columns")
  }
  return context.code(node)
}
