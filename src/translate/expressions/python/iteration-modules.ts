/** `collections`, `itertools`, `functools`, `operator`. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { elementType, listOf, plain, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, keyword, optionsObject, splitArguments } from '../arguments.js'
import {
  argument,
  iteratorOfFirst,
  iteratorOfSecond,
  listCode,
  positional,
  viaHelper,
  type StandardCall,
} from './call-support.js'
import { isCompound } from '../literals.js'
import { factory, functionValue, madeBy } from './function-values.js'

const INT = plain('int')
const LISTS: Type = { kind: 'iterator', of: listOf(UNKNOWN) }

export const ITERATION_CALLS: Readonly<Record<string, StandardCall>> = {
  'collections.defaultdict': defaultDictionary,
  'collections.Counter': counter,
  'collections.OrderedDict': ordered,
  'collections.deque': (context, node) => ({
    code: node.args.length > 0 ? listCopy(context, node) : out.array([]),
    type: listOf(elementType(positional(context, node)[0]?.type ?? UNKNOWN)),
  }),
  'collections.namedtuple': namedTuple,
  'itertools.chain': viaHelper('chain', iteratorOfFirst),
  'itertools.chain.from_iterable': viaHelper('flatten', (given) => ({
    kind: 'iterator',
    of: given[0] ? elementType(elementType(given[0].type)) : UNKNOWN,
  })),
  'itertools.islice': viaHelper('take', iteratorOfFirst),
  'itertools.count': viaHelper('countFrom', { kind: 'iterator', of: INT }, ['start', 'step']),
  'itertools.cycle': viaHelper('cycle', iteratorOfFirst),
  'itertools.repeat': viaHelper('repeat', UNKNOWN, ['object', 'times']),
  'itertools.groupby': groupBy,
  'itertools.product': product,
  'itertools.combinations': viaHelper('combinations', LISTS),
  'itertools.permutations': viaHelper('permutations', LISTS),
  'itertools.pairwise': viaHelper('pairwise', LISTS),
  'itertools.batched': viaHelper('batched', LISTS),
  'itertools.accumulate': (context, node) => ({
    code: out.call(context.helper('accumulate'), valuesAndFunction(context, node, 0)),
    type: iteratorOfFirst(positional(context, node)),
  }),
  'itertools.takewhile': testing('takeWhile'),
  'itertools.dropwhile': testing('dropWhile'),
  'itertools.filterfalse': (context, node) => filterFalse(context, node),
  'itertools.starmap': (context, node) => {
    const [fn, values] = node.args
    if (!fn || !values) return leave(node, 'starmap', 'a function and values are expected')
    const call = out.call(functionValue(context, fn.value).code, [out.raw('...each')])
    const list = listCode(context.expression(values.value))
    const code = out.call(out.member(list, 'map'), [out.arrow('(each)', call)])
    return { code, type: listOf(UNKNOWN) }
  },
  'itertools.zip_longest': (context, node) => {
    const lists = positional(context, node).map(({ code }) => code)
    const fill = keyword(node.args, 'fillvalue')
    const args = [out.array(lists), ...(fill ? [context.code(fill)] : [])]
    return { code: out.call(context.helper('zipLongest'), args), type: listOf(listOf(UNKNOWN)) }
  },
  'functools.reduce': reduce,
  'functools.partial': partial,
  'operator.attrgetter': (context, node) => getter(context, node, 'attributes'),
  'operator.itemgetter': (context, node) => getter(context, node, 'items'),
  'operator.methodcaller': (context, node) => {
    const [name, ...rest] = buildArguments(context, node.args)
    const method = out.elementOf(out.identifier('value'), name ?? out.raw("''"))
    return { code: out.arrow('(value: any)', out.call(method, rest)), type: UNKNOWN }
  },
}

function listCopy(context: Context, node: Call): out.Code {
  const [values] = positional(context, node)
  return out.array(values ? [out.spread(values.code)] : [])
}

/** `defaultdict(list)`: a Map that makes what is missing. */
function defaultDictionary(context: Context, node: Call): Typed {
  const [make, values] = splitArguments(node.args).positional
  if (!make) return leave(node, 'defaultdict', 'nothing to make values with')
  const args = [factory(context, make.value).code]
  if (values) args.push(context.code(values.value))
  const seen = context.seenAt(node)
  const made = madeBy(context, make.value)
  const of = made.kind === 'list' && made.of.kind === 'unknown' ? listOf(UNKNOWN) : made
  const helper = isCompound(seen.key) ? 'DefaultTupleMap' : 'DefaultMap'
  const code = out.newObject(context.helper(helper), args)
  return { code, type: { kind: 'map', of, key: seen.key, makes: true, seen } }
}

