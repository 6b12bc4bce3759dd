/**
 * The session for code that awaits: the same names, with promises for what may touch the database. Wraps a
 * synchronous session and drives its core asynchronously.
 */
import { inspect } from 'node:util'
import type { AsyncEngine } from '../../engine/async-engine.js'
import { AsyncConnection } from '../../engine/asyncio/async-connection.js'
import { AsyncResult, type AsyncFilteredResult } from '../../engine/asyncio/async-result.js'
import { AwaitedStream } from '../../engine/asyncio/awaited-stream.js'
import { runAsync, runSync, stepOf, type Io } from '../../engine/io.js'
import type { RowsOf } from '../../engine/connection.js'
import type { Result, ScalarResult } from '../../engine/result.js'
import type { TypedRow } from '../../engine/row.js'
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import type { IdentitySet } from '../../util/identity-set.js'
import type { StatementParameters } from '../loading/loading-session.js'
import { instanceState } from '../state/state-of.js'
import type { ConnectionBind, ExecutionOptions } from './bind.js'
import { AsyncLoadRequired, IllegalStateChangeError } from './errors.js'
import type { GetOptions, PrimaryKey } from './operations/get.js'
import type { MergeOptions } from './operations/merge.js'
import type { RefreshArgument, RefreshOptions } from './operations/refresh.js'
import { scopeTransactionIo } from './transaction/scope.js'
import type { SessionOptions } from './session-options.js'
import type { SessionTransaction } from './session-transaction.js'
import { Session, type EntityClass, type ExecuteOptions } from './session.js'

/** What an asynchronous session can be bound to. */
type AsyncBind = AsyncEngine | ConnectionBind

export type AsyncSessionOptions = Omit<SessionOptions, 'bind'> & {
  readonly bind?: AsyncEngine | ConnectionBind | null
}

/** A transaction of an `AsyncSession`. */
export class AsyncSessionTransaction {
  constructor(
    private readonly session: AsyncSession,
    readonly syncTransaction: SessionTransaction,
  ) {}

  get isActive(): boolean {
    return this.syncTransaction.isActive
  }

  commit(): Promise<void> {
    return this.session.drive('commit', this.syncTransaction.commitIo())
  }

  rollback(): Promise<void> {
    return this.session.drive('rollback', this.syncTransaction.rollbackIo())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.syncTransaction.canRollback) {
      await this.session.drive('close', this.syncTransaction.closeIo())
    }
  }
}

/**
 * A conversation with the database for code that awaits; `sqlalchemy.ext.asyncio.AsyncSession`.
 *
 * @example
 * await using session = new AsyncSession(engine)
 * const user = await session.get(User, 5, { options: [selectinload(User.posts)] })
 * await session.commit()
 */
export class AsyncSession {
  /** The session that does the work; events name it. */
  readonly syncSession: Session
  #operation: string | null = null
  #loadsImplicitly = false

  /** `factoryEvents`: the listeners of the `asyncSessionmaker` that makes it. */
  constructor(
    bind: AsyncEngine | ConnectionBind | AsyncSessionOptions | null = null,
    options: AsyncSessionOptions = {},
    factoryEvents: EventDispatcher | null = null,
  ) {
    this.bind = givenBind(bind) ?? givenBind(options)
    const given = syncBind(this.bind)
    this.syncSession = new Session(given, withoutBind(bind, options), factoryEvents)
    this.syncSession.adoptedBy(this, (io, ...why) =>
      this.#loadsImplicitly ? runSync(io) : refuseToLoad(this.syncSession, io, why),
    )
  }

  /** What it was made with. */
  readonly bind: AsyncBind | null

  get new(): IdentitySet<object> {
    return this.syncSession.new
  }
  get dirty(): IdentitySet<object> {
    return this.syncSession.dirty
  }
  get deleted(): IdentitySet<object> {
    return this.syncSession.deleted
  }
  get identityMap(): Session['identityMap'] {
    return this.syncSession.identityMap
  }
  get isActive(): boolean {
    return this.syncSession.isActive
  }
  get info(): Record<string, unknown> {
    return this.syncSession.info
  }
  get autoflush(): boolean {
    return this.syncSession.autoflush
  }
  set autoflush(value: boolean) {
    this.syncSession.autoflush = value
  }

