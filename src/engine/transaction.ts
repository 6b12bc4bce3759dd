/**
 * Transactions of a connection: the root, made by BEGIN (usually by itself, at the first statement), and savepoints
 * inside it. They hold no state of the database, only what has been asked of it.
 */
import { warn } from '../util/warnings.js'
import { InvalidRequestError } from '../errors.js'
import type { Connection } from './connection.js'
import { PendingRollbackError } from './errors.js'
import { runSync, type Io } from './io.js'

/** What a transaction needs from its connection to act; keeps `Connection`'s own surface small. */
export interface TransactionControl {
  beginIo(): Io<void>
  commitIo(): Io<void>
  rollbackIo(): Io<void>
  beginTwophaseIo(xid: string): Io<void>
  prepareTwophaseIo(xid: string): Io<void>
  commitTwophaseIo(xid: string, isPrepared: boolean): Io<void>
  rollbackTwophaseIo(xid: string, isPrepared: boolean): Io<void>
  savepointIo(name: string): Io<void>
  rollbackToSavepointIo(name: string): Io<void>
  releaseSavepointIo(name: string): Io<void>
  /** The connection's innermost savepoint, and its transaction. */
  current(): { readonly root: RootTransaction | null; readonly nested: NestedTransaction | null }
  setRoot(transaction: RootTransaction | null): void
  setNested(transaction: NestedTransaction | null): void
  readonly isUsable: boolean
}

/** `sqlalchemy.engine.Transaction`. */
export abstract class Transaction {
  /** False after commit, rollback, or a failure of the database. */
  isActive = false

  protected constructor(
    readonly connection: Connection,
    protected readonly control: TransactionControl,
  ) {}

  /** True while the transaction can still be used. */
  get isValid(): boolean {
    return this.isActive && this.control.isUsable
  }

  commit(): void {
    runSync(this.commitIo())
  }

  rollback(): void {
    runSync(this.rollbackIo())
  }

  /** Rolls back unless it has ended already. */
  close(): void {
    runSync(this.closeIo())
  }

  abstract commitIo(): Io<void>
  abstract rollbackIo(): Io<void>
  abstract closeIo(): Io<void>

  [Symbol.dispose](): void {
    this.close()
  }
}

/** The transaction of a connection; `sqlalchemy.engine.RootTransaction`. */
export class RootTransaction extends Transaction {
  protected constructor(connection: Connection, control: TransactionControl) {
    super(connection, control)
  }

  /** @internal */
  static beginIo(connection: Connection, control: TransactionControl): Io<RootTransaction> {
    return new RootTransaction(connection, control).startIo()
  }

  protected *startIo(): Io<this> {
    yield* this.beginOnConnectionIo()
    this.control.setRoot(this)
    this.isActive = true
    return this
  }

  protected beginOnConnectionIo(): Io<void> {
    return this.control.beginIo()
  }

  protected commitOnConnectionIo(): Io<void> {
    return this.control.commitIo()
  }

  protected rollbackOnConnectionIo(): Io<void> {
    return this.control.rollbackIo()
  }

  override *commitIo(): Io<void> {
    if (!this.isActive) {
      if (this.control.current().root === this) throw stillOpen()
      throw new InvalidRequestError('This transaction is inactive')
    }
    try {
      yield* this.commitOnConnectionIo()
    } finally {
      this.#deactivate()
    }
    this.#forget()
  }

  override *rollbackIo(): Io<void> {
    yield* this.#endIo(true)
  }

  override *closeIo(): Io<void> {
    yield* this.#endIo(false)
  }

  *#endIo(tryDeactivate: boolean): Io<void> {
    try {
      if (this.isActive) yield* this.rollbackOnConnectionIo()
      this.control.current().nested?.cancel()
    } finally {
      if (this.isActive || tryDeactivate) this.#deactivate()
      this.#forget()
    }
  }

  #deactivate(): void {
    this.control.current().nested?.cancel()
    this.isActive = false
  }

  #forget(): void {
    if (this.control.current().root === this) this.control.setRoot(null)
  }
}

