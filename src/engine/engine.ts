/**
 * An engine: a dialect, a driver and a pool of connections for one URL. The synchronous face; `AsyncEngine` wraps it.
 * Made by `createEngine()`, which alone knows the dialects.
 */
import { inspect } from 'node:util'
import type { SchemaOperation } from '../schema/bind.js'
import type { MetaData, ReflectOptions, ReflectTableOptions } from '../schema/metadata.js'
import type { Table } from '../schema/table.js'
import { Connection } from './connection.js'
import type { Paramstyle } from '../sql/compiler/dialect.js'
import type { Dialect, ExplainTarget } from './dialect.js'
import type { Driver, DriverConnection } from './driver.js'
import { engineEvents, EngineDispatcher } from './events.js'
import type { ExecutionOptions } from './execution-options.js'
import { connectError, isGone } from './execution/driver-error.js'
import { explainTarget } from './execution/compiled-statement.js'
import type { StatementParameters } from './execution/parameters.js'
import { StatementCache } from './execution/statement-cache.js'
import { openIo } from './pool/open-connection.js'
import { request, runSync, type Io } from './io.js'
import { checkedLevel, normalLevel } from './transactions/isolation.js'
import { EchoLog, type Echo } from './log/echo.js'
import type { EngineObserver } from './observer.js'
import { Observers } from './log/observers.js'
import type { Pool, PoolClass, PoolOptions } from './pool/pool.js'
import type { PooledConnection } from './pool/pooled-connection.js'
import { reflectIntoIo } from './reflection/reflect.js'
import { runSchemaIo } from './execution/schema-execution.js'
import type { URL } from './url.js'

export interface EngineOptions extends PoolOptions {
  /** Log statements: `true`, `"debug"` for rows too, or a function that gets the records. */
  readonly echo?: Echo
  /** Added to the logger's name. */
  readonly loggingName?: string
  readonly poolClass?: PoolClass
  /** The isolation of all transactions, or `AUTOCOMMIT`. */
  readonly isolationLevel?: string
  /** Passed on to the driver. */
  readonly connectArgs?: Readonly<Record<string, unknown>>
  /** Keep parameters out of the log and of error messages. */
  readonly hideParameters?: boolean
  /** Warn of cartesian products in the FROM of statements; true by default. */
  readonly enableFromLinting?: boolean
  /** Statements whose compiled form is kept; 0 for none. */
  readonly queryCacheSize?: number
  readonly executionOptions?: ExecutionOptions
  /** How parameters are written, where the driver takes more than one way: `qmark` or `named` on SQLite. */
  readonly paramstyle?: Paramstyle
  /** Accepted for the sake of old programs; false is an error. */
  readonly future?: boolean
}

/** What an engine is made of; `createEngine()` puts it together. */
export interface EngineParts {
  readonly url: URL
  readonly dialect: Dialect
  readonly driver: Driver
  /** False for synchronous engines, which cannot wait for a connection to come back. */
  readonly canWait: boolean
  readonly options: EngineOptions
}

/** What engines that differ only in their options share. */
interface SharedParts extends EngineParts {
  readonly statements: StatementCache
  readonly observers: Observers
  readonly pools: { current: Pool }
  readonly log: { echo: EchoLog | null }
}

/**
 * `sqlalchemy.engine.Engine`.
 *
 * @example
 * const engine = createEngine('sqlite:///app.db')
 * engine.begin((connection) => connection.execute(text('create table t (id integer)')))
 */
export class Engine {
  /** Listeners of all engines: `event.listen(Engine, 'connect', …)`. */
  static readonly events = engineEvents
  readonly url: URL
  readonly dialect: Dialect
  readonly driverImplementation: Driver
  readonly options: EngineOptions
  readonly events: EngineDispatcher
  readonly #shared: SharedParts
  #executionOptions: ExecutionOptions
  /** What belonged to the connection closed last: kept for its shapes (see `keepShape`). @internal */
  lastClosed: readonly unknown[] = []

