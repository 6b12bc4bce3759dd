/**
 * Every operator of API.md as a method. Expressions, instrumented attributes and anything column-like extend it and
 * say in `operate` what an operator does to them. Using JavaScript's own operators throws and names the method.
 */
import { customOperator, ops, type CustomOperatorOptions, type Operator } from '../operators.js'
import { guardPrimitive } from '../primitive-guard.js'
import type { Modifiers } from '../build.js'
import type { JsonElement } from './operations/getitem.js'
import type { ColumnElement } from './column-element.js'
import type { HasClauseElement } from '../protocol.js'
import { TypeSpecificOperators } from './operations/type-methods.js'

/** What may stand on the other side of an operator: a value, null, or an expression. */
export type Operand<T> = T | null | ColumnOperators<T | null> | HasClauseElement

export interface LikeOptions {
  /** The character that makes `%` and `_` plain. */
  readonly escape?: string
}

export interface ContainsOptions extends LikeOptions {
  /** Escape `%`, `_` and the escape character inside of a plain value. */
  readonly autoescape?: boolean
}

/** How a value is compared with the elements of an array. */
export interface ArrayComparison {
  readonly operator?: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'like' | 'ilike'
}

/** The operators of an expression; `sqlalchemy.sql.operators.ColumnOperators`. */
export abstract class ColumnOperators<T = unknown> extends TypeSpecificOperators {
  /** Phantom: the type of the values. */
  declare readonly __t: T

