/**
 * Results: rows, and the same rows as single values or by name. Engine and ORM make them from a source of raw rows
 * and the metadata of its columns; `cursor-result.ts` adds what only a statement on a connection can tell.
 */
import { MultipleResultsFound } from './errors.js'
import { FilteredResult, secondRowMessages, type ResultState } from './result/filtered-result.js'
import { ResultMetaData } from './result/result-metadata.js'
import { BufferedRows, ChunkedRows, type RowSource } from './result/row-source.js'
import { keepShape } from '../util/kept-shapes.js'
import type { AnyRow, RowMapping, TypedMapping, TypedRow } from './row.js'

export interface ResultOptions {
  readonly onClose?: () => void
  /** Throws when rows are fetched without `unique()`. */
  readonly requireUnique?: (() => void) | null
}

/**
 * The rows of a statement; `sqlalchemy.Result`. Iterable; `T` is the tuple of a row.
 *
 * @example
 * session.execute(select(User.id, User.name)).all()
 */
export class Result<T extends readonly unknown[] = AnyRow> extends FilteredResult<TypedRow<T>> {
  constructor(
    metadata: ResultMetaData,
    source: RowSource | ResultState,
    options: ResultOptions = {},
  ) {
    super('source' in source ? source : newState(source, options), metadata)
  }

  /** The first column of the first row, or null. */
  scalar(): T[0] | null {
    return this.single({ secondRow: 'ignore', required: false }, firstOf)
  }

  /** The first column of the only row. @throws NoResultFound, MultipleResultsFound */
  scalarOne(): T[0] {
    return this.single({ secondRow: 'exactly one', required: true }, firstOf)
  }

  /** The first column of the only row, or null. @throws MultipleResultsFound */
  scalarOneOrNone(): T[0] | null {
    return this.single({ secondRow: 'one or none', required: false }, firstOf)
  }

  /** One column of each row, the first unless another is named. */
  scalars(column: unknown = 0): ScalarResult<T[0]> {
    return new ScalarResult(this.state, this.metadata, this.metadata.indexOf(column))
  }

  /** The rows by name. */
  mappings(): MappingResult<TypedMapping<T>> {
    return new MappingResult<TypedMapping<T>>(this.state, this.metadata)
  }

  /** The rows as they are; `Result.tuples()` is about types in Python. */
  tuples(): this {
    return this
  }

  /** Rows of some columns only, given by name, position or column, in that order. */
  columns(...columns: readonly unknown[]): Result {
    return pickColumns(this, this.state, this.metadata, columns)
  }

  /** Fetches everything now; the answer makes as many new results of it as wanted. */
  freeze(): () => Result<T> {
    const rows = this.state.source.fetchAll()
    this.close()
    return () => new Result<T>(this.metadata, new BufferedRows([...rows]))
  }

  /** One result of this one's rows and then those of the others. */
  merge(...others: readonly Result<T>[]): Result<T> {
    const parts = [this, ...others]
    const chunks = function* (): Generator<unknown[][]> {
      for (const part of parts) yield part.state.source.fetchAll()
    }
    return new Result<T>(this.metadata, new ChunkedRows(chunks))
  }

  /** @internal The rows as the source has them; for those who make entities of them. */
  rawRows(): unknown[][] {
    return this.state.source.fetchAll()
  }

  /** @internal Like `rawRows`, a number of rows at a time. */
  rawPartition(size: number): unknown[][] {
    return this.state.source.fetchMany(size)
  }

  /** @internal What `unique().scalars().all()` answers where the first column holds objects. */
  uniqueObjects(): unknown[] {
    const rows = this.rawRows()
    const [first] = rows
    if (first === undefined) return []
    if (rows.length === 1) return [first[0]]
    const objects = new Set<unknown>()
    for (const row of rows) objects.add(row[0])
    return [...objects]
  }

  /** @internal What `unique().scalars().oneOrNone()` answers there. @throws MultipleResultsFound */
  onlyObject(): object | null {
    const objects = this.uniqueObjects()
    if (objects.length > 1) throw new MultipleResultsFound(secondRowMessages['one or none'])
    return (objects[0] ?? null) as object | null
  }

