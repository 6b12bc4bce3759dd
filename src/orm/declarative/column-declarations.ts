/**
 * Attributes that are more than a plain column: `deferred`, `columnProperty`.
 */
import { asElement } from '../../sql/elements/coercions.js'
import { null_ } from '../../sql/elements/literals.js'
import { ColumnClause } from '../../sql/elements/column-clause.js'
import { Label } from '../../sql/elements/label.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import { ArgumentError } from '../../errors.js'
import { ColumnProperty, type ColumnPropertyOptions } from '../mapping/column-property.js'

interface Typed<T> {
  readonly __t: T
}

/** A column with loading options. @internal */
export class DeclaredColumn<T = unknown> {
  /** Phantom: the type of the values. */
  declare readonly __t: T

  constructor(
    readonly column: unknown,
    readonly options: ColumnPropertyOptions,
  ) {}
}

/** A column or expression as an attribute, not yet named. @internal */
export class DeclaredColumnProperty<T = unknown> {
  /** Phantom: the type of the values. */
  declare readonly __t: T

  constructor(
    readonly expressions: readonly unknown[],
    readonly options: ColumnPropertyOptions,
  ) {}

  toProperty(key: string): ColumnProperty {
    return new ColumnProperty(key, this.expressions.map(asColumn), this.options)
  }
}

/**
 * A column that is not loaded with its object but when it is read; `sqlalchemy.orm.deferred`.
 *
 * @param column the column
 * @param options `group`: deferred columns of one group load together; `raiseload`: reading raises
 * @example
 * body: deferred(column(textType), { group: 'content' })
 */
export function deferred<T>(
  column: Typed<T>,
  options: {
    readonly group?: string
    readonly raiseload?: boolean
    readonly activeHistory?: boolean
  } = {},
): DeclaredColumn<T> {
  return new DeclaredColumn<T>(column, { ...options, deferred: true })
}

/**
 * An attribute that loads the value of an SQL expression; `sqlalchemy.orm.column_property`. Expressions over the
 * class's own columns go into a thunk.
 *
 * @example
 * fullName: () => columnProperty(User.first.concat(' ').concat(User.last))
 */
export function columnProperty<T>(
  expression: Typed<T>,
  options: ColumnPropertyOptions = {},
): DeclaredColumnProperty<T> {
  return new DeclaredColumnProperty<T>([expression], options)
}

/**
 * An attribute whose expression each query gives with `withExpression()`; `sqlalchemy.orm.query_expression`. Without
 * one it reads as the default, or null.
 *
 * @param given the default: an expression, or `{ defaultExpr }`
 * @example
 * postCount: queryExpression<number>()
 */
export function queryExpression<T = unknown>(
  given?: Typed<T> | { readonly defaultExpr: Typed<T> },
): DeclaredColumnProperty<T | null> {
  const own = given !== undefined && 'defaultExpr' in given ? given.defaultExpr : given
  const expression = own ?? null_().label(null)
  return new DeclaredColumnProperty<T | null>([expression], { fromQuery: true })
}

/** Columns as they are, everything else under a label: the name of the attribute is not that of the expression. */
function asColumn(value: unknown): ColumnElement {
  const element = asElement(value)
  if (element instanceof ColumnClause || element instanceof Label) return element
  if (element instanceof ColumnElement) return element.label(null)
  if (element !== null && 'scalarSubquery' in element) {
    return (element as unknown as { scalarSubquery(): ColumnElement }).scalarSubquery().label(null)
  }
  throw new ArgumentError(`columnProperty() expects a SQL expression, got ${String(value)}`)
}
