/** Python's builtin functions. Where JavaScript has no short form for all values, a small helper is written below the program. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import {
  elementType,
  isArray,
  listOf,
  plain,
  SQL,
  UNKNOWN,
  type Type,
} from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call } from '../../syntax/nodes.js'
import { className } from '../access.js'
import { asList } from '../comprehensions.js'
import { buildArguments, keyword, splitArguments } from '../arguments.js'
import { sizeOf, truth } from '../truth.js'
import { processExit } from './standard-library.js'

type Builtin = (context: Context, given: readonly Typed[], node: Call) => Typed

const STR = plain('str')
const INT = plain('int')
const BOOL = plain('bool')

function global(name: string, method: string, args: readonly out.Code[]): out.Code {
  return out.call(out.member(out.identifier(name), method), args)
}

function invoke(name: string, args: readonly out.Code[]): out.Code {
  return out.call(out.identifier(name), args)
}

const BUILTINS: Readonly<Record<string, Builtin>> = {
  len: (context, [value]) => ({
    code: value ? (sizeOf(value) ?? lengthOf(context, value)) : out.raw('0'),
    type: INT,
  }),
  print: (_context, given) => ({
    code: global(
      'console',
      'log',
      given.map(({ code }) => code),
    ),
    type: plain('none'),
  }),
  str: (_context, [value]) => ({ code: value ? asText(value) : out.raw("''"), type: STR }),
  repr: (context, [value]) => ({
    code: out.call(context.helper('repr'), value ? [value.code] : []),
    type: STR,
  }),
  int: (_context, [value]) => ({
    code: value
      ? value.type.kind === 'str' || value.type.kind === 'int' || value.type.kind === 'bool'
        ? invoke('Number', [value.code])
        : global('Math', 'trunc', [value.code])
      : out.raw('0'),
    type: INT,
  }),
  float: (_context, [value]) => ({
    code: value ? invoke('Number', [value.code]) : out.raw('0'),
    type: plain('float'),
  }),
  bool: (_context, [value]) => ({ code: value ? boolean(value) : out.raw('false'), type: BOOL }),
  list: (_context, [value]) => makeList(value),
  tuple: (_context, [value]) => makeList(value),
  set: (_context, [value]) => makeSet(value),
  frozenset: (_context, [value]) => makeSet(value),
  dict: makeDict,
  sorted: makeSorted,
  reversed: (_context, [value]) => ({
    code: out.call(out.member(spreadList(value), 'reverse'), []),
    type: listOf(value ? elementType(value.type) : UNKNOWN),
  }),
  exit: (context, _given, node) => processExit(context, node, node.args),
  quit: (context, _given, node) => processExit(context, node, node.args),
  enumerate: makeEnumerate,
  range: makeRange,
  zip: (context, given) => ({
    code: out.call(
      context.helper('zip'),
      given.map(({ code }) => code),
    ),
    type: listOf({ kind: 'tuple', items: given.map(({ type }) => elementType(type)) }),
  }),
  map: (_context, [fn, values]) => ({
    code: out.call(out.member(spreadList(values), 'map'), fn ? [fn.code] : []),
    type: listOf(UNKNOWN),
  }),
  filter: (_context, [fn, values]) => ({
    code: out.call(out.member(spreadList(values), 'filter'), [
      !fn || fn.type.kind === 'none' ? out.identifier('Boolean') : fn.code,
    ]),
    type: values ? listOf(elementType(values.type)) : UNKNOWN,
  }),
  any: (_context, [value], node) => quantifier('some', value, node),
  all: (_context, [value], node) => quantifier('every', value, node),
  sum: (context, [value]) => ({
    code: out.call(context.helper('sum'), value ? [value.code] : []),
    type: UNKNOWN,
  }),
  min: extreme('min'),
  max: extreme('max'),
  abs: (_context, [value]) => ({
    code: global('Math', 'abs', value ? [value.code] : []),
    type: value?.type ?? INT,
  }),
  round: (context, given) => ({
    code:
      given.length > 1
        ? out.call(
            context.helper('round'),
            given.map(({ code }) => code),
          )
        : global(
            'Math',
            'round',
            given.map(({ code }) => code),
          ),
    type: plain('float'),
  }),
  type: (_context, [value]) => ({
    code: value ? constructorOf(value) : out.raw('undefined'),
    type: value?.type.kind === 'entity' ? { kind: 'model', model: value.type.model } : UNKNOWN,
  }),
  isinstance: isInstance,
  issubclass: (_context, given) => isSubclass(given),
  callable: (_context, [value]) => ({ code: typeOf(value, 'function'), type: BOOL }),
  getattr: getAttribute,
  hasattr: (_context, [object, name]) => ({
    code: out.binary(
      name?.code ?? out.raw("''"),
      'in',
      object?.code ?? out.raw('{}'),
      out.PRECEDENCE.relational,
    ),
    type: BOOL,
  }),
  setattr: (_context, [object, name, value], node) => ({
    code: out.raw(
      [memberOrElement(object, name, node).doc, ' = ', value?.code.doc ?? 'null'],
      out.PRECEDENCE.assignment,
    ),
    type: plain('none'),
  }),
  delattr: (_context, [object, name], node) => ({
    code: out.raw(['delete ', memberOrElement(object, name, node).doc], out.PRECEDENCE.unary),
    type: plain('none'),
  }),
  next: (_context, [iterator, fallback]) => nextOf(iterator, fallback),
  iter: (_context, [value]) => ({
    code: out.call(out.elementOf(value?.code ?? out.raw('[]'), out.raw('Symbol.iterator')), []),
    type: { kind: 'iterator', of: value ? elementType(value.type) : UNKNOWN },
  }),
  id: (_context, [value]) => ({ code: value?.code ?? out.raw('null'), type: UNKNOWN }),
  hash: (context, [value]) => ({
    code: out.call(context.helper('repr'), value ? [value.code] : []),
    type: UNKNOWN,
  }),
  object: () => ({ code: out.raw('{}'), type: UNKNOWN }),
  ord: (_context, [value]) => ({
    code: out.call(out.member(value?.code ?? out.raw("''"), 'codePointAt'), [out.raw('0')]),
    type: INT,
  }),
  chr: (_context, [value]) => ({
    code: global('String', 'fromCodePoint', value ? [value.code] : []),
    type: STR,
  }),
  vars: (_context, [value]) => ({
    code: value?.code ?? out.raw('{}'),
    type: { kind: 'dict', of: UNKNOWN },
  }),
}

/** `type(x).__name__` and the like are attributes; this is the call of a builtin by itself. */
export function builtinCall(context: Context, node: Call, name: string): Typed {
  const builtin = BUILTINS[name]
  if (builtin) {
    const given = splitArguments(node.args).positional.map((each) => context.expression(each.value))
    return builtin(context, given, node)
  }
  if (/Error$|Exception$|^StopIteration$|^KeyboardInterrupt$/.test(name)) {
    const callee = context.expression(node.callee)
    return { code: out.newObject(callee.code, buildArguments(context, node.args)), type: UNKNOWN }
  }
  return leave(node, name, 'no counterpart in JavaScript')
}

