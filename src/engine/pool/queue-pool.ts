/** A fixed number of connections that stay open and some more at need; the default for files and servers. */
import { TimeoutError } from '../errors.js'
import { request, type Io } from '../io.js'
import type { ConnectionRecord } from './connection-record.js'
import { Pool, type PoolSetup } from './pool.js'

interface Waiter {
  readonly resolve: (record: ConnectionRecord | null) => void
}

/** `sqlalchemy.pool.QueuePool`. */
export class QueuePool extends Pool {
  static override readonly ownOptions: readonly string[] = [
    'poolSize',
    'maxOverflow',
    'poolTimeout',
    'poolUseLifo',
  ]
  readonly maxOverflow: number
  readonly timeout: number
  readonly #idle: ConnectionRecord[] = []
  readonly #waiting: Waiter[] = []
  readonly #size: number
  #open = 0

  constructor(setup: PoolSetup) {
    super(setup)
    this.#size = setup.options.poolSize ?? 5
    this.maxOverflow = setup.options.maxOverflow ?? 10
    this.timeout = setup.options.poolTimeout ?? 30
  }

  /** Connections the pool keeps open; `poolSize`. */
  size(): number {
    return this.#size
  }

  /** Connections that are there to be taken. */
  checkedin(): number {
    return this.#idle.length
  }

  /** Connections that somebody has. */
  checkedout(): number {
    return this.#open - this.#idle.length
  }

  /** Open connections beyond `size()`; negative while there are fewer. */
  overflow(): number {
    return this.#open - this.#size
  }

  override status(): string {
    return (
      `Pool size: ${this.#size}  Connections in pool: ${this.checkedin()} ` +
      `Current Overflow: ${this.overflow()} Current Checked out connections: ${this.checkedout()}`
    )
  }

  override *disposeIo(): Io<void> {
    for (let record = this.#idle.pop(); record !== undefined; record = this.#idle.pop()) {
      this.#open -= 1
      yield* record.closeIo()
    }
  }

  protected override *takeIo(): Io<ConnectionRecord> {
    const idle = this.setup.options.poolUseLifo ? this.#idle.pop() : this.#idle.shift()
    if (idle !== undefined) return idle
    if (this.#hasRoom()) return this.#addRecord()
    if (!this.setup.canWait) throw this.#exhausted()
    const record = yield* request('checkout', () => this.#wait())
    if (record !== null) return record
    // Either a place became free, or the time is over.
    if (this.#hasRoom()) return this.#addRecord()
    throw this.#exhausted()
  }

  protected override *giveBackIo(record: ConnectionRecord): Io<void> {
    const waiter = this.#waiting.shift()
    if (waiter !== undefined) {
      waiter.resolve(record)
      return
    }
    if (this.#idle.length < this.#size && this.#open <= this.#size) {
      this.#idle.push(record)
      return
    }
    this.#open -= 1
    yield* record.closeIo()
  }

  #hasRoom(): boolean {
    return this.maxOverflow < 0 || this.#open < this.#size + this.maxOverflow
  }

  #addRecord(): ConnectionRecord {
    this.#open += 1
    return this.newRecord()
  }

  #wait(): Promise<ConnectionRecord | null> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        resolve: (record) => {
          clearTimeout(timer)
          resolve(record)
        },
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        resolve(null)
      }, this.timeout * 1000)
      this.#waiting.push(waiter)
    })
  }

  #exhausted(): TimeoutError {
    const message =
      `QueuePool limit of size ${this.#size} overflow ${this.maxOverflow} reached, ` +
      `connection timed out, timeout ${this.timeout.toFixed(2)}`
    return new TimeoutError(message, {
      hint: this.setup.canWait
        ? 'close connections and sessions after use, or raise poolSize and maxOverflow'
        : 'close connections and sessions after use: a synchronous engine cannot wait for one to come back',
    })
  }
}
