/** What INSERT, UPDATE and DELETE share: a table, RETURNING, options; and VALUES of the first two. */
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import { ClauseElement, type Annotations, type PropagateAttrs } from '../elements/clause-element.js'
import {
  asElement,
  coerceExpression,
  describeValue,
  subqueryAdvice,
  unexpected,
} from '../elements/coercions.js'
import { BindParameter } from '../elements/bind-parameter.js'
import { ColumnElement } from '../elements/column-element.js'
import { NULL_TYPE } from '../types/resolve.js'
import { statementWords, type StatementWord } from '../statement/words.js'
import { guardStatement } from '../primitive-guard.js'
import { hasClauseElement } from '../protocol.js'
import {
  Cte,
  independentCtes,
  type CteOptions,
  type IndependentCte,
  type NestingOptions,
} from '../selectable/alias.js'
import { ColumnCollection, columnsView, type Columns } from '../selectable/column-collection.js'
import { checkedOptions, type ExecutableOption } from '../executable-option.js'
import { FromClause, type AnyColumns } from '../selectable/from-clause.js'
import { selectIterables, type FromHint } from '../selectable/select.js'
import { conditionsByName, namesOf } from '../filter-by.js'
import { generateColumnsPlusNames } from '../selectable/select-columns.js'
import type { SelectBase } from '../selectable/select-base.js'
import type { NamesOf, RowOf, Selectable } from '../selectable/select-typing.js'
import { coerceCondition } from '../elements/coercions.js'
import { and, type Condition } from '../elements/boolean.js'

/** A value of SET or VALUES: a column (or the name of one) and a plain value or an expression. */
export type DmlPair = readonly [column: ColumnElement | string, value: unknown]

/** What the ORM calls `values()` arguments: by attribute name, by column, or in column order. */
export type ValuesArgument =
  Readonly<Record<string, unknown>> | readonly DmlPair[] | ReadonlyMap<unknown, unknown>

export interface ReturningOptions {
  /** The rows come in the order of the parameter sets. */
  readonly sortByParameterOrder: boolean
}

export interface DmlHintOptions {
  /** The table the hint is for; the statement's own unless told. */
  readonly selectable?: unknown
  readonly dialectName?: string
}

/** `R` is the tuple of a RETURNING row. */
export abstract class DmlBase<R = unknown> extends ClauseElement {
  declare readonly __row: R
  override readonly propagateAttrs: PropagateAttrs | null
  readonly table: FromClause
  readonly returningColumns: readonly ClauseElement[] = []
  /** RETURNING rows come in the order of the parameter sets. */
  readonly sortByParameterOrder: boolean = false
  readonly executionOptionValues: Annotations = NO_OPTIONS
  readonly withOptions: readonly ExecutableOption[] = []
  readonly independentCtes: readonly IndependentCte[] = []
  readonly prefixes: readonly StatementWord[] = []
  /** `{ mysql_limit: 5 }` and the like. */
  readonly dialectOptions: Readonly<Record<string, unknown>> = NO_OPTIONS
  readonly fromHints: readonly FromHint[] = []

  constructor(target: unknown) {
    super()
    this.table = coerceTarget(target)
    this.propagateAttrs = this.table.propagateAttrs
  }

  /** `RETURNING …`. @example insert(User).values({ name: 'ed' }).returning(User.id) */
  returning<const S extends readonly Selectable[]>(
    ...columns: S
  ): this & { readonly __row: RowOf<S>; readonly __names: NamesOf<S> }
  /** In the order of the rows that are inserted. @example insert(User).returning(User.id, { sortByParameterOrder: true }) */
  returning<const S extends readonly Selectable[]>(
    ...columns: [...S, ReturningOptions]
  ): this & { readonly __row: RowOf<S>; readonly __names: NamesOf<S> }
  returning(...given: readonly unknown[]): this {
    const { columns, sortByParameterOrder = this.sortByParameterOrder } = returningArguments(given)
    const added = columns.map(coerceReturning)
    return this.copyWith({
      returningColumns: [...this.returningColumns, ...added],
      sortByParameterOrder,
    })
  }

