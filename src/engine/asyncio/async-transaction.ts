/** The asynchronous face of a transaction; `sqlalchemy.ext.asyncio.AsyncTransaction`. */
import { runAsync } from '../io.js'
import type { Transaction } from '../transaction.js'

export class AsyncTransaction {
  constructor(
    /** The transaction it drives. */
    readonly syncTransaction: Transaction,
  ) {}

  get isActive(): boolean {
    return this.syncTransaction.isActive
  }

  get isValid(): boolean {
    return this.syncTransaction.isValid
  }

  commit(): Promise<void> {
    return runAsync(this.syncTransaction.commitIo())
  }

  rollback(): Promise<void> {
    return runAsync(this.syncTransaction.rollbackIo())
  }

  close(): Promise<void> {
    return runAsync(this.syncTransaction.closeIo())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
