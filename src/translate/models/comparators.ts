/** Classes that say how an attribute is compared: their special methods are operators, which are methods here. */
import type { Context } from '../core/context.js'
import { instance, SQL, type Type } from '../knowledge/types.js'
import { camelCase } from '../knowledge/naming.js'
import { lastName } from '../knowledge/value-types.js'
import { functionInfo, functionParts } from '../statements/function-definition.js'
import * as out from '../output/code.js'
import { join, type Doc } from '../output/doc.js'
import type { ClassDefinition, Expression, FunctionDefinition } from '../syntax/nodes.js'
import { method, methodName } from './members.js'

const BASES = new Set(['Comparator', 'PropComparator', 'ColumnOperators'])

export function isComparatorClass(node: ClassDefinition): boolean {
  return node.args.some((each) => each.name === null && BASES.has(baseName(each.value)))
}

/** `Comparator[str]` as well. */
function baseName(base: Expression): string {
  return lastName(base.kind === 'subscript' ? base.object : base)
}

const OPERATORS: Readonly<Record<string, string>> = {
  __eq__: 'eq',
  __ne__: 'ne',
  __lt__: 'lt',
  __le__: 'le',
  __gt__: 'gt',
  __ge__: 'ge',
  __add__: 'add',
  __sub__: 'sub',
  __mul__: 'mul',
  __truediv__: 'div',
  __floordiv__: 'floordiv',
  __mod__: 'mod',
  __neg__: 'neg',
  __getitem__: 'get',
}

/** A method of such a class. */
export function comparatorMethod(
  context: Context,
  node: FunctionDefinition,
  members: ReadonlyMap<string, Type>,
): Doc {
  const self: Type = {
    kind: 'object',
    name: 'this',
    members: new Map([...members, ['expression', SQL]]),
  }
  if (node.name === 'operate') return operate(context, node, self)
  if (node.name === '__init__')
    return method(context, node, { word: '', self, isDerived: true, name: methodName(node) })
  const name = OPERATORS[node.name] ?? camelCase(methodName(node))
  const word = context.isShared || !isOperator(node.name) ? '' : 'override '
  return method(context, node, { word, self, name, isDerived: false })
}

function isOperator(name: string): boolean {
  return name in OPERATORS || /_$/.test(name)
}

/** `operate(self, op, *other, **kwargs)`: the operands come as a list, `op(a, b)` applies the operator. */
function operate(context: Context, node: FunctionDefinition, self: Type): Doc {
  const [first, operator, ...others] = node.parameters
  const parts = functionParts(context, node, {
    fn: functionInfo(context, node),
    skip: 1,
    types: [instance('operator')],
    prepare: () => {
      if (first) context.bind(first.name, self, out.identifier('this'))
    },
  })
  const options = others.find(({ star }) => star === '**')
  const operands = others.filter(({ star }) => star !== '**')
  const [only] = operands
  const list = only?.star === '*' ? only.name : `[${operands.map(({ name }) => name).join(', ')}]`
  const names = [operator?.name ?? 'op', list, ...(options ? [options.name] : [])]
  const word = context.isShared ? '' : 'override '
  return [word, 'operate(', join(', ', names), ') ', parts.body]
}
