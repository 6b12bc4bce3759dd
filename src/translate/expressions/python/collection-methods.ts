/** Methods of lists, dictionaries and sets. */
import type { Context, Typed } from '../../core/context.js'
import {
  elementType,
  isArray,
  listOf,
  notePut,
  plain,
  UNKNOWN,
  type Type,
} from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call } from '../../syntax/nodes.js'
import { buildArguments, optionsObject, splitArguments } from '../arguments.js'

export interface CollectionCall {
  readonly owner: Typed
  readonly name: string
}

type Method = (context: Context, node: Call, owner: Typed) => Typed

const NONE = plain('none')

function method(name: string, type: Type = UNKNOWN): Method {
  return (context, node, owner) => ({
    code: out.call(out.member(owner.code, name), buildArguments(context, node.args)),
    type,
  })
}

function helper(name: string, type: Type = UNKNOWN): Method {
  return (context, node, owner) => ({
    code: out.call(context.helper(name), [owner.code, ...buildArguments(context, node.args)]),
    type,
  })
}

function ofObject(name: string, type: (owner: Type) => Type): Method {
  return (_context, _node, owner) => ({
    code: out.call(out.member(out.identifier('Object'), name), [owner.code]),
    type: type(owner.type),
  })
}

const LIST: Readonly<Record<string, Method>> = {
  append: (context, node, owner) => {
    const [value] = node.args
    if (value) notePut(owner.type, { of: context.expression(value.value).type })
    return method('push', NONE)(context, node, owner)
  },
  extend: (context, node, owner) => ({
    code: out.call(
      out.member(owner.code, 'push'),
      buildArguments(context, node.args).map((each) => out.spread(each)),
    ),
    type: NONE,
  }),
  insert: (context, node, owner) => {
    const [at, value] = buildArguments(context, node.args)
    const args = [at ?? out.raw('0'), out.raw('0'), value ?? out.raw('null')]
    return { code: out.call(out.member(owner.code, 'splice'), args), type: NONE }
  },
  pop: (context, node, owner) => {
    const [at] = buildArguments(context, node.args)
    const type = elementType(owner.type)
    if (!at) return { code: out.call(out.member(owner.code, 'pop'), []), type }
    const taken = out.call(out.member(owner.code, 'splice'), [at, out.raw('1')])
    return { code: out.elementOf(taken, out.raw('0')), type }
  },
  index: method('indexOf', plain('int')),
  appendleft: method('unshift', NONE),
  popleft: (_context, _node, owner) => ({
    code: out.call(out.member(owner.code, 'shift'), []),
    type: elementType(owner.type),
  }),
  reverse: method('reverse', NONE),
  copy: (_context, _node, owner) => ({
    code: out.call(out.member(owner.code, 'slice'), []),
    type: owner.type,
  }),
  remove: helper('remove', NONE),
  sort: helper('sort', NONE),
  count: helper('count', plain('int')),
  clear: (_context, _node, owner) => ({
    code: out.call(out.member(owner.code, 'splice'), [out.raw('0')]),
    type: NONE,
  }),
}

const valueOf = (type: Type): Type =>
  type.kind === 'dict' || type.kind === 'map' ? type.of : UNKNOWN

const DICT: Readonly<Record<string, Method>> = {
  clear: (_context, _node, owner) => {
    const keys = out.call(out.member(out.identifier('Object'), 'keys'), [owner.code])
    const entry = out.elementOf(owner.code, out.identifier('key'))
    const drop = out.arrow('(key)', out.raw(['delete ', entry.doc], out.PRECEDENCE.unary))
    return { code: out.call(out.member(keys, 'forEach'), [drop]), type: NONE }
  },
  popitem: helper('popItem'),
  keys: ofObject('keys', () => listOf(plain('str'))),
  values: ofObject('values', (type) => listOf(valueOf(type))),
  items: ofObject('entries', (type) =>
    listOf({ kind: 'tuple', items: [plain('str'), valueOf(type)] }),
  ),
  copy: (_context, _node, owner) => ({
    code: out.object([{ key: null, value: owner.code }]),
    type: owner.type,
  }),
  get: (context, node, owner) => {
    const [key, fallback] = buildArguments(context, node.args)
    const literal = node.args[0]?.value
    const value =
      literal?.kind === 'string'
        ? out.member(owner.code, literal.value)
        : out.elementOf(owner.code, key ?? out.raw("''"))
    const code = out.binary(value, '??', fallback ?? out.raw('null'), out.PRECEDENCE.coalesce)
    return { code, type: valueOf(owner.type) }
  },
  update: (context, node, owner) => {
    const { positional, keywords } = splitArguments(node.args)
    const args = positional.map((each) => context.code(each.value))
    if (keywords.length > 0) args.push(optionsObject(context, keywords, (name) => name))
    const code = out.call(out.member(out.identifier('Object'), 'assign'), [owner.code, ...args])
    return { code, type: NONE }
  },
  pop: helper('popKey'),
  setdefault: setDefault,
}

