/** `with`: transactions and context managers run a function, all else is closed by `using`. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { contains } from '../core/walk.js'
import { BLOCKS } from '../knowledge/migrations.js'
import { camelCase, variableName } from '../knowledge/naming.js'
import { instance, isInstance, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import { hardline, type Doc } from '../output/doc.js'
import type { Attribute, Block, Call, Expression, With } from '../syntax/nodes.js'
import { importPath } from '../expressions/import-path.js'
import { buildArguments, optionsObject, splitArguments } from '../expressions/arguments.js'

interface Item {
  readonly value: Expression
  readonly target: Expression | null
}

export function withStatement(context: Context, node: With): Doc {
  return nested(context, node, node.items)
}

function nested(context: Context, node: With, [item, ...others]: readonly Item[]): Doc {
  if (!item) return out.braces(context.block(node.body))
  const body = (): readonly Doc[] =>
    others.length > 0 ? [nested(context, node, others)] : context.block(node.body)
  if (item.value.kind === 'call' && importPath(context, item.value.callee) === 'builtins.open') {
    leave(item.value, 'open', 'files')
  }
  const form = formOf(context, item.value)
  return form === 'function'
    ? throughFunction(context, node, { item, body })
    : closing(context, node, { item, body })
}

interface Part {
  readonly item: Item
  readonly body: () => readonly Doc[]
}

/** Transactions commit or roll back by how the body ends, so the body is a function. */
function formOf(context: Context, value: Expression): 'function' | 'using' {
  if (value.kind === 'attribute') {
    return value.name === 'no_autoflush' ? 'function' : 'using'
  }
  if (value.kind !== 'call') {
    const { type } = context.expression(value)
    return isInstance(type, 'SessionTransaction', 'Transaction') ? 'using' : 'using'
  }
  const { callee } = value
  if (
    callee.kind === 'attribute' &&
    (['begin', 'begin_nested', 'begin_twophase'].includes(callee.name) || callee.name in BLOCKS)
  )
    return 'function'
  const binding = callee.kind === 'name' ? context.lookup(callee.id)?.type : undefined
  return binding?.kind === 'function' && binding.fn.isContextManager ? 'function' : 'using'
}

function throughFunction(context: Context, node: With, { item, body }: Part): Doc {
  if (hasJump(node.body)) leave(node, 'with', 'break or continue out of its body')
  const returns = contains(node.body, ['return'])
  const isAsync = node.isAsync || contains(node.body, ['await'])
  const opened = openedBy(context, item.value)
  const { doc, type } = opened
  const [parameter, lines] = context.scoped('block', () => {
    const bound = bindTarget(context, node, { target: item.target, type })
    return [bound.parameter, [...bound.lines, ...body()]] as const
  })
  const work = out.arrow(`(${parameter})`, out.braces(lines), { isAsync })
  const call = doc(work)
  const awaited = isAsync ? out.unary('await ', call) : call
  if (returns && !endsFunction(node)) leave(node, 'with', 'return from the middle of a function')
  return returns ? ['return ', awaited.doc] : awaited.doc
}

interface Opened {
  readonly doc: (work: out.Code) => out.Code
  readonly type: Type
}

/** The call that runs the body. */
function openedBy(context: Context, value: Expression): Opened {
  if (value.kind === 'attribute') {
    const owner = context.code(value.object)
    return {
      doc: (work) => out.call(out.member(owner, 'noAutoflush'), [work]),
      type: UNKNOWN,
    }
  }
  const node = value as Call
  const typed = context.expression(node)
  if (node.callee.kind === 'attribute') {
    const owner = context.expression(node.callee.object)
    if (node.callee.name in BLOCKS) return migrationBlock(context, node, node.callee)
    const name = node.callee.name === 'begin_nested' ? 'beginNested' : node.callee.name
    const type = beginType(owner, typed.type)
    return { doc: (work) => out.call(out.member(owner.code, name), [work]), type }
  }
  const fn = context.lookup((node.callee as Extract<Expression, { kind: 'name' }>).id)?.type
  const places = fn?.kind === 'function' ? fn.fn.parameters.length : 0
  const given = node.args.map((each) => context.code(each.value))
  while (given.length < places) given.push(out.raw('undefined'))
  const type = fn?.kind === 'function' ? fn.fn.result : UNKNOWN
  return { doc: (work) => out.call(context.code(node.callee), [...given, work]), type }
}

