/**
 * The rows of a cursor, fetched as they are needed. A synchronous result fetches by itself; an asynchronous one is
 * fed: somebody awaits `pullIo()` first, and the result sees only what has arrived.
 */
import type { Processor } from '../../sql/types/type-engine.js'
import { runSync, type Io } from '../io.js'
import type { RowSource } from './row-source.js'

const defaultChunk = 1000

/** Where the rows come from, piece by piece. */
export interface RowFeed {
  /** The next rows; fewer than asked for at the end. */
  fetchIo(count: number): Io<unknown[][]>
  closeIo(): Io<void>
}

export class FedRows implements RowSource {
  #rows: unknown[][] = []
  #complete = false
  #isFed = false
  #chunk = defaultChunk

  constructor(
    private readonly cursor: RowFeed,
    private readonly convert: (rows: unknown[][]) => unknown[][],
  ) {}

  /** The cursor has no more rows. */
  get isComplete(): boolean {
    return this.#complete
  }

  /** From now on rows come by `pullIo()` only. */
  feedFromOutside(): this {
    this.#isFed = true
    return this
  }

  yieldPer(count: number): void {
    this.#chunk = count
  }

  /** Fetches until `count` rows are there, or all of them. */
  *pullIo(count: number | null): Io<void> {
    while (!this.#complete && (count === null || this.#rows.length < count)) {
      const rows = yield* this.cursor.fetchIo(this.#chunk)
      if (rows.length < this.#chunk) this.#complete = true
      for (const row of this.convert(rows)) this.#rows.push(row)
    }
    if (this.#complete) yield* this.closeIo()
  }

  *closeIo(): Io<void> {
    this.#complete = true
    yield* this.cursor.closeIo()
  }

  fetchAll(): unknown[][] {
    this.#pull(null)
    return this.#rows.splice(0)
  }

  fetchMany(count: number | null): unknown[][] {
    const wanted = count ?? this.#chunk
    this.#pull(wanted)
    return this.#rows.splice(0, wanted)
  }

  fetchOne(): unknown[] | null {
    this.#pull(1)
    return this.#rows.shift() ?? null
  }

  close(): void {
    if (!this.#isFed && !this.#complete) runSync(this.closeIo())
  }

  #pull(count: number | null): void {
    if (!this.#isFed) runSync(this.pullIo(count))
  }
}

/** Converts in place, column by column: most columns have nothing to convert. */
export function convertRows(
  rows: unknown[][],
  processors: readonly (Processor | null)[],
): unknown[][] {
  for (let column = 0; column < processors.length; column += 1) {
    const processor = processors[column] ?? null
    if (processor === null) continue
    for (const row of rows) row[column] = processor(row[column])
  }
  return rows
}
