/** The asynchronous face of an engine: the same core, driven by promises; `sqlalchemy.ext.asyncio.AsyncEngine`. */
import { inspect } from 'node:util'
import type { MetaData, ReflectOptions } from '../schema/metadata.js'
import type { SchemaOperation } from '../schema/bind.js'
import { AsyncConnection } from './asyncio/async-connection.js'
import type { Dialect } from './dialect.js'
import type { Engine } from './engine.js'
import type { EngineDispatcher } from './events.js'
import type { ExecutionOptions } from './execution-options.js'
import { runAsync } from './io.js'
import type { Echo } from './log/echo.js'
import type { EngineObserver } from './observer.js'
import type { Pool } from './pool/pool.js'
import type { URL } from './url.js'

/**
 * Made by `createAsyncEngine()`.
 *
 * @example
 * const engine = createAsyncEngine('postgresql://me@localhost/app')
 * await engine.begin(async (connection) => { await connection.execute(text('select 1')) })
 */
export class AsyncEngine {
  /** @internal Use `createAsyncEngine()`. */
  constructor(
    /** The engine it drives: event listeners go there, too. */
    readonly syncEngine: Engine,
  ) {}

  /** @internal For `event.listen`. */
  get events(): EngineDispatcher {
    return this.syncEngine.events
  }

  get url(): URL {
    return this.syncEngine.url
  }

  get dialect(): Dialect {
    return this.syncEngine.dialect
  }

  get name(): string {
    return this.syncEngine.name
  }

  get driver(): string {
    return this.syncEngine.driver
  }

  get pool(): Pool {
    return this.syncEngine.pool
  }

  get echo(): Echo {
    return this.syncEngine.echo
  }

  set echo(echo: Echo) {
    this.syncEngine.echo = echo
  }

  /** A connection; with a function: closes it when the function is done. */
  connect(): Promise<AsyncConnection>
  connect<R>(work: (connection: AsyncConnection) => R | Promise<R>): Promise<R>
  async connect<R>(
    work?: (connection: AsyncConnection) => R | Promise<R>,
  ): Promise<AsyncConnection | R> {
    const { syncEngine } = this
    if (work === undefined) return new AsyncConnection(await runAsync(syncEngine.connectIo()))
    return await runAsync(
      syncEngine.connectedIo((connection) => work(new AsyncConnection(connection))),
    )
  }

  /** A connection in a transaction that commits when the function is done and rolls back when it fails. */
  begin<R>(work: (connection: AsyncConnection) => R | Promise<R>): Promise<R> {
    return this.connect((connection) => connection.begin(() => work(connection)))
  }

  /** The same engine with other options for its connections; shares the pool. */
  executionOptions(options: ExecutionOptions): AsyncEngine {
    return new AsyncEngine(this.syncEngine.executionOptions(options))
  }

  getExecutionOptions(): ExecutionOptions {
    return this.syncEngine.getExecutionOptions()
  }

  /** Closes the connections that nobody uses. */
  dispose(): Promise<void> {
    return runAsync(this.syncEngine.disposeIo())
  }

  /** Hears of every statement and transaction; answers how to stop. */
  observe(observer: EngineObserver): () => void {
    return this.syncEngine.observe(observer)
  }

  /** @internal For `MetaData.createAll` and its siblings. */
  runSchema(operation: SchemaOperation): Promise<void> {
    return runAsync(this.syncEngine.runSchemaIo(operation))
  }

  /** @internal For `MetaData.reflect`. */
  reflectInto(metadata: MetaData, options: ReflectOptions): Promise<void> {
    return runAsync(this.syncEngine.reflectIntoIo(metadata, options))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }

  toString(): string {
    return `AsyncEngine(${this.url.toString()})`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}
