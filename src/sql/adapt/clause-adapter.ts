/** Makes expressions speak of an alias or a subquery instead of the tables it was made from. */
import type { ClauseElement } from '../elements/clause-element.js'
import { ColumnElement } from '../elements/column-element.js'
import type { ColumnCollection } from '../selectable/column-collection.js'
import { FromClause } from '../selectable/from-clause.js'
import { installFlatJoin, Join } from '../selectable/join.js'
import { replacementTraverse, type Replace } from './traverse.js'

/** Columns that mean the same: of joined inheritance, of an ON clause. */
export type EquivalentColumns = ReadonlyMap<ColumnElement, ReadonlySet<ColumnElement>>

export interface AdapterOptions {
  readonly equivalents?: EquivalentColumns | null
  /** Only these elements are replaced. */
  readonly includeFn?: ((element: ClauseElement) => boolean) | null
  readonly excludeFn?: ((element: ClauseElement) => boolean) | null
  /** Where lineage does not help, columns of the same name. */
  readonly adaptOnNames?: boolean
  /** Only columns of these FROM elements. */
  readonly adaptFromSelectables?: ReadonlySet<FromClause> | null
}

/** Anything with columns: a FROM element or a SELECT. */
interface Adaptable extends ClauseElement {
  correspondingColumn?(column: ColumnElement, requireEmbedded?: boolean): ColumnElement | null
  isDerivedFrom(from: FromClause | null): boolean
  readonly columns?: ColumnCollection
}

const CONSTANTS: ReadonlySet<string> = new Set(['null', 'true', 'false'])
const NO_COLUMNS: readonly ColumnElement[] = []
const NO_EQUIVALENTS: EquivalentColumns = new Map()

/** `sqlalchemy.sql.util.ClauseAdapter`. */
export class ClauseAdapter {
  readonly selectable: FromClause
  protected readonly equivalents: EquivalentColumns
  protected readonly options: AdapterOptions
  protected chained: ClauseAdapter | null = null

  constructor(selectable: FromClause, options: AdapterOptions = {}) {
    this.selectable = selectable
    this.equivalents = options.equivalents ?? NO_EQUIVALENTS
    this.options = options
  }

  /** The element in terms of the adapter's FROM. */
  traverse<E extends ClauseElement>(element: E): E
  traverse<E extends ClauseElement>(element: E | null): E | null
  traverse<E extends ClauseElement>(element: E | null): E | null {
    if (element === null) return null
    const adapters = this.chain()
    const replace: Replace = (each) => firstReplacement(adapters, each)
    return replacementTraverse(element, replace, {
      stopOn: adapters.map((adapter) => adapter.selectable),
    })
  }

  /** Several elements. */
  copyAndProcess<E extends ClauseElement>(elements: readonly E[]): E[] {
    return elements.map((element) => this.traverse(element))
  }

  /** This adapter, and then another. */
  chainTo(next: ClauseAdapter): this {
    const copy = Object.create(Object.getPrototypeOf(this) as object) as this
    Object.assign(copy, this)
    copy.chained = this.chained ? this.chained.chainTo(next) : next
    copy.reset()
    return copy
  }

  /** The replacement of one element, or null. */
  replace(element: ClauseElement, includeConstants = false): ClauseElement | null {
    const { includeFn, excludeFn } = this.options
    if ((includeFn && !includeFn(element)) || excludeFn?.(element)) return null
    if (element instanceof FromClause) return this.replaceFrom(element)
    if (!(element instanceof ColumnElement)) return null
    if (!includeConstants && CONSTANTS.has(element.kind)) return null
    return this.replaceColumn(element)
  }

  /** The FROM's column for a column, looking through equivalent ones. */
  correspondingColumn(
    column: ColumnElement,
    requireEmbedded: boolean,
    seen: readonly ColumnElement[] = NO_COLUMNS,
  ): ColumnElement | null {
    const selectable: Adaptable = this.selectable
    const found = selectable.correspondingColumn?.(column, requireEmbedded) ?? null
    if (found) return found
    const key = column.identity
    const equivalents = seen.includes(key) ? undefined : this.equivalents.get(key)
    if (equivalents !== undefined) {
      for (const equivalent of equivalents) {
        const other = this.correspondingColumn(equivalent, requireEmbedded, [...seen, key])
        if (other) return other
      }
    }
    return this.options.adaptOnNames && column.name !== null
      ? (selectable.columns?.get(column.name) ?? null)
      : null
  }