/** The value, which is put there if there is none. */
function setDefault(context: Context, node: Call, owner: Typed): Typed {
  const [key, value] = splitArguments(node.args).positional.map((each) =>
    context.expression(each.value),
  )
  notePut(owner.type, { ...(key ? { key: key.type } : {}), ...(value ? { of: value.type } : {}) })
  const args = buildArguments(context, node.args)
  const type = value && value.type.kind !== 'none' ? value.type : valueOf(owner.type)
  return { code: out.call(context.helper('setDefault'), [owner.code, ...args]), type }
}

const SET: Readonly<Record<string, Method>> = {
  add: method('add', NONE),
  update: (context, node, owner) => {
    const values = buildArguments(context, node.args).map((each) => out.spread(each))
    const added = out.call(out.member(owner.code, 'add'), [out.identifier('value')])
    const add = out.arrow('(value)', added)
    return { code: out.call(out.member(out.array(values), 'forEach'), [add]), type: NONE }
  },
  intersection: setHelper('intersection'),
  difference: setHelper('without'),
  symmetric_difference: setHelper('eitherOf'),
  intersection_update: helper('intersectionUpdate', NONE),
  difference_update: helper('differenceUpdate', NONE),
  symmetric_difference_update: helper('symmetricDifferenceUpdate', NONE),
  issubset: helper('isWithin', plain('bool')),
  issuperset: (context, node, owner) => ({
    code: out.call(context.helper('isWithin'), [...buildArguments(context, node.args), owner.code]),
    type: plain('bool'),
  }),
  pop: (context, _node, owner) => ({
    code: out.call(context.helper('popOne'), [owner.code]),
    type: elementType(owner.type),
  }),
  remove: method('delete', NONE),
  discard: method('delete', NONE),
  clear: method('clear', NONE),
  union: setHelper('union'),
  copy: (_context, _node, owner) => ({
    code: out.newObject(out.identifier('Set'), [owner.code]),
    type: owner.type,
  }),
}

const keyOf = (type: Type): Type => (type.kind === 'map' ? (type.key ?? UNKNOWN) : UNKNOWN)

const MAP: Readonly<Record<string, Method>> = {
  get: (context, node, owner) => {
    const [key = out.raw('null'), fallback] = buildArguments(context, node.args)
    const makes = owner.type.kind === 'map' && owner.type.makes === true
    const value = out.call(out.member(owner.code, makes ? 'peek' : 'get'), [key])
    const code = out.binary(value, '??', fallback ?? out.raw('null'), out.PRECEDENCE.coalesce)
    return { code, type: valueOf(owner.type) }
  },
  keys: spread('keys', keyOf),
  values: spread('values', valueOf),
  items: spread('entries', (type) => ({ kind: 'tuple', items: [keyOf(type), valueOf(type)] })),
  pop: helper('popKey'),
  popitem: helper('popItem'),
  setdefault: setDefault,
  update: (context, node, owner) => {
    const isCounter = owner.type.kind === 'map' && owner.type.makes === true
    if (isCounter) return method('update', NONE)(context, node, owner)
    const args = [owner.code, ...buildArguments(context, node.args, { naming: (name) => name })]
    return { code: out.call(context.helper('updateMap'), args), type: NONE }
  },
  most_common: (context, node, owner) => ({
    code: out.call(out.member(owner.code, 'mostCommon'), buildArguments(context, node.args)),
    type: listOf({ kind: 'tuple', items: [keyOf(owner.type), valueOf(owner.type)] }),
  }),
  total: method('total', plain('int')),
  elements: method('elements'),
  copy: (_context, _node, owner) => ({
    code: out.newObject(out.identifier('Map'), [owner.code]),
    type: owner.type.kind === 'map' ? { kind: 'map', of: owner.type.of } : owner.type,
  }),
  clear: method('clear', NONE),
}