  add(object: object): void {
    this.syncSession.add(object)
  }
  addAll(objects: Iterable<object>): void {
    this.syncSession.addAll(objects)
  }
  expunge(object: object): void {
    this.syncSession.expunge(object)
  }
  expungeAll(): void {
    this.syncSession.expungeAll()
  }
  expire(object: object, attributeNames?: readonly string[]): void {
    this.syncSession.expire(object, attributeNames)
  }
  expireAll(): void {
    this.syncSession.expireAll()
  }
  contains(object: object): boolean {
    return this.syncSession.contains(object)
  }
  isModified(object: object, options: { includeCollections?: boolean } = {}): boolean {
    return this.syncSession.isModified(object, options)
  }
  inTransaction(): boolean {
    return this.syncSession.inTransaction()
  }
  inNestedTransaction(): boolean {
    return this.syncSession.inNestedTransaction()
  }
  getBind(given: Parameters<Session['getBind']>[0] = {}): ConnectionBind {
    return this.syncSession.getBind(given)
  }
  /** The outermost transaction. */
  getTransaction(): AsyncSessionTransaction | null {
    return this.#face(this.syncSession.getTransaction())
  }
  getNestedTransaction(): AsyncSessionTransaction | null {
    return this.#face(this.syncSession.getNestedTransaction())
  }
  #face(transaction: SessionTransaction | null): AsyncSessionTransaction | null {
    return transaction && new AsyncSessionTransaction(this, transaction)
  }
  [Symbol.iterator](): IterableIterator<object> {
    return this.syncSession[Symbol.iterator]()
  }

  delete(object: object): Promise<void> {
    return this.drive('delete', this.syncSession.deleteIo(object))
  }
  merge<T extends object>(object: T, options: MergeOptions = {}): Promise<T> {
    return this.drive('merge', this.syncSession.mergeIo(object, options))
  }
  get<T extends object>(
    entity: EntityClass<T>,
    primaryKey: PrimaryKey,
    options: GetOptions = {},
  ): Promise<T | null> {
    return this.drive('get', this.syncSession.getIo(entity, primaryKey, options))
  }
  getOne<T extends object>(
    entity: EntityClass<T>,
    primaryKey: PrimaryKey,
    options: GetOptions = {},
  ): Promise<T> {
    return this.drive('getOne', this.syncSession.getOneIo(entity, primaryKey, options))
  }
  refresh(
    object: object,
    attributeNames?: RefreshArgument,
    options?: RefreshOptions,
  ): Promise<void> {
    return this.drive('refresh', this.syncSession.refreshIo(object, attributeNames, options))
  }
  /** The connection of the transaction; begins it. */
  async connection(options: Parameters<Session['connection']>[0] = {}): Promise<AsyncConnection> {
    const { bindArguments = {}, executionOptions = null } = options
    const io = this.syncSession.connectionIo(bindArguments, executionOptions)
    return new AsyncConnection(await this.drive('connection', io))
  }
  bulkInsertMappings(...args: Parameters<Session['bulkInsertMappings']>): Promise<void> {
    return this.drive('bulkInsertMappings', this.syncSession.bulkInsertIo(...args))
  }
  bulkUpdateMappings(...args: Parameters<Session['bulkUpdateMappings']>): Promise<void> {
    return this.drive('bulkUpdateMappings', this.syncSession.bulkUpdateIo(...args))
  }
  bulkSaveObjects(...args: Parameters<Session['bulkSaveObjects']>): Promise<void> {
    return this.drive('bulkSaveObjects', this.syncSession.bulkSaveIo(...args))
  }
  flush(objects?: readonly object[]): Promise<void> {
    return this.drive('flush', this.syncSession.flushIo(objects ?? null))
  }
  commit(): Promise<void> {
    return this.drive('commit', this.syncSession.commitIo())
  }
  rollback(): Promise<void> {
    return this.drive('rollback', this.syncSession.rollbackIo())
  }
  close(): Promise<void> {
    return this.drive('close', this.syncSession.closeIo())
  }
  reset(): Promise<void> {
    return this.drive('reset', this.syncSession.closeIo({ reset: true }))
  }
  invalidate(): Promise<void> {
    return this.drive('invalidate', this.syncSession.closeIo({ invalidate: true }))
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** As `Session.execute`; all rows are there when the promise resolves. */
  async execute<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): Promise<Result<RowsOf<S>>> {
    // Fetching from the result does not await: what the rows still need is loaded before.
    const executionOptions = { ...options.executionOptions, prebufferRows: true }
    const io = this.syncSession.executeIo(statement as never, parameters, {
      ...options,
      executionOptions,
    })
    return (await this.drive('execute', io)) as unknown as Result<RowsOf<S>>
  }

  async scalars<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): Promise<ScalarResult<RowsOf<S>[0]>> {
    return (await this.execute(statement, parameters, options)).scalars()
  }

  async scalar<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): Promise<RowsOf<S>[0] | null> {
    return (await this.execute(statement, parameters, options)).scalar()
  }

  /** Begins a transaction; with a function: commits when its promise resolves. */
  begin(): Promise<AsyncSessionTransaction>
  begin<R>(work: (session: this) => R | PromiseLike<R>): Promise<R>
  async begin<R>(
    work?: (session: this) => R | PromiseLike<R>,
  ): Promise<AsyncSessionTransaction | R> {
    if (work) return this.#scope(this.syncSession.beginIo(), () => work(this))
    return new AsyncSessionTransaction(this, await this.drive('begin', this.syncSession.beginIo()))
  }

  /** Begins a savepoint; with a function: releases it when its promise resolves. */
  beginNested(): Promise<AsyncSessionTransaction>
  beginNested<R>(work: (transaction: AsyncSessionTransaction) => R | PromiseLike<R>): Promise<R>
  async beginNested<R>(
    work?: (transaction: AsyncSessionTransaction) => R | PromiseLike<R>,
  ): Promise<AsyncSessionTransaction | R> {
    const begin = this.syncSession.beginNestedIo()
    if (!work) return new AsyncSessionTransaction(this, await this.drive('beginNested', begin))
    return this.#scope(begin, (transaction) => work(new AsyncSessionTransaction(this, transaction)))
  }

  /** Runs a function with the synchronous session: attributes load when they are read, if the driver answers at once. */
  async runSync<R>(work: (session: Session) => R): Promise<R> {
    this.#loadsImplicitly = true
    try {
      return work(this.syncSession)
    } finally {
      this.#loadsImplicitly = false
    }
  }

  /** Runs a function during which queries do not flush. */
  async noAutoflush<R>(work: (session: this) => R | PromiseLike<R>): Promise<R> {
    const { autoflush } = this
    this.autoflush = false
    try {
      return await work(this)
    } finally {
      this.autoflush = autoflush
    }
  }

  /**
   * Executes; rows are fetched, and their objects loaded, some at a time while one reads them: 1000, or as many as
   * `yieldPer` says. All of them at once where a loader has to see all rows (`joinedload` of collections).
   *
   * @example
   * for await (const [user] of session.stream(select(User))) console.log(user.name)
   * const result = await session.stream(select(User.name))
   */
  stream<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): AwaitedStream<TypedRow<RowsOf<S>>, AsyncResult<RowsOf<S>>> {
    return new AwaitedStream(() => this.#streamed(statement, parameters, options))
  }

  /** Like `stream()`, the first column of each row. */
  streamScalars<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): AwaitedStream<RowsOf<S>[0], AsyncFilteredResult<RowsOf<S>[0]>> {
    return new AwaitedStream(async () =>
      (await this.#streamed(statement, parameters, options)).scalars(),
    )
  }

  /** @internal Drives one operation; a second one at the same time is an error, not a race. */
  async drive<T>(operation: string, io: Io<T>): Promise<T> {
    if (this.#operation !== null) {
      throw new IllegalStateChangeError(
        `Method '${operation}()' can't be called here; method '${this.#operation}()' is already in progress and ` +
          'this would cause an unexpected state change',
        { hint: 'await one call before the next; use one AsyncSession per concurrent task' },
      )
    }
    const outer = this.syncSession.enterCall()
    this.#operation = operation
    try {
      return await runAsync(io)
    } finally {
      this.#operation = null
      this.syncSession.site = outer
    }
  }

  async #streamed<S>(
    statement: S,
    parameters: StatementParameters | null | undefined,
    options: ExecuteOptions,
  ): Promise<AsyncResult<RowsOf<S>>> {
    const executionOptions = { ...options.executionOptions, streamResults: true, feedRows: true }
    const io = this.syncSession.executeIo(statement as never, parameters, {
      ...options,
      executionOptions,
    })
    const result = (await this.drive('stream', io)) as unknown as Result<RowsOf<S>>
    return new AsyncResult(result, (rows) => this.drive('stream', rows))
  }

  /** The guard opens while the user's function runs: its own calls are no concurrent ones. */
  async #scope<R>(
    begin: Io<SessionTransaction>,
    work: (transaction: SessionTransaction) => R | PromiseLike<R>,
  ): Promise<R> {
    return runAsync(scopeTransactionIo(this.syncSession, begin, work))
  }

  [inspect.custom](): string {
    return `<Async${inspect(this.syncSession).slice(1)}`
  }
}

