/**
 * The stack of transactions of a session: the outermost one, savepoints, and the inner one each flush makes for
 * itself. Owns connections while it lasts; the session's methods delegate to its top.
 */
import { runSync, type Io } from '../../engine/io.js'
import { PendingRollbackError, ResourceClosedError } from '../../engine/errors.js'
import { InvalidRequestError } from '../../errors.js'
import { warn } from '../../util/warnings.js'
import { FlushError } from '../persistence/errors.js'
import type { Connection, ConnectionBind, ExecutionOptions } from './bind.js'
import type { SessionCore } from './session-core.js'
import { StateChange } from './transaction/state-change.js'
import { TransactionConnections } from './transaction/transaction-connections.js'
import {
  expireCommitted,
  restoreSnapshot,
  TransactionSnapshot,
} from './transaction/transaction-snapshot.js'

export type TransactionOrigin = 'begin' | 'autobegin' | 'begin nested' | 'subtransaction'

export type TransactionState =
  'active' | 'prepared' | 'committed' | 'deactive' | 'closed' | 'provisioning connection'

/** How often `commit()` flushes while hooks keep making changes. */
const MAX_FLUSHES = 100

/**
 * One transaction of a session; `sqlalchemy.orm.SessionTransaction`. `session.begin()` and `session.beginNested()`
 * answer it.
 *
 * @example
 * const savepoint = session.beginNested()
 * session.add(user)
 * savepoint.rollback()
 */
export class SessionTransaction extends StateChange<TransactionState> {
  readonly nested: boolean
  /** @internal */
  readonly snapshot: TransactionSnapshot
  /** @internal */
  readonly connections: TransactionConnections
  #session: SessionCore | null
  #rollbackException: unknown = null
  readonly #previousNested: SessionTransaction | null

  /** @internal Use `SessionTransaction.openIo`: opening a savepoint flushes. */
  private constructor(
    session: SessionCore,
    readonly origin: TransactionOrigin,
    readonly parent: SessionTransaction | null,
  ) {
    super('active')
    this.#session = session
    this.nested = origin === 'begin nested'
    this.#previousNested = this.nested ? session.nestedTransaction : null
    this.connections = new TransactionConnections(session, this)
    // A savepoint expires just what it changed, so it must not forget any of it.
    const weakly = session.identityMapKind === 'weak' && !this.nested
    this.snapshot =
      origin === 'subtransaction' && parent ? parent.snapshot : new TransactionSnapshot({ weakly })
  }

  /** Starts the outermost transaction of a session; touches no database. @internal */
  static open(session: SessionCore, origin: 'begin' | 'autobegin'): SessionTransaction {
    checkOpenable(session)
    return new SessionTransaction(session, origin, null).#install()
  }

