/** The SELECT statement: an immutable value; every method answers a new one. The compiler reads its fields. */
import { InvalidRequestError } from '../../errors.js'
import { keepShape } from '../../util/kept-shapes.js'
import { build, install } from '../build.js'
import type { Changeable, ClauseElement, PropagateAttrs } from '../elements/clause-element.js'
import { and, type Condition } from '../elements/boolean.js'
import { asElement, coerceCondition } from '../elements/coercions.js'
import { ColumnElement, type ProxyOptions } from '../elements/column-element.js'
import { coerceColumn, coerceFrom, coerceJoinTarget, coerceOnClause } from '../statement/roles.js'
import { statementWords, type StatementWord } from '../statement/words.js'
import { coerceBy } from '../elements/order-by.js'
import { internals, type Internals } from '../internals.js'
import type { Operator } from '../operators.js'
import { conditionsByName, namesOf } from '../filter-by.js'
import type { HasClauseElement } from '../protocol.js'
import { ColumnCollection } from './column-collection.js'
import type { FromClause } from './from-clause.js'
import { GenerativeSelect } from './generative-select.js'
import { coreDescriptions, type ColumnDescription } from './column-descriptions.js'
import { generateColumnsPlusNames, reducedColumns } from './select-columns.js'
import type { Appended, RowOf, Selectable, SelectShape, ShapeOf } from './select-typing.js'

/** One `join()` of a statement, as it was asked for. */
export interface SetupJoin {
  /** A FROM element, a mapped class or a relationship attribute. */
  readonly right: HasClauseElement
  readonly onclause: HasClauseElement | null
  /** The explicit left side of `joinFrom()`. */
  readonly left: HasClauseElement | null
  readonly isouter: boolean
  readonly full: boolean
}

export interface JoinFlags {
  readonly isouter?: boolean
  readonly full?: boolean
}

export interface OnlyColumnsOptions {
  /** The FROM elements of the columns before are kept. */
  readonly maintainColumnFroms: boolean
}

const PARTS = internals({
  rawColumns: 'elements',
  fromObj: 'elements',
  setupJoins: 'joins',
  memoizedSelectEntities: 'entities',
  whereCriteria: 'elements',
  havingCriteria: 'elements',
  orderByClauses: 'elements',
  groupByClauses: 'elements',
  limitClause: 'element',
  offsetClause: 'element',
  fetchClause: 'element',
  fetchOptions: 'plain',
  forUpdateArg: 'forUpdate',
  distinctFlag: 'plain',
  distinctOn: 'elements',
  correlateFroms: 'fromsOrNull',
  correlateExceptFroms: 'fromsOrNull',
  autoCorrelate: 'plain',
  labelStyle: 'plain',
  prefixes: 'words',
  suffixes: 'words',
  hints: 'plain',
  fromHints: 'hints',
  independentCtes: 'ctes',
  withOptions: 'options',
  propagateAttrs: 'propagate',
})

/** Words for the database, for one dialect or all. */
export interface Hint {
  readonly text: string
  readonly dialect: string
}

/** Words that stand behind a FROM element. */
export interface FromHint extends Hint {
  readonly element: FromClause
}

/** Columns that were replaced by `withOnlyColumns` but still decide from where joins start. */
export interface MemoizedEntities {
  readonly rawColumns: readonly ClauseElement[]
  readonly setupJoins: readonly SetupJoin[]
}

/** `sqlalchemy.Select`; `R` is the tuple of a row, `X` what else the types know of it. */
export class Select<R = unknown, X extends SelectShape = SelectShape> extends GenerativeSelect<
  R,
  X
