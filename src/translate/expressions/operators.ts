/** Operators: methods on SQL expressions, JavaScript's operators on plain values. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import {
  isArray,
  isInstance,
  isPrimitive,
  isSql,
  listOf,
  plain,
  SQL,
  union,
  UNKNOWN,
  type Type,
} from '../knowledge/types.js'
import { operatorMethod, specialMethod } from '../knowledge/special-methods.js'
import * as out from '../output/code.js'
import type { Binary, Compare, Expression, Unary } from '../syntax/nodes.js'
import { percentFormat } from './literals.js'
import { setArithmetic } from './python/collection-methods.js'
import { dateArithmetic } from './python/dates.js'
import { decimalArithmetic, decimalComparison, decimalNegation } from './python/number-modules.js'
import { falsehood, sizeOf, truth } from './truth.js'

const BOOL = plain('bool')

export function unary(context: Context, node: Unary): Typed {
  const operand = context.expression(node.operand)
  if (node.operator === 'not') return { code: falsehood(operand), type: BOOL }
  if (node.operator === '~') return invert(context, operand)
  const own = node.operator === '-' ? specialMethod(operand.type, '__neg__') : null
  if (own) return { code: out.call(out.member(operand.code, own.name), []), type: own.result }
  if (node.operator === '-' && operand.type.kind === 'decimal')
    return decimalNegation(context, operand)
  if (node.operator === '-' && isSql(operand.type)) {
    return { code: out.call(out.member(operand.code, 'neg'), []), type: SQL }
  }
  return { code: out.unary(node.operator, operand.code), type: operand.type }
}

function invert(context: Context, operand: Typed): Typed {
  if (operand.type.kind === 'int') return { code: out.unary('~', operand.code), type: operand.type }
  return { code: out.call(context.library('not'), [operand.code]), type: SQL }
}

/** Methods for operators with an SQL expression on the left. */
const SQL_METHODS: Readonly<Record<string, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '//': 'floordiv',
  '%': 'mod',
  '<<': 'bitwiseLshift',
  '>>': 'bitwiseRshift',
}

/** `5 < a` is `a > 5`. */
const MIRRORED: Readonly<Record<string, string>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

export function binary(context: Context, node: Binary): Typed {
  if (node.operator === 'and' || node.operator === 'or') return logical(context, node)
  if (node.operator === '%' && node.left.kind === 'string') {
    return percentFormat(context, node.left, node.right)
  }
  const left = context.expression(node.left)
  const right = context.expression(node.right)
  if (isInstance(left.type, 'LambdaStatement') && node.operator === '+') {
    return { code: out.call(out.member(left.code, 'add'), [right.code]), type: left.type }
  }
  if (isSql(left.type) || isSql(right.type)) return sqlArithmetic(context, node, [left, right])
  return plainArithmetic(context, node, [left, right])
}

function logical(context: Context, node: Binary): Typed {
  const left = context.expression(node.left)
  const right = context.expression(node.right)
  const isAnd = node.operator === 'and'
  const precedence = isAnd ? out.PRECEDENCE.and : out.PRECEDENCE.or
  const type = union(left.type, right.type)
  if (!isAnd && left.type.kind === 'entity') {
    return { code: out.binary(left.code, '??', right.code, out.PRECEDENCE.coalesce), type }
  }
  // An empty list counts as false in Python only.
  if (!isAnd && left.code.identifier !== undefined && sizeOf(left) !== null) {
    return { code: out.conditional(truth(left), left.code, right.code), type }
  }
  const first = type.kind === 'bool' || isAnd ? truth(left) : left.code
  return { code: out.binary(first, isAnd ? '&&' : '||', right.code, precedence), type }
}

