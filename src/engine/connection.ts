/**
 * A connection of an engine: executes statements in a transaction that begins by itself. The synchronous face; its
 * `…Io` methods are the core, which `AsyncConnection` and the ORM drive too.
 */
import { inspect } from 'node:util'
import type { SchemaOperation } from '../schema/bind.js'
import type { MetaData, ReflectOptions, ReflectTableOptions } from '../schema/metadata.js'
import type { Table } from '../schema/table.js'
import type { Select } from '../sql/selectable/select.js'
import { InvalidRequestError } from '../errors.js'
import type { Dialect } from './dialect.js'
import type { DriverConnection } from './driver.js'
import type { Engine } from './engine.js'
import { EngineDispatcher, engineEvents } from './events.js'
import { PendingRollbackError, ResourceClosedError } from './errors.js'
import type { ExecutionOptions } from './execution-options.js'
import {
  invokeDriverSqlIo,
  invokeIo,
  selectNow,
  selectsNow,
  type DriverParameters,
  type StatementParameters,
} from './execution/invoke.js'
import type { ExplainOptions, Plan } from './explain.js'
import { runSync, type Io } from './io.js'
import { checkedLevel, IsolationState } from './transactions/isolation.js'
import type { PooledConnection } from './pool/pooled-connection.js'
import { reflectIntoIo, reflectTableIo } from './reflection/reflect.js'
import type { CursorResult } from './result/cursor-result.js'
import type { RowsOf } from './result/typed-rows.js'
import type { FetchedRows } from './result/fetched-rows.js'
import { runSchemaIo } from './execution/schema-execution.js'
import type {
  NestedTransaction,
  RootTransaction,
  Transaction,
  TwoPhaseTransaction,
} from './transaction.js'
import { ConnectionTransactions } from './transactions/transaction-control.js'
import { createXid, twophaseOf } from './transactions/twophase.js'

let lastId = 0

export type { ExecutedResult, RowsOf } from './result/typed-rows.js'

/**
 * `sqlalchemy.engine.Connection`; made by `engine.connect()`.
 *
 * @example
 * using connection = engine.connect()
 * connection.execute(text('select 1')).scalar()
 * connection.commit()
 */
export class Connection {
  /** Listeners of all connections. */
  static readonly events = engineEvents
  /** Counts up per process; names the connection in events. */
  readonly id: number
  readonly #transactions: ConnectionTransactions
  readonly #isolation: IsolationState
  #pooled: PooledConnection | null
  #options: ExecutionOptions
  #closed = false
  #invalidated = false
  #events: EngineDispatcher | null = null

  /** @internal Use `engine.connect()`. */
  constructor(
    readonly engine: Engine,
    pooled: PooledConnection,
    options: ExecutionOptions,
  ) {
    lastId += 1
    this.id = lastId
    this.#pooled = pooled
    this.#options = options
    this.#isolation = new IsolationState(engine.dialect, engine.isolationLevel)
    this.#transactions = new ConnectionTransactions(this, this.#isolation)
    if (options.isolationLevel !== undefined)
      this.#isolation.set(checkedLevel(engine.dialect, options.isolationLevel))
  }

  get dialect(): Dialect {
    return this.engine.dialect
  }

  /** @internal For `event.listen`: listeners of this connection alone. */
  get events(): EngineDispatcher {
    this.#events ??= new EngineDispatcher({ followers: [this.engine.events] }, null, true)
    return this.#events
  }

  /** @internal All who listen: to this connection first, then to its engine. */
  get heardBy(): EngineDispatcher {
    return this.#events ?? this.engine.events
  }

