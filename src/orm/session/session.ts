/**
 * The session users work with: takes objects in, loads and stores them, in transactions. The synchronous face; the
 * work is done in session-core.ts and its neighbours.
 */
import { inspect } from 'node:util'
import { atOnce, type Io } from '../../engine/io.js'
import { NoResultFound } from '../../engine/errors.js'
import type { Connection, ExecutedResult, RowsOf } from '../../engine/connection.js'
import type { ScalarResult } from '../../engine/result.js'
import { InvalidRequestError } from '../../errors.js'
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import { IdentitySet } from '../../util/identity-set.js'
import type {
  BindArguments,
  OrmExecuteOptions,
  StatementParameters,
} from '../loading/loading-session.js'
import {
  bulkInsertIo,
  bulkUpdateIo,
  type BulkInsertOptions,
  type BulkMapping,
} from '../persistence/rows/bulk.js'
import { cascade, cascadeIo } from '../state/cascade.js'
import type { Selectable } from '../../sql/selectable/select-typing.js'
import { Query, type QueryRow } from '../query/query.js'
import { PASSIVE_NO_INITIALIZE, type BringingOption } from '../state/passive.js'
import type { InstanceState } from '../state/instance-state.js'
import { isConnection, type ConnectionBind, type ExecutionOptions } from './bind.js'
import { bulkIo, bulkSaveIo, type BulkSaveOptions } from './operations/bulk.js'
import { getIo, getNow, mapperOf, type GetOptions, type PrimaryKey } from './operations/get.js'
import { objectSession } from './object-state.js'
import { mergeIo, type MergeOptions } from './operations/merge.js'
import {
  readRefreshOptions,
  refreshIo,
  type RefreshArgument,
  type RefreshOptions,
} from './operations/refresh.js'
import { scopeTransactionIo } from './transaction/scope.js'
import { SessionCore } from './session-core.js'
import type { SessionOptions } from './session-options.js'
import type { SessionTransaction } from './session-transaction.js'

/** Options of one `execute()`. */
export type ExecuteOptions = Pick<OrmExecuteOptions, 'executionOptions' | 'bindArguments'>

/** A mapped class, as `get()` and `query()` take it. */
export type EntityClass<T extends object = object> = abstract new (...args: never[]) => T

/**
 * A conversation with the database; `sqlalchemy.orm.Session`.
 *
 * @example
 * using session = new Session(engine)
 * session.add(new User({ name: 'ed' }))
 * session.commit()
 */
export class Session extends SessionCore {
  #face: object | null = null
  #driver: SessionCore['runImplicit'] | null = null

  /** `factoryEvents`: the listeners of the `sessionmaker` that makes it. */
  constructor(
    bind: ConnectionBind | SessionOptions | null = null,
    options: SessionOptions = {},
    factoryEvents: EventDispatcher | null = null,
  ) {
    super(sessionOptions(bind, options), factoryEvents)
  }

  override get face(): object {
    return this.#face ?? this
  }

  /** Lets an asynchronous session take this one over. @internal */
  adoptedBy(face: object, runImplicit: SessionCore['runImplicit']): void {
    this.#face = face
    this.#driver = runImplicit
  }

  /** @internal */
  override runImplicit<T>(io: Io<T>, what: string, option: BringingOption): T {
    return this.#driver ? this.#driver(io, what, option) : this.run(io)
  }

  /** @internal */
  override implicitNow<T>(work: () => T): T | undefined {
    return this.#driver ? undefined : atOnce(work)
  }

  /** Pending objects. */
  get new(): IdentitySet<object> {
    this.reconcileCollections()
    return new IdentitySet(objectsOf(this.newStates))
  }

  /** Persistent objects with changes; some of them may turn out to be none. */
  get dirty(): IdentitySet<object> {
    return new IdentitySet(
      objectsOf(this.dirtyStates().filter((state) => !this.deletedStates.has(state))),
    )
  }

  /** Objects marked for deletion. */
  get deleted(): IdentitySet<object> {
    return new IdentitySet(objectsOf(this.deletedStates))
  }

  /** False after a failed flush, until `rollback()`. */
  get isActive(): boolean {
    return this.transaction?.isActive ?? true
  }