  /** The columns of a RETURNING row. */
  get allSelectedColumns(): readonly ClauseElement[] {
    const own = this.propagateAttrs?.plugin.selectedColumns?.(this)
    return own ?? selectIterables(this.returningColumns)
  }

  /** The columns of a RETURNING row by key. */
  get exportedColumns(): Columns<AnyColumns> {
    return this.memoized('exportedColumns', () => {
      const collection = new ColumnCollection()
      for (const column of this.allSelectedColumns)
        if (column instanceof ColumnElement) collection.add(column, column.proxyKey)
      return columnsView(collection, () => this.kind) as Columns<AnyColumns>
    })
  }

  get labelStyle(): 'disambiguateOnly' {
    return 'disambiguateOnly'
  }

  get name(): null {
    return null
  }

  executionOptions(options: Annotations): this {
    return this.copyWith({ executionOptionValues: { ...this.executionOptionValues, ...options } })
  }

  /** The options that were given. */
  getExecutionOptions(): Annotations {
    return this.executionOptionValues
  }

  options(...options: readonly ExecutableOption[]): this {
    return this.copyWith({ withOptions: [...this.withOptions, ...checkedOptions(options)] })
  }

  /** Text after the verb. @example insert(User).prefixWith('OR IGNORE', { dialect: 'sqlite' }) */
  prefixWith(...prefixes: readonly unknown[]): this {
    return this.copyWith({ prefixes: [...this.prefixes, ...statementWords(prefixes)] })
  }

  /** Text behind the table, for one dialect or all. @example update(users).withHint('FORCE INDEX (a)', { dialectName: 'mysql' }) */
  withHint(text: string, options: DmlHintOptions = {}): this {
    const element = options.selectable ? coerceTarget(options.selectable) : this.table
    const hint = { element, text, dialect: options.dialectName ?? '*' }
    return this.copyWith({ fromHints: [...this.fromHints, hint] })
  }

  withDialectOptions(options: Readonly<Record<string, unknown>>): this {
    return this.copyWith({ dialectOptions: { ...this.dialectOptions, ...options } })
  }

  /** What the statement is about: a table, or an entity of the ORM; `UpdateBase.entity_description`. */
  get entityDescription(): Readonly<Record<string, unknown>> {
    const own = this.propagateAttrs?.plugin.entityDescription?.(this)
    return own ?? { name: this.table.name, table: this.table }
  }

  /** @throws InvalidRequestError always: values are given by `values()` */
  override params(): never {
    throw new InvalidRequestError(
      'params() is not supported for INSERT/UPDATE/DELETE statements. To set the values for an INSERT or UPDATE ' +
        'statement, use stmt.values(**parameters).',
    )
  }

  /** `WITH name AS (INSERT … RETURNING …)`. */
  cte(name: string | null = null, options: Omit<CteOptions, 'name'> = {}): Cte {
    return new Cte(this as unknown as SelectBase, { name, ...options })
  }

  addCte(...ctes: readonly (Cte | NestingOptions)[]): this {
    return this.copyWith({ independentCtes: [...this.independentCtes, ...independentCtes(ctes)] })
  }

  /** @internal */
  proxyColumns(selectable: FromClause): ColumnCollection {
    const collection = new ColumnCollection()
    for (const { column, requiredName, proxyName } of generateColumnsPlusNames(this, false)) {
      const element = column as ColumnElement
      const options = { selectable, name: requiredName, key: proxyName }
      const proxy = element.makeProxy(options)
      collection.add(proxy, element.proxyCollectionKey(options, proxy))
    }
    return collection
  }

  /** @internal */
  isDerivedFrom(other: FromClause | null): boolean {
    return this.table.isDerivedFrom(other)
  }

  override describe(): string {
    return this.kind
  }

  [Symbol.toPrimitive](hint: string): string {
    return guardStatement(hint, () => this.toString())
  }
}

const NO_OPTIONS: Annotations = Object.freeze({})

function coerceTarget(value: unknown): FromClause {
  const element = asElement(value)
  if (element instanceof FromClause && element.kind !== 'subquery') return element
  const advice = element?.isSelect || element?.kind === 'text' ? subqueryAdvice(element) : ''
  throw unexpected('subject table for an INSERT, UPDATE or DELETE', value, advice)
}

