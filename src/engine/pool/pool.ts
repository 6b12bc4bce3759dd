/**
 * The base of all pools: handing out connections, cleaning them when they come back. A pool class only decides which
 * places there are. All of it is I/O as data, so that synchronous and asynchronous engines share it.
 */
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import type { DriverConnection } from '../driver.js'
import { DisconnectionError, InvalidatePoolError } from '../errors.js'
import { engineEvents } from '../events.js'
import type { Io } from '../io.js'
import { ConnectionRecord } from './connection-record.js'
import { PooledConnection } from './pooled-connection.js'

/** What a connection has to forget when it comes back. */
export type ResetOnReturn = 'rollback' | 'commit' | null

/** What listeners of `reset` are told; `PoolResetState`. */
export interface PoolResetState {
  /** The transaction has been ended already, so that nothing more is sent. */
  readonly transactionWasReset: boolean
  /** The connection is about to be closed. */
  readonly terminateOnly: boolean
  /** Something may be awaited. */
  readonly asyncioSafe: boolean
}

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
  /** What ends the transaction of a connection that comes back; true is `rollback`, false and null are nothing. */
  readonly poolResetOnReturn?: ResetOnReturn | 'none' | boolean
}

/** What a pool gets from its engine. */
export interface PoolSetup {
  readonly createIo: (record: ConnectionRecord) => Io<DriverConnection>
  /** Says whether a connection still answers. */
  readonly pingIo: (connection: DriverConnection) => Io<boolean>
  readonly events: EventDispatcher
  /** False where nothing else can run while somebody waits: waiting would never end. */
  readonly canWait: boolean
  readonly options: PoolOptions
}

/** What the places of a pool see of it. */
export interface PoolContext {
  readonly createIo: (record: ConnectionRecord) => Io<DriverConnection>
  readonly events: EventDispatcher
  readonly recycle: number
  readonly invalidBefore: number
  hasConnected: boolean
}

export interface PoolClass {
  new (setup: PoolSetup): Pool
  readonly ownOptions: readonly string[]
}

export abstract class Pool implements PoolContext {
  /** Options of an engine that mean something to this kind of pool and not to all. */
  static readonly ownOptions: readonly string[] = []
  /** Listeners of all pools. */
  static readonly events = engineEvents
  readonly events: EventDispatcher
  readonly createIo: (record: ConnectionRecord) => Io<DriverConnection>
  readonly recycle: number
  readonly resetOnReturn: ResetOnReturn
  /** Connections opened before this moment are not handed out any more. */
  invalidBefore = 0
  hasConnected = false

  constructor(protected readonly setup: PoolSetup) {
    this.events = setup.events
    this.createIo = setup.createIo
    this.recycle = setup.options.poolRecycle ?? -1
    this.resetOnReturn = resetOf(setup.options.poolResetOnReturn)
  }

  /** A connection to work with; give it back with `returnIo()`. */
  *connectIo(): Io<PooledConnection> {
    const record = yield* this.takeIo()
    try {
      const connection = yield* record.connectionIo()
      const pooled = new PooledConnection(this, record, connection)
      return this.isShared() ? pooled : yield* this.#checkedOutIo(record, pooled)
    } catch (error) {
      yield* record.invalidateIo(error)
      yield* this.checkinIo(record)
      throw error
    }
  }

  /** Gives a record back after use. */
  *checkinIo(record: ConnectionRecord): Io<void> {
    this.events.emit('checkin', record.driverConnection, record)
    yield* this.giveBackIo(record)
  }

  /** Takes back the place of a connection that goes its own way. */
  *vacateIo(record: ConnectionRecord): Io<void> {
    record.release()
    record.info = {}
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

  /** True while somebody else works with the same connection: it neither comes nor goes then. */
  isShared(): boolean {
    return false
  }

  /** One of several users of a connection is done with it. */
  *leaveIo(record: ConnectionRecord): Io<void> {
    yield* this.giveBackIo(record)
  }

  protected abstract takeIo(): Io<ConnectionRecord>
  protected abstract giveBackIo(record: ConnectionRecord): Io<void>

  protected newRecord(): ConnectionRecord {
    return new ConnectionRecord(this)
  }

  /** Asks the connection and the listeners whether it may be used; one that may not is replaced, twice at most. */
  *#checkedOutIo(record: ConnectionRecord, pooled: PooledConnection): Io<PooledConnection> {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        yield* this.#pingIo(record)
        this.events.emit('checkout', pooled.driverConnection, record, pooled)
        return pooled
      } catch (error) {
        if (!(error instanceof DisconnectionError)) throw error
        yield* record.invalidateIo(error)
        if (error.invalidatePool) this.invalidBefore = Date.now()
        pooled.adopt(yield* record.connectionIo())
      }
    }
    throw new InvalidRequestError('This connection is closed')
  }

  *#pingIo(record: ConnectionRecord): Io<void> {
    const { isFresh, driverConnection } = record
    record.isFresh = false
    if (isFresh || !this.setup.options.poolPrePing || driverConnection === null) return
    if (yield* this.setup.pingIo(driverConnection)) return
    // The server went away; the other connections are not alive either.
    throw new InvalidatePoolError('the connection does not answer any more')
  }
}

const resets: readonly (readonly [ResetOnReturn, readonly unknown[]])[] = [
  ['rollback', ['rollback', true, undefined]],
  [null, ['none', null, false]],
  ['commit', ['commit']],
]

function resetOf(given: unknown): ResetOnReturn {
  const found = resets.find(([, names]) => names.includes(given))
  if (found !== undefined) return found[0]
  throw new ArgumentError(`Invalid value for 'reset_on_return': '${String(given)}'`, {
    hint: "use 'rollback', 'commit' or null",
  })
}
