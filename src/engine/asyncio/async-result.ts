/**
 * Rows that arrive while one reads them. Wraps a result of the core and feeds it piece by piece, so that conversion,
 * `unique()` and "exactly one" are the same as everywhere.
 */
import { InvalidRequestError } from '../../errors.js'
import { runAsync, type Io } from '../io.js'
import type { FilteredResult } from '../result/filtered-result.js'
import { FedRows, type RowFeed } from '../result/fed-rows.js'
import { BufferedRows } from '../result/row-source.js'
import type { Result } from '../result.js'
import type { AnyRow, TypedMapping, TypedRow } from '../row.js'

const chunkSize = 1000

/** How rows are fetched: a session sees to it that nothing else happens meanwhile. */
export type FeedRunner = <T>(io: Io<T>) => Promise<T>

/** What the asynchronous views of a result have in common. */
export class AsyncFilteredResult<T> implements AsyncIterable<T> {
  constructor(
    protected readonly inner: FilteredResult<T>,
    protected readonly feed: FedRows,
    protected readonly run: FeedRunner = runAsync,
  ) {}

  get closed(): boolean {
    return this.inner.closed
  }

  keys(): readonly string[] {
    return this.inner.keys()
  }

  /** Drops rows that came before. */
  unique(strategy?: (row: T) => unknown): this {
    this.inner.unique(strategy)
    return this
  }

  async all(): Promise<T[]> {
    await this.#pull(null)
    return this.inner.all()
  }

  fetchall(): Promise<T[]> {
    return this.all()
  }

  async fetchone(): Promise<T | null> {
    return (await this.fetchmany(1))[0] ?? null
  }

  async fetchmany(count = chunkSize): Promise<T[]> {
    const rows: T[] = []
    while (rows.length < count) {
      await this.#pull(count - rows.length)
      const more = this.inner.fetchmany(count - rows.length)
      if (more.length === 0 && this.feed.isComplete) break
      rows.push(...more)
    }
    return rows
  }

  async first(): Promise<T | null> {
    await this.#pull(1)
    return this.#ending(() => this.inner.first())
  }

  async one(): Promise<T> {
    await this.#pull(null)
    return this.#ending(() => this.inner.one())
  }

  async oneOrNone(): Promise<T | null> {
    await this.#pull(null)
    return this.#ending(() => this.inner.oneOrNone())
  }

  async *partitions(size = chunkSize): AsyncGenerator<T[]> {
    for (
      let rows = await this.fetchmany(size);
      rows.length > 0;
      rows = await this.fetchmany(size)
    ) {
      yield rows
    }
  }

  async close(): Promise<void> {
    this.inner.close()
    await this.run(this.feed.closeIo())
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for await (const rows of this.partitions()) yield* rows
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #pull(count: number | null): Promise<void> {
    await this.run(this.feed.pullIo(count))
  }

  async #ending<R>(take: () => R): Promise<R> {
    try {
      return take()
    } finally {
      await this.close()
    }
  }
}

/** `sqlalchemy.ext.asyncio.AsyncResult`; made by `connection.stream()` and `session.stream()`. */
export class AsyncResult<T extends readonly unknown[] = AnyRow> extends AsyncFilteredResult<
  TypedRow<T>
> {
  readonly #result: Result<T>

  constructor(result: Result<T>, run: FeedRunner = runAsync) {
    super(result, feedOf(result as unknown as Result), run)
    this.#result = result
  }

  async scalar(): Promise<T[0] | null> {
    return this.scalars().first()
  }

  async scalarOne(): Promise<T[0]> {
    return this.scalars().one()
  }

  async scalarOneOrNone(): Promise<T[0] | null> {
    return this.scalars().oneOrNone()
  }

  scalars(column: unknown = 0): AsyncFilteredResult<T[0]> {
    return new AsyncFilteredResult(this.#result.scalars(column), this.feed, this.run)
  }

  mappings(): AsyncFilteredResult<TypedMapping<T>> {
    return new AsyncFilteredResult(this.#result.mappings(), this.feed, this.run)
  }
}

function feedOf(result: Result): FedRows {
  const { rowSource } = result
  if (rowSource instanceof FedRows) return rowSource.feedFromOutside()
  if (rowSource instanceof BufferedRows) return new FedRows(nothingMore, (rows) => rows)
  throw new InvalidRequestError('This result is not streamed')
}

/** Behind rows that are all there. */
const nothingMore: RowFeed = {
  *fetchIo() {
    return []
  },
  *closeIo() {},
}
