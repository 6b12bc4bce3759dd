/** Results that are fetched in pieces: a portal of the server's, or rows that are there already. */
import type { DriverCursor, DriverResult, MaybePromise } from '../../engine/driver.js'
import { andThen } from '../../util/maybe-promise.js'
import type { ColumnSet, Exchange } from './wire/exchange.js'
import { MessageWriter } from './wire/message-writer.js'

export class PostgresCursor implements DriverCursor {
  readonly columns: readonly string[]
  readonly columnTypes: readonly number[]
  #finished = false

  constructor(
    private readonly portal: string,
    columns: ColumnSet | null,
    private readonly exchange: (writer: MessageWriter) => MaybePromise<Exchange>,
  ) {
    this.columns = columns?.names ?? []
    this.columnTypes = columns?.types ?? []
  }

  fetch(count: number): MaybePromise<unknown[][]> {
    if (this.#finished) return []
    const request = new MessageWriter().execute(this.portal, count)
    return andThen(this.exchange(request), (exchange) => {
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
