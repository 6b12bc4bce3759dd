/**
 * A connection while somebody has it: belongs to one `Connection`, or to a caller of `rawConnection()`, until it goes
 * back to the pool. `_ConnectionFairy` in SQLAlchemy.
 */
import { InvalidRequestError } from '../../errors.js'
import type { DriverConnection } from '../driver.js'
import { request, runSync, type Io } from '../io.js'
import type { ConnectionCursor } from './connection-cursor.js'
import { closeQuietlyIo, type ConnectionRecord } from './connection-record.js'
import type { Pool } from './pool.js'
import { resetIo } from './reset.js'

interface InvalidateOptions {
  /** Let it be used to the end; the next user gets a new one. */
  readonly soft?: boolean
}

function isOptions(given: unknown): given is InvalidateOptions {
  return typeof given === 'object' && given !== null && !(given instanceof Error) && 'soft' in given
}

export class PooledConnection {
  #connection: DriverConnection | null
  #record: ConnectionRecord | null
  #detachedInfo: Record<string, unknown> | null = null

  constructor(
    private readonly pool: Pool,
    record: ConnectionRecord,
    connection: DriverConnection,
  ) {
    this.#record = record
    this.#connection = connection
  }

  /** The driver's connection. @throws InvalidRequestError after it went back or was given up */
  get driverConnection(): DriverConnection {
    if (this.#connection !== null) return this.#connection
    throw new InvalidRequestError('This connection is closed')
  }

  /** The driver's connection, under its older name. */
  get dbapiConnection(): DriverConnection {
    return this.driverConnection
  }

  get isValid(): boolean {
    return this.#connection !== null
  }

  /** True once the pool does not know it any more. */
  get isDetached(): boolean {
    return this.#detachedInfo !== null
  }

  /** Kept with the connection as long as it is open. */
  get info(): Record<string, unknown> {
    return this.#detachedInfo ?? this.#record?.info ?? {}
  }

  /** Kept with the place in the pool, whatever connection stands there; null after `detach()`. */
  get recordInfo(): Record<string, unknown> | null {
    return this.#record?.recordInfo ?? null
  }

  cursor(): ConnectionCursor {
    return this.driverConnection.cursor()
  }

  /** Ends the transaction of the driver's connection. */
  commit(): void {
    runSync(request('commit', () => this.driverConnection.end('COMMIT')))
  }

  rollback(): void {
    runSync(request('rollback', () => this.driverConnection.end('ROLLBACK')))
  }

  /** Gives the connection back to the pool. */
  close(): void {
    runSync(this.returnIo())
  }

  /** Gives the connection up as broken. */
  invalidate(options?: InvalidateOptions): void
  invalidate(error: unknown, options?: InvalidateOptions): void
  invalidate(given: unknown = null, options: InvalidateOptions = {}): void {
    const onlyOptions = isOptions(given)
    const error = onlyOptions ? null : given
    if (onlyOptions ? given.soft : options.soft) this.#record?.outdate(error)
    else runSync(this.invalidateIo(error))
  }

  /** Takes the connection out of the pool; `close()` closes it then. */
  detach(): void {
    runSync(this.detachIo())
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** @internal The pool puts another connection in the place of one that it does not like. */
  adopt(connection: DriverConnection): void {
    this.#connection = connection
  }

  /** Gives the connection back; `transactionWasReset` when its transaction has been ended already. */
  *returnIo(transactionWasReset = false): Io<void> {
    const [connection, record] = [this.#connection, this.#record]
    this.#connection = null
    this.#record = null
    if (record !== null && this.pool.isShared()) return yield* this.pool.leaveIo(record)
    if (connection?.isOpen) yield* this.#resetIo(connection, record, transactionWasReset)
    if (record !== null) return yield* this.pool.checkinIo(record)
    if (connection !== null) yield* this.#closeDetachedIo(connection)
  }

  /** The connection is broken: closes it, and the place in the pool gets a new one. */
  *invalidateIo(error: unknown = null): Io<void> {
    const [connection, record] = [this.#connection, this.#record]
    if (connection === null) return
    this.#connection = null
    this.#record = null
    if (record === null) {
      yield* closeQuietlyIo(connection)
      return
    }
    yield* record.invalidateIo(error)
    yield* this.pool.checkinIo(record)
  }

  /** Takes the connection out of the pool, which opens another in its place. */
  *detachIo(): Io<void> {
    const record = this.#record
    if (record === null) return
    this.#detachedInfo = record.info
    this.#record = null
    yield* this.pool.vacateIo(record)
    this.pool.events.emit('detach', this.#connection, record)
  }

  *#resetIo(
    connection: DriverConnection,
    record: ConnectionRecord | null,
    transactionWasReset: boolean,
  ): Io<void> {
    const state = { transactionWasReset, terminateOnly: record === null, asyncioSafe: true }
    try {
      yield* resetIo(this.pool, { connection, record, state })
    } catch (error) {
      yield* record?.invalidateIo(error) ?? closeQuietlyIo(connection)
    }
  }

  *#closeDetachedIo(connection: DriverConnection): Io<void> {
    this.pool.events.emit('closeDetached', connection)
    yield* closeQuietlyIo(connection)
  }
}
