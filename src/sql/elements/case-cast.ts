/** CASE, CAST, type coercion and EXTRACT. */
import { ArgumentError } from '../../errors.js'
import { install } from '../build.js'
import { internals, type Internals } from '../internals.js'
import type { Operator } from '../operators.js'
import type { Name } from '../names.js'
import type { FromClause } from '../selectable/from-clause.js'
import { INTEGER_TYPE, NULL_TYPE } from '../types/resolve.js'
import { toInstance, type TypeArg, type TypeEngine } from '../types/type-engine.js'
import { BindParameter } from './bind-parameter.js'
import type { ClauseElement, PropagateAttrs } from './clause-element.js'
import { ColumnElement } from './column-element.js'
import { coerceExpression } from './coercions.js'

const CASE_PARTS = internals({
  value: 'element',
  whens: 'elementTuples',
  elseClause: 'element',
  type: 'type',
})
const CAST_PARTS = internals({ clause: 'element', type: 'type' })
const EXTRACT_PARTS = internals({ field: 'plain', expr: 'element' })

/** `CASE WHEN … THEN … ELSE … END`; `sqlalchemy.Case`. */
export class Case<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'case'
  override readonly type: TypeEngine

  constructor(
    readonly whens: readonly (readonly [ColumnElement, ColumnElement])[],
    readonly value: ColumnElement | null,
    readonly elseClause: ColumnElement | null,
  ) {
    super()
    const typed = whens.map(([, then]) => then.type).findLast((type) => !type.isNull)
    this.type = typed ?? elseClause?.type ?? NULL_TYPE
  }

  override get internals(): Internals {
    return CASE_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    const parts = [this.value, ...this.whens.flat(), this.elseClause]
    return parts.flatMap((part) => part?.fromObjects ?? [])
  }
}

export interface CaseOptions {
  /** Compare this with each condition. */
  readonly value?: unknown
  readonly else?: unknown
}

/** A condition and its result. */
export type When = readonly [condition: unknown, result: unknown]

/**
 * `CASE`; conditions with results, options last; `sqlalchemy.case`.
 *
 * @example
 * case_([User.age.lt(18), 'minor'], [User.age.lt(65), 'adult'], { else: 'senior' })
 * case_({ a: 1, b: 2 }, { value: User.role, else: 0 })
 */
export function case_<T = unknown>(
  ...whensAndOptions: readonly (
    When | CaseOptions | Record<string, unknown> | ReadonlyMap<unknown, unknown>
  )[]
): Case<T> {
  const last = whensAndOptions.at(-1)
  const hasOptions = isCaseOptions(last, whensAndOptions.length)
  const options: CaseOptions = hasOptions ? last : {}
  const entries = (hasOptions ? whensAndOptions.slice(0, -1) : whensAndOptions).flatMap(whensOf)
  const whens = entries.map(
    ([when, then]) => [coerceExpression(when).selfGroup(), coerceExpression(then)] as const,
  )
  return new Case<T>(
    whens,
    options.value === undefined ? null : coerceExpression(options.value),
    options.else === undefined || options.else === null ? null : coerceExpression(options.else),
  )
}

function whensOf(given: unknown): readonly When[] {
  if (given instanceof Map) return [...(given as ReadonlyMap<unknown, unknown>)]
  if (Array.isArray(given)) {
    if (given.every((each) => Array.isArray(each))) {
      throw new ArgumentError(
        'The "whens" argument to case(), when referring to a sequence of items, is now passed as a series of ' +
          'positional elements, rather than as a list. ',
      )
    }
    return [given as unknown as When]
  }
  if (typeof given === 'object' && given !== null) return Object.entries(given)
  throw new ArgumentError(`CASE takes pairs of a condition and a result, got ${String(given)}`)
}

