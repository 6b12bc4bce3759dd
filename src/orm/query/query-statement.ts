/**
 * The building half of `Query`: every method answers a new query. What runs a query is in `query.ts`.
 */
import type { Dialect } from '../../engine/dialect.js'
import { UnboundExecutionError } from '../../engine/errors.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { Condition } from '../../sql/elements/boolean.js'
import type { ForUpdateOptions } from '../../sql/selectable/generative-select.js'
import type { FromClause } from '../../sql/selectable/from-clause.js'
import { type JoinFlags, Select } from '../../sql/selectable/select.js'
import type { Selectable } from '../../sql/selectable/select-typing.js'
import { clauseElement } from '../../sql/protocol.js'
import { withCompileOptions } from '../loading/entity-select.js'
import type { CompileOptions } from '../loading/entity-compile-state.js'
import type { ColumnDescription } from '../../sql/selectable/column-descriptions.js'
import type { LoaderOptionBase } from '../loading/options/load-chain.js'
import { assertAllows, refuseClauses, refuseLimit, refuseStatement } from './query-checks.js'
import type { QuerySession } from './query-session.js'

/** What a query is made of beside its statement. */
export interface QueryParts {
  readonly statement: Select
  /** Set by `fromStatement()`. */
  readonly source?: ClauseElement | null
  /** Set by `enableAssertions()`. */
  readonly assertions?: boolean
  readonly params?: Readonly<Record<string, unknown>>
}

/** After a join, conditions by name are about the entity joined last. */
export interface AnyFilterBy {
  filterBy(values: Readonly<Record<string, unknown>>): this
}

/** A value of one type or a query of a subclass: every method answers the class it was called on. */
export abstract class QueryStatement {
  /** @internal */
  readonly parts: QueryParts

  constructor(
    readonly session: QuerySession | null,
    entities: readonly unknown[] | QueryParts,
  ) {
    this.parts = Array.isArray(entities)
      ? { statement: legacySelect(entities) }
      : (entities as QueryParts)
  }

  /** Adds conditions, joined by AND. @example session.query(User).filter(User.age.gt(25)) */
  filter(...conditions: readonly Condition[]): this {
    return this.#criteria('filter', (statement) => statement.where(...conditions))
  }

  /** The same as `filter`. */
  where(...conditions: readonly Condition[]): this {
    return this.filter(...conditions)
  }

