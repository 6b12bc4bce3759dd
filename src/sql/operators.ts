/**
 * The operators of SQL expressions: how each binds, mirrors and what it is spelled with. Elements carry them,
 * the comparator and the compiler dispatch on their names. Pure data.
 */

export type OperatorName =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'is'
  | 'isNot'
  | 'isDistinctFrom'
  | 'isNotDistinctFrom'
  | 'like'
  | 'notLike'
  | 'ilike'
  | 'notIlike'
  | 'startswith'
  | 'notStartswith'
  | 'istartswith'
  | 'notIstartswith'
  | 'endswith'
  | 'notEndswith'
  | 'iendswith'
  | 'notIendswith'
  | 'contains'
  | 'notContains'
  | 'icontains'
  | 'notIcontains'
  | 'match'
  | 'notMatch'
  | 'regexpMatch'
  | 'notRegexpMatch'
  | 'regexpReplace'
  | 'in'
  | 'notIn'
  | 'between'
  | 'notBetween'
  | 'add'
  | 'sub'
  | 'mul'
  | 'truediv'
  | 'floordiv'
  | 'mod'
  | 'neg'
  | 'concat'
  | 'bitwiseAnd'
  | 'bitwiseOr'
  | 'bitwiseXor'
  | 'bitwiseNot'
  | 'bitwiseLshift'
  | 'bitwiseRshift'
  | 'and'
  | 'or'
  | 'inv'
  | 'isTrue'
  | 'isFalse'
  | 'asBool'
  | 'exists'
  | 'distinct'
  | 'desc'
  | 'asc'
  | 'nullsFirst'
  | 'nullsLast'
  | 'collate'
  | 'comma'
  | 'as'
  | 'from'
  | 'filter'
  | 'any'
  | 'all'
  | 'getitem'
  | 'jsonGetitem'
  | 'jsonPathGetitem'
  | 'custom'
  | 'typed'

export interface Operator {
  readonly name: OperatorName
  /** Undefined where SQL needs no parentheses on either side. */
  readonly precedence: number | undefined
  /** The text between the operands, where that is all there is to it. */
  readonly symbol?: string
  readonly isComparison: boolean
  /** `(a op b) op c` needs no parentheses. */
  readonly naturalSelfPrecedent: boolean
  /** Operands of nested uses are flattened into one list. */
  readonly associative: boolean
  readonly commutative: boolean
}

/** A user's operator, `column.op('->>')`; `sqlalchemy.sql.operators.custom_op`. */
export interface CustomOperator extends Operator {
  readonly name: 'custom'
  readonly symbol: string
  readonly precedence: number
  readonly returnType?: unknown
  /** As an operand of another operator it stands in parentheses, whatever the precedence. */
  readonly eagerGrouping: boolean
}

interface OperatorTraits {
  readonly comparison?: boolean
  readonly associative?: boolean
  readonly commutative?: boolean
  readonly selfPrecedent?: boolean
}

function operator(
  name: OperatorName,
  precedence: number | undefined,
  symbol?: string,
  traits: OperatorTraits = {},
): Operator {
  return Object.freeze({
    name,
    precedence,
    ...(symbol === undefined ? {} : { symbol }),
    isComparison: traits.comparison ?? false,
    naturalSelfPrecedent: traits.selfPrecedent ?? traits.associative ?? false,
    associative: traits.associative ?? false,
    commutative: traits.commutative ?? false,
  })
}

function comparison(name: OperatorName, symbol?: string, commutative = false): Operator {
  return operator(name, 5, symbol, { comparison: true, commutative })
}