/** Columns, and the options if the last argument is one. */
function returningArguments(
  given: readonly unknown[],
): Partial<ReturningOptions> & { readonly columns: readonly unknown[] } {
  const last = given.at(-1)
  if (typeof last !== 'object' || last === null || asElement(last)) return { columns: given }
  if (!('sortByParameterOrder' in last)) return { columns: given }
  return { ...(last as ReturningOptions), columns: given.slice(0, -1) }
}

function coerceReturning(value: unknown): ClauseElement {
  return asElement(value) ?? coerceExpression(value)
}

/** @internal @throws ArgumentError for anything beside a record of values */
export function refuseSeveral(values: readonly unknown[]): void {
  if (values.length < 2) return
  throw new ArgumentError(
    values.every((each) => !Array.isArray(each) && typeof each === 'object')
      ? 'Only a single dictionary/tuple or list of dictionaries/tuples is accepted positionally.'
      : "Can't pass positional and kwargs to values() simultaneously",
  )
}

/** @internal The pairs of a row; lists of plain values are taken in column order. */
export function rowPairs(
  row: ValuesArgument | readonly unknown[],
  table: FromClause,
): readonly DmlPair[] {
  if (!Array.isArray(row) || row.every(isPair)) return valuePairs(row as ValuesArgument, table)
  const columns = table.columns.values()
  return valuePairs(
    row.map((value, index) => [String(columns[index]?.key ?? index), value] as const),
  )
}

/** @internal A column, or the name of one, and its value. */
export function isPair(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    (typeof value[0] === 'string' || asElement(value[0]) !== null)
  )
}

/** @internal Pairs of a `values()` argument. */
export function valuePairs(
  argument: ValuesArgument,
  target: FromClause | null = null,
): readonly DmlPair[] {
  const entries: readonly (readonly [unknown, unknown])[] =
    argument instanceof Map
      ? [...(argument as ReadonlyMap<unknown, unknown>).entries()]
      : Array.isArray(argument)
        ? (argument as readonly DmlPair[])
        : Object.entries(argument)
  const resolved = target?.propagateAttrs?.plugin.resolveValues?.(target, entries) ?? entries
  return resolved.map(([key, value]) => [columnKey(key), coerceValue(value)] as const)
}

function columnKey(key: unknown): ColumnElement | string {
  if (typeof key === 'string') return key
  const element = asElement(key)
  if (element && 'operate' in element) return element as ColumnElement
  throw new ArgumentError(
    `Column expression or name expected in VALUES or SET, got ${describeValue(key)}.`,
  )
}

/** Plain values become parameters at once, so that the statement cache can tell structure from values. */
function coerceValue(value: unknown): ClauseElement {
  if (hasClauseElement(value)) return coerceExpression(value)
  return new BindParameter(null, { value: value ?? null, type: NULL_TYPE, unique: true })
}

/** WHERE of UPDATE and DELETE. */
export abstract class DmlWhereBase<R = unknown> extends DmlBase<R> {
  readonly whereCriteria: readonly ColumnElement[] = []

  /** Adds conditions, joined by AND. */
  where(...conditions: readonly Condition[]): this {
    const added = conditions.map((condition) => coerceCondition(condition))
    const propagateAttrs =
      this.propagateAttrs ?? added.find((each) => each.propagateAttrs)?.propagateAttrs ?? null
    return this.copyWith({ whereCriteria: [...this.whereCriteria, ...added], propagateAttrs })
  }

  filter(...conditions: readonly Condition[]): this {
    return this.where(...conditions)
  }

  /**
   * Conditions on the attributes of the entity, or the columns of the table.
   *
   * @throws InvalidRequestError for a name that is not there
   */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    const source = this.propagateAttrs?.plugin.filterByNames?.(this) ?? namesOf(this.table)
    return this.where(...conditionsByName(source, values))
  }

  get whereclause(): ColumnElement<boolean> | null {
    return this.whereCriteria.length === 0
      ? null
      : and(...(this.whereCriteria as ColumnElement<boolean>[]))
  }
}
