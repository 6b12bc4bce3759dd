/** AND, OR, NOT and the other constructors of expressions that are not tied to a column. */
import { ArgumentError } from '../../errors.js'
import { ops, type Operator } from '../operators.js'
import { BOOLEAN_TYPE } from '../types/resolve.js'
import { toInstance, type TypeArg } from '../types/type-engine.js'
import type { ColumnOperators } from './column-operators.js'
import type { ColumnElement } from './column-element.js'
import {
  asElement,
  coerceCondition,
  coerceConstant,
  coerceExpression,
  isConstant,
  unexpected,
} from './coercions.js'
import type { Label } from './label.js'
import { ExpressionList, Tuple } from './lists.js'
import { false_, true_ } from './literals.js'
import { CollectionAggregate, UnaryExpression } from './unary.js'
import type { HasClauseElement } from '../protocol.js'

/** A condition as the public API takes it. */
export type Condition = ColumnOperators<boolean> | HasClauseElement | boolean

/**
 * `a AND b`; `sqlalchemy.and_`. TRUE drops out, FALSE decides.
 *
 * @example
 * select(User).where(and(User.age.gt(18), User.name.ne('ed')))
 */
export function and(...clauses: readonly Condition[]): ColumnElement<boolean> {
  return combine(ops.and, clauses)
}

/** `a OR b`; `sqlalchemy.or_`. @example or(User.id.eq(1), User.id.eq(2)) */
export function or(...clauses: readonly Condition[]): ColumnElement<boolean> {
  return combine(ops.or, clauses)
}

/** `NOT a`, in its simplest form; `sqlalchemy.not_`. @example not(User.id.in([1, 2])) */
export function not(clause: Condition): ColumnElement<boolean> {
  const element = coerceCondition(clause)
  const negation = element.annotations['negationClause']
  return (negation ?? element.negate()) as ColumnElement<boolean>
}

function combine(operator: Operator, clauses: readonly Condition[]): ColumnElement<boolean> {
  return combineElements(operator, clauses.map(coerceCondition))
}

/** @internal AND or OR of elements; one alone stays what it is. */
export function combineElements(
  operator: Operator,
  clauses: readonly ColumnElement[],
): ColumnElement<boolean> {
  const kept = significant(operator, clauses)
  if (kept.length === 0) return ExpressionList.ofBoolean(operator, [])
  if (kept.length === 1) return kept[0]?.selfGroup(ops.asBool) as ColumnElement<boolean>
  const flat: ColumnElement[] = []
  for (const clause of kept) {
    const grouped = clause.selfGroup(operator)
    const own = (grouped as { readonly operator?: Operator }).operator
    if (own === operator) flat.push(...grouped.flattenedClauses)
    else flat.push(grouped)
  }
  return ExpressionList.ofBoolean(operator, flat)
}

/** Without the constant that changes nothing; only the constant that decides, if it is there. */
function significant(
  operator: Operator,
  clauses: readonly ColumnElement[],
): readonly ColumnElement[] {
  const neutral = operator === ops.and ? true_() : false_()
  const deciding = operator === ops.and ? false_() : true_()
  if (clauses.includes(deciding)) return [deciding]
  if (!clauses.includes(neutral)) return clauses
  const kept = clauses.filter((clause) => clause !== neutral)
  return kept.length === 0 ? [neutral] : kept
}

/** `(a, b)`; `sqlalchemy.tuple_`. @example tuple_(User.id, User.name).in([[1, 'ed']]) */
export function tuple_(...clauses: readonly unknown[]): Tuple {
  const last = clauses.at(-1)
  const types = isTypes(last) ? last.types.map((type) => toInstance(type)) : []
  const members = isTypes(last) ? clauses.slice(0, -1) : clauses
  return new Tuple(members.map((clause, index) => coerceExpression(clause, types[index] ?? null)))
}

