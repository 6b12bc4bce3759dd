/**
 * One place of a pool: the driver's connection that stands in it now, when it was opened, what users keep with it.
 * The connection may be replaced by a new one; the place stays.
 */
import type { DriverConnection } from '../driver.js'
import { request, type Io } from '../io.js'
import type { PoolContext } from './pool.js'

export class ConnectionRecord {
  /** Free for the user; emptied when a new connection takes the place. */
  info: Record<string, unknown> = {}
  /** Free for the user; stays with the place. */
  readonly recordInfo: Record<string, unknown> = {}
  /** Nobody has used the connection yet. */
  isFresh = false
  #connection: DriverConnection | null = null
  #openedAt = 0
  #outdatedAt = -1

  constructor(private readonly pool: PoolContext) {}

  get driverConnection(): DriverConnection | null {
    return this.#connection
  }

  /** The connection of this place; opened anew if there is none, or if it is too old, broken or given up. */
  *connectionIo(): Io<DriverConnection> {
    if (this.#connection !== null && this.#mustReplace()) yield* this.closeIo()
    return this.#connection ?? (yield* this.#openIo())
  }

  /** The connection is broken: closes it; the next user of the place gets a new one. */
  *invalidateIo(error: unknown = null): Io<void> {
    if (this.#connection === null) return
    this.pool.events.emit('invalidate', this.#connection, this, error)
    yield* this.closeIo()
  }

  /** The connection may be used to the end; whoever takes the place next gets a new one. */
  outdate(error: unknown = null): void {
    if (this.#connection === null) return
    this.pool.events.emit('softInvalidate', this.#connection, this, error)
    this.#outdatedAt = Date.now()
  }

  *closeIo(): Io<void> {
    const connection = this.#connection
    if (connection === null) return
    this.#connection = null
    this.pool.events.emit('close', connection, this)
    yield* closeQuietlyIo(connection)
  }

  /** Takes the connection out of the place; whoever has it must close it. */
  release(): DriverConnection | null {
    const connection = this.#connection
    this.#connection = null
    return connection
  }

  *#openIo(): Io<DriverConnection> {
    this.info = {}
    const connection = yield* this.pool.createIo(this)
    this.#connection = connection
    this.#openedAt = Date.now()
    this.#outdatedAt = -1
    this.isFresh = true
    if (!this.pool.hasConnected) {
      this.pool.hasConnected = true
      this.pool.events.emit('firstConnect', connection, this)
    }
    this.pool.events.emit('connect', connection, this)
    return connection
  }

  #mustReplace(): boolean {
    const { recycle, invalidBefore } = this.pool
    if (this.#connection?.isOpen === false) return true
    if (this.#openedAt < invalidBefore || this.#outdatedAt >= this.#openedAt) return true
    return recycle >= 0 && Date.now() - this.#openedAt > recycle * 1000
  }
}

/** Closes a connection that nobody needs; that it is broken is no news. */
export function* closeQuietlyIo(connection: DriverConnection): Io<void> {
  try {
    yield* request('close', () => connection.close())
  } catch {
    return
  }
}
