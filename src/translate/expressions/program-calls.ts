/** Calls of classes and functions of the program. */
import type { Context, Typed } from '../core/context.js'
import type { FunctionInfo, ModelInfo } from '../knowledge/program.js'
import { specialMethod } from '../knowledge/special-methods.js'
import { isInstance, isSql, SQL, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Argument, Call } from '../syntax/nodes.js'
import { buildArguments, optionsObject, splitArguments } from './arguments.js'
import { takesBoth } from './functions.js'

/** Calls something of the program by what it is. */
export function callValue(context: Context, node: Call, callee: Typed): Typed {
  const { type } = callee
  if (type.kind === 'model') return newModel(context, node, callee, type.model)
  if (type.kind === 'function') return callFunction(context, node, callee, type.fn)
  if (type.kind === 'class') {
    const args = buildArguments(context, node.args, constructorOrder(type))
    const made: Type = type.isExpression ? SQL : { ...type, kind: 'object' }
    return { code: out.newObject(callee.code, args), type: made }
  }
  if (isInstance(type, 'operator')) return applyOperator(context, node, callee)
  // What `column.op('#')` answers takes the other operand.
  if (isSql(type)) return { ...plainCall(context, node, callee), type: SQL }
  const own = specialMethod(type, '__call__')
  if (own) {
    const args = buildArguments(context, node.args, { naming: (name) => name })
    return { code: out.call(out.member(callee.code, own.name), args), type: own.result }
  }
  if (type.kind === 'instance' && (type.of === 'SessionMaker' || type.of === 'ScopedSession')) {
    return {
      code: out.call(callee.code, buildArguments(context, node.args)),
      type: { kind: 'instance', of: 'Session' },
    }
  }
  return plainCall(context, node, callee)
}

/** `op(a, b, **kwargs)`: an operator that was handed over. */
function applyOperator(context: Context, { args }: Call, operator: Typed): Typed {
  const [first, ...others] = args.filter(({ star }) => star !== '**')
  const options = args.find(({ star }) => star === '**')
  const operands = others.map(({ star, value }) =>
    star === '*' ? out.raw(['...', context.code(value).doc]) : context.code(value),
  )
  const given = [operator.code, out.array(operands)]
  if (options) given.push(context.code(options.value))
  const left = first ? context.code(first.value) : out.identifier('this')
  return { code: out.call(out.member(left, 'operate'), given), type: SQL }
}

function constructorOrder(type: Extract<Type, { kind: 'class' }>): {
  order?: readonly string[]
  naming: (name: string) => string
} {
  const init = type.members.get('__init__')
  const naming = (name: string): string => name
  if (init?.kind !== 'function') return { naming }
  return { order: init.fn.parameters.slice(1).map(({ name }) => name), naming }
}

/** A call of something nothing is known about. */
export function plainCall(context: Context, node: Call, callee: Typed): Typed {
  const args = buildArguments(context, node.args, { naming: (name) => name })
  return { code: out.call(callee.code, args), type: UNKNOWN }
}

/** `User(name="ed")` is `new User({ name: 'ed' })`; dataclasses take their fields in order as well. */
function newModel(context: Context, node: Call, callee: Typed, model: ModelInfo): Typed {
  const type: Type = { kind: 'entity', model }
  if (model.members.has('__init__')) {
    const init = model.members.get('__init__')
    const order =
      init?.kind === 'function' ? init.fn.parameters.slice(1).map(({ name }) => name) : []
    const args = buildArguments(context, node.args, { order, naming: (name) => name })
    return { code: out.newObject(callee.code, args), type }
  }
  const { positional, keywords } = splitArguments(node.args)
  if (positional.length === 0 && keywords.length === 0) {
    return { code: out.newObject(callee.code, []), type }
  }
  if (positional.length > 0 && !model.fields) return { code: plainNew(context, node, callee), type }
  const fields: out.Property[] = positional.map((each, index) => ({
    key: model.fields?.[index] ?? `${index}`,
    value: context.code(each.value),
  }))
  const named = keywords.map(({ name, value }) => ({ key: name, value: context.code(value) }))
  return { code: out.newObject(callee.code, [out.object([...fields, ...named])]), type }
}

function plainNew(context: Context, node: Call, callee: Typed): out.Code {
  return out.newObject(callee.code, buildArguments(context, node.args, { naming: (name) => name }))
}

/** A function of the program: keywords go to their places, `**kwargs` is an object at the end. */
export function callFunction(context: Context, node: Call, callee: Typed, fn: FunctionInfo): Typed {
  const parameters = fn.parameters.filter((each) => each.star === '')
  observe(context, node.args, fn)
  if (takesBoth(fn)) {
    return { code: out.call(callee.code, bothArguments(context, node.args, fn)), type: fn.result }
  }
  const order = parameters.map(({ name }) => name)
  const args = buildArguments(context, node.args, { order, naming: (name) => name })
  return { code: out.call(callee.code, padded(args, fn, node.args)), type: fn.result }
}

/** `(first, [more, and, more], { options })`. */
function bothArguments(
  context: Context,
  args: readonly Argument[],
  { parameters }: FunctionInfo,
): out.Code[] {
  const { positional, keywords } = splitArguments(args)
  const places = parameters.slice(
    0,
    parameters.findIndex(({ star }) => star === '*'),
  )
  const first = positional.slice(0, places.length).map(({ value }) => context.code(value))
  const rest = positional
    .slice(places.length)
    .map(({ star, value }) => (star ? out.spread(context.code(value)) : context.code(value)))
  const own = new Map(keywords.map((each) => [each.name, each]))
  for (const { name } of places.slice(first.length)) {
    const given = own.get(name)
    first.push(given ? context.code(given.value) : out.raw('undefined'))
    own.delete(name)
  }
  const options = [...own.values()]
  const tail = options.length > 0 ? [optionsObject(context, options, (name) => name)] : []
  return rest.length + tail.length > 0 ? [...first, out.array(rest), ...tail] : first
}

/** An options object stands behind all other parameters. */
function padded(args: out.Code[], fn: FunctionInfo, given: readonly Argument[]): out.Code[] {
  const places = fn.parameters.filter((each) => each.star === '').length
  const names = new Set(fn.parameters.filter((each) => each.star === '').map(({ name }) => name))
  const hasOptions = given.some(
    (each) => each.star === '**' || (each.name !== null && !names.has(each.name)),
  )
  const takesOptions = fn.parameters.some((each) => each.star === '**')
  if (!hasOptions || !takesOptions || fn.parameters.some((each) => each.star === '*')) return args
  const last = args.pop()
  while (args.length < places) args.push(out.raw('undefined'))
  return last ? [...args, last] : args
}

/** Remembers what a function is called with. */
export function observe(context: Context, args: readonly Argument[], fn: FunctionInfo): void {
  const { positional, keywords } = splitArguments(args)
  positional.forEach((each, index) => {
    const parameter = fn.parameters[index]
    if (parameter && each.star === '') see(fn, parameter.name, context.expression(each.value).type)
  })
  for (const { name, value } of keywords) {
    if (name !== null) see(fn, name, context.expression(value).type)
  }
}

function see(fn: FunctionInfo, name: string, type: Type): void {
  const known = fn.seen.get(name)
  if (type.kind === 'unknown' || type.kind === 'none') return
  fn.seen.set(name, known && known.kind !== type.kind ? UNKNOWN : type)
}
