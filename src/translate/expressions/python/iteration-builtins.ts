/** Builtins over collections: `sorted`, `map`, `any`, `sum`, `zip`, `next` and the like. */
import type { Context, Typed } from '../../core/context.js'
import {
  elementType,
  isArray,
  isInstance,
  listOf,
  plain,
  UNKNOWN,
  type Type,
} from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Comprehension, Expression } from '../../syntax/nodes.js'
import { keyword, splitArguments } from '../arguments.js'
import { asList, firstMatch, quantified } from '../comprehensions.js'
import { functionValue } from './function-values.js'

export type Builtin = (context: Context, given: readonly Typed[], node: Call) => Typed

const STR = plain('str')
const INT = plain('int')
const BOOL = plain('bool')

export const ITERATION_BUILTINS: Readonly<Record<string, Builtin>> = {
  list: (_context, [value]) => makeList(value),
  tuple: (_context, [value]) => makeList(value),
  sorted: makeSorted,
  reversed: (_context, [value]) => ({
    code: out.call(out.member(spreadList(value), 'reverse'), []),
    type: listOf(value ? elementType(value.type) : UNKNOWN),
  }),
  enumerate: makeEnumerate,
  zip: (context, given, node) => {
    const isSpread = node.args.some(({ star }) => star === '*')
    const items = given.map(({ type }) => elementType(type))
    return {
      code: out.call(context.helper('zip'), spreadArguments(context, node.args)),
      type: listOf(isSpread ? UNKNOWN : { kind: 'tuple', items }),
    }
  },
  map: mapped,
  filter: filtered,
  any: (context, given, node) => quantifier(context, given, node, 'some'),
  all: (context, given, node) => quantifier(context, given, node, 'every'),
  sum: makeSum,
  min: extreme('min'),
  max: extreme('max'),
  next: (context, [iterator, fallback], node) => nextOf(context, node, iterator, fallback),
  'dict.fromkeys': (context, [keys, value]) => ({
    code: global('Object', 'fromEntries', [
      out.call(out.member(keys ? asList(keys).code : out.array([]), 'map'), [
        out.arrow(
          context.isShared ? '(key)' : '(key: any)',
          out.array([out.identifier('key'), value?.code ?? out.raw('null')]),
        ),
      ]),
    ]),
    type: { kind: 'dict', of: value?.type ?? UNKNOWN },
  }),
}

function global(name: string, method: string, args: readonly out.Code[]): out.Code {
  return out.call(out.member(out.identifier(name), method), args)
}

/** `[...values]`; a list that was just made needs no copy. */
function spreadList(value: Typed | undefined): out.Code {
  if (value?.type.kind === 'dict') return global('Object', 'keys', [value.code])
  if (value && isKeyed(value.type)) return keysOf(value)
  return value ? out.array([out.spread(value.code)]) : out.array([])
}

export function makeList(value: Typed | undefined): Typed {
  if (value?.type.kind === 'dict') {
    return { code: global('Object', 'keys', [value.code]), type: listOf(STR) }
  }
  if (value && isKeyed(value.type))
    return { code: keysOf(value), type: listOf(elementType(value.type)) }
  return { code: spreadList(value), type: listOf(value ? elementType(value.type) : UNKNOWN) }
}

/** Dictionaries of the library, iterated by key. */
function isKeyed(type: Type): boolean {
  return type.kind === 'map' || (type.kind === 'instance' && /^mapOf(Tables|Values)$/.test(type.of))
}

function keysOf(value: Typed): out.Code {
  return out.array([out.spread(out.call(out.member(value.code, 'keys'), []))])
}

function makeSorted(context: Context, [values]: readonly Typed[], node: Call): Typed {
  const [key, reverse] = [keyword(node.args, 'key'), keyword(node.args, 'reverse')]
  const of = values ? elementOf(values.type) : UNKNOWN
  const source =
    values && (isKeyed(values.type) || values.type.kind === 'dict') ? makeList(values) : values
  if (of.kind === 'str' && !key && !reverse) {
    return { code: out.call(out.member(makeList(values).code, 'sort'), []), type: listOf(of) }
  }
  const options: out.Property[] = []
  if (key) options.push({ key: 'key', value: functionValue(context, key, [of]).code })
  if (reverse) options.push({ key: 'reverse', value: context.code(reverse) })
  const args = source ? [source.code] : []
  if (options.length > 0) args.push(out.object(options))
  return { code: out.call(context.helper('sorted'), args), type: listOf(of) }
}

function elementOf(type: Type): Type {
  return type.kind === 'instance' && isKeyed(type) ? STR : elementType(type)
}

function makeEnumerate(context: Context, [values, start]: readonly Typed[], node: Call): Typed {
  const named = keyword(node.args, 'start')
  const first = start?.code ?? (named ? context.code(named) : null)
  const of = values ? elementType(values.type) : UNKNOWN
  const type: Type = { kind: 'iterator', of: { kind: 'tuple', items: [INT, of] } }
  if (!first) return { code: out.call(out.member(spreadList(values), 'entries'), []), type }
  const code = out.call(context.helper('enumerate'), [values?.code ?? out.array([]), first])
  return { code, type }
}