function sqlArithmetic(
  context: Context,
  node: Binary,
  [left, right]: readonly [Typed, Typed],
): Typed {
  const joins = node.operator === '&' ? 'and' : node.operator === '|' ? 'or' : null
  if (joins) {
    const parts = [...flatten(context, node.left, node.operator), right.code]
    return { code: out.call(context.library(joins), parts), type: SQL }
  }
  const method = SQL_METHODS[node.operator]
  if (!method) leave(node, node.operator, 'no such operator on SQL expressions')
  const isConcat = node.operator === '+' && [left.type, right.type].every(isText)
  if (isSql(left.type)) {
    const name = isConcat ? 'concat' : method
    return { code: out.call(out.member(left.code, name), [operand(context, right)]), type: SQL }
  }
  const lifted = lift(context, left)
  return {
    code: out.call(out.member(lifted, isConcat ? 'concat' : method), [right.code]),
    type: SQL,
  }
}

/** An interval is a number here: beside a column of another type it says what it is. */
function operand(context: Context, value: Typed): out.Code {
  return value.type.kind === 'timedelta' ? lift(context, value) : value.code
}

function lift(context: Context, { code, type }: Typed): out.Code {
  const more = type.kind === 'timedelta' ? [context.library('interval')] : []
  return out.call(context.library('literal'), [code, ...more])
}

/** Texts, and columns of texts; what a column of unknown type does with `+` its type decides. */
function isText(type: Type): boolean {
  return type.kind === 'str' || (type.kind === 'sql' && type.value?.kind === 'str')
}

/** `a & b & c` as one `and(a, b, c)`; brackets in the source are kept as calls of their own. */
function flatten(context: Context, node: Expression, operator: string): readonly out.Code[] {
  if (node.kind === 'binary' && node.operator === operator && !isBracketed(context, node)) {
    return [...flatten(context, node.left, operator), context.code(node.right)]
  }
  return [context.code(node)]
}