function isCaseOptions(last: unknown, count: number): last is CaseOptions {
  if (Array.isArray(last) || last instanceof Map) return false
  if (typeof last !== 'object' || last === null) return false
  return count > 1 || 'else' in last || 'value' in last
}

/** An expression around another that goes by the other's name: `CAST(t.x AS …) AS x`. */
abstract class WrapsColumnExpression<T> extends ColumnElement<T> {
  override readonly type: TypeEngine
  override readonly propagateAttrs: PropagateAttrs | null

  constructor(
    readonly clause: ColumnElement,
    type: TypeArg,
  ) {
    super()
    this.type = toInstance(type)
    this.propagateAttrs = clause.propagateAttrs
  }

  override get internals(): Internals {
    return CAST_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.clause.fromObjects
  }

  override get tqLabel(): Name | null {
    return this.clause.tqLabel
  }

  override get nonAnonLabel(): null {
    return null
  }

  override get anonNameLabel(): Name {
    return this.clause.nonAnonLabel ?? this.clause.anonNameLabel
  }

  override dedupeAnonLabel(index: number): Name {
    const inner = this.clause.nonAnonLabel
    return inner === null
      ? this.dedupeAnonTqLabel(index)
      : this.anonLabel(typeof inner === 'string' ? `${inner}_` : inner.wrap('', '_'))
  }

  override get proxyKey(): string | null {
    return this.clause.proxyKey
  }
}

/** `CAST(a AS type)`; `sqlalchemy.Cast`. */
export class Cast<T = unknown> extends WrapsColumnExpression<T> {
  override readonly kind = 'cast'
}

/** `TRY_CAST(a AS type)`. */
export class TryCast<T = unknown> extends WrapsColumnExpression<T> {
  override readonly kind = 'tryCast'
}

/** The type of an expression as we see it, without any SQL; `sqlalchemy.TypeCoerce`. */
export class TypeCoerce<T = unknown> extends WrapsColumnExpression<T> {
  override readonly kind = 'typeCoerce'

  /** What is written: a parameter takes the new type along. */
  get typedExpression(): ColumnElement {
    return this.clause instanceof BindParameter ? this.clause.withType(this.type) : this.clause
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    const grouped = this.clause.selfGroup(against)
    return grouped === this.clause ? this : new TypeCoerce(grouped, this.type)
  }
}

/** `EXTRACT(year FROM a)`; `sqlalchemy.Extract`. */
export class Extract extends ColumnElement<number> {
  override readonly kind = 'extract'
  override readonly type: TypeEngine = INTEGER_TYPE

  constructor(
    readonly field: string,
    readonly expr: ColumnElement,
  ) {
    super()
  }

  override get internals(): Internals {
    return EXTRACT_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.expr.fromObjects
  }
}

/** `CAST(expression AS type)`; `sqlalchemy.cast`. @example cast(User.id, string(10)) */
export function cast<T>(expression: unknown, type: TypeArg<T>): Cast<T> {
  return new Cast<T>(coerceExpression(expression, toInstance(type)), type)
}

/** `TRY_CAST(expression AS type)`; `sqlalchemy.try_cast`. @example tryCast(User.name, integer) */
export function tryCast<T>(expression: unknown, type: TypeArg<T>): TryCast<T> {
  return new TryCast<T>(coerceExpression(expression, toInstance(type)), type)
}

/** Another type for an expression, on our side only; `sqlalchemy.type_coerce`. @example typeCoerce(literal('x'), json) */
export function typeCoerce<T>(expression: unknown, type: TypeArg<T>): TypeCoerce<T> {
  return new TypeCoerce<T>(coerceExpression(expression, toInstance(type)), type)
}

/** A part of a date or time; `sqlalchemy.extract`. @example extract('year', User.createdAt) */
export function extract(field: string, expression: unknown): Extract {
  return new Extract(field, coerceExpression(expression))
}

install({ cast: <T>(element: ColumnElement, type: TypeArg<T>) => new Cast<T>(element, type) })
