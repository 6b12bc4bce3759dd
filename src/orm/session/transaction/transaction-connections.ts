/**
 * The connections one SessionTransaction works on, each with the engine transaction or savepoint that belongs to it.
 */
import type { Io } from '../../../engine/io.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Connection, ConnectionBind, EngineTransaction, ExecutionOptions } from '../bind.js'
import { isConnection, TwoPhaseTransaction } from '../bind.js'
import type { SessionCore } from '../session-core.js'
import type { SessionTransaction } from '../session-transaction.js'

/** How a session behaves on a connection that is in a transaction already. */
export type JoinTransactionMode =
  'conditional_savepoint' | 'rollback_only' | 'control_fully' | 'create_savepoint'

interface Enlisted {
  readonly connection: Connection
  readonly transaction: EngineTransaction
  /** False when the transaction belongs to whoever handed us the connection. */
  readonly shouldCommit: boolean
  /** True when we took the connection out of the engine. */
  readonly autoclose: boolean
}

/** @internal */
export class TransactionConnections {
  readonly #byBind = new Map<ConnectionBind, Enlisted>()

  constructor(
    private readonly session: SessionCore,
    private readonly owner: SessionTransaction,
  ) {}

  get(bind: ConnectionBind): Connection | null {
    return this.#byBind.get(bind)?.connection ?? null
  }

  /** Every connection answers SELECTs on the spot; false while there is none. */
  get selectsNow(): boolean {
    for (const { connection } of this.#byBind.values()) if (!connection.selectsNow) return false
    return this.#byBind.size > 0
  }

  /** Takes a connection and begins on it: on the outermost level, or a savepoint on the parent's connection. */
  *openIo(bind: ConnectionBind, options: ExecutionOptions | null): Io<Connection> {
    const { parent, nested } = this.owner
    if (parent) {
      const connection = yield* parent.connectionForBindIo(bind, options)
      if (!nested) return connection
      return yield* this.#enlistIo(connection, { local: false, bind, options: null })
    }
    if (!isConnection(bind)) {
      const connection = yield* bind.connectIo()
      return yield* this.#enlistIo(connection, { local: true, bind, options })
    }
    if (this.#byBind.has(bind.engine)) {
      throw new InvalidRequestError(
        "Session already has a Connection associated for the given Connection's Engine",
      )
    }
    return yield* this.#enlistIo(bind, { local: false, bind, options })
  }

  /** Prepares the transactions of all connections, so that either all can commit or none does. */
  *prepareTwophaseIo(): Io<void> {
    for (const { transaction } of this.#distinct()) {
      if (transaction instanceof TwoPhaseTransaction) yield* transaction.prepareIo()
    }
  }

  *commitIo(): Io<void> {
    for (const { transaction, shouldCommit } of this.#distinct()) {
      if (shouldCommit) yield* transaction.commitIo()
    }
  }

  *rollbackIo(): Io<void> {
    for (const { transaction } of this.#distinct()) yield* transaction.rollbackIo()
  }

  *closeIo({ invalidate, final }: { invalidate: boolean; final: boolean }): Io<void> {
    for (const { connection, transaction, shouldCommit, autoclose } of this.#distinct()) {
      if (invalidate && final) connection.invalidate()
      if (shouldCommit && transaction.isActive) yield* transaction.closeIo()
      if (autoclose && final) yield* connection.closeIo()
    }
    this.#byBind.clear()
  }

  *#enlistIo(
    given: Connection,
    {
      local,
      bind,
      options,
    }: { local: boolean; bind: ConnectionBind; options: ExecutionOptions | null },
  ): Io<Connection> {
    let enlisted: Enlisted
    try {
      const connection = options ? given.executionOptions(options) : given
      const joined = yield* this.#beginIo(connection, local)
      enlisted = { connection, ...joined, autoclose: !isConnection(bind) }
    } catch (error) {
      // Session.close() will not see this connection, so it goes back now.
      if (local) yield* given.closeIo()
      throw error
    }
    this.#byBind.set(enlisted.connection, enlisted)
    this.#byBind.set(enlisted.connection.engine, enlisted)
    this.session.dispatch.emit('afterBegin', this.session, this.owner, enlisted.connection)
    return enlisted.connection
  }

  *#beginIo(
    connection: Connection,
    local: boolean,
  ): Io<{ transaction: EngineTransaction; shouldCommit: boolean }> {
    if (this.session.twophase && this.owner.parent === null) {
      return { transaction: yield* connection.beginTwophaseIo(), shouldCommit: true }
    }
    if (this.owner.nested) {
      return { transaction: yield* connection.beginNestedIo(), shouldCommit: true }
    }
    if (!connection.inTransaction()) {
      return { transaction: yield* connection.beginIo(), shouldCommit: true }
    }
    if (local) return { transaction: present(connection), shouldCommit: true }
    return yield* this.#joinIo(connection)
  }

  /** The connection came with a transaction: SQLAlchemy's `join_transaction_mode` says whose it is. */
  *#joinIo(connection: Connection): Io<{ transaction: EngineTransaction; shouldCommit: boolean }> {
    let mode = this.session.joinTransactionMode
    if (mode === 'conditional_savepoint') {
      mode = connection.inNestedTransaction() ? 'create_savepoint' : 'rollback_only'
    }
    if (mode === 'create_savepoint') {
      return { transaction: yield* connection.beginNestedIo(), shouldCommit: true }
    }
    return { transaction: present(connection), shouldCommit: mode === 'control_fully' }
  }

  #distinct(): ReadonlySet<Enlisted> {
    return new Set(this.#byBind.values())
  }
}

function present(connection: Connection): EngineTransaction {
  const transaction = connection.getNestedTransaction() ?? connection.getTransaction()
  if (transaction === null) throw new InvalidRequestError('Connection is not in a transaction')
  return transaction
}
