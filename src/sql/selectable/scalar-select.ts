/** SELECTs as values: `(SELECT …)` and `EXISTS (SELECT …)`. */
import type { ClauseElement, PropagateAttrs } from '../elements/clause-element.js'
import { ColumnElement } from '../elements/column-element.js'
import { literalColumn } from '../elements/column-clause.js'
import { asElement } from '../elements/coercions.js'
import { UnaryExpression } from '../elements/unary.js'
import type { Condition } from '../elements/boolean.js'
import { InvalidRequestError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import { ops } from '../operators.js'
import { BOOLEAN_TYPE, NULL_TYPE } from '../types/resolve.js'
import type { TypeEngine } from '../types/type-engine.js'
import { Select } from './select.js'
import { installSelectMakers, SelectBase } from './select-base.js'

const PARTS = internals({ element: 'element' })

/** `(SELECT …)` as a value; `sqlalchemy.ScalarSelect`. */
export class ScalarSelect<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'scalarSelect'
  override readonly type: TypeEngine
  override readonly propagateAttrs: PropagateAttrs | null

  constructor(readonly element: SelectBase) {
    super()
    const first = element.allSelectedColumns[0]
    this.type = first instanceof ColumnElement ? first.type : NULL_TYPE
    this.propagateAttrs = element.propagateAttrs
  }

  override get internals(): Internals {
    return PARTS
  }

  override selfGroup(): ColumnElement {
    return this
  }

  /** @throws InvalidRequestError always: a single value has no columns */
  get c(): never {
    throw new InvalidRequestError(
      'Scalar Select expression has no columns; use this object directly within a column-level expression.',
    )
  }

  /** @throws InvalidRequestError always */
  get columns(): never {
    return this.c
  }

  /** Adds conditions to the SELECT inside. */
  where(...conditions: readonly Condition[]): ScalarSelect<T> {
    return this.mapped((inner) => inner.where(...conditions))
  }

  correlate(...froms: readonly unknown[]): ScalarSelect<T> {
    return this.mapped((inner) => inner.correlate(...froms))
  }

  correlateExcept(...froms: readonly unknown[]): ScalarSelect<T> {
    return this.mapped((inner) => inner.correlateExcept(...froms))
  }

  scalarSubquery(): this {
    return this
  }

  /** @internal */
  mapped(change: (inner: Select) => Select): ScalarSelect<T> {
    return this.element instanceof Select ? new ScalarSelect<T>(change(this.element)) : this
  }
}

/** `EXISTS (SELECT …)`; `sqlalchemy.Exists`. */
export class Exists extends UnaryExpression<boolean> {
  declare readonly element: ScalarSelect

  constructor(element: ScalarSelect) {
    super(element, { operator: ops.exists, type: BOOLEAN_TYPE })
  }

  where(...conditions: readonly Condition[]): Exists {
    return this.mapped((inner) => inner.where(...conditions))
  }

  selectFrom(...froms: readonly unknown[]): Exists {
    return this.mapped((inner) => inner.selectFrom(...froms))
  }

  correlate(...froms: readonly unknown[]): Exists {
    return this.mapped((inner) => inner.correlate(...froms))
  }

  correlateExcept(...froms: readonly unknown[]): Exists {
    return this.mapped((inner) => inner.correlateExcept(...froms))
  }

  /** `SELECT EXISTS (…)`. */
  select(): Select<[boolean]> {
    return new Select<[boolean]>([this])
  }

  override get fromObjects(): readonly [] {
    return []
  }

  private mapped(change: (inner: Select) => Select): Exists {
    return new Exists(this.element.mapped(change))
  }
}

/**
 * `EXISTS (…)`; of a SELECT, a column, or `*`; `sqlalchemy.exists`.
 *
 * @example
 * exists(select(Post).where(Post.userId.eq(User.id)))
 * exists().where(Post.userId.eq(User.id))
 */
export function exists(argument?: unknown): Exists {
  const element: ClauseElement | null = argument === undefined ? null : asElement(argument)
  if (element instanceof ScalarSelect) return new Exists(element)
  if (element instanceof SelectBase) return new Exists(new ScalarSelect(element))
  return new Exists(
    new ScalarSelect(new Select([argument === undefined ? literalColumn('*') : argument])),
  )
}

installSelectMakers({
  scalarSelect: (element) => new ScalarSelect(element),
  exists: (element) => new Exists(new ScalarSelect(element)),
})