  /** Puts an object and what its save-update cascades reach into the session. @throws UnmappedInstanceError */
  add(object: object): void {
    this.flushWarning('Session.add()')
    this.saveOrUpdateState(this.stateOf(object))
  }

  addAll(objects: Iterable<object>): void {
    this.flushWarning('Session.add_all()')
    for (const object of objects) this.saveOrUpdateState(this.stateOf(object))
  }

  /** Marks an object for deletion, with what its delete cascades reach. @throws InvalidRequestError */
  delete(object: object): void {
    this.run(this.deleteIo(object))
  }

  /** @internal */
  *deleteIo(object: object): Io<void> {
    this.flushWarning('Session.delete()')
    const state = this.stateOf(object)
    if (!state.hasIdentity) {
      throw new InvalidRequestError(`Instance '${state.toString()}' is not persisted`)
    }
    if (this.deletedStates.has(state)) return
    this.attachForDelete(state)
    // Cascades are followed first, so that an autoflush they cause does not delete the object yet.
    const reached = yield* this.within({ cause: 'cascade' }, cascadeIo('delete', state))
    this.deletedStates.add(state)
    for (const member of reached) this.markDeleted(member)
  }

  /** Takes an object out, with what its expunge cascades reach. @throws InvalidRequestError */
  expunge(object: object): void {
    const state = this.stateOf(object)
    if (state.session !== (this as unknown)) {
      throw new InvalidRequestError(`Instance ${state.toString()} is not present in this Session`)
    }
    this.expungeCascading(state)
  }

  expungeAll(): void {
    this.expungeEverything()
  }

  /** Copies an object's state onto the session's own object of the same identity, and answers that one. */
  merge<T extends object>(object: T, options: MergeOptions = {}): T {
    return this.run(this.mergeIo(object, options))
  }

  /** @internal */
  *mergeIo<T extends object>(object: T, options: MergeOptions = {}): Io<T> {
    this.flushWarning('Session.merge()')
    const state = this.stateOf(object)
    if (options.load !== false) yield* this.autoflushIo({ cause: 'merge' })
    const { autoflush } = this
    this.autoflush = false
    try {
      return (yield* this.within({ cause: 'merge' }, mergeIo(this, state, options))) as T
    } finally {
      this.autoflush = autoflush
    }
  }

  /**
   * The object with a primary key, or null. No SQL when the session has it loaded.
   *
   * @param primaryKey one value, a list for composite keys, or an object by attribute name
   * @example
   * session.get(User, 5)
   * session.get(OrderLine, { orderId: 5, position: 1 })
   */
  get<T extends object>(
    entity: EntityClass<T>,
    primaryKey: PrimaryKey,
    options: GetOptions = {},
  ): T | null {
    const found = atOnce(() => getNow(this, entity, primaryKey, options)) as T | null | undefined
    return found === undefined ? this.run(this.getIo(entity, primaryKey, options)) : found
  }

  /** @internal */
  getIo<T extends object>(
    entity: EntityClass<T>,
    primaryKey: PrimaryKey,
    options: GetOptions = {},
  ): Io<T | null> {
    return getIo(this, entity, primaryKey, options) as Io<T | null>
  }

  /** As `get`, but a missing row is an error. @throws NoResultFound */
  getOne<T extends object>(
    entity: EntityClass<T>,
    primaryKey: PrimaryKey,
    options: GetOptions = {},
  ): T {
    return this.run(this.getOneIo(entity, primaryKey, options))
  }

  /** @internal */
  *getOneIo<T extends object>(
    entity: EntityClass<T>,
    primaryKey: PrimaryKey,
    options: GetOptions = {},
  ): Io<T> {
    const found = yield* this.getIo(entity, primaryKey, options)
    if (found === null) throw new NoResultFound('No row was found when one was required')
    return found
  }

  /** Loads an object's row again; changes that were not flushed are lost. */
  refresh(object: object, attributeNames?: RefreshArgument, options?: RefreshOptions): void {
    this.run(this.refreshIo(object, attributeNames, options))
  }