function counter(context: Context, node: Call): Typed {
  const { keywords } = splitArguments(node.args)
  const [values] = positional(context, node)
  const args = values ? [values.code] : []
  if (keywords.length > 0) args.push(optionsObject(context, keywords, (name) => name))
  const key = values ? elementType(values.type) : UNKNOWN
  const seen = context.seenAt(node)
  const known = key.kind === 'unknown' ? seen.key : key
  const code = out.newObject(context.helper(isCompound(known) ? 'TupleCounter' : 'Counter'), args)
  return { code, type: { kind: 'map', of: INT, key: known, makes: true, seen } }
}

function ordered(context: Context, node: Call): Typed {
  const [values] = positional(context, node)
  const type: Type = { kind: 'map', of: UNKNOWN }
  const args = values
    ? [
        values.type.kind === 'dict'
          ? out.call(out.member(out.identifier('Object'), 'entries'), [values.code])
          : values.code,
      ]
    : []
  return { code: out.newObject(out.identifier('Map'), args), type }
}

/** `namedtuple("Point", "x y")`. */
function namedTuple(context: Context, node: Call): Typed {
  const [name, fields] = splitArguments(node.args).positional
  const names = fields ? fieldNames(fields.value) : null
  if (!name || !names) return leave(node, 'namedtuple', 'its fields are not written out')
  const list = out.array(names.map((each) => out.stringLiteral(each)))
  const defaults = keyword(node.args, 'defaults')
  const args = [context.code(name.value), list, ...(defaults ? [context.code(defaults)] : [])]
  const members = new Map<string, Type>(names.map((each) => [each, UNKNOWN]))
  const type: Type = { kind: 'class', name: 'any', members }
  return { code: out.call(context.helper('namedTuple'), args), type }
}

function fieldNames(node: Expression): readonly string[] | null {
  if (node.kind === 'string') return node.value.split(/[\s,]+/).filter(Boolean)
  if (node.kind !== 'list' && node.kind !== 'tuple') return null
  const names = node.items.flatMap((each) => (each.kind === 'string' ? [each.value] : []))
  return names.length === node.items.length ? names : null
}

function groupBy(context: Context, node: Call): Typed {
  const [values] = positional(context, node)
  const key = argument(node, 1, 'key')
  const of = values ? elementType(values.type) : UNKNOWN
  const args = [values?.code ?? out.array([])]
  if (key) args.push(functionValue(context, key, [of]).code)
  const item: Type = { kind: 'tuple', items: [UNKNOWN, listOf(of)] }
  return { code: out.call(context.helper('groupBy'), args), type: { kind: 'iterator', of: item } }
}

function product(context: Context, node: Call): Typed {
  const lists = positional(context, node)
  const times = keyword(node.args, 'repeat')
  const codes = lists.map(({ code }) => code)
  const [only] = codes
  const repeated =
    times && only
      ? [
          out.spread(
            out.call(out.member(out.call(out.identifier('Array'), [context.code(times)]), 'fill'), [
              only,
            ]),
          ),
        ]
      : codes
  const item: Type = { kind: 'tuple', items: lists.map(({ type }) => elementType(type)) }
  return {
    code: out.call(context.helper('product'), repeated),
    type: { kind: 'iterator', of: times ? listOf(UNKNOWN) : item },
  }
}

/** The values and, behind them, a function of two of them. */
function valuesAndFunction(context: Context, node: Call, place: number): out.Code[] {
  const given = positional(context, node)
  const fn = argument(node, place === 0 ? 1 : 0, 'func')
  const values = given[place]
  const of = values ? elementType(values.type) : UNKNOWN
  const work = fn ? [functionValue(context, fn, [of, of]).code] : []
  return [values?.code ?? out.array([]), ...work]
}

function testing(helper: string): StandardCall {
  return (context, node) => {
    const [test, values] = node.args
    if (!test || !values) return leave(node, helper, 'a test and values are expected')
    const given = positional(context, node)
    const of = given[1] ? elementType(given[1].type) : UNKNOWN
    const args = [functionValue(context, test.value, [of]).code, context.code(values.value)]
    return { code: out.call(context.helper(helper), args), type: iteratorOfSecond(given) }
  }
}