> {
  override readonly kind = 'select'
  override readonly propagateAttrs: PropagateAttrs | null
  readonly rawColumns: readonly ClauseElement[]
  readonly fromObj: readonly FromClause[] = []
  readonly setupJoins: readonly SetupJoin[] = []
  readonly memoizedSelectEntities: readonly MemoizedEntities[] = []
  readonly whereCriteria: readonly ColumnElement[] = []
  readonly havingCriteria: readonly ColumnElement[] = []
  readonly distinctFlag: boolean = false
  readonly distinctOn: readonly ClauseElement[] = []
  readonly correlateFroms: readonly FromClause[] | null = null
  readonly correlateExceptFroms: readonly FromClause[] | null = null
  readonly autoCorrelate: boolean = true
  readonly prefixes: readonly StatementWord[] = []
  readonly suffixes: readonly StatementWord[] = []
  readonly hints: readonly Hint[] = []
  readonly fromHints: readonly FromHint[] = []

  constructor(columns: readonly unknown[]) {
    super()
    this.rawColumns = columns.map(coerceColumn)
    this.propagateAttrs = adopted(this.rawColumns, null)
  }

  override get internals(): Internals {
    return PARTS
  }

  // --- columns -------------------------------------------------------------------------------------------

  override get allSelectedColumns(): readonly ClauseElement[] {
    const plugin = this.propagateAttrs?.plugin
    const own = plugin?.selectedColumns?.(this)
    return own ?? selectIterables(this.rawColumns)
  }

  /** Adds columns. */
  addColumns<const A extends readonly Selectable[]>(
    ...columns: A
  ): Select<Appended<R, A>, X & ShapeOf<A>> {
    const added = columns.map(coerceColumn)
    return this.copyWith({
      rawColumns: [...this.rawColumns, ...added],
      propagateAttrs: adopted(added, this.propagateAttrs),
    }) as unknown as Select<Appended<R, A>, X & ShapeOf<A>>
  }

  /**
   * Other columns; FROM follows them, unless `maintainColumnFroms`.
   *
   * @example stmt.withOnlyColumns(func.count(), { maintainColumnFroms: true })
   */
  withOnlyColumns<const A extends readonly Selectable[]>(
    ...columns: A
  ): Select<RowOf<A>, ShapeOf<A>>
  withOnlyColumns<const A extends readonly Selectable[]>(
    ...columns: [...A, OnlyColumnsOptions]
  ): Select<RowOf<A>, ShapeOf<A>>
  withOnlyColumns(...given: readonly unknown[]): Select {
    const { columns, maintainColumnFroms } = onlyColumns(given)
    const own = maintainColumnFroms ? this.selectFrom(...this.columnsClauseFroms) : this
    return own.replacedColumns(columns)
  }

  private replacedColumns(columns: readonly unknown[]): Select {
    const memoized: MemoizedEntities = { rawColumns: this.rawColumns, setupJoins: this.setupJoins }
    const rawColumns = columns.map(coerceColumn)
    return this.copyWith({
      rawColumns,
      memoizedSelectEntities:
        this.setupJoins.length > 0
          ? [...this.memoizedSelectEntities, memoized]
          : this.memoizedSelectEntities,
      setupJoins: [],
      propagateAttrs: adopted(rawColumns, this.propagateAttrs),
    }) as unknown as Select
  }

  // --- from ----------------------------------------------------------------------------------------------

  /** The FROM elements, where the columns do not say. */
  selectFrom(...froms: readonly unknown[]): this {
    const added = froms.map(coerceFrom)
    return this.copyWith({
      fromObj: [...this.fromObj, ...added],
      propagateAttrs: adopted(added, this.propagateAttrs),
    })
  }

  /** `JOIN target ON …`; without a condition foreign keys decide. @example select(User).join(User.posts) */
  join(target: unknown, onclause: unknown = null, flags: JoinFlags = {}): this {
    return this.withJoin(null, target, onclause, flags)
  }

  /** `LEFT OUTER JOIN target ON …`. */
  outerjoin(target: unknown, onclause: unknown = null, flags: JoinFlags = {}): this {
    return this.withJoin(null, target, onclause, { ...flags, isouter: true })
  }

  /** `join()` with an explicit left side. */
  joinFrom(left: unknown, target: unknown, onclause: unknown = null, flags: JoinFlags = {}): this {
    return this.withJoin(left, target, onclause, flags)
  }

  /** `outerjoin()` with an explicit left side. */
  outerjoinFrom(
    left: unknown,
    target: unknown,
    onclause: unknown = null,
    flags: JoinFlags = {},
  ): this {
    return this.withJoin(left, target, onclause, { ...flags, isouter: true })
  }

  /**
   * Entities from the rows of another statement: text, a set operation, INSERT … RETURNING.
   *
   * @throws InvalidRequestError for a SELECT that is not about entities
   * @example select(User).fromStatement(text('SELECT * FROM users ORDER BY random()'))
   */
  fromStatement(statement: HasClauseElement): Select<R, X> {
    const source = asElement(statement)
    const made = source && this.propagateAttrs?.plugin.fromStatement?.(this, source)
    if (made) return made as unknown as Select<R, X>
    throw new InvalidRequestError(
      'The default SELECT construct without plugins does not implement this method.',
    )
  }

  // --- criteria ------------------------------------------------------------------------------------------

  /** Adds conditions, joined by AND. @example select(User).where(User.id.eq(1), User.name.ne('ed')) */
  where(...conditions: readonly Condition[]): this {
    const added = conditions.map((condition) => coerceCondition(condition))
    const copy: Changeable<Select> = this.copied()
    copy.whereCriteria = [...this.whereCriteria, ...added]
    copy.propagateAttrs = adopted(added, this.propagateAttrs)
    return copy as this
  }

  /** The same as `where`. */
  filter(...conditions: readonly Condition[]): this {
    return this.where(...conditions)
  }

  /**
   * Conditions on the columns of the entity or table last joined, or first selected.
   *
   * @throws InvalidRequestError for a name that is not there
   */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    const source =
      this.propagateAttrs?.plugin.filterByNames?.(this) ?? namesOf(this.filterSubject())
    return this.where(...conditionsByName(source, values))
  }

  having(...conditions: readonly Condition[]): this {
    const added = conditions.map((condition) => coerceCondition(condition))
    return this.copyWith({ havingCriteria: [...this.havingCriteria, ...added] })
  }

  /** `SELECT DISTINCT`; with columns `DISTINCT ON (…)` on PostgreSQL. */
  distinct(...columns: readonly unknown[]): this {
    return this.copyWith({
      distinctFlag: true,
      distinctOn: [...this.distinctOn, ...columns.map((each) => coerceBy(each))],
    })
  }

  // --- correlation ---------------------------------------------------------------------------------------

  /** FROM elements that an enclosing SELECT provides; null turns correlation off. */
  correlate(...froms: readonly unknown[]): this {
    const off = froms.length === 1 && (froms[0] === null || froms[0] === false)
    const correlateFroms = off ? null : [...(this.correlateFroms ?? []), ...froms.map(coerceFrom)]
    return this.copyWith({ autoCorrelate: false, correlateFroms })
  }

  /** Everything an enclosing SELECT provides but these. */
  correlateExcept(...froms: readonly unknown[]): this {
    const none = froms.length === 1 && (froms[0] === null || froms[0] === false)
    const correlateExceptFroms = none
      ? []
      : [...(this.correlateExceptFroms ?? []), ...froms.map(coerceFrom)]
    return this.copyWith({ autoCorrelate: false, correlateExceptFroms })
  }

  // --- words ---------------------------------------------------------------------------------------------

  /** Text right after SELECT. @example select(User).prefixWith('SQL_NO_CACHE', { dialect: 'mysql' }) */
  prefixWith(...prefixes: readonly unknown[]): this {
    return this.copyWith({ prefixes: [...this.prefixes, ...statementWords(prefixes)] })
  }

  /** Text at the very end; options last. */
  suffixWith(...suffixes: readonly unknown[]): this {
    return this.copyWith({ suffixes: [...this.suffixes, ...statementWords(suffixes)] })
  }

  /**
   * Text behind a FROM element, for one dialect or all (`*`); `%(name)s` in it is the element's name.
   *
   * @example select(User).withHint(User, 'USE INDEX (ix_name)', 'mysql')
   */
  withHint(element: unknown, text: string, dialect = '*'): this {
    const hint = { element: coerceFrom(element), text, dialect }
    return this.copyWith({ fromHints: [...this.fromHints, hint] })
  }

  /** Without columns that others imply by a foreign key or a condition: one of each pair that is equal anyway. */
  reduceColumns(options: { readonly onlySynonyms?: boolean } = {}): Select {
    return this.replacedColumns(reducedColumns(this, options.onlySynonyms ?? true))
  }

  /** Text at the end, for one dialect or all (`*`). */
  withStatementHint(text: string, dialect = '*'): this {
    return this.copyWith({ hints: [...this.hints, { text, dialect }] })
  }

  // --- inspection ----------------------------------------------------------------------------------------

  /** The WHERE conditions joined by AND, or null. */
  get whereclause(): ColumnElement<boolean> | null {
    return this.whereCriteria.length === 0
      ? null
      : and(...(this.whereCriteria as ColumnElement<boolean>[]))
  }

  /** The FROM elements the columns alone ask for. */
  get columnsClauseFroms(): readonly FromClause[] {
    const own = this.propagateAttrs?.plugin.columnsClauseFroms?.(this)
    return own ?? this.rawColumns.flatMap((column) => column.fromObjects)
  }

  /** The FROM elements as they will be written, joins made. @example stmt.getFinalFroms().map(String) */
  getFinalFroms(): readonly FromClause[] {
    return build.finalFroms(this)
  }

  /** What each column of a row is; statements about entities name those. */
  get columnDescriptions(): readonly ColumnDescription[] {
    const described = this.propagateAttrs?.plugin.columnDescriptions?.(this)
    return described ?? coreDescriptions(this)
  }

  override isDerivedFrom(other: FromClause | null): boolean {
    return [...this.rawColumns.flatMap((column) => column.fromObjects), ...this.fromObj].some(
      (from) => from.isDerivedFrom(other),
    )
  }

  override selfGroup(against?: Operator | ClauseElement | null): ClauseElement {
    const inCompound = against && 'kind' in against && against.kind === 'compoundSelect'
    return inCompound && !this.needsParensForGrouping() ? this : super.selfGroup(against)
  }

  override proxyColumns(
    selectable: FromClause,
    compound?: readonly (readonly ColumnElement[])[],
  ): ColumnCollection {
    const collection = new ColumnCollection()
    generateColumnsPlusNames(this, false).forEach(({ column, requiredName, proxyName }, index) => {
      if (!(column instanceof ColumnElement)) return
      const options: ProxyOptions = {
        selectable,
        name: requiredName,
        key: proxyName,
        compoundColumns: compound?.[index] ?? null,
      }
      const proxy = column.makeProxy(options)
      collection.add(proxy, column.proxyCollectionKey(options, proxy))
    })
    return collection
  }

  /** @internal */
  override disambiguated(): this {
    return this.labelStyle === 'none' ? this.setLabelStyle('disambiguateOnly') : this
  }

  /** @internal */
  protected override get selectedCollection(): ColumnCollection {
    const collection = new ColumnCollection()
    for (const { column, proxyName } of generateColumnsPlusNames(this, false)) {
      if (column instanceof ColumnElement) collection.add(column, proxyName)
    }
    return collection
  }

  override describe(): string {
    return 'select'
  }

  /** What `filterBy()` is about: joined last, the first of FROM, or the first selected. */
  private filterSubject(): ClauseElement | null {
    const joined = this.setupJoins.at(-1)?.right
    return (joined ? asElement(joined) : (this.fromObj[0] ?? this.rawColumns[0])) ?? null
  }

  private withJoin(left: unknown, target: unknown, onclause: unknown, flags: JoinFlags): this {
    const join: SetupJoin = {
      right: coerceJoinTarget(target),
      onclause: onclause === null || onclause === undefined ? null : coerceOnClause(onclause),
      left: left === null ? null : coerceJoinTarget(left),
      isouter: flags.isouter ?? false,
      full: flags.full ?? false,
    }
    const copy: Changeable<Select> = this.copied()
    copy.setupJoins = [...this.setupJoins, join]
    copy.propagateAttrs = this.propagateAttrs ?? adopted(elementsOf(join), null)
    return copy as this
  }
}

