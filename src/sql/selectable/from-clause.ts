/**
 * The base of everything that can stand in FROM: tables, aliases, subqueries, joins. Knows its columns and how the
 * columns of other FROM elements correspond to them.
 */
import { build } from '../build.js'
import { ClauseElement } from '../elements/clause-element.js'
import type { ColumnElement, ForeignKeyLike } from '../elements/column-element.js'
import type { Name } from '../names.js'
import { ColumnCollection, columnsView, type Columns } from './column-collection.js'
import type { Alias, AliasOptions, SampleOptions, TableSample } from './alias.js'
import type { Join } from './join.js'
import type { Select } from './select.js'
import { correspondingColumn } from './corresponding-column.js'

/** Columns nobody has typed. */
/** Columns that no type knows; another type than `any` would read as possibly undefined. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type AnyColumns = Readonly<Record<string, any>>

/** `sqlalchemy.sql.expression.FromClause`; `C` are its columns by key. */
export abstract class FromClause<C extends AnyColumns = AnyColumns> extends ClauseElement {
  /** The columns by key, in order. */
  get columns(): ColumnCollection {
    return this.memoized('columns', () => this.makeColumns())
  }

  /** `table.c.name`. */
  get c(): Columns<C> {
    return this.memoized('c', () => columnsView(this.columns, () => this.describe()) as Columns<C>)
  }

  /** The columns that form the primary key. */
  get primaryKey(): readonly ColumnElement[] {
    return this.columns.values().filter((column) => column.primaryKey)
  }

  /** The foreign keys of the columns. */
  get foreignKeys(): readonly ForeignKeyLike[] {
    return this.columns.values().flatMap((column) => column.foreignKeys)
  }

  /** The name it goes by in SQL; null for joins and groupings. */
  get name(): Name | null {
    return null
  }

  get schema(): string | null {
    return null
  }

  /** @internal What `table_column` labels start with. */
  get labelQualifier(): Name | null {
    return this.name
  }

  /** @internal FROM elements that need not be listed when this one is. */
  get hideFroms(): readonly FromClause[] {
    return []
  }

  override get fromObjects(): readonly FromClause[] {
    return [this]
  }

  /** What a SELECT gets when this is among its columns. */
  get selectIterable(): readonly ClauseElement[] {
    return this.columns.values()
  }

  /** True for `t` itself and for aliases of it. */
  isDerivedFrom(other: FromClause | null): boolean {
    return other !== null && this.isCloneOrSelf(other)
  }

  /** The column here that stands for `column`, or null; `requireEmbedded` wants it really contained. */
  correspondingColumn(column: ColumnElement, requireEmbedded = false): ColumnElement | null {
    return correspondingColumn(this.columns, column, requireEmbedded)
  }

  /** Another name for it. @example const a = users.alias('a') */
  alias(name: string | null = null, options: Omit<AliasOptions, 'name'> = {}): Alias<C> {
    return build.alias(this, { name, ...options }) as unknown as Alias<C>
  }

  /** `this JOIN right ON …`; without a condition foreign keys decide. */
  join(
    right: unknown,
    onclause: unknown = null,
    options: { isouter?: boolean; full?: boolean } = {},
  ): Join {
    return build.join(this, right, { onclause, ...options })
  }

  /** `this LEFT OUTER JOIN right ON …`. */
  outerjoin(right: unknown, onclause: unknown = null, options: { full?: boolean } = {}): Join {
    return build.join(this, right, { onclause, isouter: true, ...options })
  }

  /** `this TABLESAMPLE …`; a number is a percentage for the method `system`. @example users.tablesample(5) */
  tablesample(sampling: unknown, options: SampleOptions = {}): TableSample {
    return build.tablesample(this, sampling, options)
  }

  /** The whole row as one value, for functions that take rows. @example func.rowToJson(users.tableValued()) */
  tableValued(): ColumnElement {
    return build.tableValued(this)
  }

  /** `SELECT * FROM this`, all columns named. */
  select(): Select {
    return build.select([this])
  }

  /** @internal The columns an alias of this element gets. */
  proxyColumns(selectable: FromClause): ColumnCollection {
    const collection = new ColumnCollection()
    for (const column of this.columns) collection.add(column.makeProxy({ selectable }))
    return collection
  }

  /** What messages call it: its name without a schema. */
  get description(): string {
    return typeof this.name === 'string' ? this.name : `${this.constructor.name} object`
  }

  override describe(): string {
    return typeof this.name === 'string' ? this.name : this.kind
  }

  protected abstract makeColumns(): ColumnCollection
}

/** Narrows to FROM elements. */
export function isFromClause(element: unknown): element is FromClause {
  return element instanceof FromClause
}