/** Every operator by name. */
export const ops = {
  eq: comparison('eq', ' = ', true),
  ne: comparison('ne', ' != ', true),
  lt: comparison('lt', ' < '),
  le: comparison('le', ' <= '),
  gt: comparison('gt', ' > '),
  ge: comparison('ge', ' >= '),
  is: comparison('is', ' IS '),
  isNot: comparison('isNot', ' IS NOT '),
  isDistinctFrom: comparison('isDistinctFrom', ' IS DISTINCT FROM '),
  isNotDistinctFrom: comparison('isNotDistinctFrom', ' IS NOT DISTINCT FROM '),
  like: comparison('like'),
  notLike: comparison('notLike'),
  ilike: comparison('ilike'),
  notIlike: comparison('notIlike'),
  startswith: operator('startswith', undefined, undefined, { comparison: true }),
  notStartswith: operator('notStartswith', undefined, undefined, { comparison: true }),
  istartswith: operator('istartswith', undefined, undefined, { comparison: true }),
  notIstartswith: operator('notIstartswith', undefined, undefined, { comparison: true }),
  endswith: operator('endswith', undefined, undefined, { comparison: true }),
  notEndswith: operator('notEndswith', undefined, undefined, { comparison: true }),
  iendswith: operator('iendswith', undefined, undefined, { comparison: true }),
  notIendswith: operator('notIendswith', undefined, undefined, { comparison: true }),
  contains: operator('contains', undefined, undefined, { comparison: true }),
  notContains: operator('notContains', undefined, undefined, { comparison: true }),
  icontains: operator('icontains', undefined, undefined, { comparison: true }),
  notIcontains: operator('notIcontains', undefined, undefined, { comparison: true }),
  match: comparison('match', ' MATCH '),
  notMatch: comparison('notMatch'),
  regexpMatch: comparison('regexpMatch', ' <regexp> '),
  notRegexpMatch: comparison('notRegexpMatch', ' <not regexp> '),
  regexpReplace: operator('regexpReplace', 5),
  in: comparison('in', ' IN '),
  notIn: comparison('notIn', ' NOT IN '),
  between: comparison('between', ' BETWEEN '),
  notBetween: comparison('notBetween', ' NOT BETWEEN '),
  add: operator('add', 7, ' + ', { associative: true, commutative: true }),
  sub: operator('sub', 7, ' - '),
  mul: operator('mul', 8, ' * ', { associative: true, commutative: true }),
  truediv: operator('truediv', 8, ' / '),
  floordiv: operator('floordiv', 8, ' / '),
  mod: operator('mod', 8, ' % '),
  neg: operator('neg', 8, '-'),
  concat: operator('concat', 5, ' || ', { associative: true }),
  bitwiseAnd: operator('bitwiseAnd', 7, ' & '),
  bitwiseOr: operator('bitwiseOr', 7, ' | '),
  bitwiseXor: operator('bitwiseXor', 7, ' ^ '),
  bitwiseNot: operator('bitwiseNot', 8, '~'),
  bitwiseLshift: operator('bitwiseLshift', 7, ' << '),
  bitwiseRshift: operator('bitwiseRshift', 7, ' >> '),
  and: operator('and', 3, ' AND ', { associative: true }),
  or: operator('or', 2, ' OR ', { associative: true }),
  inv: operator('inv', 5, 'NOT '),
  isTrue: operator('isTrue', 5),
  isFalse: operator('isFalse', 5),
  asBool: operator('asBool', -10),
  exists: operator('exists', 0, 'EXISTS '),
  distinct: operator('distinct', 5, 'DISTINCT '),
  desc: operator('desc', 3, ' DESC'),
  asc: operator('asc', 3, ' ASC'),
  nullsFirst: operator('nullsFirst', undefined, ' NULLS FIRST'),
  nullsLast: operator('nullsLast', undefined, ' NULLS LAST'),
  collate: operator('collate', 4, ' COLLATE '),
  comma: operator('comma', -1, ', '),
  as: operator('as', -1, ' AS '),
  from: operator('from', 15, ' FROM '),
  filter: operator('filter', 6),
  any: operator('any', 15, 'ANY '),
  all: operator('all', 15, 'ALL '),
  getitem: operator('getitem', 15, undefined, { selfPrecedent: true }),
  jsonGetitem: operator('jsonGetitem', 15, undefined, { selfPrecedent: true }),
  jsonPathGetitem: operator('jsonPathGetitem', 15, undefined, { selfPrecedent: true }),
} as const satisfies Record<Exclude<OperatorName, 'custom' | 'typed'>, Operator>

