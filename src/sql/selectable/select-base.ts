/** What every statement that returns rows can do: become a subquery, a CTE, a scalar, an EXISTS; carry options. */
import { build } from '../build.js'
import { ClauseElement, type Annotations } from '../elements/clause-element.js'
import type { ColumnElement } from '../elements/column-element.js'
import type { Name } from '../names.js'
import { guardStatement } from '../primitive-guard.js'
import { ColumnCollection, columnsView, type Columns } from './column-collection.js'
import {
  Cte,
  independentCtes,
  Lateral,
  Subquery,
  type CteOptions,
  type IndependentCte,
  type NestingOptions,
} from './alias.js'
import type { AnyColumns, FromClause } from './from-clause.js'
import type { CompoundSelect, CompoundKeyword } from './compound-select.js'
import type { Exists, ScalarSelect } from './scalar-select.js'
import type { Select } from './select.js'
import type { SelectShape } from './select-typing.js'
import { checkedOptions, type ExecutableOption } from '../executable-option.js'

/** How columns are labelled; `SelectLabelStyle`. */
export type LabelStyle = 'none' | 'tablenamePlusCol' | 'disambiguateOnly'

/** Columns without labels; `sqlalchemy.LABEL_STYLE_NONE`. @example select(User).setLabelStyle(LABEL_STYLE_NONE) */
export const LABEL_STYLE_NONE: LabelStyle = 'none'

/**
 * Every column as `table_column`; `sqlalchemy.LABEL_STYLE_TABLENAME_PLUS_COL`.
 *
 * @example select(User).setLabelStyle(LABEL_STYLE_TABLENAME_PLUS_COL)
 */
export const LABEL_STYLE_TABLENAME_PLUS_COL: LabelStyle = 'tablenamePlusCol'

/**
 * Labels only where names collide; `sqlalchemy.LABEL_STYLE_DISAMBIGUATE_ONLY`, the default of `select()`.
 *
 * @example select(User).setLabelStyle(LABEL_STYLE_DISAMBIGUATE_ONLY)
 */
export const LABEL_STYLE_DISAMBIGUATE_ONLY: LabelStyle = 'disambiguateOnly'

/** What `select()` uses; `sqlalchemy.LABEL_STYLE_DEFAULT`. @example select(User).setLabelStyle(LABEL_STYLE_DEFAULT) */
export const LABEL_STYLE_DEFAULT: LabelStyle = LABEL_STYLE_DISAMBIGUATE_ONLY

/** Makers of the statements that refer back to this module; the modules that own them install them. */
export interface SelectMakers {
  scalarSelect(element: SelectBase): ScalarSelect
  exists(element: SelectBase): Exists
  compound<R, X extends SelectShape>(
    keyword: CompoundKeyword,
    selects: readonly SelectBase[],
  ): CompoundSelect<R, X>
  grouping(element: SelectBase): ClauseElement
}

const makers = {} as SelectMakers

/** @internal */
export function installSelectMakers(part: Partial<SelectMakers>): void {
  Object.assign(makers, part)
}

/** `R` is the tuple of a row, `X` what else the types know of it. */
export abstract class SelectBase<
  R = unknown,
  X extends SelectShape = SelectShape,
