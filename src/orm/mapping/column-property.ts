/**
 * An attribute that is a column, or an SQL expression that is loaded like one.
 */
import { MapperProperty, type PropertyOptions } from './property.js'
import type { Column, ColumnElement } from './sql-types.js'

export interface ColumnPropertyOptions extends PropertyOptions {
  /** Not loaded with the object but on first access. */
  readonly deferred?: boolean
  /** Deferred attributes of one group load together. */
  readonly group?: string
  /** A deferred attribute raises in place of loading. */
  readonly raiseload?: boolean
  /** The old value is loaded before a change. */
  readonly activeHistory?: boolean
  /** The expression comes from the query: `queryExpression()`. */
  readonly fromQuery?: boolean
  /** False: selected with the object, and no attribute of it. */
  readonly instrument?: boolean
  /** Expressions are expired by a flush of their object. */
  readonly expireOnFlush?: boolean
}

/** A mapped column or expression; `sqlalchemy.orm.ColumnProperty`. */
export class ColumnProperty extends MapperProperty {
  override readonly kind = 'column'
  readonly deferred: boolean
  readonly group: string | null
  readonly raiseload: boolean
  readonly activeHistory: boolean
  readonly expireOnFlush: boolean
  readonly fromQuery: boolean
  readonly instrument: boolean

  constructor(
    key: string,
    /** The column, and with joined inheritance the columns of the parent tables that mean the same. */
    readonly columns: readonly (Column | ColumnElement)[],
    private readonly given: ColumnPropertyOptions = {},
  ) {
    super(key, given)
    const options = given
    this.deferred = options.deferred ?? options.group !== undefined
    this.group = options.group ?? null
    this.raiseload = options.raiseload ?? false
    this.activeHistory = options.activeHistory ?? false
    this.expireOnFlush = options.expireOnFlush ?? true
    this.fromQuery = options.fromQuery ?? false
    this.instrument = options.instrument ?? true
  }

  /** The same attribute with other columns: a subclass that adds its own. @internal */
  withColumns(columns: readonly (Column | ColumnElement)[]): ColumnProperty {
    return new ColumnProperty(this.key, columns, this.given)
  }

  /** What a query selects for the attribute. */
  get expression(): Column | ColumnElement {
    return this.columns[0] as Column | ColumnElement
  }
}