  /** Conditions on attributes of the entity last joined, or first queried. */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    return this.#criteria('filter', (statement) => statement.filterBy(values))
  }

  orderBy(...clauses: readonly unknown[]): this {
    return this.#criteria('orderBy', (statement) => statement.orderBy(...clauses))
  }

  groupBy(...clauses: readonly unknown[]): this {
    return this.#criteria('groupBy', (statement) => statement.groupBy(...clauses))
  }

  having(...conditions: readonly Condition[]): this {
    return this.#criteria('having', (statement) => statement.having(...conditions))
  }

  limit(limit: number | ColumnElement | null): this {
    return this.#rows('limit', (statement) => statement.limit(limit))
  }

  offset(offset: number | ColumnElement | null): this {
    return this.#rows('offset', (statement) => statement.offset(offset))
  }

  /** Rows `start` to `stop`, as an array's `slice`. */
  slice(start: number, stop: number | null = null): this {
    return this.#rows('slice', (statement) => statement.slice(start, stop))
  }

  distinct(...columns: readonly unknown[]): this {
    return this.#rows('distinct', (statement) => statement.distinct(...columns))
  }

  join(target: unknown, onclause: unknown = null, flags: JoinFlags = {}): this & AnyFilterBy {
    return this.#criteria('join', (statement) => statement.join(target, onclause, flags))
  }

  outerjoin(target: unknown, onclause: unknown = null, flags: JoinFlags = {}): this & AnyFilterBy {
    return this.#criteria('join', (statement) => statement.outerjoin(target, onclause, flags))
  }

  selectFrom(...froms: readonly unknown[]): this & AnyFilterBy {
    assertAllows(this.parts, 'selectFrom', [refuseClauses])
    return this.#change((statement) => statement.selectFrom(...froms))
  }

  /** Loader options. @example session.query(User).options(selectinload(User.posts)) */
  options(...options: readonly LoaderOptionBase[]): this {
    return this.#change((statement) => statement.options(...options))
  }

  correlate(...froms: readonly unknown[]): this {
    return this.#change((statement) => statement.correlate(...froms))
  }

  addColumns(...columns: readonly Selectable[]): QueryStatement {
    return this.#change((statement) => statement.addColumns(...columns))
  }

  /** The same as `addColumns`, for a class or alias. */
  addEntity(entity: Selectable): QueryStatement {
    return this.addColumns(entity)
  }

  /** Other entities or columns, with everything else kept. */
  withEntities(...entities: readonly unknown[]): QueryStatement {
    return this.#change((statement) => statement.withOnlyColumns(...(entities as [])))
  }

  /** `SELECT … FOR UPDATE`. */
  withForUpdate(options: ForUpdateOptions = {}): this {
    return this.#change((statement) => statement.withForUpdate(options))
  }

  withHint(text: string, dialect = '*'): this {
    return this.#change((statement) => statement.withStatementHint(text, dialect))
  }

  /** Overwrites what objects in the session have loaded. */
  populateExisting(): this {
    return this.executionOptions({ populateExisting: true })
  }

  /** False: no flush before the query. */
  autoflush(setting: boolean): this {
    return this.executionOptions({ autoflush: setting })
  }

  /** Fetches this many rows at a time. */
  yieldPer(count: number): this {
    return this.executionOptions({ yieldPer: count })
  }

  executionOptions(options: Readonly<Record<string, unknown>>): this {
    return this.#change((statement) => statement.executionOptions(options))
  }

  /** False: relationships are not loaded along. */
  enableEagerloads(value: boolean): this {
    return this.#change((statement) => withCompileOptions(statement, { enableEagerloads: value }))
  }

  /** False: criteria may follow LIMIT, or a statement of one's own, and are written where they always are. */
  enableAssertions(value: boolean): this {
    return this.with({ ...this.parts, assertions: value })
  }

  /** Values of named parameters. */
  params(values: Readonly<Record<string, unknown>>): this {
    return this.with({ ...this.parts, params: { ...this.parts.params, ...values } })
  }

  /** Entities from a statement of one's own. */
  fromStatement(statement: ClauseElement): this {
    assertAllows(this.parts, 'fromStatement', [refuseClauses])
    return this.with({ ...this.parts, source: statement })
  }

  /** `tablename_column` labels, or plain ones. */
  setLabelStyle(style: 'none' | 'tablenamePlusCol' | 'disambiguateOnly'): this {
    return this.#change((statement) => statement.setLabelStyle(style))
  }

  union(...others: readonly QueryStatement[]): this {
    return this.#setOperation((own) => own.union(...others.map((other) => other.embedded())))
  }

  unionAll(...others: readonly QueryStatement[]): this {
    return this.#setOperation((own) => own.unionAll(...others.map((other) => other.embedded())))
  }

  intersect(...others: readonly QueryStatement[]): this {
    return this.#setOperation((own) => own.intersect(...others.map((other) => other.embedded())))
  }

  except(...others: readonly QueryStatement[]): this {
    return this.#setOperation((own) => own.except(...others.map((other) => other.embedded())))
  }

  intersectAll(...others: readonly QueryStatement[]): this {
    return this.#setOperation((own) => own.intersectAll(...others.map((other) => other.embedded())))
  }

  exceptAll(...others: readonly QueryStatement[]): this {
    return this.#setOperation((own) => own.exceptAll(...others.map((other) => other.embedded())))
  }

  /** Text right after SELECT. @example session.query(User).prefixWith('SQL_NO_CACHE', { dialect: 'mysql' }) */
  prefixWith(...prefixes: readonly unknown[]): this {
    return this.#change((statement) => statement.prefixWith(...prefixes))
  }

  /** Text at the very end. */
  suffixWith(...suffixes: readonly unknown[]): this {
    return this.#change((statement) => statement.suffixWith(...suffixes))
  }

  /** The query as a `select()`. */
  get statement(): Select {
    const plain = this.parts.statement.setLabelStyle('disambiguateOnly')
    return withCompileOptions(plain, { useLegacyQueryStyle: false })
  }

  /** The query as the SELECT it runs. */
  get selectable(): Select {
    return this.parts.statement
  }

  /** What each value of a row is: its name, its type, its entity. */
  get columnDescriptions(): readonly ColumnDescription[] {
    return this.parts.statement.columnDescriptions
  }

  get whereclause(): ColumnElement<boolean> | null {
    return this.parts.statement.whereclause
  }

  subquery(name: string | null = null): FromClause {
    return this.enableEagerloads(false).statement.subquery(name) as FromClause
  }

  cte(name: string | null = null, options: { readonly recursive?: boolean } = {}): FromClause {
    return this.enableEagerloads(false).statement.cte(name, options) as FromClause
  }

  scalarSubquery(): ColumnElement {
    return this.enableEagerloads(false).statement.scalarSubquery()
  }

  label(name: string): ColumnElement {
    return this.scalarSubquery().label(name)
  }

  /** The query where an expression is expected. */
  [clauseElement](): ClauseElement {
    return this.enableEagerloads(false).parts.statement
  }

  /** The SQL for the database the session is bound to, or for people. */
  toString(): string {
    const { statement, source } = this.parts
    const clause = source ?? statement
    return clause.compile(this.#compileOptions(clause)).toString()
  }

  #compileOptions(clause: ClauseElement): { readonly dialect?: Dialect } {
    try {
      return this.session ? { dialect: this.session.getBind({ clause }).dialect } : {}
    } catch (error) {
      if (error instanceof UnboundExecutionError) return {}
      throw error
    }
  }

  /** The SELECT as part of another one. @internal */
  embedded(): Select {
    return this.enableEagerloads(false).parts.statement
  }

  /** A query of the same class with other parts. @internal */
  with(parts: QueryParts): this {
    const make = this.constructor as new (session: QuerySession | null, parts: QueryParts) => this
    return new make(this.session, parts)
  }

  /** @internal */
  withCompileOptions(changes: Partial<CompileOptions>): this {
    return this.#change((statement) => withCompileOptions(statement, changes))
  }

  /** Criteria: refused where they would not apply to the rows that the query is about. */
  #criteria(method: string, change: (statement: Select) => Select<never> | Select): this {
    assertAllows(this.parts, method, [refuseStatement, refuseLimit])
    return this.#change(change)
  }

  #rows(method: string, change: (statement: Select) => Select<never> | Select): this {
    assertAllows(this.parts, method, [refuseStatement])
    return this.#change(change)
  }

  #change(change: (statement: Select) => Select<never> | Select): this {
    return this.with({ ...this.parts, statement: change(this.parts.statement) as Select })
  }

  /** The entities, read from the set operation as from a table. */
  #setOperation(combine: (own: Select) => { subquery(): unknown }): this {
    const from = combine(this.embedded()).subquery() as FromClause
    const { statement } = this.parts
    const reset = new Select(statement.rawColumns)
      .setLabelStyle(statement.labelStyle)
      .selectFrom(from)
      .executionOptions(statement.executionOptionValues)
    const compiled = withCompileOptions(reset.options(...statement.withOptions), {
      useLegacyQueryStyle: true,
      setBaseAlias: true,
      enableSingleCrit: false,
    })
    return this.with({ ...this.parts, statement: compiled, source: null })
  }
}

function legacySelect(entities: readonly unknown[]): Select {
  const statement = new Select(entities).setLabelStyle('tablenamePlusCol')
  return withCompileOptions(statement, { useLegacyQueryStyle: true })
}
