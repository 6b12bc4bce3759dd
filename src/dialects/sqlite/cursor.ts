/** A SQLite result that is read in pieces, while other statements run on the same connection. */
import type { DriverCursor } from '../../engine/driver.js'
import type { PreparedStatement } from './prepared-statement.js'
import { narrowIntegers } from './values.js'

export class SqliteCursor implements DriverCursor {
  readonly columns: readonly string[]
  readonly columnTypes: readonly (string | null)[]
  #rows: Iterator<unknown[]> | null

  constructor(
    statement: PreparedStatement,
    parameters: readonly unknown[],
    private readonly onClose: () => void,
  ) {
    this.columns = statement.isReader ? statement.columns.names : []
    this.columnTypes = statement.isReader ? statement.columns.types : []
    this.#rows = statement.iterate(parameters)
  }

  fetch(count: number): unknown[][] {
    const rows: unknown[][] = []
    try {
      while (this.#rows !== null && rows.length < count) {
        const next = this.#rows.next()
        if (next.done) this.close()
        else rows.push(narrowIntegers(next.value))
      }
    } catch (error) {
      this.close()
      throw error
    }
    return rows
  }

  close(): void {
    if (this.#rows === null) return
    this.#rows.return?.()
    this.#rows = null
    this.onClose()
  }
}