function spread(name: string, type: (owner: Type) => Type): Method {
  return (_context, _node, owner) => ({
    code: out.array([out.spread(out.call(out.member(owner.code, name), []))]),
    type: listOf(type(owner.type)),
  })
}

function setHelper(name: string): Method {
  return (context, node, owner) => ({
    code: out.call(context.helper(name), [owner.code, ...buildArguments(context, node.args)]),
    type: owner.type.kind === 'set' ? owner.type : { kind: 'set', of: UNKNOWN },
  })
}

const SET_OPERATORS: Readonly<Record<string, string>> = {
  '|': 'union',
  '&': 'intersection',
  '-': 'without',
  '^': 'eitherOf',
}

/** `a | b`, `a & b`, `a - b`, `a ^ b` of sets. */
export function setArithmetic(
  context: Context,
  operator: string,
  [left, right]: readonly [Typed, Typed],
): Typed | null {
  const isSet = ({ type }: Typed): boolean =>
    type.kind === 'set' || (type.kind === 'instance' && type.of === 'identitySet')
  const name = SET_OPERATORS[operator]
  if (!name || !(isSet(left) || isSet(right))) return null
  const type: Type = left.type.kind === 'set' ? left.type : { kind: 'set', of: UNKNOWN }
  return { code: out.call(context.helper(name), [left.code, right.code]), type }
}

/** The call, if the owner is a collection; unknown values are recognised by what is called. */
export function collectionMethod(
  context: Context,
  node: Call,
  { owner, name }: CollectionCall,
): Typed | null {
  const known = methodsOf(owner.type)
  const methods = known && name in known ? known : guessed(node, { owner, name })
  return methods?.[name]?.(context, node, owner) ?? null
}

function methodsOf(type: Type): Readonly<Record<string, Method>> | null {
  if (isArray(type)) return LIST
  if (type.kind === 'dict') return DICT
  if (type.kind === 'set') return SET
  if (type.kind === 'map') return MAP
  if (type.kind === 'iterator') return ITERATOR
  return null
}

const RENAMED: ReadonlySet<string> = new Set(['index', 'count', 'copy'])

/** What only sets have, of related objects in a set. */
export function setOnlyMethod(context: Context, node: Call, call: CollectionCall): Typed | null {
  return SET[call.name]?.(context, node, call.owner) ?? null
}

/** `sort(key=…)`, `reverse()`, `pop(0)`, `index(x)`, which arrays have in other words. */
export function listOnlyMethod(
  context: Context,
  node: Call,
  { owner, name }: CollectionCall,
): Typed | null {
  return RENAMED.has(name) || isListOnly(node, name)
    ? (LIST[name]?.(context, node, owner) ?? null)
    : null
}

function isListOnly({ args }: Call, name: string): boolean {
  if (name === 'sort') return args.some((each) => each.name === 'key' || each.name === 'reverse')
  return name === 'reverse' || (name === 'pop' && args[0]?.value.kind === 'number')
}

/** What only one kind of collection offers tells which one an unknown value is. */
function guessed(
  node: Call,
  { owner, name }: CollectionCall,
): Readonly<Record<string, Method>> | null {
  if (owner.type.kind !== 'unknown' && owner.type.kind !== 'dict') return null
  if (name === 'append' || name === 'extend' || isListOnly(node, name)) return LIST
  return name === 'items' ? DICT : null
}

const ITERATOR: Readonly<Record<string, Method>> = {
  close: method('return', NONE),
  aclose: method('return', NONE),
  send: method('next'),
  __next__: step,
  __anext__: step,
}

function step(_context: Context, _node: Call, owner: Typed): Typed {
  const code = out.call(out.member(owner.code, 'next'), [])
  return { code, type: { kind: 'object', name: 'IteratorResult', members: new Map() } }
}
