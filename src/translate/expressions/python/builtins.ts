/** Python's builtin functions. Where JavaScript has no short form for all values, a small helper is written below the program. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import {
  elementType,
  isArray,
  isTextual,
  listOf,
  plain,
  SQL,
  UNKNOWN,
  type Type,
} from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import { catalogEntry } from '../../knowledge/catalog.js'
import type { Call, Expression } from '../../syntax/nodes.js'
import { calledType, className } from '../access.js'
import { importPath } from '../import-path.js'
import { asList, partType } from '../comprehensions.js'
import { isCompound } from '../literals.js'
import { buildArguments, keyword, splitArguments } from '../arguments.js'
import { sizeOf, truth } from '../truth.js'
import {
  ITERATION_BUILTINS,
  makeList,
  spreadArguments,
  type Builtin,
} from './iteration-builtins.js'
import { processExit } from './standard-library.js'

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
  ...ITERATION_BUILTINS,
  len: (context, [value]) => ({
    code: value ? (sizeOf(value) ?? lengthOf(context, value)) : out.raw('0'),
    type: INT,
  }),
  print: printed,
  str: (_context, [value]) => ({ code: value ? asText(value) : out.raw("''"), type: STR }),
  ascii: (context, [value]) => ({
    code: out.call(context.helper('repr'), value ? [value.code] : []),
    type: STR,
  }),
  format: (context, given) => ({
    code: out.call(
      context.helper('format'),
      given.map(({ code }) => code),
    ),
    type: STR,
  }),
  repr: (context, [value]) => ({
    code: out.call(context.helper('repr'), value ? [value.code] : []),
    type: STR,
  }),
  int: makeInteger,
  float: (context, [value]) => ({
    code: value ? numberOf(context, value, 'toNumber') : out.raw('0'),
    type: plain('float'),
  }),
  bool: (_context, [value]) => ({ code: value ? boolean(value) : out.raw('false'), type: BOOL }),
  set: (context, [value]) => makeSet(context, value),
  frozenset: (context, [value]) => makeSet(context, value),
  dict: makeDict,
  exit: (context, _given, node) => processExit(context, node, node.args),
  quit: (context, _given, node) => processExit(context, node, node.args),
  range: makeRange,
  abs: (_context, [value]) => ({
    code: global('Math', 'abs', value ? [value.code] : []),
    type: value?.type ?? INT,
  }),
  round: (context, given) => ({
    code: out.call(
      context.helper('round'),
      given.map(({ code }) => code),
    ),
    type: plain(given.length > 1 ? 'float' : 'int'),
  }),
  pow: (_context, [base, power]) => ({
    code: out.binary(
      base?.code ?? out.raw('0'),
      '**',
      power?.code ?? out.raw('1'),
      out.PRECEDENCE.exponent,
    ),
    type: base?.type ?? INT,
  }),
  divmod: (context, given) => ({
    code: out.call(
      context.helper('divmod'),
      given.map(({ code }) => code),
    ),
    type: { kind: 'tuple', items: [INT, INT] },
  }),
  hex: (_context, [value]) => inBase(value, '0x', '16'),
  oct: (_context, [value]) => inBase(value, '0o', '8'),
  bin: (_context, [value]) => inBase(value, '0b', '2'),
  'bytes.fromhex': (context, [value]) => ({
    code: out.call(out.member(context.imported('node:buffer', 'Buffer'), 'from'), [
      value?.code ?? out.raw("''"),
      out.stringLiteral('hex'),
    ]),
    type: plain('bytes'),
  }),
  'str.join': (_context, [separator, values]) => ({
    code: out.call(out.member(values ? asList(values).code : out.array([]), 'join'), [
      separator?.code ?? out.raw("''"),
    ]),
    type: STR,
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
  setattr: setAttribute,
  delattr: (_context, [object, name], node) => ({
    code: out.raw(['delete ', memberOrElement(object, name, node).doc], out.PRECEDENCE.unary),
    type: plain('none'),
  }),
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

/** `print(a, b, sep=", ")`: what the console cannot do by itself is put together first. */
function printed(context: Context, given: readonly Typed[], node: Call): Typed {
  const [separator, end] = [keyword(node.args, 'sep'), keyword(node.args, 'end')]
  const file = keyword(node.args, 'file')
  const isError = file !== null && context.text(file) === 'sys.stderr'
  const items = spreadArguments(context, node.args)
  const method = isError ? 'error' : 'log'
  const [only] = items
  if (!separator && !end) {
    return { code: global('console', method, items), type: plain('none') }
  }
  const isOne = items.length === 1 && only && node.args[0]?.star === ''
  const texts = out.call(out.member(out.array(items), 'map'), [out.identifier('String')])
  const between = separator ? context.code(separator) : out.stringLiteral(' ')
  const text = isOne
    ? given[0]?.type.kind === 'str'
      ? only
      : invoke('String', [only])
    : out.call(out.member(texts, 'join'), [between])
  if (!end) return { code: global('console', method, [text]), type: plain('none') }
  const stream = out.member(out.identifier('process'), isError ? 'stderr' : 'stdout')
  const whole = out.binary(text, '+', context.code(end), out.PRECEDENCE.additive)
  return { code: out.call(out.member(stream, 'write'), [whole]), type: plain('none') }
}