> extends ClauseElement {
  /** Phantom: the type of a row. */
  declare readonly __row: R
  /** Phantom: the values of a row by name. */
  declare readonly __names: X['names']
  /** Options for the one who executes; see `Connection.execute`. */
  readonly executionOptionValues: Annotations = NO_OPTIONS
  /** ORM options: loader strategies and the like. */
  readonly withOptions: readonly ExecutableOption[] = []
  /** CTEs written although nothing refers to them. */
  readonly independentCtes: readonly IndependentCte[] = []

  override get isSelect(): boolean {
    return true
  }

  /** The columns of a row, in order. */
  abstract get allSelectedColumns(): readonly ClauseElement[]

  /** @internal The columns a subquery of this statement gets. */
  abstract proxyColumns(selectable: FromClause): ColumnCollection

  /** @internal Whether columns of this statement come from `other`. */
  abstract isDerivedFrom(other: FromClause | null): boolean

  /** A SELECT in an IN, a comparison, a FROM of a set operation: in parentheses. */
  override selfGroup(_against?: unknown): ClauseElement {
    return makers.grouping(this)
  }

  get name(): Name | null {
    return null
  }

  /** The columns by key. */
  get selectedColumns(): Columns<AnyColumns> {
    return this.memoized(
      'selectedColumns',
      () => columnsView(this.selectedCollection, () => 'select') as Columns<AnyColumns>,
    )
  }

  get exportedColumns(): Columns<AnyColumns> {
    return this.selectedColumns
  }

  /** @internal With labels that tell columns of one name apart. */
  disambiguated(): this {
    return this
  }

  /** Without labels of columns; a value has no name for them. @internal */
  unlabelled(): this {
    return this
  }

  /** `(SELECT …) AS name`, for FROM. @example const sub = select(User.id).subquery(); sub.c.id */
  subquery(name: string | null = null): Subquery<X['columns']> {
    return new Subquery(this.disambiguated(), name)
  }

  /** The same; `alias` in SQLAlchemy. */
  alias(name: string | null = null): Subquery<X['columns']> {
    return this.subquery(name)
  }

  /** `LATERAL (SELECT …) AS name`. */
  lateral(name: string | null = null): Lateral<X['columns']> {
    return new Lateral(this.disambiguated(), name)
  }

  /** `WITH name AS (SELECT …)`. @example const tree = select(…).cte('tree', { recursive: true }) */
  cte(name: string | null = null, options: Omit<CteOptions, 'name'> = {}): Cte<X['columns']> {
    return new Cte(this, { name, ...options })
  }

  /** The statement as a single value. */
  scalarSubquery(): ScalarSelect<FirstCell<R>> {
    return makers.scalarSelect(this.unlabelled()) as ScalarSelect<FirstCell<R>>
  }

  /** The same as `scalarSubquery()`, by its older name. */
  asScalar(): ScalarSelect<FirstCell<R>> {
    return this.scalarSubquery()
  }

  /** `SELECT … FROM (this)`. */
  select(): Select {
    return build.select([this.subquery()])
  }

  /** A scalar subquery under a name. */
  label<N extends string>(name: N) {
    return this.scalarSubquery().label(name)
  }

  /** `EXISTS (SELECT …)`. */
  exists(): Exists {
    return makers.exists(this)
  }

  union(...others: readonly SelectBase[]): CompoundSelect<R, X> {
    return makers.compound('UNION', [this, ...others])
  }

  unionAll(...others: readonly SelectBase[]): CompoundSelect<R, X> {
    return makers.compound('UNION ALL', [this, ...others])
  }

  intersect(...others: readonly SelectBase[]): CompoundSelect<R, X> {
    return makers.compound('INTERSECT', [this, ...others])
  }

  intersectAll(...others: readonly SelectBase[]): CompoundSelect<R, X> {
    return makers.compound('INTERSECT ALL', [this, ...others])
  }

  except(...others: readonly SelectBase[]): CompoundSelect<R, X> {
    return makers.compound('EXCEPT', [this, ...others])
  }

  exceptAll(...others: readonly SelectBase[]): CompoundSelect<R, X> {
    return makers.compound('EXCEPT ALL', [this, ...others])
  }

  /** Adds CTEs that are written although nothing refers to them, e.g. an INSERT. */
  addCte(...ctes: readonly (Cte | NestingOptions)[]): this {
    return this.copyWith({ independentCtes: [...this.independentCtes, ...independentCtes(ctes)] })
  }

  /** Options for the execution. @example stmt.executionOptions({ yieldPer: 100 }) */
  executionOptions(options: Annotations): this {
    return this.copyWith({ executionOptionValues: { ...this.executionOptionValues, ...options } })
  }

  /** The options that were given. */
  getExecutionOptions(): Annotations {
    return this.executionOptionValues
  }

  /** ORM options. @example select(User).options(selectinload(User.posts)) */
  options(...options: readonly ExecutableOption[]): this {
    return this.copyWith({ withOptions: [...this.withOptions, ...checkedOptions(options)] })
  }

  /** @internal */
  asInOperand(): ColumnElement {
    return this.scalarSubquery()
  }

  [Symbol.toPrimitive](hint: string): string {
    return guardStatement(hint, () => this.toString())
  }

  /** @internal */
  protected get selectedCollection(): ColumnCollection {
    const collection = new ColumnCollection()
    for (const column of this.allSelectedColumns) {
      if ('proxyKey' in column)
        collection.add(column as ColumnElement, (column as ColumnElement).proxyKey)
    }
    return collection
  }
}

const NO_OPTIONS: Annotations = Object.freeze({})

/** The first column's type. */
export type FirstCell<R> = R extends readonly [infer F, ...(readonly unknown[])] ? F : unknown
