/** The asynchronous face of a connection: what reaches the database answers with a promise. */
import { inspect } from 'node:util'
import type { SchemaOperation } from '../../schema/bind.js'
import type { MetaData, ReflectOptions } from '../../schema/metadata.js'
import { AsyncResult } from './async-result.js'
import { AsyncTransaction } from './async-transaction.js'
import type { Connection, RowsOf } from '../connection.js'
import type { ExecutionOptions } from '../execution-options.js'
import type { DriverParameters, StatementParameters } from '../execution/parameters.js'
import type { ExplainOptions, Plan } from '../explain.js'
import { runAsync } from '../io.js'
import type { CursorResult } from '../result/cursor-result.js'
import { runSchemaIo } from '../execution/schema-execution.js'
import { reflectIntoIo } from '../reflection/reflect.js'

interface CallOptions {
  readonly executionOptions?: ExecutionOptions
}

/** `sqlalchemy.ext.asyncio.AsyncConnection`. */
export class AsyncConnection {
  /** @internal Use `engine.connect()`. */
  constructor(
    /** The connection it drives. */
    readonly syncConnection: Connection,
  ) {}

  get dialect() {
    return this.syncConnection.dialect
  }

  get closed(): boolean {
    return this.syncConnection.closed
  }

  get invalidated(): boolean {
    return this.syncConnection.invalidated
  }

  get info(): Record<string, unknown> {
    return this.syncConnection.info
  }

  /** Executes a statement and fetches all of its rows. */
  execute<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: CallOptions = {},
  ): Promise<CursorResult<RowsOf<S>>> {
    const buffered = { ...options.executionOptions, streamResults: false }
    return runAsync(this.syncConnection.executeIo(statement, parameters, this.#sited(buffered)))
  }

  async scalar<S>(
    statement: S,
    parameters?: StatementParameters | null,
  ): Promise<RowsOf<S>[0] | null> {
    return (await this.execute(statement, parameters)).scalar()
  }

  async scalars<S>(statement: S, parameters?: StatementParameters | null) {
    return (await this.execute(statement, parameters)).scalars()
  }

  /** Executes a statement whose rows are fetched as they are asked for. */
  async stream<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: CallOptions = {},
  ): Promise<AsyncResult<RowsOf<S>>> {
    const streaming = { ...options.executionOptions, streamResults: true }
    const result = await runAsync(
      this.syncConnection.executeIo(statement, parameters, this.#sited(streaming)),
    )
    return new AsyncResult(result)
  }

  /** Like `stream()`, one value of each row. */
  async streamScalars<S>(statement: S, parameters?: StatementParameters | null) {
    return (await this.stream(statement, parameters)).scalars()
  }

  execDriverSql(
    sql: string,
    parameters?: DriverParameters,
    options: CallOptions = {},
  ): Promise<CursorResult> {
    const buffered = { ...options.executionOptions, streamResults: false }
    return runAsync(this.syncConnection.execDriverSqlIo(sql, parameters, this.#sited(buffered)))
  }

  explain(
    statement: unknown,
    parameters?: StatementParameters | null,
    options?: ExplainOptions,
  ): Promise<Plan> {
    return runAsync(this.syncConnection.explainIo(statement, parameters, options))
  }

  /** Begins a transaction; with a function: commits when it is done, rolls back when it fails. */
  begin(): Promise<AsyncTransaction>
  begin<R>(work: () => R | Promise<R>): Promise<R>
  async begin<R>(work?: () => R | Promise<R>): Promise<AsyncTransaction | R> {
    const { syncConnection } = this
    if (work === undefined) return new AsyncTransaction(await runAsync(syncConnection.beginIo()))
    return await runAsync(syncConnection.scopeIo(syncConnection.beginIo(), work))
  }

  /** Sets a savepoint; with a function: releases it when it is done, rolls back to it when it fails. */
  beginNested(): Promise<AsyncTransaction>
  beginNested<R>(work: () => R | Promise<R>): Promise<R>
  async beginNested<R>(work?: () => R | Promise<R>): Promise<AsyncTransaction | R> {
    const { syncConnection } = this
    if (work === undefined)
      return new AsyncTransaction(await runAsync(syncConnection.beginNestedIo()))
    return await runAsync(syncConnection.scopeIo(syncConnection.beginNestedIo(), work))
  }

  commit(): Promise<void> {
    return runAsync(this.syncConnection.commitIo())
  }

  rollback(): Promise<void> {
    return runAsync(this.syncConnection.rollbackIo())
  }

  inTransaction(): boolean {
    return this.syncConnection.inTransaction()
  }

  inNestedTransaction(): boolean {
    return this.syncConnection.inNestedTransaction()
  }

  executionOptions(options: ExecutionOptions): this {
    this.syncConnection.executionOptions(options)
    return this
  }

  getIsolationLevel(): Promise<string> {
    return runAsync(this.syncConnection.getIsolationLevelIo())
  }

  invalidate(error: unknown = null): Promise<void> {
    return runAsync(this.syncConnection.invalidateIo(error))
  }

  close(): Promise<void> {
    return runAsync(this.syncConnection.closeIo())
  }

  /**
   * Hands the connection underneath to a function, and answers what it does; `run_sync`. What it starts may await:
   * only SQLite answers at once.
   *
   * @example
   * await connection.runSync((sync) => metadata.createAll(sync))
   */
  async runSync<R>(work: (connection: Connection) => R | Promise<R>): Promise<R> {
    return await work(this.syncConnection)
  }

  /** @internal For `MetaData.createAll` and its siblings. */
  runSchema(operation: SchemaOperation): Promise<void> {
    return runAsync(runSchemaIo(this.syncConnection, operation))
  }

  /** @internal For `MetaData.reflect`. */
  reflectInto(metadata: MetaData, options: ReflectOptions): Promise<void> {
    return runAsync(reflectIntoIo(this.syncConnection, metadata, options))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  [inspect.custom](): string {
    return inspect(this.syncConnection).replace('<Connection', '<AsyncConnection')
  }

  #sited(options: ExecutionOptions): ExecutionOptions {
    const { engine } = this.syncConnection
    return engine.isObserved ? { site: engine.captureSite(), ...options } : options
  }
}