function makeInteger(context: Context, [value, base]: readonly Typed[]): Typed {
  if (!value) return { code: out.raw('0'), type: INT }
  if (base) return { code: invoke('parseInt', [value.code, base.code]), type: INT }
  if (value.type.kind === 'int') return { code: value.code, type: INT }
  if (value.type.kind === 'str' || value.type.kind === 'bool')
    return { code: numberOf(context, value, 'toInteger'), type: INT }
  if (context.isUsed('ValueError'))
    return { code: out.call(context.helper('toInteger'), [value.code]), type: INT }
  return { code: global('Math', 'trunc', [value.code]), type: INT }
}

/** Programs that catch a ValueError get one for texts that are no numbers. */
function numberOf(context: Context, value: Typed, helper: string): out.Code {
  const mayFail = value.type.kind === 'str' || value.type.kind === 'unknown'
  return mayFail && context.isUsed('ValueError')
    ? out.call(context.helper(helper), [value.code])
    : invoke('Number', [value.code])
}

function inBase(value: Typed | undefined, prefix: string, base: string): Typed {
  const digits = out.call(out.member(value?.code ?? out.raw('0'), 'toString'), [out.raw(base)])
  return {
    code: out.binary(out.stringLiteral(prefix), '+', digits, out.PRECEDENCE.additive),
    type: STR,
  }
}

function lengthOf(context: Context, { code, type }: Typed): out.Code {
  if (type.kind === 'str' || type.kind === 'bytes') return out.member(code, 'length')
  return out.call(context.helper('len'), [code])
}

function asText(value: Typed): out.Code {
  const { code, type } = calledType(value)
  if (type.kind === 'str') return code
  const prints = type.kind === 'sql' || type.kind === 'instance'
  return prints ? out.call(out.member(code, 'toString'), []) : invoke('String', [code])
}

function boolean(value: Typed): out.Code {
  const test = truth(value)
  return test === value.code ? invoke('Boolean', [value.code]) : test
}

function makeSet(context: Context, value: Typed | undefined): Typed {
  const isTuples = value !== undefined && isCompound(elementType(value.type))
  const set = isTuples ? context.helper('TupleSet') : out.identifier('Set')
  const source = value?.type.kind === 'map' || value?.type.kind === 'dict' ? makeList(value) : value
  const code = out.newObject(set, source ? [source.code] : [])
  return { code, type: { kind: 'set', of: value ? elementType(value.type) : UNKNOWN } }
}