  /** @internal */
  *refreshIo(object: object, argument?: RefreshArgument, options?: RefreshOptions): Io<void> {
    const state = this.stateOf(object)
    const asked = readRefreshOptions(argument, options)
    this.#expireState(state, asked.attributeNames)
    yield* refreshIo(this, state, asked)
  }

  /** Forgets an object's attributes, or some of them; the next access loads. */
  expire(object: object, attributeNames?: readonly string[]): void {
    this.#expireState(this.stateOf(object), attributeNames)
  }

  expireAll(): void {
    for (const state of this.identityMap.allStates()) state.expire(this.identityMap.modified)
  }

  #expireState(state: InstanceState, attributeNames: readonly string[] | undefined): void {
    this.checkPersistent(state)
    if (attributeNames && attributeNames.length > 0) {
      state.expireAttributes(attributeNames)
      return
    }
    // Expiring forgets the relationships that lead on.
    const reached = cascade('refresh-expire', state)
    for (const member of [state, ...reached]) this.expireOrExpunge(member)
  }

  /** Sends all changes to the database. */
  flush(objects?: readonly object[]): void {
    this.run(this.flushIo(objects ?? null))
  }

  commit(): void {
    this.run(this.commitIo())
  }

  /**
   * Flushes and prepares the transactions of all databases; what remains is `commit()` or `rollback()`.
   *
   * @throws InvalidRequestError when the session was not made with `twophase`, or inside a savepoint
   */
  prepare(): void {
    this.run(this.prepareIo())
  }

  rollback(): void {
    this.run(this.rollbackIo())
  }

  /** Takes all objects out and gives connections back; what was not committed is rolled back. */
  close(): void {
    this.run(this.closeIo())
  }

  /** As `close()`, also for sessions that close for good. */
  reset(): void {
    this.run(this.closeIo({ reset: true }))
  }

  /** As `close()`, and the connections are given up as broken. */
  invalidate(): void {
    this.run(this.closeIo({ invalidate: true }))
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Begins a transaction; with a function: commits when it returns, rolls back and rethrows when it throws. */
  begin(): SessionTransaction
  begin<R>(work: (session: this) => R): R
  begin<R>(work?: (session: this) => R): SessionTransaction | R {
    if (!work) return this.run(this.beginIo())
    return this.run(scopeTransactionIo(this, this.beginIo(), () => work(this)))
  }

  /** Begins a savepoint; with a function: releases it when it returns, rolls back to it when it throws. */
  beginNested(): SessionTransaction
  beginNested<R>(work: (transaction: SessionTransaction) => R): R
  beginNested<R>(work?: (transaction: SessionTransaction) => R): SessionTransaction | R {
    if (!work) return this.run(this.beginNestedIo())
    return this.run(scopeTransactionIo(this, this.beginNestedIo(), work))
  }

  inTransaction(): boolean {
    return this.transaction !== null
  }

  inNestedTransaction(): boolean {
    return this.nestedTransaction !== null
  }

  /** The outermost transaction. */
  getTransaction(): SessionTransaction | null {
    let outermost = this.transaction
    while (outermost?.parent) outermost = outermost.parent
    return outermost
  }

  getNestedTransaction(): SessionTransaction | null {
    return this.nestedTransaction
  }

  /**
   * Executes a statement: entities become objects of this session.
   *
   * @example
   * session.execute(select(User.name, func.count(Post.id)).join(User.posts).groupBy(User.id)).all()
   */
  execute<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): ExecutedResult<RowsOf<S>, S> {
    const result: unknown = this.run(this.executeIo(statement as never, parameters, options))
    return result as ExecutedResult<RowsOf<S>, S>
  }

  /** The first column of each row: objects, for `select(User)`. */
  scalars<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): ScalarResult<RowsOf<S>[0]> {
    return this.execute(statement, parameters, options).scalars()
  }

  /** The first column of the first row, or null. */
  scalar<S>(
    statement: S,
    parameters?: StatementParameters | null,
    options: ExecuteOptions = {},
  ): RowsOf<S>[0] | null {
    return this.execute(statement, parameters, options).scalar()
  }

  /**
   * A query of SQLAlchemy's first generation: one entity gives objects, several or columns give rows.
   *
   * @example
   * session.query(User).filter(User.name.eq('ed')).first()
   */
  query<const S extends readonly Selectable[]>(...entities: S): Query<QueryRow<S>> {
    const Made = (this.options.queryCls ?? Query) as typeof Query<QueryRow<S>>
    return new Made(this, entities)
  }

  /** The connection of the transaction; begins it. */
  connection(
    options: {
      readonly bindArguments?: BindArguments
      readonly executionOptions?: ExecutionOptions
    } = {},
  ): Connection {
    return this.run(
      this.connectionIo(options.bindArguments ?? {}, options.executionOptions ?? null),
    )
  }

  /** Whether an object has changes that a flush would write; loads nothing. */
  isModified(object: object, { includeCollections = true } = {}): boolean {
    const state = this.stateOf(object)
    state.reconcileCollections()
    if (!state.modified) return false
    return state.manager.keys.some((key) => {
      const impl = state.impl(key)
      if (impl.collection && !includeCollections) return false
      return state.getHistory(key, PASSIVE_NO_INITIALIZE).hasChanges()
    })
  }

  /** True for pending and persistent objects of this session. */
  contains(object: object): boolean {
    return this.containsState(this.stateOf(object))
  }

  /** Runs a function during which queries do not flush. */
  noAutoflush<R>(work: (session: this) => R): R {
    const { autoflush } = this
    this.autoflush = false
    try {
      return work(this)
    } finally {
      this.autoflush = autoflush
    }
  }

  /** Inserts rows from plain objects, without objects, cascades or hooks. */
  bulkInsertMappings(
    entity: unknown,
    mappings: readonly BulkMapping[],
    options: BulkInsertOptions = {},
  ): void {
    this.run(this.bulkInsertIo(entity, mappings, options))
  }

  /** @internal */
  *bulkInsertIo(
    entity: unknown,
    mappings: readonly BulkMapping[],
    options: BulkInsertOptions = {},
  ): Io<void> {
    const rows = options.returnDefaults ? mappings : mappings.map((mapping) => ({ ...mapping }))
    yield* bulkIo(this, mapperOf(entity), (target) => bulkInsertIo(target, rows, options))
  }

  /** Updates rows from plain objects that hold the primary key and what changes. */
  bulkUpdateMappings(entity: unknown, mappings: readonly BulkMapping[]): void {
    this.run(this.bulkUpdateIo(entity, mappings))
  }

  /** @internal */
  *bulkUpdateIo(entity: unknown, mappings: readonly BulkMapping[]): Io<void> {
    yield* bulkIo(this, mapperOf(entity), (target) => bulkUpdateIo(target, mappings))
  }

  /** Writes objects without taking them in; they stay as they are, unless `returnDefaults` is set. */
  bulkSaveObjects(objects: Iterable<object>, options: BulkSaveOptions = {}): void {
    this.run(this.bulkSaveIo(objects, options))
  }

  /** @internal */
  *bulkSaveIo(objects: Iterable<object>, options: BulkSaveOptions = {}): Io<void> {
    const states = [...objects].map((object) => this.stateOf(object))
    yield* bulkSaveIo(this, states, options)
  }

  /** The objects of the session: pending ones, then those of the identity map. */
  *[Symbol.iterator](): IterableIterator<object> {
    for (const state of [...this.newStates, ...this.identityMap.allStates()]) yield state.obj
  }

  /** The session of an object, or null. */
  static objectSession(object: object): object | null {
    return objectSession(object)
  }

  [inspect.custom](): string {
    const { newStates, deletedStates, identityMap } = this
    return (
      `<Session ${this.hashKey}: ${identityMap.size} persistent, ${newStates.size} new, ` +
      `${this.dirty.size} dirty, ${deletedStates.size} deleted>`
    )
  }
}

function sessionOptions(
  bind: ConnectionBind | SessionOptions | null,
  options: SessionOptions,
): SessionOptions {
  if (bind === null) return options
  return isBind(bind) ? { ...options, bind } : { ...bind, ...options }
}

function isBind(given: ConnectionBind | SessionOptions): given is ConnectionBind {
  return 'dialect' in given || isConnection(given as ConnectionBind)
}

function objectsOf(states: Iterable<InstanceState>): object[] {
  return [...states].map(({ obj }) => obj)
}