  /** @internal Use `createEngine()`. */
  constructor(
    parts: EngineParts,
    from?: { readonly engine: Engine; readonly options: ExecutionOptions },
  ) {
    this.url = parts.url
    this.dialect = parts.dialect
    this.driverImplementation = parts.driver
    this.options = parts.options
    this.events = dispatcherOf(from?.engine)
    this.#executionOptions =
      from?.engine.getExecutionOptions() ?? parts.options.executionOptions ?? {}
    this.#shared = from === undefined ? this.#makeShared(parts) : from.engine.#shared
    if (from === undefined) this.echo = parts.options.echo ?? false
    else this.updateExecutionOptions(from.options)
  }

  /** The isolation of transactions whose connection says nothing else. */
  get isolationLevel(): string | null {
    const level = this.#executionOptions.isolationLevel ?? this.options.isolationLevel
    return level === undefined ? null : normalLevel(level)
  }

  /** The dialect's name. */
  get name(): string {
    return this.dialect.name
  }

  /** The driver's name. */
  get driver(): string {
    return this.driverImplementation.name
  }

  /** @internal Listeners of the dialect, which engines that differ only in their options share. */
  get dialectEvents(): EngineDispatcher {
    return this.events.shared ?? this.events
  }

  get pool(): Pool {
    return this.#shared.pools.current
  }

  get hideParameters(): boolean {
    return this.options.hideParameters ?? false
  }

  /** @internal Statements are checked for cartesian products. */
  get linting(): boolean {
    return this.options.enableFromLinting ?? true
  }

  /** @internal Compiled statements by structure. */
  get statements(): StatementCache {
    return this.#shared.statements
  }

  /** @internal */
  get observers(): Observers {
    return this.#shared.observers
  }

  /** @internal True when anybody wants to hear of statements. */
  get isObserved(): boolean {
    return !this.#shared.observers.isEmpty
  }

  /** @internal */
  get echoLog(): EchoLog | null {
    return this.#shared.log.echo
  }

  /** Whether statements are logged; may be set at any time. */
  get echo(): Echo {
    return this.#shared.log.echo?.setting ?? false
  }

  set echo(echo: Echo) {
    const { log, observers } = this.#shared
    if (log.echo !== null) observers.remove(log.echo)
    log.echo = echo === false ? null : new EchoLog(echo, this.options.loggingName)
    if (log.echo !== null) observers.add(log.echo)
  }

  /**
   * A connection; with a function: closes it when the function is done.
   *
   * @throws OperationalError when the database cannot be reached, TimeoutError when the pool is exhausted
   * @example
   * engine.connect((connection) => connection.execute(text('select 1')).scalar())
   */
  connect(): Connection
  connect<R>(work: (connection: Connection) => R): R
  connect<R>(work?: (connection: Connection) => R): Connection | R {
    return work ? runSync(this.connectedIo(work)) : runSync(this.connectIo())
  }

  /** A connection in a transaction that commits when the function returns and rolls back when it throws. */
  begin<R>(work: (connection: Connection) => R): R {
    return runSync(this.connectedIo((connection) => connection.begin(() => work(connection))))
  }