/** `{ types: [integer, string] }` behind the members. */
function isTypes(value: unknown): value is { readonly types: readonly TypeArg[] } {
  const isRecord = typeof value === 'object' && value !== null && asElement(value) === null
  return isRecord && 'types' in value && Array.isArray(value.types)
}

/** `a DESC`; `sqlalchemy.desc`. @example desc(User.id) */
export function desc(expression: unknown): ColumnElement {
  return ordered(expression, ops.desc)
}

/** `a ASC`; `sqlalchemy.asc`. @example asc(User.id) */
export function asc(expression: unknown): ColumnElement {
  return ordered(expression, ops.asc)
}

/** `a NULLS FIRST`; `sqlalchemy.nulls_first`. @example nullsFirst(User.id) */
export function nullsFirst(expression: unknown): ColumnElement {
  return ordered(expression, ops.nullsFirst)
}

/** `a NULLS LAST`; `sqlalchemy.nulls_last`. @example nullsLast(User.id) */
export function nullsLast(expression: unknown): ColumnElement {
  return ordered(expression, ops.nullsLast)
}

function ordered(expression: unknown, modifier: Operator): ColumnElement {
  const element =
    typeof expression === 'string' ? namedReference(expression) : byElement(expression)
  return new UnaryExpression(element, { modifier, type: element.type })
}

/** Values cannot be ordered by, except the constants. */
function byElement(expression: unknown): ColumnElement {
  const element = asElement(expression)
  if (element) return coerceExpression(element)
  if (isConstant(expression)) return coerceConstant(expression)
  throw unexpected('GROUP BY / OF / etc. expression', expression)
}

/**
 * `a BETWEEN low AND high`; `sqlalchemy.between`.
 *
 * @example
 * select(User).where(between(18, User.minAge, User.maxAge))
 */
export function between(
  expression: unknown,
  low: unknown,
  high: unknown,
  options: { readonly symmetric?: boolean } = {},
): ColumnElement<boolean> {
  return coerceExpression(expression).between(low, high, options)
}

/** `a COLLATE name`; `sqlalchemy.collate`. @example select(User).orderBy(collate(User.name, 'NOCASE')) */
export function collate(expression: unknown, name: string): ColumnElement {
  return coerceExpression(expression).collate(name)
}

/** `a AS name`; `sqlalchemy.label`. @example select(label('n', func.count())) */
export function label(name: string, expression: unknown): Label {
  return coerceExpression(expression).label(name)
}

/** `DISTINCT a`; `sqlalchemy.distinct`. @example func.count(distinct(User.name)) */
export function distinct(expression: unknown): ColumnElement {
  const element = coerceExpression(expression)
  return new UnaryExpression(element, { operator: ops.distinct, type: element.type })
}

/** `ANY (array or SELECT)`; `sqlalchemy.any_`. @example literal(5).eq(any_(Post.scores)) */
export function any_(expression: unknown): CollectionAggregate {
  return collection(expression, ops.any)
}

/** `ALL (array or SELECT)`; `sqlalchemy.all_`. @example User.age.gt(all_(select(Post.id))) */
export function all_(expression: unknown): CollectionAggregate {
  return collection(expression, ops.all)
}

function collection(expression: unknown, operator: Operator): CollectionAggregate {
  const element = coerceExpression(expression)
  const type =
    'itemType' in element.type ? (element.type.itemType as typeof element.type) : BOOLEAN_TYPE
  return new CollectionAggregate(element.selfGroup(), {
    operator,
    type: element.type.affinity === 'array' ? type : element.type,
  })
}

function namedReference(name: string): ColumnElement {
  const found = makeNamedReference?.(name)
  if (!found) throw new ArgumentError(`ORDER BY name expected, got '${name}'`)
  return found
}

let makeNamedReference: ((name: string) => ColumnElement) | null = null

/** @internal Installs how `desc('name')` refers to a selected column. */
export function installNamedReference(make: (name: string) => ColumnElement): void {
  makeNamedReference = make
}
