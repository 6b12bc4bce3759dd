/** A connection while somebody has it: belongs to one `Connection` until it goes back to the pool. */
import { InvalidRequestError } from '../../errors.js'
import type { DriverConnection } from '../driver.js'
import type { Io } from '../io.js'
import { closeQuietlyIo, type ConnectionRecord } from './connection-record.js'
import type { Pool } from './pool.js'
import { resetIo } from './reset.js'

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

  get isValid(): boolean {
    return this.#connection !== null
  }

  /** Kept with the connection as long as it is open. */
  get info(): Record<string, unknown> {
    return this.#detachedInfo ?? this.#record?.info ?? {}
  }

  /** Gives the connection back; `reset` is false when its transaction has been ended already. */
  *returnIo(reset = true): Io<void> {
    const [connection, record] = [this.#connection, this.#record]
    this.#connection = null
    this.#record = null
    if (record === null) {
      if (connection !== null) yield* this.#closeDetachedIo(connection)
      return
    }
    if (connection?.isOpen && reset && this.pool.resetsOnReturn()) {
      yield* this.#resetIo(connection, record)
    }
    yield* this.pool.checkinIo(record)
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
    record.release()
    record.info = {}
    yield* this.pool.checkinIo(record)
  }

  *#resetIo(connection: DriverConnection, record: ConnectionRecord): Io<void> {
    try {
      yield* resetIo(this.pool, connection, record)
    } catch (error) {
      yield* record.invalidateIo(error)
    }
  }

  *#closeDetachedIo(connection: DriverConnection): Io<void> {
    this.pool.events.emit('closeDetached', connection)
    yield* closeQuietlyIo(connection)
  }
}