/** `map(f, xs)` is `xs.map(f)`; with several lists their items come together. */
function mapped(context: Context, [, values, ...others]: readonly Typed[], node: Call): Typed {
  const fn = node.args[0]
  if (!fn || !values) return { code: out.array([]), type: listOf(UNKNOWN) }
  const types = [values, ...others].map(({ type }) => elementType(type))
  const work = functionValue(context, fn.value, types)
  const result = work.type.kind === 'function' ? work.type.fn.result : UNKNOWN
  if (others.length > 0) {
    const zipped = out.call(context.helper('zip'), [values.code, ...others.map(({ code }) => code)])
    const spread = out.arrow('(each)', out.call(work.code, [out.raw('...each')]))
    return { code: out.call(out.member(zipped, 'map'), [spread]), type: listOf(result) }
  }
  const list = asList(values).code
  // A function that takes more than the value would be given its place as well.
  const alone =
    fn.value.kind === 'lambda' || work.code.hugs
      ? work.code
      : out.arrow('(each)', out.call(work.code, [out.identifier('each')]))
  return { code: out.call(out.member(list, 'map'), [alone]), type: listOf(result) }
}

function filtered(context: Context, [, values]: readonly Typed[], node: Call): Typed {
  const fn = node.args[0]
  if (!fn || !values) return { code: out.array([]), type: listOf(UNKNOWN) }
  const of = elementType(values.type)
  const isNone = fn.value.kind === 'constant'
  const work = isNone ? out.identifier('Boolean') : functionValue(context, fn.value, [of]).code
  return { code: out.call(out.member(asList(values).code, 'filter'), [work]), type: listOf(of) }
}

/** `any(f(x) for x in xs)` is `xs.some((x) => f(x))`: it stops as early. */
function quantifier(
  context: Context,
  [value]: readonly Typed[],
  node: Call,
  method: 'some' | 'every',
): Typed {
  const given = node.args[0]?.value
  if (isGenerator(given)) return { code: quantified(context, given, method), type: BOOL }
  const list = value && isArray(value.type) ? value.code : spreadList(value)
  return { code: out.call(out.member(list, method), [out.identifier('Boolean')]), type: BOOL }
}

function isGenerator(node: Expression | undefined): node is Comprehension {
  return (
    node?.kind === 'comprehension' &&
    node.makes === 'generator' &&
    !node.clauses.some((each) => each.isAsync)
  )
}

function makeSum(context: Context, [values, start]: readonly Typed[], node: Call): Typed {
  const named = keyword(node.args, 'start')
  const first = start ?? (named ? context.expression(named) : undefined)
  const of = values ? elementType(values.type) : UNKNOWN
  if (first && isArray(first.type)) {
    return { code: out.call(out.member(spreadList(values), 'flat'), []), type: listOf(UNKNOWN) }
  }
  const isExact = of.kind === 'decimal' || first?.type.kind === 'decimal'
  const source = values && isKeyed(values.type) ? keysOf(values) : (values?.code ?? out.array([]))
  const args = first ? [source, first.code] : [source]
  return {
    code: out.call(context.helper(isExact ? 'sumDecimals' : 'sum'), args),
    type: isExact ? plain('decimal') : of.kind === 'bool' ? INT : of,
  }
}

function extreme(name: 'min' | 'max'): Builtin {
  return (context, given, node) => {
    const [key, fallback] = [keyword(node.args, 'key'), keyword(node.args, 'default')]
    const [first] = given
    const only = given.length === 1 && first ? iterated(first) : null
    const of = only ? elementType(only.type) : (first?.type ?? UNKNOWN)
    const isPlain = ['int', 'float', 'timedelta'].includes(of.kind) && !key && !fallback
    if (isPlain) {
      const args = only ? [out.spread(only.code)] : given.map(({ code }) => code)
      return { code: global('Math', name, args), type: of }
    }
    const options: out.Property[] = []
    if (key) options.push({ key: 'key', value: functionValue(context, key, [of]).code })
    else if (of.kind === 'decimal') options.push({ key: 'key', value: out.identifier('Number') })
    if (fallback) options.push({ key: 'default', value: context.code(fallback) })
    const source = only?.code ?? out.array(given.map(({ code }) => code))
    const args = [source, ...(options.length > 0 ? [out.object(options)] : [])]
    return { code: out.call(context.helper(name), args), type: of }
  }
}

/** What iterating goes through: dictionaries by their keys. */
function iterated(value: Typed): Typed {
  return value.type.kind === 'dict' || isKeyed(value.type) ? makeList(value) : value
}

/** `next(iterator)`, also over generator expressions, which are lists here. */
function nextOf(
  context: Context,
  node: Call,
  iterator: Typed | undefined,
  fallback: Typed | undefined,
): Typed {
  const of = iterator ? elementType(iterator.type) : UNKNOWN
  const given = node.args[0]?.value
  const found = isGenerator(given) ? firstMatch(context, given) : null
  const source = iterator?.code ?? out.array([])
  const isList = iterator !== undefined && isArray(iterator.type)
  const value =
    found ??
    (isList
      ? out.elementOf(source, out.raw('0'))
      : out.member(out.call(out.member(source, 'next'), []), 'value'))
  if (!fallback) return { code: value, type: of }
  return { code: out.binary(value, '??', fallback.code, out.PRECEDENCE.coalesce), type: of }
}

/** Arguments that are spread: `zip(*rows)`. */
export function spreadArguments(context: Context, args: readonly Argument[]): out.Code[] {
  return splitArguments(args).positional.map(({ star, value }) => {
    const typed = context.expression(value)
    const isMap = isInstance(typed.type, 'mapOfTables') || typed.type.kind === 'map'
    const code = isMap ? makeList(typed).code : typed.code
    return star === '*' ? out.spread(code) : code
  })
}
