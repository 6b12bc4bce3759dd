/**
 * The core of Session: everything that may reach a database, as generators. `Session` and `AsyncSession` are its
 * faces; loading, querying and the unit of work call it through the interfaces they declare.
 */
import type { Connection } from '../../engine/connection.js'
import { runSync, type Io } from '../../engine/io.js'
import type { StatementOrigin } from '../../engine/observer.js'
import type { Result } from '../../engine/result.js'
import { StatementError } from '../../engine/statement-error.js'
import { InvalidRequestError } from '../../errors.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import { notingIo, warn } from '../../util/warnings.js'
import type {
  BindArguments,
  LoadingSession,
  OrmExecuteOptions,
  StatementParameters,
} from '../loading/loading-session.js'
import type { Class } from '../mapping/identity-key.js'
import { Mapper } from '../mapping/mapper.js'
import type { Table } from '../mapping/sql-types.js'
import type { FlushSession } from '../persistence/unit-of-work/flush-session.js'
import type { InstanceState } from '../state/instance-state.js'
import { PASSIVE_OFF, type BringingOption, type Passive } from '../state/passive.js'
import {
  addBind,
  chooseBind,
  isConnection,
  type ConnectionBind,
  type ExecutionOptions,
} from './bind.js'
import { executeStatementIo, objectsNow } from './operations/execute.js'
import { flushIo } from './operations/flush.js'
import { getByIdentityIo, mapperOf, type GetOptions } from './operations/get.js'
import { loadEagerDefaultsIo, loadExpiredAttributesIo, isGoneIo } from './operations/refresh.js'
import { SessionObjects } from './session-objects.js'
import { checkOptions, type SessionOptions } from './session-options.js'
import { SessionTransaction } from './session-transaction.js'
import type { JoinTransactionMode } from './transaction/transaction-connections.js'

/** What a session does in place of reading while a flush is rehearsed. @internal */
export interface RehearsedReads {
  readonly connection: Connection
  /** Runs a load of attributes that finds no row, and stands in for their values. */
  readIo(load: Io<void>, state: InstanceState, keys: readonly string[]): Io<void>
}

const FLUSH: StatementOrigin = { cause: 'flush' }
const PLAIN_QUERY: StatementOrigin = { cause: 'query' }

const AUTOFLUSH_NOTE =
  "This warning originated from the Session 'autoflush' process, which was invoked automatically in response to a " +
  'user-initiated operation. Consider using ``no_autoflush`` context manager if this warning happened while ' +
  'initializing objects.'

const AUTOFLUSH_REMARK =
  'raised as a result of Query-invoked autoflush; consider using a session.no_autoflush block if this flush is ' +
  'occurring prematurely'

/** @internal */
export abstract class SessionCore extends SessionObjects implements FlushSession, LoadingSession {
  autoflush: boolean
  readonly expireOnCommit: boolean
  readonly twophase: boolean
  readonly joinTransactionMode: JoinTransactionMode
  readonly info: Record<string, unknown>
  /** True while a flush is under way. @internal */
  flushing = false
  /** True after `close()` of a session that closes for good. @internal */
  permanentlyClosed = false
  /** The transaction a `begin(fn)` is running; it must end with the function. @internal */
  scopedTransaction: SessionTransaction | null = null
  /** The operation under way that causes loads; null for what the user asks for directly. @internal */
  surrounding: StatementOrigin | null = null
  /** The user's line of the call under way, when an observer wants it. @internal */
  site: string | null = null
  /** Set while a flush is rehearsed. @internal */
  rehearsing: RehearsedReads | null = null
  bind: ConnectionBind | null
  readonly #binds = new Map<unknown, ConnectionBind>()
  readonly #options: SessionOptions