/** `op.batch_alter_table("t", schema="s")`: the options come after the function. */
function migrationBlock(context: Context, node: Call, callee: Attribute): Opened {
  const { positional, keywords } = splitArguments(node.args)
  const said = keywords.filter(
    ({ name, value }) =>
      name !== 'schema' || !(value.kind === 'constant' && value.value === 'None'),
  )
  const places = buildArguments(context, positional)
  const options = said.length === 0 ? [] : [optionsObject(context, said)]
  const target = out.member(context.code(callee.object), camelCase(callee.name))
  return {
    doc: (work) => out.call(target, [...places, work, ...options]),
    type: BLOCKS[callee.name] ?? UNKNOWN,
  }
}

function beginType(owner: Typed, answer: Type): Type {
  if (isInstance(owner.type, 'Engine', 'AsyncEngine')) return instance('Connection')
  if (isInstance(owner.type, 'SessionMaker')) return instance('Session')
  return answer
}

/** The parameter of the body's function; a name used after it is assigned. */
function bindTarget(
  context: Context,
  node: With,
  { target, type }: { readonly target: Expression | null; readonly type: Type },
): { readonly parameter: string; readonly lines: readonly Doc[] } {
  if (target === null) return { parameter: '', lines: [] }
  if (target.kind !== 'name') return leave(target, 'with … as', 'more than one name')
  const name = variableName(target.id)
  if (isLocal(context, node, target.id)) {
    context.bind(target.id, type)
    return { parameter: name, lines: [] }
  }
  context.scope.owner.set(target.id, { code: out.identifier(name), type })
  return { parameter: `${name}_`, lines: [`${name} = ${name}_`] }
}

/** Whether nobody outside of the body uses the name. */
function isLocal(context: Context, node: With, name: string): boolean {
  return context.keyword(node, name) !== null
}

/** `{ using x = … }`; where the name lives on, `try … finally { x.close() }`. */
function closing(context: Context, node: With, { item, body }: Part): Doc {
  const { code: opened, type } = context.expression(item.value)
  // A connection has to be waited for, a session is there at once.
  const waits = node.isAsync && isInstance(type, 'Connection', 'AsyncConnection')
  const code = waits ? out.unary('await ', opened) : opened
  const awaits = node.isAsync ? 'await ' : ''
  if (item.target !== null && item.target.kind !== 'name')
    leave(item.target, 'with … as', 'more than one name')
  const name = item.target?.kind === 'name' ? item.target.id : null
  if (name !== null && !isLocal(context, node, name)) {
    return closedAtEnd(context, { name, code, type, awaits, body })
  }
  return context.scoped('block', () => {
    const variable = name === null ? out.identifier('resource') : context.bind(name, type).code
    return out.braces([[`${awaits}using `, variable.doc, ' = ', code.doc], ...body()])
  })
}

interface Closing {
  readonly name: string
  readonly code: out.Code
  readonly type: Type
  readonly awaits: string
  readonly body: () => readonly Doc[]
}

function closedAtEnd(context: Context, { name, code, type, awaits, body }: Closing): Doc {
  const written = variableName(name)
  context.scope.owner.set(name, { code: out.identifier(written), type })
  const lines = context.scoped('block', body)
  return [
    [written, ' = ', code.doc],
    hardline,
    'try ',
    out.braces(lines),
    ' finally ',
    out.braces([`${awaits}${written}.close()`]),
  ]
}

/** `break` and `continue` that leave the body. */
function hasJump(body: Block): boolean {
  return body.some((statement) => {
    if (statement.kind === 'break' || statement.kind === 'continue') return true
    if (statement.kind === 'if') {
      return (
        statement.branches.some((each) => hasJump(each.body)) || hasJump(statement.otherwise ?? [])
      )
    }
    if (statement.kind === 'with') return hasJump(statement.body)
    if (statement.kind === 'try') return hasJump(statement.body)
    return false
  })
}

/** The body answers on all its paths. */
function endsFunction(node: With): boolean {
  return alwaysReturns(node.body)
}

function alwaysReturns(body: Block): boolean {
  const last = body.at(-1)
  if (!last) return false
  if (last.kind === 'return' || last.kind === 'raise') return true
  if (last.kind === 'with') return alwaysReturns(last.body)
  if (last.kind === 'if') {
    const all = [...last.branches.map((each) => each.body), last.otherwise ?? []]
    return all.every(alwaysReturns)
  }
  return last.kind === 'try' && alwaysReturns(last.body)
}
