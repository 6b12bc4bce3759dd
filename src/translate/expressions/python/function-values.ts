/** Functions handed around: builtins and methods become small functions with what they are called with. */
import type { Context, Typed } from '../../core/context.js'
import { UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Expression, Lambda, Parameter } from '../../syntax/nodes.js'
import { importPath } from '../import-path.js'

type Node = Expression

const nowhere = { from: 0, to: 0 }

function parameter(name: string): Parameter {
  return { name, star: '', annotation: null, fallback: null, keywordOnly: false, ...nowhere }
}

function named(id: string): Argument {
  return { name: null, star: '', value: { kind: 'name', id, ...nowhere }, ...nowhere }
}

/** `lambda a, b: callee(a, b)`. */
export function lambdaOf(callee: Node, names: readonly string[]): Lambda {
  const body: Node = { kind: 'call', callee, args: names.map(named), ...nowhere }
  return { kind: 'lambda', parameters: names.map(parameter), body, ...nowhere }
}

/** `lambda value: value.upper()`. */
function methodLambda(name: string): Lambda {
  const object: Node = { kind: 'name', id: 'value', ...nowhere }
  const callee: Node = { kind: 'attribute', object, name, ...nowhere }
  const body: Node = { kind: 'call', callee, args: [], ...nowhere }
  return { kind: 'lambda', parameters: [parameter('value')], body, ...nowhere }
}

const TWO = new Set(['min', 'max', 'pow', 'divmod', 'isinstance'])

const SAME_IN_JAVASCRIPT: Readonly<Record<string, string>> = {
  'builtins.str': 'String',
  'builtins.float': 'Number',
  'builtins.bool': 'Boolean',
}

const FACTORIES: Readonly<Record<string, string>> = {
  'builtins.dict': '() => ({})',
  'builtins.list': '() => []',
  'builtins.set': '() => new Set()',
}

/** An expression as a function of values of these types. */
export function functionValue(
  context: Context,
  node: Node,
  types: readonly Type[] = [UNKNOWN],
): Typed {
  const path = importPath(context, node)
  const same = path === null ? undefined : SAME_IN_JAVASCRIPT[path]
  if (same && !context.isShared && types[0]?.kind !== 'bytes')
    return { code: out.identifier(same), type: UNKNOWN }
  return context.withParameterTypes(types, () => {
    const lambda = path?.startsWith('builtins.')
      ? builtinLambda(node, path.slice('builtins.'.length))
      : node
    return context.scoped('block', () => context.expression(lambda))
  })
}

function builtinLambda(node: Node, name: string): Node {
  const [owner, method] = name.split('.')
  if (method !== undefined && owner !== undefined) return methodLambda(method)
  if (/Error$|Exception$/.test(name)) return node
  return lambdaOf(node, TWO.has(name) ? ['a', 'b'] : ['value'])
}

/** An expression as a function without parameters that makes a value. */
export function factory(context: Context, node: Node): Typed {
  const code = FACTORIES[importPath(context, node) ?? '']
  if (code) return { code: out.raw(code, out.PRECEDENCE.assignment), type: UNKNOWN }
  const path = importPath(context, node)
  if (path === 'builtins.int' || path === 'builtins.float')
    return { code: out.arrow('()', out.raw('0')), type: UNKNOWN }
  if (path === 'builtins.str') return { code: out.arrow('()', out.raw("''")), type: UNKNOWN }
  if (path !== null && node.kind !== 'lambda')
    return context.scoped('block', () => context.expression(lambdaOf(node, [])))
  return context.expression(node)
}

/** What a factory makes. */
export function madeBy(context: Context, node: Node): Type {
  switch (importPath(context, node)) {
    case 'builtins.list':
      return { kind: 'list', of: UNKNOWN }
    case 'builtins.set':
      return { kind: 'set', of: UNKNOWN }
    case 'builtins.dict':
      return { kind: 'dict', of: UNKNOWN }
    case 'builtins.int':
      return { kind: 'int' }
    case 'builtins.float':
      return { kind: 'float' }
    case 'builtins.str':
      return { kind: 'str' }
    default: {
      const { type } = factory(context, node)
      return type.kind === 'function' ? type.fn.result : UNKNOWN
    }
  }
}
