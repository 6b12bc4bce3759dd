/**
 * Where a result takes its raw rows from: a list that is complete, chunks that somebody makes, or a cursor. A result
 * and the views of it (`scalars()`, `mappings()`) share one source.
 */

export interface RowSource {
  /** All rows that are left. */
  fetchAll(): unknown[][]
  /** The next rows; null takes the source's own amount. None at the end. */
  fetchMany(count: number | null): unknown[][]
  /** The next row; null at the end. */
  fetchOne(): unknown[] | null
  /** No more rows are wanted. */
  close(): void
  /** How many rows to hold at a time; a hint. */
  yieldPer?(count: number): void
}

/** Rows that are all there. */
export class BufferedRows implements RowSource {
  #position = 0

  constructor(
    private readonly rows: unknown[][],
    /** What a fetch without a number takes; null: all that are left. */
    private readonly ownAmount: number | null = null,
  ) {}

  fetchAll(): unknown[][] {
    const rest = this.#position === 0 ? this.rows : this.rows.slice(this.#position)
    this.#position = this.rows.length
    return rest
  }

  fetchMany(count: number | null): unknown[][] {
    const wanted = count ?? this.ownAmount
    if (wanted === null) return this.fetchAll()
    const rows = this.rows.slice(this.#position, this.#position + wanted)
    this.#position += rows.length
    return rows
  }

  fetchOne(): unknown[] | null {
    const row = this.rows[this.#position] ?? null
    if (row !== null) this.#position += 1
    return row
  }

  close(): void {
    this.#position = this.rows.length
  }
}

/**
 * Rows made in chunks: `chunks(size)` answers an iterator whose every step is a list of raw rows, of about `size`
 * rows if a size is given. It is started at the first fetch, so that `yieldPer` can still be set.
 */
export class ChunkedRows implements RowSource {
  #chunks: Iterator<unknown[][]> | null = null
  #rest: unknown[][] = []
  #restAt = 0
  #done = false

  constructor(
    private readonly chunks: (size: number | null) => Iterator<unknown[][]>,
    private size: number | null = null,
    private readonly onClose: () => void = () => {},
  ) {}

  yieldPer(count: number): void {
    this.size = count
  }

  fetchAll(): unknown[][] {
    const rows = this.#takeRest()
    for (let chunk = this.#next(); chunk !== null; chunk = this.#next()) {
      for (const row of chunk) rows.push(row)
    }
    return rows
  }

  fetchMany(count: number | null): unknown[][] {
    const wanted = count ?? this.size
    if (wanted === null) return this.fetchAll()
    const rows: unknown[][] = []
    while (rows.length < wanted) {
      const row = this.fetchOne()
      if (row === null) break
      rows.push(row)
    }
    return rows
  }

  fetchOne(): unknown[] | null {
    while (this.#restAt >= this.#rest.length) {
      const chunk = this.#next()
      if (chunk === null) return null
      this.#rest = chunk
      this.#restAt = 0
    }
    const row = this.#rest[this.#restAt] as unknown[]
    this.#restAt += 1
    return row
  }

  close(): void {
    this.#rest = []
    if (this.#done) return
    this.#done = true
    this.#chunks?.return?.()
    this.onClose()
  }

  #takeRest(): unknown[][] {
    const rest = this.#rest.slice(this.#restAt)
    this.#rest = []
    this.#restAt = 0
    return rest
  }

  #next(): unknown[][] | null {
    if (this.#done) return null
    this.#chunks ??= this.chunks(this.size)
    const step = this.#chunks.next()
    if (!step.done) return step.value
    this.#done = true
    this.onClose()
    return null
  }
}
