/** One Python expression to TypeScript: a function for each kind of node. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { UNKNOWN, union } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Await, Conditional, Expression, NamedExpression, Yield } from '../syntax/nodes.js'
import { attribute, subscript } from './access.js'
import { call } from './calls.js'
import { comprehension } from './comprehensions.js'
import { lambda } from './functions.js'
import { constant, dictionary, formatted, number, sequence, text } from './literals.js'
import { name } from './names.js'
import { binary, comparison, unary } from './operators.js'
import { condition } from './truth.js'

type Table = {
  readonly [K in Expression['kind']]: (
    context: Context,
    node: Extract<Expression, { kind: K }>,
  ) => Typed
}

const TABLE: Table = {
  name,
  number,
  string: text,
  format: formatted,
  constant,
  tuple: sequence,
  list: sequence,
  set: sequence,
  dict: dictionary,
  call,
  attribute,
  subscript,
  slice: (_context, node) => leave(node, 'slice', 'outside of brackets'),
  unary,
  binary,
  compare: comparison,
  conditional,
  lambda,
  comprehension,
  await: awaited,
  yield: yielded,
  starred: (context, node) => ({ code: out.spread(context.code(node.value)), type: UNKNOWN }),
  named,
  unknown: (context, node) => leave(node, context.text(node) || node.what, 'not understood'),
}

/** Translates an expression. @throws Untranslatable */
export function translateExpression(context: Context, node: Expression): Typed {
  const translate = TABLE[node.kind] as (context: Context, node: Expression) => Typed
  return translate(context, node)
}

function conditional(context: Context, node: Conditional): Typed {
  const body = context.expression(node.body)
  const otherwise = context.expression(node.otherwise)
  const code = out.conditional(condition(context, node.test), body.code, otherwise.code)
  return { code, type: union(body.type, otherwise.type) }
}

/** A promise of an iterator's step is asked for its value. */
function awaited(context: Context, node: Await): Typed {
  const value = context.expression(node.value)
  const code = out.unary('await ', value.code)
  if (value.type.kind === 'object' && value.type.name === 'IteratorResult') {
    return { code: out.member(code, 'value'), type: UNKNOWN }
  }
  return { code, type: value.type }
}

/** Inside of context managers `yield` runs the body of `with`. */
function yielded(context: Context, node: Yield): Typed {
  const typed = node.value ? context.expression(node.value) : null
  const value = typed?.code ?? null
  context.yielded = typed?.type ?? UNKNOWN
  if (context.yieldsTo) {
    return { code: out.call(context.yieldsTo, value ? [value] : []), type: UNKNOWN }
  }
  const word = node.delegates ? 'yield*' : 'yield'
  const code = out.raw(value ? [`${word} `, value.doc] : word, out.PRECEDENCE.assignment)
  return { code, type: UNKNOWN }
}

function named(context: Context, node: NamedExpression): Typed {
  const value = context.expression(node.value)
  const binding = context.bind(node.target, value.type)
  const code = out.raw(
    [binding.code.doc, ' = ', out.wrap(value.code, out.PRECEDENCE.assignment)],
    out.PRECEDENCE.assignment,
  )
  return { code, type: value.type }
}