  /** `a = b`; `IS NULL` for null. @example User.name.eq('ed') */
  eq(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.eq, other)
  }

  /** `a != b`; `IS NOT NULL` for null. */
  ne(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.ne, other)
  }

  lt(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.lt, other)
  }

  le(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.le, other)
  }

  gt(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.gt, other)
  }

  ge(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.ge, other)
  }

  /** `a IN (…)`, a list of values or a SELECT. @example User.id.in([1, 2]) */
  in(other: readonly Operand<T>[] | HasClauseElement): ColumnElement<boolean> {
    return compare(this, ops.in, other)
  }

  notIn(other: readonly Operand<T>[] | HasClauseElement): ColumnElement<boolean> {
    return compare(this, ops.notIn, other)
  }

  is(other: Operand<T> | boolean): ColumnElement<boolean> {
    return compare(this, ops.is, other)
  }

  isNot(other: Operand<T> | boolean): ColumnElement<boolean> {
    return compare(this, ops.isNot, other)
  }

  isDistinctFrom(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.isDistinctFrom, other)
  }

  isNotDistinctFrom(other: Operand<T>): ColumnElement<boolean> {
    return compare(this, ops.isNotDistinctFrom, other)
  }

  like(other: Operand<string>, options?: LikeOptions): ColumnElement<boolean> {
    return compare(this, ops.like, other, options && { ...options })
  }

  notLike(other: Operand<string>, options?: LikeOptions): ColumnElement<boolean> {
    return compare(this, ops.notLike, other, options && { ...options })
  }

  ilike(other: Operand<string>, options?: LikeOptions): ColumnElement<boolean> {
    return compare(this, ops.ilike, other, options && { ...options })
  }

  notIlike(other: Operand<string>, options?: LikeOptions): ColumnElement<boolean> {
    return compare(this, ops.notIlike, other, options && { ...options })
  }

  startswith(other: Operand<string>, options?: ContainsOptions): ColumnElement<boolean> {
    return compare(this, ops.startswith, other, options && { ...options })
  }

  istartswith(other: Operand<string>, options?: ContainsOptions): ColumnElement<boolean> {
    return compare(this, ops.istartswith, other, options && { ...options })
  }

  endswith(other: Operand<string>, options?: ContainsOptions): ColumnElement<boolean> {
    return compare(this, ops.endswith, other, options && { ...options })
  }

  iendswith(other: Operand<string>, options?: ContainsOptions): ColumnElement<boolean> {
    return compare(this, ops.iendswith, other, options && { ...options })
  }

  /** `LIKE '%' || x || '%'`; of `postgresql.array` and JSONB `@>`. */
  contains(other: unknown, options?: ContainsOptions): ColumnElement<boolean> {
    return compare(this, ops.contains, other, options && { ...options })
  }

  icontains(other: Operand<string>, options?: ContainsOptions): ColumnElement<boolean> {
    return compare(this, ops.icontains, other, options && { ...options })
  }

  /** The database's full text `MATCH`. */
  match(other: Operand<string>, modifiers: Modifiers = {}): ColumnElement<boolean> {
    return compare(this, ops.match, other, modifiers)
  }

  regexpMatch(pattern: Operand<string>, options: { flags?: string } = {}): ColumnElement<boolean> {
    return compare(this, ops.regexpMatch, pattern, { flags: options.flags ?? null })
  }

  regexpReplace(
    pattern: Operand<string>,
    replacement: Operand<string>,
    options: { flags?: string } = {},
  ): ColumnElement<string> {
    const modifiers = { flags: options.flags ?? null }
    return this.operate(
      ops.regexpReplace,
      [pattern, replacement],
      modifiers,
    ) as ColumnElement<string>
  }

  between(
    low: Operand<T>,
    high: Operand<T>,
    options: { symmetric?: boolean } = {},
  ): ColumnElement<boolean> {
    return this.operate(ops.between, [low, high], { ...options }) as ColumnElement<boolean>
  }

  /** `a + b`; strings are concatenated. */
  add(other: unknown): ColumnElement<T> {
    return this.operate(ops.add, [other]) as ColumnElement<T>
  }

  sub(other: unknown): ColumnElement<T> {
    return this.operate(ops.sub, [other]) as ColumnElement<T>
  }

  mul(other: unknown): ColumnElement<T> {
    return this.operate(ops.mul, [other]) as ColumnElement<T>
  }

  /** True division, as in Python. */
  div(other: unknown): ColumnElement<T> {
    return this.operate(ops.truediv, [other]) as ColumnElement<T>
  }

  floordiv(other: unknown): ColumnElement<T> {
    return this.operate(ops.floordiv, [other]) as ColumnElement<T>
  }

  mod(other: unknown): ColumnElement<T> {
    return this.operate(ops.mod, [other]) as ColumnElement<T>
  }

  neg(): ColumnElement<T> {
    return this.operate(ops.neg) as ColumnElement<T>
  }

  concat(other: unknown): ColumnElement<string> {
    return this.operate(ops.concat, [other]) as ColumnElement<string>
  }

  bitwiseAnd(other: unknown): ColumnElement<T> {
    return this.operate(ops.bitwiseAnd, [other]) as ColumnElement<T>
  }

  bitwiseOr(other: unknown): ColumnElement<T> {
    return this.operate(ops.bitwiseOr, [other]) as ColumnElement<T>
  }

  bitwiseXor(other: unknown): ColumnElement<T> {
    return this.operate(ops.bitwiseXor, [other]) as ColumnElement<T>
  }

  bitwiseNot(): ColumnElement<T> {
    return this.operate(ops.bitwiseNot) as ColumnElement<T>
  }

  bitwiseLshift(other: unknown): ColumnElement<T> {
    return this.operate(ops.bitwiseLshift, [other]) as ColumnElement<T>
  }

  bitwiseRshift(other: unknown): ColumnElement<T> {
    return this.operate(ops.bitwiseRshift, [other]) as ColumnElement<T>
  }

  /** Any operator by its text. @example User.name.op('~~*')('x') */
  op(symbol: string, options: CustomOperatorOptions = {}): (other: unknown) => ColumnElement {
    const custom = customOperator(symbol, options)
    return (other) => this.operate(custom, [other])
  }

  /** `op` for operators that answer true or false. */
  boolOp(
    symbol: string,
    options: CustomOperatorOptions = {},
  ): (other: unknown) => ColumnElement<boolean> {
    const custom = customOperator(symbol, { ...options, isComparison: true })
    return (other) => this.operate(custom, [other]) as ColumnElement<boolean>
  }

  asc(): ColumnElement<T> {
    return this.operate(ops.asc) as ColumnElement<T>
  }

  desc(): ColumnElement<T> {
    return this.operate(ops.desc) as ColumnElement<T>
  }

  nullsFirst(): ColumnElement<T> {
    return this.operate(ops.nullsFirst) as ColumnElement<T>
  }

  nullsLast(): ColumnElement<T> {
    return this.operate(ops.nullsLast) as ColumnElement<T>
  }

  collate(collation: string): ColumnElement<T> {
    return this.operate(ops.collate, [collation]) as ColumnElement<T>
  }

  distinct(): ColumnElement<T> {
    return this.operate(ops.distinct) as ColumnElement<T>
  }

  /** `ANY (array)`, to be compared with. */
  anyOf(): ColumnElement {
    return this.operate(ops.any)
  }

  /** `ALL (array)`, to be compared with. */
  allOf(): ColumnElement {
    return this.operate(ops.all)
  }

  /** `x = ANY (array)` of an array column, or with another comparison. @example Post.tags.any('new') */
  any(other: unknown, { operator = 'eq' }: ArrayComparison = {}): ColumnElement<boolean> {
    return this.operate(ops.any, [other, ops[operator]]) as ColumnElement<boolean>
  }

  /** `x = ALL (array)`. @example Post.scores.all(5, { operator: 'lt' }) */
  all(other: unknown, { operator = 'eq' }: ArrayComparison = {}): ColumnElement<boolean> {
    return this.operate(ops.all, [other, ops[operator]]) as ColumnElement<boolean>
  }

  /** An element of a JSON value (key, position or path) or of an array. @example Order.data.get('a') */
  get(key: unknown): JsonElement {
    return this.operate(ops.getitem, [key]) as JsonElement
  }

  [Symbol.toPrimitive](hint: string): never {
    return guardPrimitive(hint)
  }
}

function compare(
  left: ColumnOperators,
  op: Operator,
  other: unknown,
  modifiers?: Modifiers,
): ColumnElement<boolean> {
  return left.operate(op, [other], modifiers) as ColumnElement<boolean>
}
