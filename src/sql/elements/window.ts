/** Functions over windows, filtered aggregates, ordered sets. */
import { ArgumentError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import { isPrecedent, ops, type Operator } from '../operators.js'
import type { FromClause } from '../selectable/from-clause.js'
import type { TypeEngine } from '../types/type-engine.js'
import { and, type Condition } from './boolean.js'
import type { ClauseElement } from './clause-element.js'
import { coerceCondition } from './coercions.js'
import { coerceBy } from './order-by.js'
import { ColumnElement } from './column-element.js'
import { Grouping } from './grouping.js'
import { ClauseList } from './lists.js'

/** Bounds of a window frame: null is unbounded, 0 the current row, negative preceding, positive following. */
export type Frame = readonly [start: number | null, end: number | null]

export interface OverOptions {
  readonly partitionBy?: unknown
  readonly orderBy?: unknown
  readonly rows?: Frame
  readonly range?: Frame
  readonly groups?: Frame
}

const OVER_PARTS = internals({
  element: 'element',
  partitionBy: 'element',
  orderBy: 'element',
  frameKind: 'plain',
  frame: 'plain',
})
const FILTER_PARTS = internals({ func: 'element', criterion: 'element' })
const WITHIN_PARTS = internals({ element: 'element', orderBy: 'element' })

/** `f(…) OVER (…)`; `sqlalchemy.Over`. */
export class Over<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'over'
  readonly partitionBy: ClauseList | null
  readonly orderBy: ClauseList | null
  readonly frameKind: 'ROWS' | 'RANGE' | 'GROUPS' | null
  readonly frame: Frame | null

  constructor(
    readonly element: ColumnElement,
    options: OverOptions = {},
  ) {
    super()
    const frames = [options.range, options.rows, options.groups].filter(
      (frame) => frame !== undefined,
    )
    if (frames.length > 1) {
      throw new ArgumentError("only one of 'rows', 'range_', or 'groups' may be provided")
    }
    this.partitionBy = by(options.partitionBy)
    this.orderBy = by(options.orderBy)
    this.frame = frames[0] === undefined ? null : checkedFrame(frames[0])
    this.frameKind = options.rows
      ? 'ROWS'
      : options.range
        ? 'RANGE'
        : options.groups
          ? 'GROUPS'
          : null
  }

  override get type(): TypeEngine {
    return this.element.type
  }

  override get internals(): Internals {
    return OVER_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return [this.element, this.partitionBy, this.orderBy].flatMap((part) => part?.fromObjects ?? [])
  }
}

/** `f(…) FILTER (WHERE …)`; `sqlalchemy.FunctionFilter`. */
export class FunctionFilter<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'functionFilter'
  readonly criterion: ColumnElement | null

  constructor(
    readonly func: ColumnElement,
    criteria: readonly Condition[],
  ) {
    super()
    const [first, ...others] = criteria
    this.criterion = others.length > 0 ? and(...criteria) : first ? coerceCondition(first) : null
  }

  override get type(): TypeEngine {
    return this.func.type
  }

  override get internals(): Internals {
    return FILTER_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return [this.func, this.criterion].flatMap((part) => part?.fromObjects ?? [])
  }

  /** One more condition. */
  filter(...criteria: readonly Condition[]): FunctionFilter<T> {
    const all = this.criterion ? [this.criterion as ColumnElement<boolean>, ...criteria] : criteria
    return new FunctionFilter<T>(this.func, all)
  }

  over(options: OverOptions = {}): Over<T> {
    return new Over<T>(this, options)
  }

  within(...orderBy: readonly unknown[]): WithinGroup<T> {
    return new WithinGroup<T>(this, orderBy)
  }

  /** The same as `within`. */
  withinGroup(...orderBy: readonly unknown[]): WithinGroup<T> {
    return this.within(...orderBy)
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    const outer = against && 'precedence' in against ? against : null
    return isPrecedent(ops.filter, outer) ? new Grouping(this) : this
  }
}

/** `f(…) WITHIN GROUP (ORDER BY …)`; `sqlalchemy.WithinGroup`. */
export class WithinGroup<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'withinGroup'
  readonly orderBy: ClauseList | null

  constructor(
    readonly element: ColumnElement,
    orderBy: readonly unknown[],
  ) {
    super()
    this.orderBy = by(orderBy)
  }

  override get type(): TypeEngine {
    return this.element.type
  }

  override get internals(): Internals {
    return WITHIN_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return [this.element, this.orderBy].flatMap((part) => part?.fromObjects ?? [])
  }

  over(options: OverOptions = {}): Over<T> {
    return new Over<T>(this, options)
  }

  filter(...criteria: readonly Condition[]): FunctionFilter<T> {
    return new FunctionFilter<T>(this, criteria)
  }
}

/** @throws ArgumentError for what is no pair of whole numbers and nulls */
function checkedFrame(frame: Frame): Frame {
  if (!Array.isArray(frame) || frame.length !== 2)
    throw new ArgumentError('2-tuple expected for range/rows')
  for (const bound of frame as readonly unknown[]) {
    if (bound !== null && !Number.isInteger(bound))
      throw new ArgumentError('Integer or None expected for range value')
  }
  return frame
}

function by(value: unknown): ClauseList | null {
  if (value === undefined || value === null) return null
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.length === 0
    ? null
    : new ClauseList(items.map((item) => coerceBy(item).selfGroup(ops.comma)))
}

/** `f(…) OVER (…)` as a function; `sqlalchemy.over`. @example over(func.rank(), { orderBy: User.id }) */
export function over<T>(element: ColumnElement<T>, options: OverOptions = {}): Over<T> {
  return new Over<T>(element, options)
}

/** `f(…) FILTER (WHERE …)` as a function; `sqlalchemy.funcfilter`. @example funcfilter(func.count(1), User.age.gt(5)) */
export function funcfilter<T>(
  element: ColumnElement<T>,
  ...criteria: readonly Condition[]
): FunctionFilter<T> {
  return new FunctionFilter<T>(element, criteria)
}

/** `f(…) WITHIN GROUP (ORDER BY …)`; `sqlalchemy.within_group`. */
export function withinGroup<T>(
  element: ColumnElement<T>,
  ...orderBy: readonly unknown[]
): WithinGroup<T> {
  return new WithinGroup<T>(element, orderBy)
}
