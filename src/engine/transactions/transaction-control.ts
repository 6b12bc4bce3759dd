/**
 * What a connection does to begin and end transactions: tells listeners, observers and the log, then the driver; and
 * the state of it: the root, the innermost savepoint, the function whose transaction it is.
 */
import { InvalidRequestError } from '../../errors.js'
import type { Connection } from '../connection.js'
import type { DriverConnection, MaybePromise } from '../driver.js'
import { PendingRollbackError } from '../errors.js'
import { runCursorIo, type CursorAnswer } from '../execution/cursor-call.js'
import { heardIo } from '../execution/heard.js'
import { wrapDriverError } from '../execution/driver-error.js'
import { request, type Io } from '../io.js'
import type { IsolationState } from './isolation.js'
import { cacheRemark } from '../log/remark.js'
import { twophaseOf } from './twophase.js'
import type { TransactionEvent } from '../observer.js'
import {
  NestedTransaction,
  RootTransaction,
  TwoPhaseTransaction,
  type Transaction,
  type TransactionControl,
} from '../transaction.js'

/** What listeners of `beforeExecute` see of a savepoint. */
class SavepointStatement {
  constructor(private readonly sql: string) {}

  toString(): string {
    return this.sql
  }
}

/** What SQLAlchemy logs where the driver commits each statement by itself. */
const autocommitTexts = {
  begin: 'BEGIN (implicit; DBAPI should not BEGIN due to autocommit mode)',
  commit: 'COMMIT using DBAPI connection.commit(), has no effect due to autocommit mode',
  rollback:
    'ROLLBACK using DBAPI connection.rollback(); set skip_autocommit_rollback to prevent fully',
} as const

const plainTexts = { begin: 'BEGIN (implicit)', commit: 'COMMIT', rollback: 'ROLLBACK' } as const

interface Scope {
  readonly transaction: Transaction
  readonly outer: Scope | null
}

export class ConnectionTransactions implements TransactionControl {
  root: RootTransaction | null = null
  /** The root before, kept for its shape (see `keepShape`). */
  ended: RootTransaction | null = null
  nested: NestedTransaction | null = null
  #scope: Scope | null = null
  #savepoints = 0

  constructor(
    private readonly connection: Connection,
    private readonly isolation: IsolationState,
  ) {}

  get isUsable(): boolean {
    return this.connection.isUsable
  }

  current(): { readonly root: RootTransaction | null; readonly nested: NestedTransaction | null } {
    return this
  }

  setRoot(transaction: RootTransaction | null): void {
    this.ended = this.root
    this.root = transaction
  }

  setNested(transaction: NestedTransaction | null): void {
    this.nested = transaction
  }

