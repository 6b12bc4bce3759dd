/** Where transactions begin and end while migrations run; `MigrationContext.begin_transaction` and `autocommit_block`. */
import type { Connection } from '../../engine/connection.js'
import type { Transaction } from '../../engine/transaction.js'
import type { MigrationContext } from './migration-context.js'

export class TransactionState {
  /** Begun by us, not yet ended. */
  #current: Transaction | null = null

  constructor(
    /** The caller has begun one: it is the caller's to end. */
    readonly isExternal: boolean,
    readonly perMigration: boolean,
  ) {}

  get hasBegun(): boolean {
    return this.#current !== null
  }

  /** Commits when the function returns, rolls back when it throws. */
  during<R>(connection: Connection, work: () => R): R {
    this.#current = connection.getTransaction() ?? connection.begin()
    try {
      const result = work()
      this.#current?.commit()
      return result
    } catch (error) {
      if (this.#current?.isActive) this.#current.rollback()
      throw error
    } finally {
      this.#current = null
    }
  }

  autocommitBlock<R>(context: MigrationContext, work: () => R): R {
    return context.asSql ? blockOfScript(context, work) : this.#block(context, work)
  }

  /** What has been done so far is committed; afterwards the transaction goes on as a new one. */
  #block<R>(context: MigrationContext, work: () => R): R {
    const connection = context.requireConnection()
    const wasInside = this.#current !== null
    this.#current?.commit()
    this.#current = null
    if (connection.inTransaction()) connection.commit()
    const level = connection.getIsolationLevel()
    connection.executionOptions({ isolationLevel: 'AUTOCOMMIT' })
    try {
      return work()
    } finally {
      connection.commit()
      connection.executionOptions({ isolationLevel: level })
      if (wasInside) this.#current = connection.begin()
    }
  }
}

/** A function in a transaction, if this is the level at which there is one. */
export function beginTransaction<R>(
  context: MigrationContext,
  work: () => R,
  isMigration: boolean,
): R {
  const { transactions: state, impl, asSql } = context
  if (state.isExternal) return work()
  const beginsHere = impl.transactionalDdl ? isMigration === state.perMigration : isMigration
  if (!beginsHere) return work()
  if (asSql) return impl.transactionalDdl ? inScript(context, work) : work()
  if (!impl.transactionalDdl && state.hasBegun) return work()
  return state.during(context.requireConnection(), work)
}

function inScript<R>({ impl }: MigrationContext, work: () => R): R {
  impl.emitBegin()
  const result = work()
  impl.emitCommit()
  return result
}

function blockOfScript<R>({ impl }: MigrationContext, work: () => R): R {
  if (!impl.transactionalDdl) return work()
  impl.emitCommit()
  const result = work()
  impl.emitBegin()
  return result
}