  protected reset(): void {
    // Nothing is remembered here; ColumnAdapter forgets its columns.
  }

  protected chain(): readonly ClauseAdapter[] {
    return this.chained ? [this, ...this.chained.chain()] : [this]
  }

  private replaceFrom(from: FromClause): ClauseElement | null {
    if (this.selectable.isDerivedFrom(from)) {
      return this.isAmongAdapted((each) => each.isDerivedFrom(from)) ? this.selectable : null
    }
    const isTableAlias =
      from.kind === 'alias' && 'element' in from && (from.element as ClauseElement).kind === 'table'
    return isTableAlias ? from : null
  }

  private replaceColumn(column: ColumnElement): ColumnElement | null {
    const annotated = column.annotations['adaptColumn']
    const sought = annotated instanceof ColumnElement ? annotated : column
    const adapted =
      this.equivalents.has(sought.identity) ||
      this.isAmongAdapted((each) => each.correspondingColumn(sought) !== null)
    return adapted ? this.correspondingColumn(sought, true) : null
  }

  private isAmongAdapted(test: (from: FromClause) => boolean): boolean {
    const among = this.options.adaptFromSelectables
    return !among || [...among].some(test)
  }
}

function firstReplacement(
  adapters: readonly ClauseAdapter[],
  element: ClauseElement,
): ClauseElement | null {
  for (const adapter of adapters) {
    const replacement = adapter.replace(element)
    if (replacement) return replacement
  }
  return null
}

export interface ColumnAdapterOptions extends AdapterOptions {
  /** Columns without a counterpart answer null. */
  readonly adaptRequired?: boolean
  readonly allowLabelResolve?: boolean
}

/** An adapter that remembers; row processors look columns up in it; `sqlalchemy.sql.util.ColumnAdapter`. */
export class ColumnAdapter extends ClauseAdapter {
  private known = new Map<ClauseElement, ColumnElement | null>()
  private wrapped: ColumnAdapter | null = null
  private readonly adaptRequired: boolean

  constructor(selectable: FromClause, options: ColumnAdapterOptions = {}) {
    super(selectable, options)
    this.adaptRequired = options.adaptRequired ?? false
  }

  /** The counterpart of a column; `columns[col]` in SQLAlchemy. */
  column(column: ColumnElement): ColumnElement | null {
    const { includeFn, excludeFn } = this.options
    if ((includeFn && !includeFn(column)) || excludeFn?.(column)) {
      return this.wrapped ? this.wrapped.column(column) : column
    }
    const found = this.known.get(column)
    if (found !== undefined) return found
    const located = this.locate(column)
    this.known.set(column, located)
    return located
  }

  override traverse<E extends ClauseElement>(element: E): E
  override traverse<E extends ClauseElement>(element: E | null): E | null
  override traverse<E extends ClauseElement>(element: E | null): E | null {
    if (element instanceof ColumnElement) return this.column(element) as unknown as E | null
    return super.traverse(element)
  }

  /** This adapter, whose results another one adapts further. */
  wrap(inner: ColumnAdapter): ColumnAdapter {
    const copy = this.chainCopy()
    copy.wrapped = inner
    return copy
  }

  /** The counterpart, or null if the column is not there at all. */
  adaptCheckPresent(column: ColumnElement): ColumnElement | null {
    const found = this.column(column)
    return found === column && this.correspondingColumn(column, true) === null ? null : found
  }

  protected override reset(): void {
    this.known = new Map()
  }

  private chainCopy(): ColumnAdapter {
    const copy = Object.create(Object.getPrototypeOf(this) as object) as ColumnAdapter
    Object.assign(copy, this)
    copy.reset()
    return copy
  }

  private locate(column: ColumnElement): ColumnElement | null {
    const adapted = column.kind === 'column' ? this.replaced(column) : super.traverse(column)
    const final = this.wrapped ? (this.wrapped.locate(adapted) ?? adapted) : adapted
    return this.adaptRequired && final === column ? null : final
  }

  private replaced(column: ColumnElement): ColumnElement {
    for (const adapter of this.chain()) {
      const found = adapter.replace(column, true)
      if (found instanceof ColumnElement) return found
    }
    return column
  }
}

installFlatJoin((join, left, right) => {
  const adapter = new ClauseAdapter(left).chainTo(new ClauseAdapter(right))
  return new Join(left, right, {
    onclause: adapter.traverse(join.onclause),
    isouter: join.isouter,
    full: join.full,
  })
})