function lengthOf(context: Context, { code, type }: Typed): out.Code {
  if (type.kind === 'str' || type.kind === 'bytes') return out.member(code, 'length')
  return out.call(context.helper('len'), [code])
}

function asText({ code, type }: Typed): out.Code {
  if (type.kind === 'str') return code
  const prints = type.kind === 'sql' || type.kind === 'instance'
  return prints ? out.call(out.member(code, 'toString'), []) : invoke('String', [code])
}

function boolean(value: Typed): out.Code {
  const test = truth(value)
  return test === value.code ? invoke('Boolean', [value.code]) : test
}

/** `[...values]`; a list that was just made needs no copy. */
function spreadList(value: Typed | undefined): out.Code {
  return value ? out.array([out.spread(value.code)]) : out.array([])
}

function makeList(value: Typed | undefined): Typed {
  if (value?.type.kind === 'dict') {
    return { code: global('Object', 'keys', [value.code]), type: listOf(STR) }
  }
  if (value && isKeyed(value.type)) return { code: keysOf(value), type: listOf(STR) }
  return { code: spreadList(value), type: listOf(value ? elementType(value.type) : UNKNOWN) }
}

/** Dictionaries of the library, iterated by key. */
function isKeyed(type: Type): boolean {
  return type.kind === 'map' || (type.kind === 'instance' && /^mapOf(Tables|Values)$/.test(type.of))
}

