/** The function forms of `begin` and `beginNested`: what Python's `with` does for a transaction. */
import type { Io } from '../../../engine/io.js'
import { request } from '../../../engine/io.js'
import type { SessionCore } from '../session-core.js'
import type { SessionTransaction } from '../session-transaction.js'

/** Commits when the function returns (or its promise resolves), rolls back and rethrows when it throws. */
export function* scopeTransactionIo<R>(
  session: SessionCore,
  begin: Io<SessionTransaction>,
  work: (transaction: SessionTransaction) => R | PromiseLike<R>,
): Io<R> {
  const transaction = yield* begin
  const outer = session.scopedTransaction
  session.scopedTransaction = transaction
  try {
    const value = yield* attemptIo(transaction, () => request('execute', () => work(transaction)))
    session.scopedTransaction = outer
    yield* attemptIo(transaction, () => endIo(transaction))
    return value as R
  } finally {
    session.scopedTransaction = outer
  }
}

function* endIo(transaction: SessionTransaction): Io<void> {
  if (transaction.isActive) yield* transaction.commitIo()
  else if (!transaction.isClosed) yield* transaction.closeIo()
}

function* attemptIo<R>(transaction: SessionTransaction, body: () => Io<R>): Io<R> {
  try {
    return yield* body()
  } catch (error) {
    if (transaction.canRollback) yield* transaction.rollbackIo()
    throw error
  }
}