  #install(): SessionTransaction {
    const session = this.#session as SessionCore
    session.transaction = this
    session.dispatch.emit('afterTransactionCreate', session, this)
    return this
  }

  get session(): SessionCore | null {
    return this.#session
  }

  get isActive(): boolean {
    return this.#session !== null && this.currentState === 'active'
  }

  /** @internal */
  get isClosed(): boolean {
    return this.currentState === 'closed'
  }

  /** @internal */
  get canRollback(): boolean {
    return this.currentState !== 'committed' && this.currentState !== 'closed'
  }

  commit(): void {
    runSync(this.commitIo())
  }

  rollback(): void {
    runSync(this.rollbackIo())
  }

  close(): void {
    runSync(this.closeIo())
  }

  /** Ends the transaction if it is still open: what was not committed is rolled back. */
  [Symbol.dispose](): void {
    if (this.canRollback) this.close()
  }

  /** SELECTs are answered on the spot. @internal */
  get selectsNow(): boolean {
    return this.isActive && this.connections.selectsNow
  }

  /** `connectionForBindIo` where it would answer what is there; null where it has something to do or to say. @internal */
  presentConnection(bind: ConnectionBind): Connection | null {
    return this.isActive ? this.connections.get(bind) : null
  }

  /** The connection of this transaction for a bind; begins on it when it is new. @internal */
  *connectionForBindIo(bind: ConnectionBind, options: ExecutionOptions | null): Io<Connection> {
    const rule = { method: 'connection', from: ['active'], to: 'no change' } as const
    return yield* this.change(rule, () => this.#provisionIo(bind, options))
  }

  *#provisionIo(bind: ConnectionBind, options: ExecutionOptions | null): Io<Connection> {
    const present = this.connections.get(bind)
    if (present) {
      if (options) {
        warn('Connection is already established for the given bind; execution_options ignored')
      }
      return present
    }
    this.currentState = 'provisioning connection'
    try {
      return yield* this.connections.openIo(bind, options)
    } finally {
      this.currentState = 'active'
    }
  }

  /** Starts a savepoint or the inner transaction of a flush. @internal */
  *beginIo(origin: 'begin nested' | 'subtransaction'): Io<SessionTransaction> {
    const rule = { method: '_begin', from: ['active'], to: 'no change' } as const
    return yield* this.change(rule, () => this.#openInnerIo(origin))
  }

  *#openInnerIo(origin: 'begin nested' | 'subtransaction'): Io<SessionTransaction> {
    const session = this.#session as SessionCore
    checkOpenable(session)
    const inner = new SessionTransaction(session, origin, this)
    if (inner.nested && !session.flushing) yield* session.flushIo()
    return inner.#install()
  }

  /** From this transaction outwards, up to and without the child of `upto`'s parent. @internal */
  selfAndParents(upto: SessionTransaction | null = null): SessionTransaction[] {
    const chain: SessionTransaction[] = []
    for (let current: SessionTransaction | null = this; current; current = current.parent) {
      chain.push(current)
      if (current.parent === upto) return chain
    }
    throw new InvalidRequestError('Transaction is not on the active transaction list')
  }

  /** Flushes until nothing is left, so that only COMMIT remains. @internal */
  *prepareIo(): Io<void> {
    const rule = { method: '_prepare_impl', from: ['active'], to: 'prepared' } as const
    yield* this.change(rule, () => this.#prepareBodyIo())
  }

  *#prepareBodyIo(): Io<void> {
    const session = this.#session as SessionCore
    if (this.parent === null || this.nested) session.dispatch.emit('beforeCommit', session)
    const top = session.transaction
    if (top && top !== this) {
      for (const inner of top.selfAndParents(this)) yield* inner.commitIo()
    }
    if (!session.flushing) yield* flushUntilClean(session)
    if (this.parent === null && session.twophase) yield* this.#prepareConnectionsIo()
    this.currentState = 'prepared'
  }

  *#prepareConnectionsIo(): Io<void> {
    try {
      yield* this.connections.prepareTwophaseIo()
    } catch (error) {
      yield* this.expecting('closed', () => this.rollbackIo())
      throw error
    }
  }

  /** @internal */
  *commitIo({ toRoot = false }: { toRoot?: boolean } = {}): Io<void> {
    const rule = { method: 'commit', from: ['active', 'prepared'], to: 'closed' } as const
    yield* this.change(rule, () => this.#commitBodyIo())
    if (toRoot && this.parent) yield* this.parent.commitIo({ toRoot })
  }

  *#commitBodyIo(): Io<void> {
    const session = this.#session as SessionCore
    if (this.currentState !== 'prepared') {
      yield* this.expecting('prepared', () => this.prepareIo())
    }
    if (this.parent === null || this.nested) {
      yield* this.connections.commitIo()
      this.currentState = 'committed'
      session.dispatch.emit('afterCommit', session)
      if (this.nested) this.snapshot.mergeInto((this.parent as SessionTransaction).snapshot)
      else expireCommitted(session, this.snapshot)
    }
    yield* this.expecting('closed', () => this.closeIo())
  }

  /** `cause` is the failure of a flush: until the user rolls back, it is quoted to him. @internal */
  *rollbackIo({ toRoot = false, cause }: { toRoot?: boolean; cause?: unknown } = {}): Io<void> {
    const rule = {
      method: 'rollback',
      from: ['active', 'deactive', 'prepared'],
      to: 'closed',
    } as const
    yield* this.change(rule, () => this.#rollbackBodyIo(cause))
    if (toRoot && this.parent) yield* this.parent.rollbackIo({ toRoot })
  }

  *#rollbackBodyIo(cause: unknown): Io<void> {
    const session = this.#session as SessionCore
    const top = session.transaction
    if (top && top !== this) {
      for (const inner of top.selfAndParents(this)) yield* inner.closeIo()
    }
    const { boundary, failure } = yield* this.#rollbackToBoundaryIo(session)
    if (!failure && !session.isClean()) {
      warn(
        "Session's state has been changed on a non-active transaction - this state will be discarded.",
      )
      restoreSnapshot(session, boundary.snapshot, { dirtyOnly: boundary.nested })
    }
    yield* this.expecting('closed', () => this.closeIo())
    if (this.parent && cause !== undefined) this.parent.#rollbackException = cause
    if (failure) throw failure.error
    session.dispatch.emit('afterSoftRollback', session, this)
  }

  /** Rolls the nearest savepoint or outermost transaction back; everything on the way to it is deactivated. */
  *#rollbackToBoundaryIo(
    session: SessionCore,
  ): Io<{ boundary: SessionTransaction; failure: { error: unknown } | null }> {
    if (this.currentState !== 'active' && this.currentState !== 'prepared') {
      return { boundary: this, failure: null }
    }
    for (const transaction of this.selfAndParents()) {
      if (transaction.parent !== null && !transaction.nested) {
        transaction.currentState = 'deactive'
        continue
      }
      return { boundary: transaction, failure: yield* transaction.#rollbackSelfIo(session) }
    }
    return { boundary: this, failure: null }
  }

  *#rollbackSelfIo(session: SessionCore): Io<{ error: unknown } | null> {
    try {
      yield* this.connections.rollbackIo()
      this.currentState = 'deactive'
      session.dispatch.emit('afterRollback', session)
      return null
    } catch (error) {
      return { error }
    } finally {
      this.currentState = 'deactive'
      restoreSnapshot(session, this.snapshot, { dirtyOnly: this.nested })
    }
  }

  /** @internal */
  *closeIo({ invalidate = false }: { invalidate?: boolean } = {}): Io<void> {
    yield* this.change({ method: 'close', to: 'closed' }, () => this.#closeBodyIo(invalidate))
  }

  *#closeBodyIo(invalidate: boolean): Io<void> {
    const session = this.#session
    if (session === null) return
    if (this.nested) session.nestedTransaction = this.#previousNested
    else if (this.parent === null) session.nestedTransaction = null
    session.transaction = this.parent
    try {
      yield* this.connections.closeIo({ invalidate, final: this.parent === null })
    } finally {
      this.currentState = 'closed'
      this.#session = null
    }
    session.dispatch.emit('afterTransactionEnd', session, this)
  }

  protected override raiseForState(_method: string, state: TransactionState): never {
    if (state === 'deactive') throw deactivated(this.#rollbackException)
    if (state === 'closed') throw new ResourceClosedError('This transaction is closed')
    if (state === 'provisioning connection') {
      throw new InvalidRequestError(
        'This session is provisioning a new connection; concurrent operations are not permitted',
      )
    }
    throw new InvalidRequestError(
      `This session is in '${state}' state; no further SQL can be emitted within this transaction.`,
    )
  }
}

function checkOpenable(session: SessionCore): void {
  session.checkTransactionContext()
  if (session.permanentlyClosed) {
    throw new InvalidRequestError(
      'This Session has been permanently closed and is unable to handle any more transaction requests.',
    )
  }
}

function* flushUntilClean(session: SessionCore): Io<void> {
  for (let count = 0; count < MAX_FLUSHES; count += 1) {
    if (session.isClean()) return
    yield* session.flushIo()
  }
  throw new FlushError(
    'Over 100 subsequent flushes have occurred within session.commit() - is an after_flush() hook creating new objects?',
  )
}

function deactivated(cause: unknown): InvalidRequestError {
  if (cause === null) {
    return new InvalidRequestError(
      "This session is in 'inactive' state, due to the SQL transaction being rolled back; no further SQL can be emitted within this transaction.",
    )
  }
  const original = cause instanceof Error ? cause.message : String(cause)
  return new PendingRollbackError(
    "This Session's transaction has been rolled back due to a previous exception during flush. To begin a " +
      `new transaction with this Session, first issue Session.rollback(). Original exception was: ${original}`,
    { cause },
  )
}
