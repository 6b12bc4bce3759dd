/** Methods of lists, dictionaries and sets. */
import type { Context, Typed } from '../../core/context.js'
import { elementType, isArray, listOf, plain, UNKNOWN, type Type } from '../../knowledge/types.js'
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
  append: method('push', NONE),
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
  reverse: method('reverse', NONE),
  copy: method('slice'),
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
  setdefault: helper('setDefault'),
}

const SET: Readonly<Record<string, Method>> = {
  add: method('add', NONE),
  remove: method('delete', NONE),
  discard: method('delete', NONE),
  clear: method('clear', NONE),
  union: helper('union'),
  copy: (_context, _node, owner) => ({
    code: out.newObject(out.identifier('Set'), [owner.code]),
    type: owner.type,
  }),
}

const MAP: Readonly<Record<string, Method>> = {
  get: method('get'),
  keys: spread('keys'),
  values: spread('values'),
  items: spread('entries'),
  pop: helper('popKey'),
  clear: method('clear', NONE),
}

function spread(name: string): Method {
  return (_context, _node, owner) => ({
    code: out.array([out.spread(out.call(out.member(owner.code, name), []))]),
    type: listOf(UNKNOWN),
  })
}

/** The call, if the owner is a collection; unknown values are recognised by what is called. */
export function collectionMethod(
  context: Context,
  node: Call,
  { owner, name }: CollectionCall,
): Typed | null {
  const methods = methodsOf(owner.type) ?? guessed(node, { owner, name })
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

/** `sort(key=…)`, `reverse()` and `pop(0)`, which arrays have in other words. */
export function listOnlyMethod(
  context: Context,
  node: Call,
  { owner, name }: CollectionCall,
): Typed | null {
  return isListOnly(node, name) ? (LIST[name]?.(context, node, owner) ?? null) : null
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
  if (owner.type.kind !== 'unknown') return null
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
