/** `session.query(User)`: the query object of SQLAlchemy 1.x, on top of `select()`. */
import { inspect } from 'node:util'
import { MultipleResultsFound, NoResultFound } from '../../engine/errors.js'
import type { Io } from '../../engine/io.js'
import type { Result, ScalarResult } from '../../engine/result.js'
import { InvalidRequestError } from '../../errors.js'
import { Delete } from '../../sql/dml/delete.js'
import type { ValuesArgument } from '../../sql/dml/dml-base.js'
import { Update } from '../../sql/dml/update.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { literalColumn } from '../../sql/elements/column-clause.js'
import { func } from '../../sql/elements/functions.js'
import { Select } from '../../sql/selectable/select.js'
import type { NamedRow, Selectable } from '../../sql/selectable/select-typing.js'
import type { TypedRow } from '../../engine/row.js'
import type { HasClauseElement } from '../../sql/protocol.js'
import { statementPlugin } from '../../sql/plugin.js'
import type { Mapper } from '../mapping/mapper.js'
import { annotatedEntity } from '../loading/entities/entity-of.js'
import { mapperOf } from '../loading/paths/entity.js'
import { compiledQuery, type BulkContext } from './query-events.js'
import { assertAllows, refuseCriteria, checkUpdatable, isEntity, isSingle } from './query-checks.js'
import { FromStatement } from '../loading/from-statement.js'
import { QueryStatement } from './query-statement.js'
import type { SynchronizeSession } from './dml/synchronize.js'
import './plugin.js'

export interface BulkOptions {
  /** How objects in the session are kept in step. */
  readonly synchronizeSession?: SynchronizeSession
}

/** What a query of some entities answers: objects for a single class, rows otherwise. */
export type QueryRow<S extends readonly unknown[]> = S extends readonly [
  abstract new (...args: never) => infer I,
]
  ? I
  : TypedRow<NamedRow<S>>

/** What `filterBy()` takes for an entity: its attributes, each with a value, an expression or null. */
export type FilterValues<T> = unknown extends T
  ? Readonly<Record<string, unknown>>
  : T extends readonly unknown[]
    ? Readonly<Record<string, unknown>>
    : { readonly [K in keyof T]?: T[K] | HasClauseElement | null }

/**
 * A query; `sqlalchemy.orm.Query`. One entity gives objects, each once; columns give rows.
 *
 * @example
 * session.query(User).filterBy({ name: 'ed' }).orderBy(User.id).first()
 */
export class Query<T = unknown> extends QueryStatement implements Iterable<T> {
  override withEntities<const S extends readonly Selectable[]>(...entities: S): Query<QueryRow<S>> {
    return super.withEntities(...entities) as unknown as Query<QueryRow<S>>
  }

  /** More columns: rows instead of objects, typed no more. */
  override addColumns(...columns: readonly Selectable[]): Query<TypedRow<readonly unknown[]>> {
    return super.addColumns(...columns) as Query<TypedRow<readonly unknown[]>>
  }

  override addEntity(entity: Selectable): Query<TypedRow<readonly unknown[]>> {
    return this.addColumns(entity)
  }

  override filterBy(values: FilterValues<T>): this {
    return super.filterBy(values as Readonly<Record<string, unknown>>)
  }

  all(): T[] {
    return this.run(this.allIo())
  }

  /** The first result, or null; adds LIMIT 1. */
  first(): T | null {
    return this.run(this.firstIo())
  }

  /** The only result. @throws NoResultFound, MultipleResultsFound */
  one(): T {
    return this.run(this.oneIo())
  }

  /** The only result, or null. @throws MultipleResultsFound */
  oneOrNone(): T | null {
    return this.run(this.oneOrNoneIo())
  }

  /** The first column of the only result, or null. @throws MultipleResultsFound */
  scalar(): unknown {
    return this.run(this.scalarIo())
  }

  /** An object by primary key. @throws InvalidRequestError for a query with criteria */
  get(primaryKey: unknown): T | null {
    return this.run(this.getIo(primaryKey))
  }

