/**
 * A cursor in the words of Python's database API, over a driver's connection: listeners of `connect` and
 * `firstConnect` set a connection up with it, below everything that is logged and observed.
 */
import { andThen, type MaybePromise } from '../../util/maybe-promise.js'
import type { DriverConnection } from '../driver.js'

export class ConnectionCursor {
  #rows: unknown[][] = []
  /** Rows the last statement matched; -1 where that is not known. */
  rowcount = -1

  constructor(private readonly connection: Pick<DriverConnection, 'execute'>) {}

  /** Runs one statement; what it answers is there to be fetched. A promise where the driver is asynchronous. */
  execute(sql: string, parameters: readonly unknown[] = []): MaybePromise<this> {
    return andThen(this.connection.execute(sql, parameters), ({ rows, rowCount }) => {
      this.#rows = [...rows]
      this.rowcount = rowCount
      return this
    })
  }

  /** The next row, or null at the end. */
  fetchone(): unknown[] | null {
    return this.#rows.shift() ?? null
  }

  /** The rows that are left. */
  fetchall(): unknown[][] {
    return this.#rows.splice(0)
  }

  /** Lets go of the rows. */
  close(): void {
    this.#rows = []
  }
}
