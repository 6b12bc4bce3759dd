/** Operators: binary, unary, lists; the standard's spelling. Dialects override single operators. */
import { UnsupportedCompilationError } from '../../errors.js'
import type { BinaryExpression } from '../../elements/binary.js'
import { combineElements } from '../../elements/boolean.js'
import type { ColumnElement } from '../../elements/column-element.js'
import { Cast } from '../../elements/case-cast.js'
import { literalColumn } from '../../elements/column-clause.js'
import { func } from '../../elements/functions.js'
import type { ClauseList, ExpressionList, Tuple } from '../../elements/lists.js'
import type { AsBoolean, CollectionAggregate, UnaryExpression } from '../../elements/unary.js'
import { ops, type CustomOperator, type Operator, type OperatorName } from '../../operators.js'
import { Numeric } from '../../types/numeric.js'
import { STRING_TYPE } from '../../types/resolve.js'
import type { SqlCompiler } from '../compiler.js'
import { copyOf, type Context } from '../context.js'
import type { BinaryOperatorTable, UnaryOperatorTable } from '../dialect.js'
import { literalText } from '../literal-text.js'

export function visitBinary(
  binary: BinaryExpression,
  compiler: SqlCompiler,
  context: Context,
): string {
  if (context.fromLinter && binary.operator.isComparison) connectOperands(binary, context)
  const special = compiler.dialect.binaryOperators[binary.operator.name]
  if (special) return special(binary, compiler, context)
  const write = isEager(binary.operator) ? eagerInfix : infix
  return write(binary, operatorText(binary.operator, compiler), compiler, context)
}

const isEager = (operator: Operator): boolean =>
  operator.name === 'custom' && (operator as CustomOperator).eagerGrouping

/** A comparison connects the FROM elements of its sides; inside of a LATERAL, with the LATERAL itself. */
function connectOperands(
  { left, right }: BinaryExpression,
  { fromLinter, enclosingLateral }: Context,
): void {
  if (!enclosingLateral) return fromLinter?.connect(left.fromObjects, right.fromObjects)
  const { from, linter } = enclosingLateral
  linter.connect([...left.fromObjects, from], [...right.fromObjects, from])
}

/** `left op right`. */
export function infix(
  binary: BinaryExpression,
  symbol: string,
  ...[compiler, context]: [SqlCompiler, Context]
): string {
  const { operator } = binary
  const inner = operandOf(operator, context)
  return compiler.process(binary.left, inner) + symbol + compiler.process(binary.right, inner)
}

function operandOf(operator: Operator, context: Context): Context {
  if (context.operator === operator) return context
  const inner = copyOf(context)
  inner.operator = operator
  return inner
}

/** `left op right`, in parentheses as an operand of another operator. */
export function eagerInfix(
  binary: BinaryExpression,
  symbol: string,
  ...[compiler, context]: [SqlCompiler, Context]
): string {
  const text = infix(binary, symbol, compiler, context)
  return context.operator ? `(${text})` : text
}

function operatorText(operator: Operator, compiler: SqlCompiler): string {
  const text = compiler.dialect.operatorSymbols[operator.name] ?? operator.symbol
  if (text !== undefined)
    return compiler.escapePercent(operator.name === 'custom' ? ` ${text} ` : text)
  throw new UnsupportedCompilationError(
    `The ${compiler.dialect.name} compiler can't render operator ${operator.name}`,
  )
}

export function visitUnary(
  unary: UnaryExpression,
  compiler: SqlCompiler,
  context: Context,
): string {
  const { operator, modifier } = unary
  const special = compiler.dialect.unaryOperators[(operator ?? modifier)?.name as OperatorName]
  if (special) return special(unary, compiler, context)
  const text = compiler.process(unary.element, context)
  if (operator) return operatorText(operator, compiler).trimStart() + text
  return modifier ? text + operatorText(modifier, compiler).trimEnd() : text
}

/** `a`, `a = 1`, `NOT a`, `a = 0`: depending on whether the database has booleans. */
export function visitAsBoolean(
  element: AsBoolean,
  compiler: SqlCompiler,
  context: Context,
): string {
  const text = compiler.process(element.element, context)
  const native = element.isImplicitlyBoolean || compiler.dialect.features.nativeBoolean
  if (element.negated) return native ? `NOT ${text}` : `${text} = 0`
  return native ? text : `${text} = 1`
}

export function visitCollectionAggregate(
  element: CollectionAggregate,
  compiler: SqlCompiler,
  context: Context,
): string {
  const word = element.operator === ops.any ? 'ANY' : 'ALL'
  return `${word} ${compiler.process(element.element, context)}`
}

export function visitClauseList(list: ClauseList, compiler: SqlCompiler, context: Context): string {
  return compiler.processList(list.clauses, operatorText(list.operator, compiler), context)
}

export function visitExpressionList(
  list: ExpressionList,
  compiler: SqlCompiler,
  context: Context,
): string {
  return compiler.processList(list.clauses, operatorText(list.operator, compiler), context)
}

export function visitTuple(tuple: Tuple, compiler: SqlCompiler, context: Context): string {
  return `(${compiler.processList(tuple.clauses, ', ', context)})`
}