/**
 * A transaction that can be prepared before it is committed, so that several databases commit together;
 * `sqlalchemy.engine.TwoPhaseTransaction`.
 *
 * @example
 * const transaction = connection.beginTwophase()
 * connection.execute(insert(users), { name: 'ed' })
 * transaction.prepare()
 * transaction.commit()
 */
export class TwoPhaseTransaction extends RootTransaction {
  #isPrepared = false

  private constructor(
    connection: Connection,
    control: TransactionControl,
    readonly xid: string,
  ) {
    super(connection, control)
  }

  /** @internal */
  static beginTwophaseIo(
    connection: Connection,
    control: TransactionControl,
    xid: string,
  ): Io<TwoPhaseTransaction> {
    return new TwoPhaseTransaction(connection, control, xid).startIo()
  }

  /**
   * Makes the database promise that it can commit; afterwards only `commit()` and `rollback()` are possible.
   *
   * @throws InvalidRequestError when the transaction has ended
   */
  prepare(): void {
    runSync(this.prepareIo())
  }

  *prepareIo(): Io<void> {
    if (!this.isActive) throw new InvalidRequestError('This transaction is inactive')
    yield* this.control.prepareTwophaseIo(this.xid)
    this.#isPrepared = true
  }

  protected override beginOnConnectionIo(): Io<void> {
    return this.control.beginTwophaseIo(this.xid)
  }

  protected override commitOnConnectionIo(): Io<void> {
    return this.control.commitTwophaseIo(this.xid, this.#isPrepared)
  }

  protected override rollbackOnConnectionIo(): Io<void> {
    return this.control.rollbackTwophaseIo(this.xid, this.#isPrepared)
  }
}

/** A savepoint; `sqlalchemy.engine.NestedTransaction`. */
export class NestedTransaction extends Transaction {
  readonly #parent: NestedTransaction | null

  private constructor(
    connection: Connection,
    control: TransactionControl,
    readonly name: string,
  ) {
    super(connection, control)
    this.#parent = control.current().nested
  }

  /** @internal */
  static *beginIo(
    connection: Connection,
    control: TransactionControl,
    name: string,
  ): Io<NestedTransaction> {
    const transaction = new NestedTransaction(connection, control, name)
    yield* control.savepointIo(name)
    control.setNested(transaction)
    transaction.isActive = true
    return transaction
  }

  override *commitIo(): Io<void> {
    if (!this.isActive) throw this.#unusable()
    try {
      yield* this.control.releaseSavepointIo(this.name)
    } finally {
      this.isActive = false
    }
    this.#leaveOrWarn()
  }

  override *rollbackIo(): Io<void> {
    yield* this.#endIo()
  }

  override *closeIo(): Io<void> {
    yield* this.#endIo()
  }

  /** The transaction around it has ended. @internal */
  cancel(): void {
    this.isActive = false
    this.#parent?.cancel()
    this.#leave()
  }

  *#endIo(): Io<void> {
    try {
      const { root } = this.control.current()
      if (this.isActive && root?.isActive && this.control.isUsable) {
        yield* this.control.rollbackToSavepointIo(this.name)
      }
    } finally {
      this.isActive = false
      this.#leaveOrWarn()
    }
  }

  #leaveOrWarn(): void {
    if (this.control.current().nested === this) this.#leave()
    else warn('nested transaction already deassociated from connection')
  }

  #leave(): void {
    if (this.control.current().nested === this) this.control.setNested(this.#parent)
  }

  #unusable(): InvalidRequestError {
    if (this.control.current().nested === this) return stillOpen('savepoint ')
    return new InvalidRequestError('This nested transaction is inactive')
  }
}

function stillOpen(kind = ''): PendingRollbackError {
  return new PendingRollbackError(
    `Can't reconnect until invalid ${kind}transaction is rolled back.  Please rollback() fully before proceeding`,
  )
}