  /** The connection checked out of the pool; `Connection.connection`. @throws as a statement would */
  get connection(): PooledConnection {
    runSync(this.#connectedIo())
    return this.#usable()
  }

  get closed(): boolean {
    return this.#closed
  }

  /** True after the connection was lost or given up, until it is used again. */
  get invalidated(): boolean {
    return this.#invalidated
  }

  /** Kept with the driver's connection, beyond this object. */
  get info(): Record<string, unknown> {
    return this.connection.info
  }

  /** @internal The driver's connection; `connectIo` first when it may have been lost. */
  get driverConnection(): DriverConnection {
    return this.#usable().driverConnection
  }

  /** @internal */
  get isUsable(): boolean {
    return !this.#closed && !this.#invalidated && this.#pooled !== null
  }

  /** The level transactions have unless an option says otherwise. */
  get defaultIsolationLevel(): string {
    return this.dialect.defaultIsolationLevel
  }

  /**
   * Executes a statement; begins a transaction if there is none.
   *
   * @param parameters values of named parameters, or a list of such objects to execute it once for each
   * @throws ObjectNotExecutableError, StatementError, DBAPIError and its subclasses
   * @example
   * connection.execute(insert(users), [{ name: 'ed' }, { name: 'wendy' }])
   */
  execute<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options?: { readonly executionOptions?: ExecutionOptions },
  ): CursorResult<RowsOf<S>> {
    return runSync(this.executeIo(statement, parameters, this.#sited(options?.executionOptions)))
  }

  /** The first column of the first row, or null. */
  scalar<S>(statement: S, parameters?: StatementParameters | null): RowsOf<S>[0] | null {
    return this.execute(statement, parameters).scalar()
  }

  /** The first column of each row. */
  scalars<S>(statement: S, parameters?: StatementParameters | null) {
    return this.execute(statement, parameters).scalars()
  }

  /**
   * Sends SQL to the driver as it is, with the driver's placeholders (`?`, `$1`); `exec_driver_sql`.
   *
   * @param parameters a list of values, or a list of lists
   */
  execDriverSql(
    sql: string,
    parameters?: DriverParameters,
    options?: { readonly executionOptions?: ExecutionOptions },
  ): CursorResult {
    const sited = this.#sited(options?.executionOptions)
    return runSync(this.execDriverSqlIo(sql, parameters, sited))
  }

  /** The plan of a statement; with `analyze` it is run and rolled back. */
  explain(
    statement: unknown,
    parameters?: StatementParameters | null,
    options?: ExplainOptions,
  ): Plan {
    return runSync(this.explainIo(statement, parameters, options))
  }

  /**
   * Begins a transaction; with a function: commits when it returns, rolls back when it throws.
   *
   * @throws InvalidRequestError when one has begun already
   */
  begin(): RootTransaction
  begin<R>(work: (transaction: RootTransaction) => R): R
  begin<R>(work?: (transaction: RootTransaction) => R): RootTransaction | R {
    return work ? runSync(this.scopeIo(this.beginIo(), work)) : runSync(this.beginIo())
  }

  /** Sets a savepoint; with a function: releases it when the function returns, rolls back to it when it throws. */
  beginNested(): NestedTransaction
  beginNested<R>(work: (transaction: NestedTransaction) => R): R
  beginNested<R>(work?: (transaction: NestedTransaction) => R): NestedTransaction | R {
    return work ? runSync(this.scopeIo(this.beginNestedIo(), work)) : runSync(this.beginNestedIo())
  }

  /**
   * Begins a transaction that is prepared before it is committed.
   *
   * @param xid its id in the database; a new one when left out
   * @throws UnsupportedFeatureError where the database has no two-phase commit, InvalidRequestError when a
   * transaction has begun already
   */
  beginTwophase(xid?: string): TwoPhaseTransaction {
    return runSync(this.beginTwophaseIo(xid))
  }

  /** The ids of transactions that were prepared and have not been ended, whoever began them. */
  recoverTwophase(): string[] {
    return runSync(this.recoverTwophaseIo())
  }

  /** Commits a prepared transaction by its id, also one of another process. */
  commitPrepared(xid: string): void {
    runSync(this.endPreparedIo('commit', xid))
  }

  /** Rolls a prepared transaction back by its id, also one of another process. */
  rollbackPrepared(xid: string): void {
    runSync(this.endPreparedIo('rollback', xid))
  }

  /** Commits what has begun; nothing otherwise. */
  commit(): void {
    runSync(this.commitIo())
  }

  /** Rolls back what has begun; nothing otherwise. */
  rollback(): void {
    runSync(this.rollbackIo())
  }

  inTransaction(): boolean {
    return this.#transactions.root?.isActive ?? false
  }

  inNestedTransaction(): boolean {
    return this.#transactions.nested?.isActive ?? false
  }

  getTransaction(): RootTransaction | null {
    return this.#transactions.root
  }

  getNestedTransaction(): NestedTransaction | null {
    return this.#transactions.nested
  }

  /**
   * Sets options of this connection, and answers it.
   *
   * @throws InvalidRequestError when the isolation level is changed inside a transaction
   */
  executionOptions(options: ExecutionOptions): this {
    const changed = { ...options }
    this.heardBy.emit('setConnectionExecutionOptions', this, changed)
    this.#options = { ...this.#options, ...changed }
    if (changed.isolationLevel !== undefined) this.#changeIsolation(changed.isolationLevel)
    return this
  }

  getExecutionOptions(): ExecutionOptions {
    return this.#options
  }

  getIsolationLevel(): string {
    return runSync(this.getIsolationLevelIo())
  }

  /** @internal For `MetaData.createAll` and its siblings. */
  runSchema(operation: SchemaOperation): void {
    runSync(runSchemaIo(this, operation))
  }

  /** @internal For `MetaData.reflect`. */
  reflectInto(metadata: MetaData, options: ReflectOptions): void {
    runSync(reflectIntoIo(this, metadata, options))
  }

  /** @internal For `autoloadWith`. */
  reflectTable(table: Table, options: ReflectTableOptions): void {
    runSync(reflectTableIo(this, table, options))
  }

  /** Gives the connection up as broken; the next statement uses a new one. */
  invalidate(error: unknown = null): void {
    runSync(this.invalidateIo(error))
  }

  /** Takes the driver's connection out of the pool; it is closed with this object. */
  detach(): void {
    runSync(this.#usable().detachIo())
  }

  /** Rolls back what has not been committed, and gives the connection back to the pool. */
  close(): void {
    runSync(this.closeIo())
  }

  [Symbol.dispose](): void {
    this.close()
  }

  [inspect.custom](): string {
    const state = this.#closed ? 'closed' : this.inTransaction() ? 'in transaction' : 'idle'
    return `<Connection ${this.engine.url.toString()} ${state}>`
  }

  executeIo<S>(
    statement: S,
    parameters: StatementParameters | null = null,
    options: ExecutionOptions = {},
  ): Io<CursorResult<RowsOf<S>>> {
    return invokeIo(this, statement, parameters, options) as Io<CursorResult<RowsOf<S>>>
  }

  /** @internal Whether `selectNow` may answer. */
  get selectsNow(): boolean {
    return selectsNow(this)
  }

  /** @internal `executeIo` of a SELECT in one step; null where that is not possible. */
  selectNow(
    statement: Select,
    parameters: StatementParameters | null,
    options: ExecutionOptions,
  ): FetchedRows | null {
    return selectNow(this, statement, parameters, options)
  }

  execDriverSqlIo(
    sql: string,
    parameters: DriverParameters = [],
    options: ExecutionOptions = {},
  ): Io<CursorResult> {
    return invokeDriverSqlIo(this, sql, parameters, options)
  }

  *explainIo(
    statement: unknown,
    parameters: StatementParameters | null = null,
    options: ExplainOptions = {},
  ): Io<Plan> {
    const target = this.engine.compileForExplain(statement, parameters)
    return yield* this.dialect.explainIo(this, target, options)
  }

  *beginIo(): Io<RootTransaction> {
    this.#transactions.checkScope()
    if (this.#transactions.root !== null) throw alreadyBegun("can't call begin() here")
    this.#refuseClosed()
    yield* this.#connectedIo()
    return yield* this.#transactions.beginRootIo()
  }

  *beginTwophaseIo(xid: string = createXid()): Io<TwoPhaseTransaction> {
    this.#transactions.checkScope()
    if (this.#transactions.root !== null) {
      throw new InvalidRequestError(
        'Cannot start a two phase transaction when a transaction is already in progress.',
      )
    }
    yield* this.#connectedIo()
    return yield* this.#transactions.beginTwophaseRootIo(xid)
  }

  *recoverTwophaseIo(): Io<string[]> {
    const result = yield* this.execDriverSqlIo(twophaseOf(this.dialect).recover)
    return result.scalars().all() as string[]
  }

  *endPreparedIo(kind: 'commit' | 'rollback', xid: string): Io<void> {
    yield* this.#connectedIo()
    yield* this.#transactions.endPreparedIo(kind, xid)
  }

  *beginNestedIo(): Io<NestedTransaction> {
    this.#transactions.checkScope()
    this.#refuseClosed()
    yield* this.autobeginIo()
    return yield* this.#transactions.beginNestedIo()
  }

  *commitIo(): Io<void> {
    yield* this.#transactions.root?.commitIo() ?? nothingIo()
  }

  *rollbackIo(): Io<void> {
    yield* this.#transactions.root?.rollbackIo() ?? nothingIo()
  }

  /** Runs a function in a transaction that ends with it. */
  *scopeIo<T extends Transaction, R>(
    begin: Io<T>,
    work: (transaction: T) => R | PromiseLike<R>,
  ): Io<R> {
    const transaction = yield* begin
    return yield* this.#transactions.scopeIo(transaction, () => work(transaction))
  }

  /** @internal There is a connection and a transaction, both in order: `autobeginIo` would find nothing to do. */
  get isReady(): boolean {
    return !this.#closed && !this.#invalidated && this.#transactions.isReady
  }

  /** @internal Makes sure that there is a connection and a transaction, both in order. */
  *autobeginIo(): Io<void> {
    yield* this.#connectedIo()
    this.#transactions.checkUsable()
    this.#transactions.checkScope()
    if (this.#transactions.root === null) yield* this.#transactions.beginRootIo()
  }

  *getIsolationLevelIo(): Io<string> {
    yield* this.#connectedIo()
    yield* this.#isolation.applyIo(this.driverConnection)
    return yield* this.dialect.readIsolationLevelIo(this.driverConnection, this.#isolation.wanted)
  }

  *invalidateIo(error: unknown = null): Io<void> {
    if (this.#invalidated) return
    const pooled = this.#usable()
    this.#invalidated = true
    this.#pooled = null
    this.#isolation.forget()
    yield* pooled.invalidateIo(error)
  }

  *closeIo(): Io<void> {
    if (this.#closed) return
    const { root } = this.#transactions
    yield* root?.closeIo() ?? nothingIo()
    const pooled = this.#pooled
    this.#pooled = null
    this.#closed = true
    this.engine.lastClosed = [this, pooled]
    if (pooled === null) return
    if (pooled.isValid) yield* this.#isolation.restoreIo(pooled.driverConnection)
    yield* pooled.returnIo(root !== null)
  }

  *#connectedIo(): Io<void> {
    if (this.#closed) throw new ResourceClosedError('This Connection is closed')
    if (!this.#invalidated) return
    if (this.#transactions.root !== null) {
      throw new PendingRollbackError(
        "Can't reconnect until invalid transaction is rolled back.  Please rollback() fully before proceeding",
      )
    }
    this.#pooled = yield* this.engine.checkoutIo()
    this.#invalidated = false
  }

  /** The beginning is told before somebody finds out that there is no connection, as SQLAlchemy does. */
  #refuseClosed(): void {
    if (!this.#closed) return
    this.#transactions.tellBegin()
    throw new ResourceClosedError('This Connection is closed')
  }

  #usable(): PooledConnection {
    if (this.#closed) throw new ResourceClosedError('This Connection is closed')
    if (this.#pooled === null) throw new ResourceClosedError('This Connection has been invalidated')
    return this.#pooled
  }

  #changeIsolation(level: string): void {
    if (this.#transactions.root !== null) throw alreadyBegun('isolation_level may not be altered')
    this.#isolation.set(checkedLevel(this.dialect, level))
  }

  #sited(options: ExecutionOptions = {}): ExecutionOptions {
    if (!this.engine.isObserved || options.site !== undefined) return options
    return { ...options, site: this.engine.captureSite() }
  }
}

/** For computations that may have nothing to do. */
export function* nothingIo(): Io<void> {}

function alreadyBegun(what: string): InvalidRequestError {
  return new InvalidRequestError(
    'This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; ' +
      `${what} unless rollback() or commit() is called first.`,
  )
}