function elementsOf({ right, onclause, left }: SetupJoin): readonly (ClauseElement | null)[] {
  return [right, onclause, left].flatMap((part) => (part ? [asElement(part)] : []))
}

/** @internal All columns of the arguments of a SELECT. */
export function selectIterables(elements: readonly ClauseElement[]): readonly ClauseElement[] {
  const all: ClauseElement[] = []
  for (const element of elements) {
    const many = (element as { readonly selectIterable?: readonly ClauseElement[] }).selectIterable
    if (many === undefined) all.push(element)
    else all.push(...many)
  }
  return all
}

/** The plugin of the first element that has one. */
function adopted(
  elements: readonly (ClauseElement | null)[],
  own: PropagateAttrs | null,
): PropagateAttrs | null {
  return own ?? elements.find((element) => element?.propagateAttrs)?.propagateAttrs ?? null
}

function onlyColumns(
  given: readonly unknown[],
): Partial<OnlyColumnsOptions> & { readonly columns: readonly unknown[] } {
  const last = given.at(-1)
  const isOptions = typeof last === 'object' && last !== null && 'maintainColumnFroms' in last
  if (!isOptions || asElement(last)) return { columns: given }
  return { ...(last as OnlyColumnsOptions), columns: given.slice(0, -1) }
}

/**
 * Starts a SELECT; `sqlalchemy.select`.
 *
 * @example
 * select(User, Post.title).join(User.posts).where(User.name.eq('ed'))
 */
export function select<const S extends readonly Selectable[]>(
  ...columns: S
): Select<RowOf<S>, ShapeOf<S>> {
  return new Select<RowOf<S>, ShapeOf<S>>(columns)
}

install({ select: (columns) => new Select(columns) })

keepShape(new Select([]))
