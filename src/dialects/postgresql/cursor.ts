/** Results that are fetched in pieces: a portal of the server's, or rows that are there already. */
import type { DriverCursor, DriverResult, MaybePromise } from '../../engine/driver.js'
import { andThen } from '../../util/maybe-promise.js'
import type { ColumnSet, Exchange } from './wire/exchange.js'
import { MessageWriter } from './wire/message-writer.js'
import { PostgresError } from './wire/server-message.js'

export class PostgresCursor implements DriverCursor {
  readonly columns: readonly string[]
  readonly columnTypes: readonly number[]
  #finished = false

  constructor(
    private readonly portal: string,
    columns: ColumnSet | null,
    /** Answers null when the portal went with its transaction: others may be using the connection by now. */
    private readonly exchange: (writer: MessageWriter) => MaybePromise<Exchange | null>,
  ) {
    this.columns = columns?.names ?? []
    this.columnTypes = columns?.types ?? []
  }

  fetch(count: number): MaybePromise<unknown[][]> {
    if (this.#finished) return []
    const request = new MessageWriter().execute(this.portal, count)
    return andThen(this.exchange(request), (exchange) => {
      if (exchange === null) throw cursorGone(this.portal)
      this.#finished = !exchange.suspended
      return exchange.rows
    })
  }

  close(): MaybePromise<void> {
    if (this.#finished) return undefined
    this.#finished = true
    return andThen(this.exchange(new MessageWriter().closePortal(this.portal)), () => undefined)
  }
}

function cursorGone(name: string): PostgresError {
  return new PostgresError(
    { C: '34000', M: `cursor "${name}" does not exist: its transaction is over`, S: 'ERROR' },
    null,
  )
}

/** A cursor over a result that has been fetched. */
export function bufferedCursor(result: DriverResult): DriverCursor {
  const rows = result.rows
  return {
    columns: result.columns,
    columnTypes: result.columnTypes,
    fetch: (count) => rows.splice(0, count),
    close: () => {
      rows.length = 0
    },
  }
}
