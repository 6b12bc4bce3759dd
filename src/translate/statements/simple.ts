/** Statements without bodies: expressions, `return`, `raise`, `assert`. */
import type { Context } from '../core/context.js'
import { importPath } from '../expressions/import-path.js'
import { processExit } from '../expressions/python/standard-library.js'
import { condition } from '../expressions/truth.js'
import { leave } from '../core/report.js'
import * as out from '../output/code.js'
import type { Doc } from '../output/doc.js'
import { documentation } from './documentation.js'
import { imperativeCall } from '../models/imperative.js'
import { isImperativeCall } from '../models/imperative-calls.js'
import type { Assert, Expression, ExpressionStatement, Raise, Return } from '../syntax/nodes.js'

/** A text by itself is documentation. */
export function expression(context: Context, node: ExpressionStatement): Doc | null {
  const { value } = node
  if (value.kind === 'string') return documentation(value.value)
  if (value.kind === 'constant' && value.value === '...') return null
  if (isLogConfiguration(context, value)) return LOGGING
  if (isImperativeCall(value) && value.callee.kind === 'attribute')
    return imperativeCall(context, value, value.callee).doc
  return context.code(value).doc
}

export const LOGGING = '// SQL is logged with createEngine(url, { echo: true })'

/** `logging.getLogger("sqlalchemy.engine").setLevel(…)`: echo is an option of the engine. */
export function isLogConfiguration(context: Context, node: Expression): boolean {
  const text = context.text(node)
  return /^logging\.(getLogger\(\s*["']sqlalchemy|basicConfig\()/.test(text)
}

export function returned(context: Context, node: Return): Doc {
  if (!node.value) {
    context.returns.push({ kind: 'none' })
    return context.returnsNull ? 'return null' : 'return'
  }
  const value = context.expression(node.value)
  context.returns.push(value.type)
  return ['return ', value.code.doc]
}

export function raise(context: Context, node: Raise): Doc {
  if (!node.value) {
    if (context.caught === null) leave(node, 'raise', 'outside of an except block')
    return ['throw ', context.caught]
  }
  const exit = endOfProcess(context, node.value)
  if (exit) return exit.doc
  const error = thrown(context, node.value)
  if (!node.cause || node.value.kind !== 'call') return ['throw ', error.doc]
  return ['throw ', withCause(context, node.value, node.cause).doc]
}

/** `raise SystemExit(2)` is how a program ends itself. */
function endOfProcess(context: Context, node: Expression): out.Code | null {
  const [callee, args] = node.kind === 'call' ? [node.callee, node.args] : [node, []]
  const isExit = callee.kind === 'name' && callee.id === 'SystemExit'
  if (!isExit || context.lookup('SystemExit')) return null
  return processExit(context, node, args).code
}

/** A class alone is called. */
function thrown(context: Context, node: Expression): out.Code {
  const path = importPath(context, node)
  const value = context.expression(node)
  const isClass = value.type.kind === 'class' || (path !== null && /[A-Z]\w*$/.test(path))
  return isClass ? out.newObject(value.code, []) : value.code
}

function withCause(
  context: Context,
  node: Extract<Expression, { kind: 'call' }>,
  cause: Expression,
): out.Code {
  const args = node.args.map((each) => context.code(each.value))
  const options = out.object([{ key: 'cause', value: context.code(cause) }])
  return out.newObject(context.code(node.callee), [...args, options])
}

export function assertion(context: Context, node: Assert): Doc {
  const assert = context.imported('node:assert', 'ok')
  const args = [condition(context, node.test)]
  if (node.message) args.push(context.code(node.message))
  return out.call(assert, args).doc
}