function keysOf(value: Typed): out.Code {
  return out.array([out.spread(out.call(out.member(value.code, 'keys'), []))])
}

function makeSet(value: Typed | undefined): Typed {
  const code = out.newObject(out.identifier('Set'), value ? [value.code] : [])
  return { code, type: { kind: 'set', of: value ? elementType(value.type) : UNKNOWN } }
}

function makeDict(context: Context, [source]: readonly Typed[], node: Call): Typed {
  const type: Type = { kind: 'dict', of: UNKNOWN }
  const { keywords } = splitArguments(node.args)
  const named = keywords.map(({ name, value }) => ({ key: name, value: context.code(value) }))
  if (!source) return { code: out.object(named), type }
  const entries =
    isArray(source.type) || source.type.kind === 'iterator'
      ? global('Object', 'fromEntries', [source.code])
      : out.call(context.helper('dict'), [source.code])
  if (source.type.kind === 'dict' || named.length > 0) {
    const value = source.type.kind === 'dict' ? source.code : entries
    return { code: out.object([{ key: null, value }, ...named]), type }
  }
  return { code: entries, type }
}

function makeSorted(context: Context, [values]: readonly Typed[], node: Call): Typed {
  const [key, reverse] = [keyword(node.args, 'key'), keyword(node.args, 'reverse')]
  const of = values ? (isKeyed(values.type) ? STR : elementType(values.type)) : UNKNOWN
  if (of.kind === 'str' && !key && !reverse) {
    const source = makeList(values).code
    return { code: out.call(out.member(source, 'sort'), []), type: listOf(of) }
  }
  const options: out.Property[] = []
  if (key) options.push({ key: 'key', value: keyFunction(context, key, of) })
  if (reverse) options.push({ key: 'reverse', value: context.code(reverse) })
  const args = values ? [values.code] : []
  if (options.length > 0) args.push(out.object(options))
  return { code: out.call(context.helper('sorted'), args), type: listOf(of) }
}

/** A lambda whose parameter is an element. */
function keyFunction(context: Context, node: Argument['value'], of: Type): out.Code {
  if (node.kind !== 'lambda') return context.code(node)
  return context.withParameterTypes([of], () => context.code(node))
}

function makeEnumerate(context: Context, [values, start]: readonly Typed[], node: Call): Typed {
  const first = start?.code ?? codeOf(context, node, 'start')
  const of = values ? elementType(values.type) : UNKNOWN
  const type: Type = { kind: 'iterator', of: { kind: 'tuple', items: [INT, of] } }
  if (!first) return { code: out.call(out.member(spreadList(values), 'entries'), []), type }
  return {
    code: out.call(context.helper('enumerate'), [values?.code ?? out.array([]), first]),
    type,
  }
}

function codeOf(context: Context, node: Call, name: string): out.Code | null {
  const value = keyword(node.args, name)
  return value ? context.code(value) : null
}

/** `range(n)` as a list of numbers. */
function makeRange(context: Context, given: readonly Typed[]): Typed {
  const [only, second] = given
  if (only && !second) {
    const array = invoke('Array', [only.code])
    const keys = out.call(out.member(array, 'keys'), [])
    return { code: out.array([out.spread(keys)]), type: listOf(INT) }
  }
  return {
    code: out.call(
      context.helper('range'),
      given.map(({ code }) => code),
    ),
    type: listOf(INT),
  }
}

function quantifier(method: string, value: Typed | undefined, _node: Call): Typed {
  const list = value && isArray(value.type) ? value.code : spreadList(value)
  return { code: out.call(out.member(list, method), [out.identifier('Boolean')]), type: BOOL }
}