  /** The first row's value of a column, or null; SQLAlchemy's legacy `Query.value()`. */
  value(column: Selectable): unknown {
    return this.run(this.valueIo(column))
  }

  /** Rows of these columns in place of the query's own, asked for with the first of them; SQLAlchemy's legacy `Query.values()`. */
  *values(...columns: readonly Selectable[]): IterableIterator<TypedRow<readonly unknown[]>> {
    yield* this.run(this.valuesIo(...columns))
  }

  /** The number of rows. */
  count(): number {
    return this.run(this.countIo())
  }

  /** `EXISTS (SELECT 1 …)`, for use in another query. */
  exists(): ColumnElement<boolean> {
    const inner = this.enableEagerloads(false).parts.statement.withOnlyColumns(
      literalColumn('1') as never,
    )
    return inner.exists() as unknown as ColumnElement<boolean>
  }

  /** `UPDATE` of all rows the query matches. @returns the number of rows */
  update(values: ValuesArgument, options: BulkOptions = {}): number {
    return this.run(this.updateIo(values, options))
  }

  /** `DELETE` of all rows the query matches. @returns the number of rows */
  delete(options: BulkOptions = {}): number {
    return this.run(this.deleteIo(options))
  }

  [Symbol.iterator](): Iterator<T> {
    return this.run(this.resultIo({ prebuffer: false }))[Symbol.iterator]() as Iterator<T>
  }

  [inspect.custom](): string {
    return `<Query ${this.toString()}>`
  }

  *allIo(): Io<T[]> {
    return (yield* this.resultIo()).all() as T[]
  }

  *firstIo(): Io<T | null> {
    if (this.parts.source) return (yield* this.resultIo()).first() as T | null
    return (yield* this.limit(1).resultIo()).first() as T | null
  }

  *oneIo(): Io<T> {
    return (yield* this.resultIo()).one() as T
  }

  *oneOrNoneIo(): Io<T | null> {
    return (yield* this.resultIo()).oneOrNone() as T | null
  }

  *scalarIo(): Io<unknown> {
    try {
      const found: unknown = yield* this.oneIo()
      return Array.isArray(found) ? (found as unknown[])[0] : found
    } catch (error) {
      if (error instanceof NoResultFound && !(error instanceof MultipleResultsFound)) return null
      throw error
    }
  }

  *valueIo(column: Selectable): Io<unknown> {
    const { value: row } = (yield* this.valuesIo(column)).next() as IteratorResult<unknown[], null>
    return row?.[0] ?? null
  }

  *valuesIo(...columns: readonly Selectable[]): Io<IterableIterator<TypedRow<readonly unknown[]>>> {
    if (columns.length === 0) return [].values()
    const chosen = this.enableEagerloads(false).withEntities(...columns)
    const rows = isYielding(chosen.parts.statement) ? chosen : chosen.yieldPer(10)
    return (yield* rows.allIo()).values() as IterableIterator<TypedRow<readonly unknown[]>>
  }