/** WHERE, HAVING: conditions joined by AND. */
export function conjunction(
  criteria: readonly ColumnElement[],
  compiler: SqlCompiler,
  context: Context,
): string {
  const [only] = criteria
  const combined =
    criteria.length === 1 && only ? only.selfGroup(ops.asBool) : combineElements(ops.and, criteria)
  return compiler.process(combined, context)
}

// --- operators with texts of their own ---------------------------------------------------------------------

const PERCENT = literalColumn("'%'", STRING_TYPE)

/** `LOWER` around an operand, where the database has no ILIKE. */
export type CaseFold = (text: string) => string

const lower: CaseFold = (text) => `lower(${text})`

/** `left LIKE right ESCAPE '…'`. */
export function like(word: string, fold: CaseFold | null = null) {
  return (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string => {
    const left = compiler.process(binary.left, context)
    const right = compiler.process(binary.right, context)
    const text = fold ? `${fold(left)} ${word} ${fold(right)}` : `${left} ${word} ${right}`
    return text + escapeText(binary, compiler)
  }
}

function escapeText(binary: BinaryExpression, compiler: SqlCompiler): string {
  const escape = binary.modifiers['escape']
  return typeof escape === 'string'
    ? ` ESCAPE ${literalText(escape, STRING_TYPE, compiler.dialect)}`
    : ''
}

/** `left LIKE '%' || right || '%'` and its relatives. */
export function pattern(
  word: string,
  sides: 'start' | 'end' | 'both',
  fold: CaseFold | null = null,
) {
  return (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string => {
    const right = fold === lower ? (func.lower(binary.right) as ColumnElement) : binary.right
    const wrapped = sides === 'start' ? right : PERCENT.concat(right)
    const full = sides === 'end' ? wrapped : wrapped.concat(PERCENT)
    const left = compiler.process(binary.left, context)
    const text = compiler.process(full.selfGroup(ops.as), context)
    return `${fold ? fold(left) : left} ${word} ${text}${escapeText(binary, compiler)}`
  }
}

/** `/` that divides truly where the database divides integers. */
function trueDivision(binary: BinaryExpression, compiler: SqlCompiler, context: Context): string {
  if (!compiler.dialect.features.divIsFloordiv) return infix(binary, ' / ', compiler, context)
  const { right } = binary
  const divisor = new Cast(right, right.type.affinity === 'numeric' ? right.type : new Numeric())
  return `${compiler.process(binary.left, context)} / ${compiler.process(divisor, context)}`
}

function floorDivision(binary: BinaryExpression, compiler: SqlCompiler, context: Context): string {
  const text = infix(binary, ' / ', compiler, context)
  const integers =
    binary.left.type.affinity === 'integer' && binary.right.type.affinity === 'integer'
  const floors = compiler.dialect.features.divIsFloordiv && integers
  return floors ? text : `FLOOR(${text})`
}

const parenthesised =
  (symbol: string) =>
  (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string =>
    `(${infix(binary, symbol, compiler, context)})`

/** `word(left, right)`. */
export const asFunction =
  (word: string) =>
  (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string =>
    `${word}(${infix(binary, ', ', compiler, context)})`

const between =
  (word: string) =>
  (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string =>
    infix(
      binary,
      binary.modifiers['symmetric'] ? ` ${word} SYMMETRIC ` : ` ${word} `,
      compiler,
      context,
    )

const subscript = (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string =>
  `${compiler.process(binary.left, context)}[${compiler.process(binary.right, context)}]`

/** `a <regexp> b`, with flags where they are given. */
const regexp =
  (symbol: string) =>
  (binary: BinaryExpression, compiler: SqlCompiler, context: Context): string =>
    infix(binary, symbol, compiler, context)

export const standardBinaryOperators: BinaryOperatorTable = {
  like: like('LIKE'),
  notLike: like('NOT LIKE'),
  ilike: like('LIKE', lower),
  notIlike: like('NOT LIKE', lower),
  startswith: pattern('LIKE', 'start'),
  notStartswith: pattern('NOT LIKE', 'start'),
  istartswith: pattern('LIKE', 'start', lower),
  notIstartswith: pattern('NOT LIKE', 'start', lower),
  endswith: pattern('LIKE', 'end'),
  notEndswith: pattern('NOT LIKE', 'end'),
  iendswith: pattern('LIKE', 'end', lower),
  notIendswith: pattern('NOT LIKE', 'end', lower),
  contains: pattern('LIKE', 'both'),
  notContains: pattern('NOT LIKE', 'both'),
  icontains: pattern('LIKE', 'both', lower),
  notIcontains: pattern('NOT LIKE', 'both', lower),
  notIn: parenthesised(' NOT IN '),
  between: between('BETWEEN'),
  notBetween: between('NOT BETWEEN'),
  truediv: trueDivision,
  floordiv: floorDivision,
  notMatch: (binary, compiler, context) => `NOT ${infix(binary, ' MATCH ', compiler, context)}`,
  regexpMatch: regexp(' <regexp> '),
  notRegexpMatch: regexp(' <not regexp> '),
  regexpReplace: (binary, compiler, context) =>
    `<regexp replace>(${infix(binary, ', ', compiler, context)})`,
  getitem: subscript,
  jsonGetitem: subscript,
  jsonPathGetitem: subscript,
}

export const standardUnaryOperators: UnaryOperatorTable = {}