export interface CustomOperatorOptions {
  readonly precedence?: number
  readonly isComparison?: boolean
  readonly returnType?: unknown
  /** Leave out parentheses in `(a op b) op c`. */
  readonly naturalSelfPrecedent?: boolean
  /** Always in parentheses as an operand of another operator. */
  readonly eagerGrouping?: boolean
}

/** Makes an operator from its text, e.g. `customOperator('@@', { isComparison: true })`. */
export function customOperator(
  symbol: string,
  options: CustomOperatorOptions = {},
): CustomOperator {
  return Object.freeze({
    name: 'custom',
    symbol,
    precedence: options.precedence ?? 0,
    isComparison: options.isComparison ?? false,
    naturalSelfPrecedent: options.naturalSelfPrecedent ?? false,
    associative: false,
    commutative: false,
    eagerGrouping: options.eagerGrouping ?? false,
    returnType: options.returnType,
  })
}

/** A method only some types have, `hasKey`; what it becomes is the type's to say. */
export interface TypedOperator extends Operator {
  readonly name: 'typed'
  readonly method: string
}

/** @internal The operator a method of `TypeOperators` applies. */
export function typedOperator(method: string): TypedOperator {
  return Object.freeze({ ...operator('typed', undefined), name: 'typed', method })
}

/** True for operators whose result is a truth value. */
export function isBoolean(op: Operator): boolean {
  return op.isComparison || BOOLEANS.has(op.name)
}

const BOOLEANS: ReadonlySet<OperatorName> = new Set(['inv', 'isTrue', 'isFalse', 'and', 'or'])

/** `desc`, `asc`, `nulls first`, `nulls last`. */
export function isOrderingModifier(op: Operator | null): boolean {
  return op !== null && ORDERING.has(op.name)
}

const ORDERING: ReadonlySet<OperatorName> = new Set(['desc', 'asc', 'nullsFirst', 'nullsLast'])

/** True when an expression of `op` needs parentheses as an operand of `against`. */
export function isPrecedent(op: Operator, against: Operator | null): boolean {
  if (against === null) return true
  if (op === against && op.naturalSelfPrecedent) return false
  return (op.precedence ?? SMALLEST) <= (against.precedence ?? LARGEST)
}

const SMALLEST = -100
const LARGEST = 100

/** The operator seen from the other side: `a < b` is `b > a`. */
export function mirror(op: Operator): Operator {
  return MIRROR[op.name] ?? op
}

const MIRROR: Partial<Record<OperatorName, Operator>> = {
  lt: ops.gt,
  le: ops.ge,
  gt: ops.lt,
  ge: ops.le,
}

/** The operator that says the opposite, where there is one. */
export function negation(op: Operator): Operator | null {
  return NEGATION[op.name] ?? null
}

const NEGATION: Partial<Record<OperatorName, Operator>> = {
  eq: ops.ne,
  ne: ops.eq,
  lt: ops.ge,
  ge: ops.lt,
  gt: ops.le,
  le: ops.gt,
  is: ops.isNot,
  isNot: ops.is,
  isDistinctFrom: ops.isNotDistinctFrom,
  isNotDistinctFrom: ops.isDistinctFrom,
  like: ops.notLike,
  notLike: ops.like,
  ilike: ops.notIlike,
  notIlike: ops.ilike,
  startswith: ops.notStartswith,
  istartswith: ops.notIstartswith,
  endswith: ops.notEndswith,
  iendswith: ops.notIendswith,
  contains: ops.notContains,
  icontains: ops.notIcontains,
  match: ops.notMatch,
  notMatch: ops.match,
  regexpMatch: ops.notRegexpMatch,
  notRegexpMatch: ops.regexpMatch,
  in: ops.notIn,
  notIn: ops.in,
  between: ops.notBetween,
  notBetween: ops.between,
}

/**
 * The operators of expressions by name, and `customOp` for others; `sqlalchemy.sql.operators`.
 *
 * @example
 * const comparison = column('a', integer).eq(5)
 * comparison.operator === operators.eq // true
 */
export const operators = { ...ops, customOp: customOperator } as const