  constructor(options: SessionOptions, factoryEvents: EventDispatcher | null) {
    super(factoryEvents, options.identityMap ?? 'strong')
    checkOptions(options)
    this.#options = options
    this.bind = options.bind ?? null
    this.autoflush = options.autoflush ?? true
    this.expireOnCommit = options.expireOnCommit ?? true
    this.twophase = options.twophase ?? false
    this.joinTransactionMode = options.joinTransactionMode ?? 'conditional_savepoint'
    this.info = { ...options.info }
    for (const [key, bind] of options.binds ?? []) addBind(this.#binds, key, bind)
  }

  /** The object users hold. */
  abstract readonly face: object

  abstract runImplicit<T>(io: Io<T>, what: string, option: BringingOption): T
  abstract implicitNow<T>(work: () => T): T | undefined

  /** @internal */
  get options(): SessionOptions {
    return this.#options
  }

  override attach(state: InstanceState): void {
    state.session = this
  }

  override autobegin({
    explicit = false,
  }: { readonly explicit?: boolean } = {}): SessionTransaction {
    if (this.transaction) return this.transaction
    if (!explicit && this.#options.autobegin === false) {
      throw new InvalidRequestError(
        'Autobegin is disabled on this Session; please call session.begin() to start a new transaction',
      )
    }
    return SessionTransaction.open(this, explicit ? 'begin' : 'autobegin')
  }

  /** @throws InvalidRequestError when a `begin(fn)` ended its transaction and goes on. @internal */
  checkTransactionContext(): void {
    const scoped = this.scopedTransaction
    if (!scoped || scoped.isActive) return
    throw new InvalidRequestError(
      "Can't operate on closed transaction inside context manager.  Please complete the context manager before " +
        'emitting further commands.',
    )
  }

  /** The engine or connection a class, or a statement, goes to. @throws UnboundExecutionError */
  getBind(given: BindArguments | Class | Mapper = {}): ConnectionBind {
    const isEntity = typeof given === 'function' || given instanceof Mapper
    const { bind, mapper, clause } = isEntity
      ? { mapper: mapperOf(given) }
      : (given as BindArguments)
    if (bind) return bind as ConnectionBind
    const subject = mapper === undefined ? mapper : mapperOf(mapper)
    return chooseBind(this.bind, this.#binds, { mapper: subject, clause })
  }

  /** Sends a class, or a mapper, to an engine or connection of its own. */
  bindMapper(entity: Class | Mapper, bind: ConnectionBind): void {
    addBind(this.#binds, entity, bind)
  }

  /** Sends statements about a table to an engine or connection of its own. */
  bindTable(table: Table, bind: ConnectionBind): void {
    addBind(this.#binds, table, bind)
  }

  *beginIo(): Io<SessionTransaction> {
    if (this.transaction) {
      throw new InvalidRequestError('A transaction is already begun on this Session.')
    }
    return this.autobegin({ explicit: true })
  }

  *beginNestedIo(): Io<SessionTransaction> {
    const outer = this.transaction ?? this.autobegin({ explicit: true })
    const nested = yield* outer.beginIo('begin nested')
    this.nestedTransaction = nested
    return nested
  }

  *commitIo(): Io<void> {
    yield* this.autobegin().commitIo({ toRoot: true })
  }

  *prepareIo(): Io<void> {
    const transaction = this.autobegin()
    if (transaction.parent !== null || !this.twophase) {
      throw new InvalidRequestError(
        "'twophase' mode not enabled, or not root transaction; can't prepare.",
      )
    }
    yield* transaction.prepareIo()
  }

  *rollbackIo(): Io<void> {
    if (this.transaction) yield* this.transaction.rollbackIo({ toRoot: true })
  }

  *closeIo({ invalidate = false, reset = false } = {}): Io<void> {
    if (!reset && this.#options.closeResetsOnly === false) this.permanentlyClosed = true
    this.expungeEverything()
    if (!this.transaction) return
    for (const transaction of this.transaction.selfAndParents()) {
      yield* transaction.closeIo({ invalidate })
    }
  }

  /** @internal */
  presentConnection(bind: BindArguments): Connection | null {
    // Who overrides `getBind` is asked once a statement: not here where the answer would be of no use.
    if (this.rehearsing || !this.transaction?.selectsNow) return null
    this.checkTransactionContext()
    return this.transaction.presentConnection(this.getBind(bind))
  }

  *connectionIo(bind: BindArguments, options: ExecutionOptions | null): Io<Connection> {
    if (this.rehearsing) return this.rehearsing.connection
    this.checkTransactionContext()
    // Asked first: a session without a bind begins nothing.
    const chosen = this.getBind(bind)
    const present = options === null ? this.transaction?.presentConnection(chosen) : null
    return present ?? (yield* this.autobegin().connectionForBindIo(chosen, options))
  }

  connectionForIo(bind: BindArguments): Io<Connection> {
    return this.connectionIo(bind, null)
  }

  flushConnectionIo(mapper: Mapper): Io<Connection> {
    return this.connectionIo({ mapper }, null)
  }

  *flushIo(objects: readonly object[] | null = null): Io<void> {
    yield* flushIo(this, { origin: FLUSH, objects })
  }

  /** @internal */
  needsAutoflush(): boolean {
    return this.autoflush && !this.flushing && !this.isCleanAtGlance()
  }

  *autoflushIo(because: StatementOrigin = PLAIN_QUERY): Io<void> {
    if (!this.needsAutoflush()) return
    try {
      const flushed = flushIo(this, { origin: { cause: 'autoflush', because } })
      yield* notingIo(AUTOFLUSH_NOTE, flushed)
    } catch (error) {
      if (error instanceof StatementError) error.addDetail(AUTOFLUSH_REMARK)
      throw error
    }
  }

  executeIo(
    statement: ClauseElement,
    parameters: StatementParameters | null = null,
    options: OrmExecuteOptions = {},
  ): Io<Result> {
    return executeStatementIo(this, { statement, parameters }, options)
  }

  objectsNow(
    statement: ClauseElement,
    parameters: StatementParameters | null,
    options: OrmExecuteOptions,
  ): ReturnType<LoadingSession['objectsNow']> {
    return objectsNow(this, statement, parameters, options)
  }

  /** An object by primary key: from the identity map, or with a SELECT. @internal */
  getByIdentityIo(
    mapper: Mapper,
    identity: readonly unknown[],
    options: GetOptions,
  ): Io<object | null> {
    return getByIdentityIo(this, mapper, identity, options)
  }

  loadAttributes(state: InstanceState, keys: readonly string[], passive: Passive): Io<void> {
    const load = loadExpiredAttributesIo(this, state, { keys, passive })
    return this.rehearsing ? this.rehearsing.readIo(load, state, keys) : load
  }

  *loadRelationship(
    state: InstanceState,
    key: string,
    passive: Passive = PASSIVE_OFF,
  ): Io<unknown> {
    return yield* state.impl(key).getIo(state, passive)
  }

  loadEagerDefaultsIo(
    state: InstanceState,
    keys: readonly string[],
    origin: StatementOrigin,
  ): Io<void> {
    return loadEagerDefaultsIo(this, state, { keys, origin })
  }

  isGoneIo(state: InstanceState): Io<boolean> {
    return isGoneIo(this, state)
  }

  get onLoadedAsPersistent(): ((state: InstanceState) => void) | null {
    if (!this.dispatch.has('loadedAsPersistent')) return null
    return (state) => this.dispatch.emit('loadedAsPersistent', this, state)
  }

  warn(message: string): void {
    warn(message)
  }

  /** Marks the loads of a computation as caused by it. @internal */
  *within<T>(origin: StatementOrigin, work: Io<T>): Io<T> {
    const outer = this.surrounding
    this.surrounding = origin
    try {
      return yield* work
    } finally {
      this.surrounding = outer
    }
  }

  /** Drives one call of the synchronous face. @internal */
  run<T>(io: Io<T>): T {
    const outer = this.enterCall()
    try {
      return runSync(io)
    } finally {
      this.site = outer
    }
  }

  /** Notes the user's line, if anybody wants it; answers the one noted before. @internal */
  enterCall(): string | null {
    const outer = this.site
    this.site = this.userSite()
    return outer
  }

  /** The line noted for the call that runs, or the one that calls now: statements are made before they run. @internal */
  userSite(): string | null {
    return this.site ?? this.#captureSite()
  }

  #captureSite(): string | null {
    if (!this.bind) return null
    const engine = isConnection(this.bind) ? this.bind.engine : this.bind
    return engine.isObserved ? engine.captureSite() : null
  }
}