/** What `awaitableAttrs(object)` answers: the attributes as promises. */
export type AwaitableAttrs<T> = { readonly [K in keyof T]: Promise<T[K]> }

/**
 * An object's attributes as promises, loaded on demand; `AsyncAttrs.awaitable_attrs` in SQLAlchemy.
 *
 * @example
 * const posts = await awaitableAttrs(user).posts
 */
export function awaitableAttrs<T extends object>(object: T): AwaitableAttrs<T> {
  const state = instanceState(object)
  return new Proxy(object, {
    get: (target, name) => {
      if (typeof name !== 'string' || !state.manager.hasImpl(name)) return Reflect.get(target, name)
      const io = state.impl(name).getIo(state)
      const face = state.session?.face
      return face instanceof AsyncSession ? face.drive(`read ${name}`, io) : runAsync(io)
    },
  }) as AwaitableAttrs<T>
}

/** Takes the first step of a load: when it would have to wait, says which attribute and what to do instead. */
function refuseToLoad<T>(
  session: Session,
  io: Io<T>,
  why: ConstructorParameters<typeof AsyncLoadRequired>,
): T {
  const { autoflush } = session
  // A flush must not be cut off in its middle: the load alone is tried.
  session.autoflush = false
  try {
    let step = stepOf(() => io.next())
    if (step.done) return step.value
    const refusal = new AsyncLoadRequired(...why)
    while (!step.done) step = stepOf(() => io.throw(refusal))
    return step.value
  } finally {
    session.autoflush = autoflush
  }
}

/** The options, wherever they were given, without the bind. */
function withoutBind(
  given: AsyncEngine | ConnectionBind | AsyncSessionOptions | null,
  options: AsyncSessionOptions,
): SessionOptions {
  const first = given && !('dialect' in given) && !('syncEngine' in given) ? given : {}
  const { bind: _bind, ...rest } = { ...(first as AsyncSessionOptions), ...options }
  return rest
}

function givenBind(given: AsyncBind | AsyncSessionOptions | null): AsyncBind | null {
  if (given === null) return null
  const isBind = 'dialect' in given || 'syncEngine' in given
  return isBind ? (given as AsyncBind) : ((given as AsyncSessionOptions).bind ?? null)
}

function syncBind(bind: AsyncBind | null): ConnectionBind | null {
  if (bind === null) return null
  if ('syncEngine' in bind) return bind.syncEngine
  if ('syncConnection' in bind) return bind.syncConnection as ConnectionBind
  return bind
}

/** Options of one connection of an asynchronous session. */
export type { ExecutionOptions }
