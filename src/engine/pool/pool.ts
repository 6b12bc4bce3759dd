/**
 * The base of all pools: handing out connections, cleaning them when they come back. A pool class only decides which
 * places there are. All of it is I/O as data, so that synchronous and asynchronous engines share it.
 */
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import type { DriverConnection } from '../driver.js'
import { engineEvents } from '../events.js'
import type { Io } from '../io.js'
import { ConnectionRecord } from './connection-record.js'
import { PooledConnection } from './pooled-connection.js'

/** What a connection has to forget when it comes back. */
export type ResetOnReturn = 'rollback' | 'commit' | null

export interface PoolOptions {
  /** Connections that stay open (`QueuePool`). */
  readonly poolSize?: number
  /** Connections beyond `poolSize`, closed when they come back. */
  readonly maxOverflow?: number
  /** Seconds to wait for a connection. */
  readonly poolTimeout?: number
  /** Seconds after which a connection is replaced; -1 for never. */
  readonly poolRecycle?: number
  /** Ask a connection whether it is alive before handing it out. */
  readonly poolPrePing?: boolean
  /** The connection used last is handed out first. */
  readonly poolUseLifo?: boolean
  readonly poolResetOnReturn?: ResetOnReturn
}

/** What a pool gets from its engine. */
export interface PoolSetup {
  readonly createIo: () => Io<DriverConnection>
  /** Says whether a connection still answers. */
  readonly pingIo: (connection: DriverConnection) => Io<boolean>
  readonly events: EventDispatcher
  /** False where nothing else can run while somebody waits: waiting would never end. */
  readonly canWait: boolean
  readonly options: PoolOptions
}

/** What the places of a pool see of it. */
export interface PoolContext {
  readonly createIo: () => Io<DriverConnection>
  readonly events: EventDispatcher
  readonly recycle: number
  readonly invalidBefore: number
  hasConnected: boolean
}

export type PoolClass = new (setup: PoolSetup) => Pool

export abstract class Pool implements PoolContext {
  /** Listeners of all pools. */
  static readonly events = engineEvents
  readonly events: EventDispatcher
  readonly createIo: () => Io<DriverConnection>
  readonly recycle: number
  readonly resetOnReturn: ResetOnReturn
  /** Connections opened before this moment are not handed out any more. */
  invalidBefore = 0
  hasConnected = false

  constructor(protected readonly setup: PoolSetup) {
    this.events = setup.events
    this.createIo = setup.createIo
    this.recycle = setup.options.poolRecycle ?? -1
    this.resetOnReturn =
      setup.options.poolResetOnReturn === undefined ? 'rollback' : setup.options.poolResetOnReturn
  }

  /** A connection to work with; give it back with `returnIo()`. */
  *connectIo(): Io<PooledConnection> {
    const record = yield* this.takeIo()
    try {
      const connection = yield* this.#liveConnectionIo(record)
      this.events.emit('checkout', connection, record)
      return new PooledConnection(this, record, connection)
    } catch (error) {
      yield* this.giveBackIo(record)
      throw error
    }
  }

  /** Gives a record back after use. */
  *checkinIo(record: ConnectionRecord): Io<void> {
    this.events.emit('checkin', record.driverConnection, record)
    yield* this.giveBackIo(record)
  }

  /** Closes all connections that nobody uses. */
  abstract disposeIo(): Io<void>

  /** A new, empty pool of the same kind. */
  recreate(): Pool {
    return new (this.constructor as PoolClass)(this.setup)
  }

  /** How full the pool is, for people. */
  abstract status(): string

  /** False while somebody else still works with the same connection. */
  resetsOnReturn(): boolean {
    return true
  }

  protected abstract takeIo(): Io<ConnectionRecord>
  protected abstract giveBackIo(record: ConnectionRecord): Io<void>

  protected newRecord(): ConnectionRecord {
    return new ConnectionRecord(this)
  }

  *#liveConnectionIo(record: ConnectionRecord): Io<DriverConnection> {
    const reused = record.driverConnection !== null
    const connection = yield* record.connectionIo()
    if (!reused || !this.setup.options.poolPrePing || connection !== record.driverConnection)
      return connection
    if (yield* this.setup.pingIo(connection)) return connection
    // The server went away; the other connections are not alive either.
    this.invalidBefore = Date.now()
    yield* record.invalidateIo()
    return yield* record.connectionIo()
  }
}