function filterFalse(context: Context, node: Call): Typed {
  const [test, values] = node.args
  if (!test || !values) return leave(node, 'filterfalse', 'a test and values are expected')
  const typed = context.expression(values.value)
  const fn = functionValue(context, test.value, [elementType(typed.type)]).code
  const not = out.arrow('(each)', out.unary('!', out.call(fn, [out.identifier('each')])))
  const code = out.call(out.member(listCode(typed), 'filter'), [not])
  return { code, type: listOf(elementType(typed.type)) }
}

/** `reduce(f, values, start)` is `values.reduce(f, start)`. */
function reduce(context: Context, node: Call): Typed {
  const [fn, values, start] = splitArguments(node.args).positional
  if (!fn || !values) return leave(node, 'reduce', 'a function and values are expected')
  const typed = context.expression(values.value)
  const of = elementType(typed.type)
  const begin = start ? context.expression(start.value) : null
  const work = functionValue(context, fn.value, [begin?.type ?? of, of])
  const args = [work.code, ...(begin ? [begin.code] : [])]
  return { code: out.call(out.member(listCode(typed), 'reduce'), args), type: begin?.type ?? of }
}

/** `partial(f, 1, key=2)`: a function that takes the rest. */
function partial(context: Context, node: Call): Typed {
  const [fn, ...rest] = splitArguments(node.args).positional
  const { keywords } = splitArguments(node.args)
  if (!fn) return leave(node, 'partial', 'a function is expected')
  const given = rest.map(({ value }) => context.code(value))
  const type = context.expression(fn.value).type
  const known = type.kind === 'function' ? type.fn.parameters.map(({ name }) => name) : []
  const isPlaced = keywords.every(({ name }) => name !== null && known.includes(name))
  const callee = functionValue(context, fn.value).code
  if (keywords.length > 0 && isPlaced) {
    const left = known.filter(
      (name, index) => index >= given.length && !keywords.some((each) => each.name === name),
    )
    const values = known.map((name, index) => {
      const own = keywords.find((each) => each.name === name)
      return given[index] ?? (own ? context.code(own.value) : out.identifier(name))
    })
    const parameters = `(${left.map((name) => `${name}${context.isShared ? '' : ': any'}`).join(', ')})`
    return { code: out.arrow(parameters, out.call(callee, values)), type: UNKNOWN }
  }
  const args = [callee, out.array(given)]
  if (keywords.length > 0) args.push(optionsObject(context, keywords, (name) => name))
  return { code: out.call(context.helper('partial'), args), type: UNKNOWN }
}

function getter(context: Context, node: Call, kind: 'attributes' | 'items'): Typed {
  const value = out.identifier('value')
  const parts = splitArguments(node.args).positional.map(({ value: name }) => {
    if (name.kind !== 'string') return out.elementOf(value, context.code(name))
    const path = kind === 'attributes' ? name.value.split('.') : [name.value]
    return path.reduce((owner, each) => out.member(owner, each), value)
  })
  const [only] = parts
  const body = parts.length === 1 && only ? only : out.array(parts)
  return { code: out.arrow(context.isShared ? '(value)' : '(value: any)', body), type: UNKNOWN }
}

/** Operators as functions: `reduce(operator.mul, values)`. */
const OPERATORS: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  mod: '%',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  eq: '==',
  ne: '!=',
  and_: '&',
  or_: '|',
}

/** `operator.add` as a value: `(a, b) => a + b`; on SQL expressions its method. */
export function operatorValue(context: Context, name: string): Typed | null {
  const operator = OPERATORS[name]
  const parsed = operator ? context.parse(`lambda a, b: a ${operator} b`) : null
  return parsed ? context.scoped('block', () => context.expression(parsed)) : null
}

/** `operator.eq(a, b)`. */
export function operatorCall(context: Context, node: Call, name: string): Typed | null {
  const operator = OPERATORS[name]
  const [left, right] = splitArguments(node.args).positional
  if (!operator || !left || !right) return null
  const compares = /[<>=]/.test(operator)
  const span = { from: node.from, to: node.to }
  const operands = [left.value, right.value]
  return context.expression(
    compares
      ? { kind: 'compare', operators: [operator], operands, ...span }
      : { kind: 'binary', operator, left: left.value, right: right.value, ...span },
  )
}
