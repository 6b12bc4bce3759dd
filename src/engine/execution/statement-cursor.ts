/** A driver's cursor as results read it: what fails between two rows is an error of the statement, like at its start. */
import type { Connection } from '../connection.js'
import type { DriverCursor } from '../driver.js'
import { request, type Io } from '../io.js'
import { wrapDriverError, type FailedCall } from './driver-error.js'

export class StatementCursor {
  constructor(
    private readonly connection: Connection,
    private readonly call: FailedCall,
    private readonly cursor: DriverCursor,
  ) {}

  /** The next rows; fewer than asked for at the end. @throws DBAPIError with the statement */
  *fetchIo(count: number): Io<unknown[][]> {
    try {
      return yield* request('fetch', () => this.cursor.fetch(count))
    } catch (error) {
      throw yield* wrapDriverError(this.connection, this.call, error)
    }
  }

  *closeIo(): Io<void> {
    yield* request('close', () => this.cursor.close())
  }
}