function makeDict(context: Context, [source]: readonly Typed[], node: Call): Typed {
  const type: Type = { kind: 'dict', of: UNKNOWN }
  const { keywords } = splitArguments(node.args)
  const named = keywords.map(({ name, value }) => ({ key: name, value: context.code(value) }))
  if (!source) return { code: out.object(named), type }
  const copied = copiedMap(context, source)
  if (copied && named.length === 0) return copied
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

/** Pairs with keys that are no texts, and what is a Map already. */
function copiedMap(context: Context, source: Typed): Typed | null {
  if (source.type.kind === 'map') {
    const { of, key = UNKNOWN } = source.type
    const map = isCompound(key) ? context.helper('TupleMap') : out.identifier('Map')
    return { code: out.newObject(map, [source.code]), type: { kind: 'map', of, key } }
  }
  const item = elementType(source.type)
  const [key = UNKNOWN, of = UNKNOWN] = [partType(item, 0), partType(item, 1)]
  if (key.kind === 'unknown' || isTextual(key)) return null
  const map = isCompound(key) ? context.helper('TupleMap') : out.identifier('Map')
  return { code: out.newObject(map, [source.code]), type: { kind: 'map', of, key } }
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

const PRIMITIVES: Readonly<Record<string, string>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'boolean',
}

function typeOf(value: Typed | undefined, name: string): out.Code {
  const test = out.unary('typeof ', value?.code ?? out.raw('undefined'))
  return out.binary(test, '===', out.stringLiteral(name), out.PRECEDENCE.equality)
}

/** Functions make what Python calls classes for; the classes are there as well. */
function classCode(context: Context, node: Expression): out.Code {
  const path = importPath(context, node)
  const entry = path === null ? null : catalogEntry(path)
  const name = path?.slice(path.lastIndexOf('.') + 1) ?? ''
  return entry?.kind === 'function' && /^[A-Z]/.test(name)
    ? context.library(name)
    : context.code(node)
}

function isInstance(context: Context, [value]: readonly Typed[], node: Call): Typed {
  const type = node.args[1]?.value
  const classes = type?.kind === 'tuple' ? type.items : type ? [type] : []
  const tests = classes.map((each) => {
    const class_ = classCode(context, each)
    const primitive = PRIMITIVES[class_.identifier ?? '']
    if (primitive) return typeOf(value, primitive)
    if (class_.identifier === 'Function') return typeOf(value, 'function')
    if (class_.identifier === 'Array') return global('Array', 'isArray', value ? [value.code] : [])
    return out.binary(
      value ? calledType(value).code : out.raw('null'),
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

/** By a computed name through `Object.assign`, whatever the types say. */
function setAttribute(
  context: Context,
  [object, name, value]: readonly Typed[],
  node: Call,
): Typed {
  const given = value?.code ?? out.raw('null')
  const type = plain('none')
  if (context.isShared || node.args[1]?.value.kind === 'string') {
    const target = memberOrElement(object, name, node)
    return { code: out.raw([target.doc, ' = ', given.doc], out.PRECEDENCE.assignment), type }
  }
  const entry = out.object([{ key: name?.code ?? out.raw("''"), value: given }])
  return { code: global('Object', 'assign', [object?.code ?? out.raw('{}'), entry]), type }
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
  const code =
    context.isShared || literal?.kind === 'string'
      ? memberOrElement(object, name, node)
      : out.call(context.helper('attribute'), [
          object?.code ?? out.raw('null'),
          name?.code ?? out.raw("''"),
        ])
  // Which attribute it is shows at run time; those of a model are expressions.
  const isModel = object?.type.kind === 'model' || object?.type.kind === 'aliased'
  if (!fallback) return { code, type: isModel && literal?.kind !== 'string' ? SQL : UNKNOWN }
  return { code: out.binary(code, '??', fallback.code, out.PRECEDENCE.coalesce), type: UNKNOWN }
}

/** What may be null has no class. */
function constructorOf({ code, type }: Typed): out.Code {
  return type.kind === 'unknown'
    ? out.optionalMember(code, 'constructor')
    : out.member(code, 'constructor')
}
