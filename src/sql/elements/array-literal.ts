/** PostgreSQL's array literals and ordered aggregates. */
import { build } from '../build.js'
import { internals, type Internals } from '../internals.js'
import { ops, type Operator } from '../operators.js'
import type { FromClause } from '../selectable/from-clause.js'
import { NULL_TYPE } from '../types/resolve.js'
import { ArrayType, PostgresArrayType } from '../types/structured.js'
import { toInstance, TypeEngine, type TypeArg } from '../types/type-engine.js'
import { coerceExpression } from './coercions.js'
import { ColumnElement, type OperandBind } from './column-element.js'
import type { ColumnOperators } from './column-operators.js'
import { coerceBy } from './order-by.js'
import type { ClauseElement } from './clause-element.js'
import { NamedFunction } from './functions.js'
import { Grouping } from './grouping.js'
import { ClauseList } from './lists.js'

export { Slice } from './operations/getitem.js'

const ARRAY_PARTS = internals({ clauses: 'elements', type: 'type' })
const ORDER_PARTS = internals({ target: 'element', orderBy: 'element' })

/** `ARRAY[a, b]`; `sqlalchemy.dialects.postgresql.array`. */
export class ArrayLiteral<T = unknown> extends ColumnElement<T[]> {
  override readonly kind = 'array'
  override readonly type: PostgresArrayType

  constructor(
    readonly clauses: readonly ColumnElement[],
    itemType: TypeEngine,
  ) {
    super()
    // Arrays of arrays are of one type: ARRAY[ARRAY[1, 2], ARRAY[3, 4]] is an integer array of two dimensions.
    this.type =
      itemType instanceof ArrayType
        ? new PostgresArrayType(itemType.itemType, {
            dimensions: (itemType.options.dimensions ?? 1) + 1,
          })
        : new PostgresArrayType(itemType)
  }

  override get internals(): Internals {
    return ARRAY_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.clauses.flatMap((clause) => clause.fromObjects)
  }

  /** A list beside an array literal is an array literal as well. */
  override bindParam(value: unknown, options: OperandBind): ColumnElement {
    if (options.operator === ops.getitem || !Array.isArray(value)) return this.item(value, options)
    return arrayLiteral(value.map((each: unknown) => this.item(each, options)))
  }

  private item(value: unknown, { type = null, operator }: OperandBind): ColumnElement {
    return build.bind({ key: null, value, type, comparedTo: this.type, operator })
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    const inParentheses = against === ops.any || against === ops.all || against === ops.getitem
    return inParentheses ? new Grouping(this) : this
  }
}

export interface ArrayLiteralOptions<T = unknown> {
  /** The type of the members; an empty array needs it. */
  readonly type?: TypeArg<T>
}

/** An array of expressions on PostgreSQL. @example arrayLiteral([1, User.id], { type: integer }) */
export function arrayLiteral<T = unknown>(
  items: readonly unknown[],
  options: TypeArg<T> | ArrayLiteralOptions<T> | null = null,
): ArrayLiteral<T> {
  const type = memberType(options)
  const clauses = items.map((item) =>
    coerceExpression(item, type ? toInstance(type) : null).selfGroup(ops.comma),
  )
  const known = type ? toInstance(type) : clauses.find((clause) => !clause.type.isNull)?.type
  return new ArrayLiteral<T>(clauses, known ?? NULL_TYPE)
}

function memberType<T>(options: TypeArg<T> | ArrayLiteralOptions<T> | null): TypeArg<T> | null {
  if (options === null || options instanceof TypeEngine || typeof options === 'function')
    return options
  return options.type ?? null
}

/**
 * `array_agg(a)` as an array of PostgreSQL, with its operators; `sqlalchemy.dialects.postgresql.array_agg`.
 *
 * @example arrayAgg(aggregateOrderBy(User.id, User.name.desc()))
 */
export function arrayAgg<T>(expression: ColumnOperators<T>): NamedFunction<T[]> {
  const element = coerceExpression(expression)
  const type = new PostgresArrayType(element.type)
  return new NamedFunction<T[]>('array_agg', [element], { type })
}

/** `f(a ORDER BY b)`; `sqlalchemy.dialects.postgresql.aggregate_order_by`. */
export class AggregateOrderBy<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'aggregateOrderBy'
  override readonly type: TypeEngine

  constructor(
    readonly target: ColumnElement,
    readonly orderBy: ClauseList,
  ) {
    super()
    this.type = target.type
  }

  override get internals(): Internals {
    return ORDER_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return [...this.target.fromObjects, ...this.orderBy.fromObjects]
  }

  override selfGroup(): ColumnElement {
    return this
  }
}

/** An aggregate's argument with an order. @example func.arrayAgg(aggregateOrderBy(User.id, User.name.desc())) */
export function aggregateOrderBy<T>(
  target: ColumnOperators<T>,
  ...orderBy: readonly unknown[]
): AggregateOrderBy<T> {
  return new AggregateOrderBy<T>(
    coerceExpression(target),
    new ClauseList(orderBy.map((item) => coerceBy(item).selfGroup(ops.comma))),
  )
}