  /** A transaction has begun and is in order: what the checks below would find out. */
  get isReady(): boolean {
    return (
      this.root !== null &&
      this.root.isActive &&
      (this.nested === null || this.nested.isActive) &&
      (this.#scope === null || this.#scope.transaction.isActive)
    )
  }

  /** @throws PendingRollbackError when the transaction has failed and was not rolled back */
  checkUsable(): void {
    const failed = this.root?.isActive === false || this.nested?.isActive === false
    if (!failed) return
    const kind = this.nested === null ? '' : 'savepoint '
    throw new PendingRollbackError(
      `Can't reconnect until invalid ${kind}transaction is rolled back.  Please rollback() fully before proceeding`,
    )
  }

  /** @throws InvalidRequestError when the function's own transaction has been ended inside it */
  checkScope(): void {
    if (this.#scope === null || this.#scope.transaction.isActive) return
    throw new InvalidRequestError(
      "Can't operate on closed transaction inside context manager.  " +
        'Please complete the context manager before emitting further commands.',
    )
  }

  beginRootIo(): Io<RootTransaction> {
    return RootTransaction.beginIo(this.connection, this)
  }

  beginTwophaseRootIo(xid: string): Io<TwoPhaseTransaction> {
    return TwoPhaseTransaction.beginTwophaseIo(this.connection, this, xid)
  }

  beginNestedIo(): Io<NestedTransaction> {
    this.#savepoints += 1
    return NestedTransaction.beginIo(this.connection, this, `sa_savepoint_${this.#savepoints}`)
  }

  /** Commits when the work is done, rolls back when it throws. */
  *scopeIo<R>(transaction: Transaction, work: () => R | PromiseLike<R>): Io<R> {
    const scope: Scope = { transaction, outer: this.#scope }
    this.#scope = scope
    try {
      const value = yield* request('call', work)
      if (transaction.isActive) yield* transaction.commitIo()
      return value
    } catch (error) {
      yield* transaction.closeIo()
      throw error
    } finally {
      this.#scope = scope.outer
    }
  }

  *beginIo(): Io<void> {
    this.tellBegin()
    yield* this.#openIo()
  }

  /** Tells log and listeners that a transaction begins. */
  tellBegin(): void {
    this.#tell('begin')
    this.connection.heardBy.emit('begin', this.connection)
  }

  *commitIo(): Io<void> {
    this.connection.heardBy.emit('commit', this.connection)
    this.#tell('commit')
    yield* this.#endIo('COMMIT')
  }

  *rollbackIo(): Io<void> {
    this.connection.heardBy.emit('rollback', this.connection)
    // A connection that was given up has nothing to roll back; listeners hear of the end all the same.
    if (!this.isUsable) return
    this.#tell('rollback')
    yield* this.#endIo('ROLLBACK')
  }

  /** What an error leaves where no transaction has begun: nothing to roll back, but it is said. */
  giveUp(): void {
    if (this.root !== null) return
    this.connection.heardBy.emit('rollback', this.connection)
    this.#tell('rollback')
  }

  *beginTwophaseIo(xid: string): Io<void> {
    this.#notify('begin', 'BEGIN TWOPHASE (implicit)')
    this.connection.heardBy.emit('beginTwophase', this.connection, xid)
    const { dialect } = this.connection
    if (dialect.twophase === null) {
      this.giveUp()
      twophaseOf(dialect)
    }
    yield* this.#openIo()
  }

  *prepareTwophaseIo(xid: string): Io<void> {
    this.connection.heardBy.emit('prepareTwophase', this.connection, xid)
    yield* this.#statementIo(twophaseOf(this.connection.dialect).prepare(xid))
  }

  *commitTwophaseIo(xid: string, isPrepared: boolean): Io<void> {
    this.connection.heardBy.emit('commitTwophase', this.connection, xid, isPrepared)
    if (!isPrepared) yield* this.#endIo('COMMIT')
    else yield* this.#statementIo(twophaseOf(this.connection.dialect).commit(xid))
  }

  *rollbackTwophaseIo(xid: string, isPrepared: boolean): Io<void> {
    this.connection.heardBy.emit('rollbackTwophase', this.connection, xid, isPrepared)
    if (!this.isUsable) return
    if (!isPrepared) yield* this.#endIo('ROLLBACK')
    else yield* this.#statementIo(twophaseOf(this.connection.dialect).rollback(xid))
  }

  /** Ends a transaction that was prepared before, maybe by another process: outside of any transaction. */
  *endPreparedIo(kind: 'commit' | 'rollback', xid: string): Io<void> {
    const driver = this.connection.driverConnection
    if (driver.inTransaction) yield* this.#endIo('ROLLBACK')
    yield* this.#statementIo(twophaseOf(this.connection.dialect)[kind](xid))
    if (this.root?.isActive) yield* this.#openIo()
  }

  *savepointIo(name: string): Io<void> {
    this.connection.heardBy.emit('savepoint', this.connection, null)
    yield* this.#savepointIo('savepoint', `SAVEPOINT ${name}`)
  }

  *rollbackToSavepointIo(name: string): Io<void> {
    this.connection.heardBy.emit('rollbackSavepoint', this.connection, name, null)
    yield* this.#savepointIo('rollback to savepoint', `ROLLBACK TO SAVEPOINT ${name}`)
  }

  *releaseSavepointIo(name: string): Io<void> {
    this.connection.heardBy.emit('releaseSavepoint', this.connection, name, null)
    yield* this.#savepointIo('release', `RELEASE SAVEPOINT ${name}`)
  }

  *#openIo(): Io<void> {
    yield* this.isolation.applyIo(this.connection.driverConnection)
    if (this.isolation.isAutocommit) return
    const statement = this.isolation.beginStatement(this.connection.getExecutionOptions())
    yield* this.#driverIo('begin', (driver) => driver.begin(statement))
  }

  *#endIo(statement: 'COMMIT' | 'ROLLBACK'): Io<void> {
    if (this.isolation.isAutocommit) return
    const operation = statement === 'COMMIT' ? 'commit' : 'rollback'
    yield* this.#driverIo(operation, (driver) => driver.end(statement))
  }

  /** To the database and to the log a savepoint is a statement. */
  *#savepointIo(kind: TransactionEvent['kind'], sql: string): Io<void> {
    const heard = { element: new SavepointStatement(sql), sets: [], options: {} }
    yield* heardIo(this.connection, heard, () => this.#statementIo(sql))
    this.#notify(kind, sql)
  }

  *#statementIo(sql: string): Io<CursorAnswer> {
    const compiledAt = performance.now()
    return yield* runCursorIo(this.connection, {
      sql,
      parameters: [],
      many: false,
      remark: () => cacheRemark('no key', (performance.now() - compiledAt) / 1000),
      options: this.connection.getExecutionOptions(),
      context: null,
      stream: false,
    })
  }

  *#driverIo(
    operation: 'begin' | 'commit' | 'rollback',
    action: (driver: DriverConnection) => MaybePromise<void>,
  ): Io<void> {
    const driver = this.connection.driverConnection
    try {
      yield* request(operation, () => action(driver))
    } catch (error) {
      throw yield* wrapDriverError(
        this.connection,
        { sql: null, parameters: [], many: false },
        error,
      )
    }
  }

  #tell(kind: 'begin' | 'commit' | 'rollback'): void {
    this.#notify(kind, (this.isolation.isAutocommit ? autocommitTexts : plainTexts)[kind])
  }

  #notify(kind: TransactionEvent['kind'], text: string): void {
    const { engine, id } = this.connection
    if (!engine.isObserved) return
    const token = this.connection.getExecutionOptions().loggingToken ?? null
    engine.observers.transaction({ connectionId: id, text, kind, token })
  }
}