  /** The same engine with other options for its connections; shares the pool. */
  executionOptions(options: ExecutionOptions): Engine {
    return new Engine(this.#shared, { engine: this, options })
  }

  /** Changes the options of connections that are made from now on. */
  updateExecutionOptions(options: ExecutionOptions): void {
    const changed = { ...options }
    this.events.emit('setEngineExecutionOptions', this, changed)
    this.#executionOptions = { ...this.#executionOptions, ...changed }
  }

  /**
   * The driver's connection, checked out of the pool, without transactions or events of statements; `raw_connection`.
   *
   * @throws as `connect`
   * @example
   * using raw = engine.rawConnection()
   * raw.cursor().execute('PRAGMA user_version = 3')
   */
  rawConnection(): PooledConnection {
    return runSync(this.checkoutIo())
  }

  getExecutionOptions(): ExecutionOptions {
    return this.#executionOptions
  }

  /** Closes the connections that nobody uses; the engine goes on with a new pool. */
  dispose(): void {
    runSync(this.disposeIo())
  }

  /** Forgets the compiled statements. */
  clearCompiledCache(): void {
    this.#shared.statements.clear()
  }

  /**
   * Hears of every statement and transaction; answers how to stop.
   *
   * @example
   * const stop = engine.observe({ statementEnd: (event, outcome) => console.log(event.sql, outcome.durationMs) })
   */
  observe(observer: EngineObserver): () => void {
    return this.#shared.observers.add(observer)
  }

  /** @internal The user's line, if somebody keeps track of it. */
  captureSite(): string | null {
    return this.isObserved ? this.#shared.observers.captureSite() : null
  }

  /** @internal For `MetaData.createAll` and its siblings. */
  runSchema(operation: SchemaOperation): void {
    runSync(this.runSchemaIo(operation))
  }

  /** @internal For `MetaData.reflect`. */
  reflectInto(metadata: MetaData, options: ReflectOptions): void {
    runSync(this.reflectIntoIo(metadata, options))
  }

  /** @internal For `autoloadWith`. */
  reflectTable(table: Table, options: ReflectTableOptions): void {
    this.connect((connection) => connection.reflectTable(table, options))
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  toString(): string {
    return `Engine(${this.url.toString()})`
  }

  [inspect.custom](): string {
    return this.toString()
  }

  *connectIo(): Io<Connection> {
    if (this.isolationLevel !== null) checkedLevel(this.dialect, this.isolationLevel)
    const pooled = yield* this.checkoutIo()
    const connection = new Connection(this, pooled, this.#executionOptions)
    connection.heardBy.emit('engineConnect', connection)
    return connection
  }

  /** Runs a function with a connection that is closed afterwards. */
  *connectedIo<R>(work: (connection: Connection) => R | PromiseLike<R>): Io<R> {
    const connection = yield* this.connectIo()
    try {
      return yield* request('call', () => work(connection))
    } finally {
      yield* connection.closeIo()
    }
  }

  /** @internal */
  *checkoutIo(): Io<PooledConnection> {
    try {
      return yield* this.pool.connectIo()
    } catch (error) {
      throw connectError(this, error)
    }
  }

  *disposeIo(): Io<void> {
    const old = this.pool
    this.#shared.pools.current = old.recreate()
    yield* old.disposeIo()
    this.events.emit('engineDisposed', this)
  }

  /** In a transaction of its own. */
  *runSchemaIo(operation: SchemaOperation): Io<void> {
    const connection = yield* this.connectIo()
    try {
      yield* connection.beginIo()
      yield* runSchemaIo(connection, operation)
      yield* connection.commitIo()
    } finally {
      yield* connection.closeIo()
    }
  }

  *reflectIntoIo(metadata: MetaData, options: ReflectOptions): Io<void> {
    const connection = yield* this.connectIo()
    try {
      yield* reflectIntoIo(connection, metadata, options)
    } finally {
      yield* connection.closeIo()
    }
  }

  /** @internal */
  compileForExplain(statement: unknown, parameters: StatementParameters | null): ExplainTarget {
    return explainTarget(this, statement, parameters)
  }

  /** @throws the driver's error when the connection is there, and something else is wrong */
  *#pingIo(connection: DriverConnection): Io<boolean> {
    try {
      return yield* this.dialect.pingIo(connection)
    } catch (error) {
      if (isGone(this, error)) return false
      throw error
    }
  }

  #makeShared(parts: EngineParts): SharedParts {
    const observers = new Observers()
    const PoolOfEngine = parts.options.poolClass ?? parts.dialect.defaultPool(parts.url)
    const pool = new PoolOfEngine({
      createIo: (record) => openIo(parts, { observers, events: this.events, record }),
      pingIo: (connection) => this.#pingIo(connection),
      events: this.events,
      canWait: parts.canWait,
      options: parts.options,
    })
    const statements = new StatementCache(parts.options.queryCacheSize)
    return { ...parts, statements, observers, pools: { current: pool }, log: { echo: null } }
  }
}

/** Engines with other options hear of themselves first, then of the engine they are made from. */
function dispatcherOf(origin: Engine | undefined): EngineDispatcher {
  if (origin === undefined) return new EngineDispatcher({ roots: [engineEvents] })
  const { events } = origin
  return new EngineDispatcher({ followers: [events] }, events.shared ?? events)
}
