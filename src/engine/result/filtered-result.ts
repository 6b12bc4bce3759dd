/**
 * What all views of a result have in common: fetching, uniqueness, "exactly one", closing. A view only says what it
 * makes of a raw row.
 */
import { ResourceClosedError, MultipleResultsFound, NoResultFound } from '../errors.js'
import type { ResultMetaData } from './result-metadata.js'
import type { RowSource } from './row-source.js'
import { UniqueFilter } from './unique-filter.js'

export type UniqueStrategy = (row: never) => unknown

/** What the views of one result share. */
export interface ResultState {
  readonly source: RowSource
  /** Set by `first()`, `one()` and `close()`: no more calls. */
  hardClosed: boolean
  /** Told when the last row is gone or nobody wants more. */
  onClose: (() => void) | null
  unique: UniqueState | null
  yieldPer: number | null
  /** Called by every fetch as long as `unique()` was not; throws when the rows make no sense without it. */
  requireUnique: (() => void) | null
}

interface UniqueState {
  readonly seen: UniqueFilter
  readonly strategy: UniqueStrategy | null
}

export interface SingleOptions {
  readonly secondRow: 'ignore' | 'exactly one' | 'one or none'
  readonly required: boolean
}

/** @internal */
export const secondRowMessages = {
  'exactly one': 'Multiple rows were found when exactly one was required',
  'one or none': 'Multiple rows were found when one or none was required',
} as const

export abstract class FilteredResult<T> implements Iterable<T> {
  protected constructor(
    protected readonly state: ResultState,
    protected readonly metadata: ResultMetaData,
  ) {}

  /** What the view shows for a raw row. */
  protected abstract make(raw: readonly unknown[]): T

  /** What `unique()` compares. */
  protected abstract uniqueKey(raw: readonly unknown[]): readonly unknown[]

  /** True once `close()` was called, or a method such as `first()` ended the result. */
  get closed(): boolean {
    return this.state.hardClosed
  }

  /** The names of the columns. */
  keys(): readonly string[] {
    return this.metadata.keys
  }

  /**
   * Drops rows that came before; `Result.unique()`.
   *
   * @param strategy what to compare instead of the row itself
   */
  unique(strategy?: (row: T) => unknown): this {
    const chosen = (strategy as UniqueStrategy | undefined) ?? null
    this.state.unique = { seen: new UniqueFilter(), strategy: chosen }
    this.state.requireUnique = null
    return this
  }

  /** Fetches this many rows at a time. */
  yieldPer(count: number): this {
    this.state.yieldPer = count
    this.state.source.yieldPer?.(count)
    return this
  }

  /** All rows that are left; none when called again. */
  all(): T[] {
    const rows = this.#filtered(this.#open().fetchAll())
    this.#softClose()
    return rows
  }

  /** The same as `all()`. */
  fetchall(): T[] {
    return this.all()
  }

  /** The next row, or null. */
  fetchone(): T | null {
    const source = this.#open()
    for (let raw = source.fetchOne(); raw !== null; raw = source.fetchOne()) {
      if (this.#admits(raw)) return this.make(raw)
    }
    this.#softClose()
    return null
  }

  /**
   * The next rows, at most `count`; without a number as many as the rows' source thinks fit: `yieldPer`, one from a
   * cursor, otherwise all.
   */
  fetchmany(count: number | null = this.state.yieldPer): T[] {
    const source = this.#open()
    if (this.state.unique === null) return this.#filtered(this.#exhausting(source.fetchMany(count)))
    const rows: T[] = []
    while (count === null || rows.length < count) {
      const raw = source.fetchMany(count === null ? null : count - rows.length)
      rows.push(...this.#filtered(raw))
      if (this.#exhausting(raw).length === 0 || count === null) break
    }
    return rows
  }

  /** The rows in lists of `size`; `yieldPer` is the default. */
  *partitions(size: number | null = this.state.yieldPer): Generator<T[]> {
    for (;;) {
      const rows = this.fetchmany(size)
      if (rows.length === 0) return
      yield rows
    }
  }

  /** The first row or null; the others are thrown away. */
  first(): T | null {
    return this.single({ secondRow: 'ignore', required: false }, (raw) => this.make(raw))
  }

  /** The only row. @throws NoResultFound, MultipleResultsFound */
  one(): T {
    return this.single({ secondRow: 'exactly one', required: true }, (raw) => this.make(raw)) as T
  }

  /** The only row, or null. @throws MultipleResultsFound */
  oneOrNone(): T | null {
    return this.single({ secondRow: 'one or none', required: false }, (raw) => this.make(raw))
  }

  /** Gives back what the result holds; nothing can be fetched any more. */
  close(): void {
    this.#softClose()
    this.state.hardClosed = true
  }

  [Symbol.dispose](): void {
    this.close()
  }

  *[Symbol.iterator](): Iterator<T> {
    const source = this.#open()
    // Row by row: what is left when somebody stops can be fetched afterwards.
    for (let raw = source.fetchOne(); raw !== null; raw = source.fetchOne()) {
      if (this.#admits(raw)) yield this.make(raw)
    }
    this.#softClose()
  }

  /** @internal */
  protected single<R>(options: SingleOptions, make: (raw: readonly unknown[]) => R): R | null {
    const source = this.#open()
    const raw = source.fetchOne()
    if (raw === null) {
      this.close()
      if (options.required) throw new NoResultFound('No row was found when one was required')
      return null
    }
    if (options.secondRow !== 'ignore') this.#refuseSecond(source, raw, options.secondRow)
    this.close()
    return make(raw)
  }

  #refuseSecond(
    source: RowSource,
    first: readonly unknown[],
    mode: keyof typeof secondRowMessages,
  ): void {
    this.#admits(first)
    for (let raw = source.fetchOne(); raw !== null; raw = source.fetchOne()) {
      if (!this.#admits(raw)) continue
      this.close()
      throw new MultipleResultsFound(secondRowMessages[mode])
    }
  }

  #filtered(rows: readonly (readonly unknown[])[]): T[] {
    // Rows say so, not their absence: the objects of a first part are there by then.
    if (rows.length > 0) this.state.requireUnique?.()
    if (this.state.unique === null) return rows.map((raw) => this.make(raw))
    return rows.filter((raw) => this.#admits(raw)).map((raw) => this.make(raw))
  }

  #admits(raw: readonly unknown[]): boolean {
    const { unique } = this.state
    this.state.requireUnique?.()
    if (unique === null) return true
    const { seen, strategy } = unique
    return seen.admit(strategy === null ? this.uniqueKey(raw) : [strategy(this.make(raw) as never)])
  }

  #exhausting(rows: unknown[][]): unknown[][] {
    if (rows.length === 0) this.#softClose()
    return rows
  }

  #open(): RowSource {
    if (this.state.hardClosed) throw new ResourceClosedError('This result object is closed.')
    return this.state.source
  }

  #softClose(): void {
    this.state.source.close()
    const { onClose } = this.state
    this.state.onClose = null
    onClose?.()
  }
}
