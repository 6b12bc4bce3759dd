/** Pools without a queue: one connection for everybody, one for each use, one that nobody may share. */
import { InvalidRequestError } from '../../errors.js'
import type { Io } from '../io.js'
import type { ConnectionRecord } from './connection-record.js'
import { Pool } from './pool.js'

/** One connection for everybody, opened at the first use; `sqlalchemy.pool.StaticPool`. */
export class StaticPool extends Pool {
  #record: ConnectionRecord | null = null

  override status(): string {
    return 'StaticPool'
  }

  override *disposeIo(): Io<void> {
    yield* this.#record?.closeIo() ?? nothingIo()
    this.#record = null
  }

  protected override *takeIo(): Io<ConnectionRecord> {
    return (this.#record ??= this.newRecord())
  }

  protected override *giveBackIo(): Io<void> {}
}

/**
 * One connection for each thread, which in JavaScript is one; the default for SQLite in memory, whose data lives
 * as long as the connection; `sqlalchemy.pool.SingletonThreadPool`.
 */
export class SingletonThreadPool extends StaticPool {
  static override readonly ownOptions: readonly string[] = ['poolSize']
  #users = 0

  override isShared(): boolean {
    return this.#users > 1
  }

  override status(): string {
    return 'SingletonThreadPool size: 1'
  }

  protected override *takeIo(): Io<ConnectionRecord> {
    this.#users += 1
    return yield* super.takeIo()
  }

  protected override *giveBackIo(): Io<void> {
    this.#users -= 1
  }
}

/** A new connection for each use; `sqlalchemy.pool.NullPool`. */
export class NullPool extends Pool {
  override status(): string {
    return 'NullPool'
  }

  override *disposeIo(): Io<void> {}

  protected override *takeIo(): Io<ConnectionRecord> {
    return this.newRecord()
  }

  protected override *giveBackIo(record: ConnectionRecord): Io<void> {
    yield* record.closeIo()
  }
}

/** One connection that only one may have at a time, to find those who forget to close; `sqlalchemy.pool.AssertionPool`. */
export class AssertionPool extends Pool {
  #record: ConnectionRecord | null = null
  #taken = false

  override status(): string {
    return 'AssertionPool'
  }

  override *disposeIo(): Io<void> {
    yield* this.#record?.closeIo() ?? nothingIo()
    this.#taken = false
  }

  protected override *takeIo(): Io<ConnectionRecord> {
    if (this.#taken) throw new InvalidRequestError('connection is already checked out')
    this.#taken = true
    return (this.#record ??= this.newRecord())
  }

  protected override *giveBackIo(): Io<void> {
    this.#taken = false
  }
}

function* nothingIo(): Io<void> {}