  *getIo(primaryKey: unknown): Io<T | null> {
    const mapper = this.#singleMapper()
    const { statement } = this.parts
    assertAllows(this.parts, 'get', [refuseCriteria])
    const identity = identityOf(mapper, primaryKey)
    const object = yield* this.#session().getByIdentityIo(mapper, identity, {
      options: statement.withOptions,
      populateExisting: statement.executionOptionValues['populateExisting'] === true,
    })
    return object as T | null
  }

  *countIo(): Io<number> {
    const counted = new Select([func.count(literalColumn('*'))])
      .setLabelStyle('tablenamePlusCol')
      .selectFrom(compiledQuery<QueryStatement>(this, 'beforeCompile').embedded().subquery())
    const plugin = statementPlugin('orm')
    const owned = counted.executionOptions(this.parts.statement.executionOptionValues).withParts({
      propagateAttrs: plugin && { plugin, subject: this.#subject() },
    })
    const query = this.with({ ...this.parts, statement: owned })
    return Number(yield* query.scalarIo())
  }

  *updateIo(values: ValuesArgument, { synchronizeSession = 'auto' }: BulkOptions = {}): Io<number> {
    const context: BulkContext<QueryStatement> = { query: this, values }
    const { statement } = compiledQuery<QueryStatement>(this, 'beforeCompileUpdate', context).parts
    checkUpdatable(statement)
    const update = new Update(statement.rawColumns[0])
      .where(...(statement.whereCriteria as never[]))
      .values(context.values as ValuesArgument)
    return yield* this.#bulkIo(update.executionOptions({ synchronizeSession }), 'afterBulkUpdate')
  }

  *deleteIo({ synchronizeSession = 'auto' }: BulkOptions = {}): Io<number> {
    const context: BulkContext<QueryStatement> = { query: this }
    const { statement } = compiledQuery<QueryStatement>(this, 'beforeCompileDelete', context).parts
    checkUpdatable(statement)
    const remove = new Delete(statement.rawColumns[0]).where(
      ...(statement.whereCriteria as never[]),
    )
    return yield* this.#bulkIo(remove.executionOptions({ synchronizeSession }), 'afterBulkDelete')
  }

  /** The result, objects once each and unwrapped when the query is for one entity. @internal */
  *resultIo({ prebuffer = true }: { readonly prebuffer?: boolean } = {}): Io<
    Result | ScalarResult
  > {
    const { statement, source, params } = compiledQuery<QueryStatement>(this, 'beforeCompile').parts
    if (statement.rawColumns.length === 0) throw noColumns()
    const executed = source ? new FromStatement(statement, source) : statement
    const options = prebuffer && !isYielding(statement) ? { prebufferRows: true } : {}
    const result = yield* this.#session().executeIo(executed, params ?? null, {
      executionOptions: { ...statement.executionOptionValues, ...options },
    })
    const { rawColumns } = statement
    const filtered = rawColumns.some((column) => isEntity(column))
    const unique = filtered && !isYielding(statement) ? result.unique() : result
    return rawColumns.length === 1 && rawColumns.every(isSingle) ? unique.scalars() : unique
  }

  *#bulkIo(statement: Update | Delete, event: 'afterBulkUpdate' | 'afterBulkDelete'): Io<number> {
    const session = this.#session()
    const executed: unknown = yield* session.executeIo(statement, this.parts.params ?? null)
    const result = executed as { readonly rowcount: number }
    session.dispatch.emit(event, { session: session.face, query: this, statement, result })
    return result.rowcount
  }

  /** Drives one call of the synchronous face. @internal */
  protected run<R>(io: Io<R>): R {
    return this.#session().run(io)
  }

  #session() {
    if (this.session) return this.session
    throw new InvalidRequestError('The query is not bound to a session')
  }

  #subject(): unknown {
    return this.parts.statement.propagateAttrs?.subject ?? null
  }

  #singleMapper(): Mapper {
    const { rawColumns } = this.parts.statement
    const [only] = rawColumns
    const entity = only && isEntity(only) ? annotatedEntity(only) : null
    if (rawColumns.length === 1 && entity) return mapperOf(entity)
    throw new InvalidRequestError('get() can only be used against a single mapped class.')
  }
}

function noColumns(): InvalidRequestError {
  return new InvalidRequestError('Query contains no columns with which to SELECT from.')
}

function isYielding(statement: Select): boolean {
  return typeof statement.executionOptionValues['yieldPer'] === 'number'
}

function identityOf(mapper: Mapper, primaryKey: unknown): readonly unknown[] {
  if (Array.isArray(primaryKey)) return primaryKey
  if (typeof primaryKey === 'object' && primaryKey !== null && !(primaryKey instanceof Date)) {
    const byName = primaryKey as Readonly<Record<string, unknown>>
    return mapper.primaryKey.map((column) => byName[mapper.getPropertyByColumn(column).key])
  }
  return [primaryKey]
}
