/** `math`, `decimal`, `statistics`, `random`. */
import type { Context, Typed } from '../../core/context.js'
import { plain, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call } from '../../syntax/nodes.js'
import {
  codes,
  constant,
  first,
  positional,
  viaGlobal,
  viaHelper,
  type StandardCall,
} from './call-support.js'

const INT = plain('int')
const FLOAT = plain('float')
const DECIMAL = plain('decimal')

const MATH = Object.fromEntries(
  'sqrt sin cos tan asin acos atan exp log2 log10 hypot cbrt fabs:abs'.split(' ').map((item) => {
    const [python = '', ours = python] = item.split(':')
    return [`math.${python}`, viaGlobal('Math', ours, FLOAT)]
  }),
)

export const NUMBER_CALLS: Readonly<Record<string, StandardCall>> = {
  ...MATH,
  'math.floor': viaGlobal('Math', 'floor', INT),
  'math.ceil': viaGlobal('Math', 'ceil', INT),
  'math.trunc': viaGlobal('Math', 'trunc', INT),
  'math.isnan': viaGlobal('Number', 'isNaN', plain('bool')),
  'math.log': (context, node) => {
    const [value = out.raw('1'), base] = codes(context, node)
    const log = (code: out.Code): out.Code =>
      out.call(out.member(out.identifier('Math'), 'log'), [code])
    const quotient = (divisor: out.Code): out.Code =>
      out.binary(log(value), '/', log(divisor), out.PRECEDENCE.multiplicative)
    return { code: base ? quotient(base) : log(value), type: FLOAT }
  },
  'math.pow': (context, node) => {
    const [base = out.raw('0'), power = out.raw('1')] = codes(context, node)
    return { code: out.binary(base, '**', power, out.PRECEDENCE.exponent), type: FLOAT }
  },
  'math.fsum': viaHelper('sum', FLOAT),
  'math.prod': (context, node) => {
    const list = out.array([out.spread(first(context, node))])
    const times = out.raw('(a, b) => a * b', out.PRECEDENCE.assignment)
    return { code: out.call(out.member(list, 'reduce'), [times, out.raw('1')]), type: FLOAT }
  },
  'decimal.Decimal': decimal,
  'statistics.mean': viaHelper('mean', FLOAT),
  'statistics.fmean': viaHelper('mean', FLOAT),
  'statistics.median': viaHelper('median', FLOAT),
  'random.random': viaGlobal('Math', 'random', FLOAT),
  'random.randint': (context, node) => {
    const [low = out.raw('0'), high = out.raw('0')] = codes(context, node)
    const span = out.binary(
      out.binary(high, '-', low, out.PRECEDENCE.additive),
      '+',
      out.raw('1'),
      out.PRECEDENCE.additive,
    )
    return { code: out.binary(low, '+', randomBelow(span), out.PRECEDENCE.additive), type: INT }
  },
  'random.choice': (context, node) => {
    const [values] = positional(context, node)
    const list = values?.code ?? out.array([])
    return {
      code: out.elementOf(list, randomBelow(out.member(list, 'length'))),
      type: values?.type.kind === 'list' ? values.type.of : { kind: 'unknown' },
    }
  },
}

/** A whole number from 0 up to a bound. */
function randomBelow(bound: out.Code): out.Code {
  const random = out.call(out.member(out.identifier('Math'), 'random'), [])
  const scaled = out.binary(random, '*', bound, out.PRECEDENCE.multiplicative)
  return out.call(out.member(out.identifier('Math'), 'floor'), [scaled])
}

export const NUMBER_VALUES: Readonly<Record<string, (context: Context) => Typed>> = {
  'math.pi': constant('Math.PI', FLOAT),
  'math.e': constant('Math.E', FLOAT),
  'math.inf': constant('Infinity', FLOAT),
  'math.nan': constant('NaN', FLOAT),
  'math.sqrt': constant('Math.sqrt', { kind: 'unknown' }),
  'decimal.Decimal': constant('String', { kind: 'unknown' }),
  'decimal.ROUND_HALF_UP': constant("'ROUND_HALF_UP'", plain('str')),
  'decimal.ROUND_HALF_EVEN': constant("'ROUND_HALF_EVEN'", plain('str')),
  'decimal.ROUND_DOWN': constant("'ROUND_DOWN'", plain('str')),
  'decimal.ROUND_UP': constant("'ROUND_UP'", plain('str')),
}

/** Exact numbers are texts. */
function decimal(context: Context, node: Call): Typed {
  const value = node.args[0]?.value
  if (!value) return { code: out.stringLiteral('0'), type: DECIMAL }
  if (value.kind === 'string') return { code: out.stringLiteral(value.value), type: DECIMAL }
  if (value.kind === 'number')
    return { code: out.stringLiteral(value.text.replaceAll('_', '')), type: DECIMAL }
  return { code: out.call(out.identifier('String'), [first(context, node)]), type: DECIMAL }
}

/** Methods of exact numbers. */
export function decimalMethod(
  context: Context,
  node: Call,
  owner: Typed,
  name: string,
): Typed | null {
  if (owner.type.kind !== 'decimal') return null
  if (name === 'quantize') {
    const args = positional(context, node).map(({ code }) => code)
    const rounding = node.args.find((each) => each.name === 'rounding')
    if (rounding) args.push(context.code(rounding.value))
    return { code: out.call(context.helper('quantize'), [owner.code, ...args]), type: DECIMAL }
  }
  if (name === 'is_zero' || name === 'is_signed') {
    const number = out.call(out.identifier('Number'), [owner.code])
    const [operator, precedence] =
      name === 'is_zero'
        ? (['===', out.PRECEDENCE.equality] as const)
        : (['<', out.PRECEDENCE.relational] as const)
    return { code: out.binary(number, operator, out.raw('0'), precedence), type: plain('bool') }
  }
  return null
}

/** The negative of an exact number. */
export function decimalNegation(context: Context, { code }: Typed): Typed {
  const args = [out.stringLiteral('0'), out.stringLiteral('-'), code]
  return { code: out.call(context.helper('decimal'), args), type: DECIMAL }
}

const ARITHMETIC = new Set(['+', '-', '*', '/'])
const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!='])

/** Arithmetic with exact numbers, digit for digit. */
export function decimalArithmetic(
  context: Context,
  operator: string,
  [left, right]: readonly [Typed, Typed],
): Typed | null {
  if (!isDecimal(left.type, right.type) || !ARITHMETIC.has(operator)) return null
  const args = [left.code, out.stringLiteral(operator), right.code]
  return { code: out.call(context.helper('decimal'), args), type: DECIMAL }
}

/** Comparisons of exact numbers go by value. */
export function decimalComparison(
  operator: string,
  [left, right]: readonly [Typed, Typed],
): out.Code | null {
  if (!isDecimal(left.type, right.type) || !COMPARISONS.has(operator)) return null
  if (left.type.kind === 'none' || right.type.kind === 'none') return null
  const isEquality = operator === '==' || operator === '!='
  const precedence = isEquality ? out.PRECEDENCE.equality : out.PRECEDENCE.relational
  return out.binary(number(left), isEquality ? `${operator}=` : operator, number(right), precedence)
}

function number({ code, type }: Typed): out.Code {
  return type.kind === 'int' || type.kind === 'float'
    ? code
    : out.call(out.identifier('Number'), [code])
}

function isDecimal(left: Type, right: Type): boolean {
  const kinds = ['decimal', 'int', 'float', 'unknown', 'none']
  const both = [left.kind, right.kind]
  return both.includes('decimal') && both.every((kind) => kinds.includes(kind))
}