  /** @internal Where the rows come from. */
  get rowSource(): RowSource {
    return this.state.source
  }

  /** @internal */
  get resultMetaData(): ResultMetaData {
    return this.metadata
  }

  protected override make(raw: readonly unknown[]): TypedRow<T> {
    return this.metadata.makeRow(raw as unknown[]) as unknown as TypedRow<T>
  }

  protected override uniqueKey(raw: readonly unknown[]): readonly unknown[] {
    return uniqueValues(this.metadata, raw)
  }
}

/** One value of each row; `sqlalchemy.ScalarResult`. */
export class ScalarResult<T = unknown> extends FilteredResult<T> {
  constructor(
    state: ResultState,
    metadata: ResultMetaData,
    private readonly index: number,
  ) {
    super(state, metadata)
  }

  protected override make(raw: readonly unknown[]): T {
    return raw[this.index] as T
  }

  protected override uniqueKey(raw: readonly unknown[]): readonly unknown[] {
    const value = raw[this.index]
    return [this.metadata.columns[this.index]?.uniqueBy?.(value) ?? value]
  }
}

/** The rows by name; `sqlalchemy.MappingResult`. */
export class MappingResult<M extends RowMapping = RowMapping> extends FilteredResult<M> {
  constructor(
    state: ResultState,
    metadata: ResultMetaData,
    private readonly indexes: readonly number[] | null = null,
  ) {
    super(state, indexes === null ? metadata : metadata.pick(indexes))
  }

  /** Mappings of some columns only. */
  columns(...columns: readonly unknown[]): MappingResult {
    const picked = columns.map((column) => this.metadata.indexOf(column))
    const indexes =
      this.indexes === null ? picked : picked.map((index) => this.indexes?.[index] ?? 0)
    return new MappingResult(this.state, this.metadata, indexes)
  }

  protected override make(raw: readonly unknown[]): M {
    return this.metadata.makeMapping(this.#values(raw)) as M
  }

  protected override uniqueKey(raw: readonly unknown[]): readonly unknown[] {
    return uniqueValues(this.metadata, this.#values(raw))
  }

  #values(raw: readonly unknown[]): readonly unknown[] {
    return this.indexes === null ? raw : this.indexes.map((index) => raw[index])
  }
}

/** The state of a result that has just been made. */
export function newState(source: RowSource, options: ResultOptions = {}): ResultState {
  return {
    source,
    hardClosed: false,
    onClose: options.onClose ?? null,
    unique: null,
    yieldPer: null,
    requireUnique: options.requireUnique ?? null,
  }
}

function pickColumns(
  result: Result<readonly unknown[]>,
  state: ResultState,
  metadata: ResultMetaData,
  columns: readonly unknown[],
): Result {
  const indexes = columns.map((column) => metadata.indexOf(column))
  const pick = (rows: unknown[][]): unknown[][] =>
    rows.map((raw) => indexes.map((index) => raw[index]))
  const { source } = state
  const picked: RowSource = {
    fetchAll: () => pick(source.fetchAll()),
    fetchMany: (count) => pick(source.fetchMany(count)),
    fetchOne: () => pick([source.fetchOne()].filter((raw) => raw !== null))[0] ?? null,
    close: () => result.close(),
  }
  return new Result(metadata.pick(indexes), { ...state, source: picked })
}

function uniqueValues(metadata: ResultMetaData, raw: readonly unknown[]): readonly unknown[] {
  if (!metadata.comparesByFunction) return raw
  return raw.map((value, index) => metadata.columns[index]?.uniqueBy?.(value) ?? value)
}

function firstOf(raw: readonly unknown[]): unknown {
  return raw[0]
}

const exampleMetadata = new ResultMetaData([])
keepShape(new Result(exampleMetadata, new BufferedRows([])))
keepShape(new ScalarResult(newState(new BufferedRows([])), exampleMetadata, 0))
