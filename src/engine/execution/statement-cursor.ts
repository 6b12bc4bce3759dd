/** A driver's cursor as results read it: what fails between two rows is an error of the statement, like at its start. */
import type { Connection } from '../connection.js'
import type { DriverCursor } from '../driver.js'
import { request, type Io } from '../io.js'
import { wrapDriverError, type FailedCall } from './driver-error.js'

export class StatementCursor {
  #fetched = 0
  #error: unknown = undefined

  constructor(
    private readonly connection: Connection,
    private readonly call: FailedCall,
    private readonly cursor: DriverCursor,
  ) {}

  /** Rows that came so far. */
  get fetched(): number {
    return this.#fetched
  }

  /** What ended it between two rows. */
  get error(): unknown {
    return this.#error
  }

  /** The next rows; fewer than asked for at the end. @throws DBAPIError with the statement */
  *fetchIo(count: number): Io<unknown[][]> {
    try {
      const rows = yield* request('fetch', () => this.cursor.fetch(count))
      this.#fetched += rows.length
      this.connection.engine.observers.fetched(this.cursor.columns, rows)
      return rows
    } catch (error) {
      this.#error = yield* wrapDriverError(this.connection, this.call, error)
      throw this.#error
    }
  }

  *closeIo(): Io<void> {
    yield* request('close', () => this.cursor.close())
  }
}
