/** Functions: plain ones, generators, context managers, listeners. */
import type { Context } from '../core/context.js'
import { planDeclarations } from '../core/declarations.js'
import { leave } from '../core/report.js'
import { contains, walk } from '../core/walk.js'
import { eventName, listenerTypes } from '../expressions/library/events.js'
import { parameterList } from '../expressions/functions.js'
import { buildArguments, splitArguments } from '../expressions/arguments.js'
import { importPath } from '../expressions/import-path.js'
import { variableName } from '../knowledge/naming.js'
import type { FunctionInfo } from '../knowledge/program.js'
import { instance, union, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import { hardline, type Doc } from '../output/doc.js'
import type { Block, Expression, FunctionDefinition, Parameter } from '../syntax/nodes.js'
import { withoutDocstring } from './documentation.js'

export function functionDefinition(context: Context, node: FunctionDefinition): Doc {
  const listener = node.decorators.find((each) => isListener(context, each))
  if (listener?.kind === 'call') return listen(context, node, listener)
  const fn = functionInfo(context, node)
  const others = node.decorators.filter((each) => !isContextDecorator(context, each))
  const keyword = context.keyword(node, node.name)
  const binding = context.bind(node.name, { kind: 'function', fn })
  const parts = functionParts(context, node, { fn })
  if (others.length > 0) return decorated(context, node, { parts, decorators: others })
  if (keyword === null) return [binding.code.doc, ' = ', asExpression(parts)]
  return [
    parts.isAsync ? 'async ' : '',
    parts.word,
    ' ',
    binding.code.doc,
    parts.parameters,
    ' ',
    parts.body,
  ]
}

/** `name = function (…) { … }`: the name is declared elsewhere. */
function asExpression(parts: FunctionParts): Doc {
  return [parts.isAsync ? 'async ' : '', parts.word, ' ', parts.parameters, ' ', parts.body]
}

function decorated(
  context: Context,
  node: FunctionDefinition,
  {
    parts,
    decorators,
  }: { readonly parts: FunctionParts; readonly decorators: readonly Expression[] },
): Doc {
  const plain: out.Code = out.raw(asExpression(parts), out.PRECEDENCE.assignment)
  const wrapped = [...decorators]
    .reverse()
    .reduce((inner, each) => out.call(context.code(each), [inner]), plain)
  const keyword = context.keyword(node, node.name)
  return [keyword ? `${keyword} ` : '', variableName(node.name), ' = ', wrapped.doc]
}

function isContextDecorator(context: Context, node: Expression): boolean {
  return /contextmanager$/.test(importPath(context, node) ?? (node.kind === 'name' ? node.id : ''))
}

function isListener(context: Context, node: Expression): boolean {
  return node.kind === 'call' && importPath(context, node.callee) === 'sqlalchemy.event.listens_for'
}

/** What is known about a function, kept between the rounds. */
export function functionInfo(context: Context, node: FunctionDefinition): FunctionInfo {
  const known = context.knowledge.functions.get(node.from)
  if (known) return known
  const isContextManager = node.decorators.some((each) => isContextDecorator(context, each))
  const info: FunctionInfo = {
    name: node.name,
    parameters: node.parameters,
    seen: new Map(),
    result: UNKNOWN,
    isContextManager,
    isGenerator: !isContextManager && contains(node.body, ['yield']),
    passesOn: passesOn(node),
    isAsync: node.isAsync,
  }
  context.knowledge.functions.set(node.from, info)
  return info
}

/** Whether `*args` and `**kwargs` only go to other functions, as they came. */
function passesOn({ parameters, body }: FunctionDefinition): boolean {
  const rest = parameters.find(({ star }) => star === '*')?.name
  const options = parameters.find(({ star }) => star === '**')?.name
  if (!rest || options === undefined) return false
  let uses = 0
  let handed = 0
  walk(body, (each) => {
    if (each.kind === 'name' && (each.id === rest || each.id === options)) uses++
    if (each.kind !== 'call') return true
    const given = (star: string, name: string): boolean =>
      each.args.some(
        (one) => one.star === star && one.value.kind === 'name' && one.value.id === name,
      )
    if (given('*', rest) && given('**', options)) handed += 2
    return true
  })
  return uses === handed
}

/** The options come with the rest: the last of them. */
function withoutPassed(context: Context, parameters: readonly Parameter[]): readonly Parameter[] {
  const options = parameters.find(({ star }) => star === '**')
  if (options) context.bind(options.name, instance('passedOptions'))
  return parameters.filter((each) => each !== options)
}

interface FunctionParts {
  readonly isAsync: boolean
  readonly word: string
  readonly parameters: Doc
  readonly body: Doc
}

export interface FunctionContext {
  readonly fn: FunctionInfo
  /** Types of the parameters, where something is known besides calls. */
  readonly types?: readonly Type[]
  /** Parameters to leave out: `self`, `cls`. */
  readonly skip?: number
  /** Lines in front of the body. */
  readonly first?: readonly Doc[]
  /** Run with the scope of the function, before its body. */
  readonly prepare?: () => void
}

/** Parameters and body. */
export function functionParts(
  context: Context,
  node: FunctionDefinition,
  { fn, types = [], skip = 0, first = [], prepare }: FunctionContext,
): FunctionParts {
  const parameters = node.parameters.slice(skip)
  return context.inFunction(planDeclarations(node.body, names(node.parameters)), () => {
    prepare?.()
    const own = fn.passesOn ? withoutPassed(context, parameters) : parameters
    const list = parameterList(context, withWork(own, fn), (parameter, index) =>
      typeOf(fn, parameter, types[index]),
    )
    context.yieldsTo = fn.isContextManager ? out.identifier('work') : null
    context.returnsNull = returnsValues(node.body)
    const lines = [...first, ...context.block(withoutDocstring(node.body))]
    fn.result = resultOf(context, fn)
    return {
      isAsync: node.isAsync,
      word: fn.isGenerator ? 'function*' : 'function',
      parameters: list,
      body: out.braces(lines),
    }
  })
}

function names(parameters: readonly Parameter[]): ReadonlySet<string> {
  return new Set(parameters.map(({ name }) => name))
}

function typeOf(fn: FunctionInfo, { name }: Parameter, given: Type | undefined): Type {
  return given && given.kind !== 'unknown' ? given : (fn.seen.get(name) ?? UNKNOWN)
}

/** A context manager takes the body of `with` last. */
function withWork(parameters: readonly Parameter[], fn: FunctionInfo): readonly Parameter[] {
  if (!fn.isContextManager) return parameters
  const work: Parameter = {
    name: 'work',
    star: '',
    annotation: null,
    fallback: null,
    keywordOnly: false,
    from: 0,
    to: 0,
  }
  return [...parameters, work]
}

/** A function that answers something answers `null` where it says nothing. */
function returnsValues(body: Block): boolean {
  let found = false
  walk(body, (node) => {
    if (node.kind === 'return' && node.value) found = true
    return node.kind !== 'function' && node.kind !== 'class' && node.kind !== 'lambda'
  })
  return found
}

function resultOf(context: Context, fn: FunctionInfo): Type {
  if (fn.isContextManager) return context.yielded ?? UNKNOWN
  if (fn.isGenerator) return { kind: 'iterator', of: context.yielded ?? UNKNOWN }
  const [first, ...others] = context.returns
  return first ? others.reduce((all, each) => union(all, each), first) : UNKNOWN
}

/** `@event.listens_for(target, "name")` above a function is `event.listen(target, 'name', (…) => { … })`. */
function listen(
  context: Context,
  node: FunctionDefinition,
  decorator: Extract<Expression, { kind: 'call' }>,
): Doc {
  const { positional, keywords } = splitArguments(decorator.args)
  const [target, name] = positional
  if (!target || !name) leave(node, 'event.listens_for', 'a target and a name are expected')
  const targetType = context.expression(target.value).type
  const eventId = name.value.kind === 'string' ? name.value.value : ''
  const parts = functionParts(context, node, {
    fn: functionInfo(context, node),
    types: listenerTypes(eventId, targetType),
  })
  const isNamed = node.name !== '_' && context.isUsed(node.name)
  const start: Doc = parts.isAsync ? 'async ' : ''
  const arrow = {
    ...out.raw([start, parts.parameters, ' => ', parts.body], out.PRECEDENCE.assignment),
    hugs: true,
  }
  const fn = isNamed ? context.bind(node.name, UNKNOWN).code : arrow
  const args = [
    context.code(target.value),
    eventName(context, name.value),
    fn,
    ...buildArguments(context, keywords),
  ]
  const call = out.call(out.member(context.library('event'), 'listen'), args)
  if (!isNamed) return call.doc
  const keyword = context.keyword(node, node.name)
  return [
    keyword ? `${keyword} ` : '',
    variableName(node.name),
    ' = ',
    arrow.doc,
    hardline,
    call.doc,
  ]
}