function isBracketed(context: Context, node: Expression): boolean {
  return /\(\s*$/.test(context.program.source.slice(0, node.from))
}

const PRECEDENCES: Readonly<Record<string, number>> = {
  '+': out.PRECEDENCE.additive,
  '-': out.PRECEDENCE.additive,
  '*': out.PRECEDENCE.multiplicative,
  '/': out.PRECEDENCE.multiplicative,
  '%': out.PRECEDENCE.multiplicative,
  '**': out.PRECEDENCE.exponent,
  '<<': out.PRECEDENCE.shift,
  '>>': out.PRECEDENCE.shift,
  '&': out.PRECEDENCE.bitAnd,
  '|': out.PRECEDENCE.bitOr,
  '^': out.PRECEDENCE.bitXor,
}

function plainArithmetic(
  context: Context,
  node: Binary,
  [left, right]: readonly [Typed, Typed],
): Typed {
  const own = operatorMethod(left.type, node.operator)
  if (own)
    return { code: out.call(out.member(left.code, own.name), [right.code]), type: own.result }
  const collections = collectionArithmetic(context, node, [left, right])
  if (collections) return collections
  const type = arithmeticType(node.operator, left.type, right.type)
  if (node.operator === '//') {
    const quotient = out.binary(left.code, '/', right.code, out.PRECEDENCE.multiplicative)
    return { code: out.call(out.member(out.identifier('Math'), 'floor'), [quotient]), type }
  }
  const isLogical = left.type.kind === 'bool' && right.type.kind === 'bool'
  if (isLogical && (node.operator === '&' || node.operator === '|')) {
    const precedence = node.operator === '&' ? out.PRECEDENCE.and : out.PRECEDENCE.or
    return {
      code: out.binary(left.code, node.operator.repeat(2), right.code, precedence),
      type: BOOL,
    }
  }
  const precedence = PRECEDENCES[node.operator]
  if (precedence === undefined) leave(node, node.operator, 'no such operator')
  return { code: out.binary(left.code, node.operator, right.code, precedence), type }
}

function collectionArithmetic(
  context: Context,
  { operator }: Binary,
  [left, right]: readonly [Typed, Typed],
): Typed | null {
  const { type } = left
  if (operator === '+' && (isArray(type) || isArray(right.type))) {
    return {
      code: out.array([out.spread(left.code), out.spread(right.code)]),
      type: listOf(UNKNOWN),
    }
  }
  if (operator === '*' && type.kind === 'str') {
    return { code: out.call(out.member(left.code, 'repeat'), [right.code]), type }
  }
  if (operator === '*' && isArray(type)) {
    const length = out.object([{ key: 'length', value: right.code }])
    const copies = out.call(out.member(out.identifier('Array'), 'from'), [
      length,
      out.arrow('()', left.code),
    ])
    return { code: out.call(out.member(copies, 'flat'), []), type }
  }
  const special =
    dateArithmetic(context, operator, [left, right]) ??
    decimalArithmetic(context, operator, [left, right]) ??
    setArithmetic(context, operator, [left, right])
  if (special) return special
  if (operator === '|' && type.kind === 'dict') {
    const code = out.object([
      { key: null, value: left.code },
      { key: null, value: right.code },
    ])
    return { code, type }
  }
  return null
}

function arithmeticType(operator: string, left: Type, right: Type): Type {
  if (left.kind === 'str' || right.kind === 'str') return operator === '+' ? plain('str') : left
  if (operator === '/') return plain('float')
  return union(left, right)
}

export function comparison(context: Context, node: Compare): Typed {
  const operands = node.operands.map((each) => context.expression(each))
  const parts = node.operators.map((operator, index) => {
    const [left, right] = [operands[index], operands[index + 1]]
    if (!left || !right) leave(node, operator, 'an operand is missing')
    return compare(context, operator, lifted(context, node, [left, right], index))
  })
  const [first, ...others] = parts
  if (!first) leave(node, 'comparison', 'empty')
  return others.reduce(
    (all, part) => ({
      code: out.binary(all.code, '&&', part.code, out.PRECEDENCE.and),
      type: all.type,
    }),
    first,
  )
}

/** Among conditions of a statement, an attribute of something unknown is taken for a column. */
function lifted(
  context: Context,
  node: Compare,
  [left, right]: readonly [Typed, Typed],
  index: number,
): readonly [Typed, Typed] {
  const isColumn = left.type.kind === 'unknown' && node.operands[index]?.kind === 'attribute'
  return context.inConditions && isColumn ? [{ ...left, type: SQL }, right] : [left, right]
}

/** One comparison of two values. */
function compare(
  context: Context,
  operator: string,
  [left, right]: readonly [Typed, Typed],
): Typed {
  if (operator === 'in' || operator === 'not in')
    return membership(context, operator, [left, right])
  if (operator === 'is' || operator === 'is not') {
    return { code: identity(operator === 'is', left, right), type: BOOL }
  }
  if (isSql(left.type)) return sqlComparison(operator, left, right)
  if (isSql(right.type)) return sqlComparison(MIRRORED[operator] ?? operator, right, left)
  const own = operatorMethod(left.type, operator)
  if (own && right.type.kind !== 'none') {
    const code = out.call(out.member(left.code, own.name), [right.code])
    return { code: operator === '!=' ? out.unary('!', code) : code, type: BOOL }
  }
  const exact = decimalComparison(operator, [left, right])
  if (exact) return { code: exact, type: BOOL }
  if (operator === '==' || operator === '!=') return equality(context, operator, [left, right])
  const code = ordering(context, operator, assured(context, left), assured(context, right))
  return { code, type: BOOL }
}

/** What may be null is taken to be there, as Python does. */
function assured(context: Context, value: Typed): Typed {
  if (!value.isNullable || context.isShared) return value
  return { ...value, code: out.raw([out.wrap(value.code, out.PRECEDENCE.call), '!']) }
}

/** `<` and its kind; lists are compared item by item, sets by what is in them. */
function ordering(context: Context, operator: string, left: Typed, right: Typed): out.Code {
  const precedence = out.PRECEDENCE.relational
  if (left.type.kind === 'set' && right.type.kind === 'set' && operator.endsWith('=')) {
    const [inner, outer] = operator === '<=' ? [left, right] : [right, left]
    return out.call(context.helper('isWithin'), [inner.code, outer.code])
  }
  if (isArray(left.type) && isArray(right.type)) {
    const order = out.call(context.helper('compare'), [left.code, right.code])
    return out.binary(order, operator, out.raw('0'), precedence)
  }
  return out.binary(left.code, operator, right.code, precedence)
}

function sqlComparison(operator: string, left: Typed, right: Typed): Typed {
  const method = SQL_METHODS[operator] ?? 'eq'
  return { code: out.call(out.member(left.code, method), [right.code]), type: SQL }
}

function identity(isSame: boolean, left: Typed, right: Typed): out.Code {
  const operator = isSame ? '===' : '!=='
  return out.binary(left.code, operator, right.code, out.PRECEDENCE.equality)
}

/** Lists, dictionaries and dates are compared by value. */
function equality(
  context: Context,
  operator: string,
  [left, right]: readonly [Typed, Typed],
): Typed {
  const owner = [left, right].find(
    ({ type }) => hasMember(type, '__eq__') || isInstance(type, 'Url', 'Range'),
  )
  if (owner) {
    const other = owner === left ? right : left
    const code = out.call(out.member(owner.code, 'equals'), [other.code])
    return { code: operator === '==' ? code : out.unary('!', code), type: BOOL }
  }
  const byValue = (type: Type): boolean =>
    isArray(type) ||
    hasMember(type, '__dataclass_fields__') ||
    ['dict', 'set', 'map', 'bytes', 'datetime', 'decimal'].includes(type.kind)
  const isDeep =
    byValue(left.type) ||
    byValue(right.type) ||
    isInstance(left.type, 'Row', 'identitySet', 'collection', 'proxiedList')
  if (isDeep && !isPrimitive(left.type) && !isPrimitive(right.type)) {
    const equal = context.imported('node:util', 'isDeepStrictEqual')
    const code = out.call(equal, [plainList(left), plainList(right)])
    return { code: operator === '==' ? code : out.unary('!', code), type: BOOL }
  }
  return { code: identity(operator === '==', left, right), type: BOOL }
}

function hasMember(type: Type, name: string): boolean {
  return type.kind === 'object' && type.members.has(name)
}

/** Collections of objects and rows are compared as lists. */
function plainList({ code, type }: Typed): out.Code {
  return isInstance(type, 'collection', 'proxiedList', 'Row') ? out.array([out.spread(code)]) : code
}

/** `x in y`, by what y is. */
function membership(
  context: Context,
  operator: string,
  [item, all]: readonly [Typed, Typed],
): Typed {
  const code = memberTest(context, item, all)
  return { code: operator === 'in' ? code : out.unary('!', code), type: BOOL }
}

function memberTest(context: Context, item: Typed, all: Typed): out.Code {
  const method = membershipMethod(all.type)
  if (method) return out.call(out.member(all.code, method), [item.code])
  const own = specialMethod(all.type, '__contains__')
  if (own) return out.call(out.member(all.code, own.name), [item.code])
  if (all.type.kind === 'dict') {
    return out.binary(item.code, 'in', all.code, out.PRECEDENCE.relational)
  }
  return out.call(context.helper('contains'), [all.code, item.code])
}

function membershipMethod(type: Type): string | null {
  if (isArray(type) || type.kind === 'str') return 'includes'
  if (type.kind === 'set' || type.kind === 'map') return 'has'
  if (type.kind !== 'instance') return null
  if (['identitySet', 'mapOfTables'].includes(type.of)) return 'has'
  const own = ['Session', 'AsyncSession', 'session', 'ScopedSession', 'columns', 'columnList']
  if (own.includes(type.of)) return 'contains'
  return type.of === 'collection' ? 'includes' : null
}