function extreme(name: 'min' | 'max'): Builtin {
  return (context, given, node) => {
    const key = keyword(node.args, 'key')
    const fallback = keyword(node.args, 'default')
    const only = given[0]?.type.kind === 'dict' ? asList(given[0]) : given[0]
    const compares = given.length === 1 && only && elementType(only.type).kind === 'str'
    if (key || fallback || compares) {
      const options: out.Property[] = []
      if (key) options.push({ key: 'key', value: context.code(key) })
      if (fallback) options.push({ key: 'default', value: context.code(fallback) })
      return {
        code: out.call(context.helper(name), [
          only?.code ?? out.array([]),
          ...(options.length > 0 ? [out.object(options)] : []),
        ]),
        type: UNKNOWN,
      }
    }
    const args =
      given.length === 1 && only ? [out.spread(only.code)] : given.map(({ code }) => code)
    return { code: global('Math', name, args), type: UNKNOWN }
  }
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'boolean',
}

function typeOf(value: Typed | undefined, name: string): out.Code {
  const test = out.unary('typeof ', value?.code ?? out.raw('undefined'))
  return out.binary(test, '===', out.stringLiteral(name), out.PRECEDENCE.equality)
}

function isInstance(context: Context, [value]: readonly Typed[], node: Call): Typed {
  const type = node.args[1]?.value
  const classes = type?.kind === 'tuple' ? type.items : type ? [type] : []
  const tests = classes.map((each) => {
    const class_ = context.code(each)
    const primitive = PRIMITIVES[class_.identifier ?? '']
    if (primitive) return typeOf(value, primitive)
    if (class_.identifier === 'Function') return typeOf(value, 'function')
    if (class_.identifier === 'Array') return global('Array', 'isArray', value ? [value.code] : [])
    return out.binary(
      value?.code ?? out.raw('null'),
      'instanceof',
      class_,
      out.PRECEDENCE.relational,
    )
  })
  const [first, ...others] = tests
  if (!first) leave(node, 'isinstance', 'no class is given')
  const code = others.reduce((all, test) => out.binary(all, '||', test, out.PRECEDENCE.or), first)
  return { code, type: BOOL }
}

function isSubclass([class_, base]: readonly Typed[]): Typed {
  const prototype = out.member(class_?.code ?? out.raw('Object'), 'prototype')
  const code = out.binary(
    prototype,
    'instanceof',
    base?.code ?? out.raw('Object'),
    out.PRECEDENCE.relational,
  )
  return { code, type: BOOL }
}

function memberOrElement(object: Typed | undefined, name: Typed | undefined, node: Call): out.Code {
  const owner = object?.code ?? out.raw('undefined')
  const literal = node.args[1]?.value
  if (literal?.kind === 'string') return out.member(owner, literal.value)
  return out.elementOf(owner, name?.code ?? out.raw("''"))
}

function getAttribute(
  context: Context,
  [object, name, fallback]: readonly Typed[],
  node: Call,
): Typed {
  const literal = node.args[1]?.value
  if (literal?.kind === 'string' && literal.value === '__name__' && object) {
    return { code: className(context, object), type: STR }
  }
  const code = memberOrElement(object, name, node)
  // Which attribute it is shows at run time; those of a model are expressions.
  const isModel = object?.type.kind === 'model' || object?.type.kind === 'aliased'
  if (!fallback) return { code, type: isModel && literal?.kind !== 'string' ? SQL : UNKNOWN }
  return { code: out.binary(code, '??', fallback.code, out.PRECEDENCE.coalesce), type: UNKNOWN }
}

/** `next(iterator)`, also over lists that generator expressions became. */
function nextOf(iterator: Typed | undefined, fallback: Typed | undefined): Typed {
  const of = iterator ? elementType(iterator.type) : UNKNOWN
  const source = iterator?.code ?? out.array([])
  const isList = iterator !== undefined && isArray(iterator.type)
  const value = isList
    ? out.elementOf(source, out.raw('0'))
    : out.member(out.call(out.member(source, 'next'), []), 'value')
  if (!fallback) return { code: value, type: of }
  return { code: out.binary(value, '??', fallback.code, out.PRECEDENCE.coalesce), type: of }
}

/** What may be null has no class. */
function constructorOf({ code, type }: Typed): out.Code {
  return type.kind === 'unknown'
    ? out.optionalMember(code, 'constructor')
    : out.member(code, 'constructor')
}
