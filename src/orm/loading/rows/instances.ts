/**
 * From the rows of an entity query to a result of objects: row processors are built once, rows run through them
 * chunk by chunk, follow-up loads run after each chunk. The counterpart of `sqlalchemy.orm.loading.instances`.
 */
import type { Io } from '../../../engine/io.js'
import { Result } from '../../../engine/result.js'
import { FedRows, type RowFeed } from '../../../engine/result/fed-rows.js'
import { ResultMetaData } from '../../../engine/result/result-metadata.js'
import { BufferedRows, ChunkedRows, type RowSource } from '../../../engine/result/row-source.js'
import { InvalidRequestError } from '../../../errors.js'
import type { EntityCompileState } from '../entity-compile-state.js'
import { invokePostLoadsIo } from './post-load.js'
import type { QueryContext } from './query-context.js'
import type { Row, RowProcessor } from './row.js'

/** One column of the result: how it is made from a row, what it is called, how `unique()` compares it. */
export interface ResultEntity {
  readonly process: RowProcessor
  readonly name: string
  /** Classes, attributes and columns that name it in `row.mapping`. */
  readonly objects: readonly unknown[]
  /** Objects are compared as they are; other values by value. */
  readonly isObject: boolean
}

/** The rows as the connection has them. */
export interface RawRows {
  readonly rowSource?: RowSource
  rawRows(): unknown[][]
  rawPartition(size: number): unknown[][]
  close(): void
}

export interface InstancesOptions {
  /** Everything is fetched and loaded before the result is handed out. */
  readonly prebuffer: boolean
  /** Rows are fetched and loaded while somebody awaits them, some at a time. */
  readonly streamed: boolean
}

/** A result that turns rows into objects when they are fetched, or at once with `prebuffer`. */
export function* instancesIo(
  rows: RawRows,
  context: QueryContext,
  entities: readonly ResultEntity[],
  { prebuffer, streamed }: InstancesOptions,
): Io<Result> {
  const { yieldPer } = context.loadOptions
  if (yieldPer !== null) rejectBuffering(rows, context)
  const metadata = metadataOf(context, entities)
  if (prebuffer && !streamed) {
    const values = loadedNow(rows.rawRows(), context, entities)
    if (context.hasFollowUps) yield* followUpIo(context, false)
    return new Result(metadata, new BufferedRows(values))
  }
  const loaded: LoadedRows = { rows, context, entities }
  const source = streamed ? yield* streamedIo(loaded) : lazily(loaded)
  const result = new Result(metadata, source, {
    onClose: () => rows.close(),
    requireUnique: context.compileState.multiRowEagerLoaders ? requireUnique : null,
  })
  return yieldPer === null ? result : result.yieldPer(yieldPer)
}

const metadataByState = new WeakMap<EntityCompileState, ResultMetaData>()

/** The same for all runs of a compiled statement. */
function metadataOf(
  { compileState }: QueryContext,
  entities: readonly ResultEntity[],
): ResultMetaData {
  let metadata = metadataByState.get(compileState)
  if (!metadata) {
    metadata = new ResultMetaData(entities.map(resultColumn))
    metadataByState.set(compileState, metadata)
  }
  return metadata
}

function resultColumn({ name, objects }: ResultEntity): {
  key: string
  objects: readonly unknown[]
} {
  return { key: name, objects }
}

function* chunkIo(
  raw: unknown[][],
  context: QueryContext,
  entities: readonly ResultEntity[],
  isOneOfMany = false,
): Io<unknown[][]> {
  const values = loadedNow(raw, context, entities)
  if (context.hasFollowUps) yield* followUpIo(context, isOneOfMany)
  return values
}

function loadedNow(
  raw: unknown[][],
  context: QueryContext,
  entities: readonly ResultEntity[],
): unknown[][] {
  context.partials = null
  return processed(raw, entities)
}

/** Loads what the objects of a run need in turn. */
export function* followUpIo(context: QueryContext, isOneOfMany: boolean): Io<void> {
  yield* context.runRowLoadsIo()
  if (context.isTopLevel) yield* invokePostLoadsIo(context, isOneOfMany)
}

/** Each object of the rows once, in their order. */
export function distinctObjects(raw: readonly Row[], process: RowProcessor): unknown[] {
  if (raw.length <= FEW) {
    const objects: unknown[] = []
    for (const row of raw) {
      const object = process(row)
      if (!objects.includes(object)) objects.push(object)
    }
    return objects
  }
  const objects = new Set<unknown>()
  for (const row of raw) objects.add(process(row))
  return [...objects]
}

/** Up to here looking through a list costs less than a set. */
const FEW = 16

interface LoadedRows {
  readonly rows: RawRows
  readonly context: QueryContext
  readonly entities: readonly ResultEntity[]
}

/** Loaders that look at all rows get all of them; otherwise no more are held than are loaded together. */
function* streamedIo(loaded: LoadedRows): Io<RowSource> {
  const { rows, context, entities } = loaded
  const cursor = rows.rowSource
  const needsAll = context.loadersRequireBuffering || context.loadersRequireUniquing
  if (!(cursor instanceof FedRows))
    return new BufferedRows(yield* chunkIo(rows.rawRows(), context, entities))
  cursor.feedFromOutside()
  if (!needsAll) return new FedRows(feedOf(cursor, loaded), (values) => values)
  yield* cursor.pullIo(null)
  return new BufferedRows(yield* chunkIo(rows.rawRows(), context, entities))
}

function feedOf(cursor: FedRows, { rows, context, entities }: LoadedRows): RowFeed {
  return {
    *fetchIo(count) {
      yield* cursor.pullIo(count)
      return yield* chunkIo(rows.rawPartition(count), context, entities, true)
    },
    closeIo: () => cursor.closeIo(),
  }
}

/** Rows become objects when somebody fetches them; the session drives what loads that needs. */
function lazily({ rows, context, entities }: LoadedRows): RowSource {
  const { session } = context
  const { yieldPer } = context.loadOptions
  const drive = (raw: unknown[][], isOneOfMany: boolean): unknown[][] =>
    session.runImplicit(chunkIo(raw, context, entities, isOneOfMany), 'the rows of a query', null)
  const chunks = function* (size: number | null): Generator<unknown[][]> {
    if (size === null) {
      yield drive(rows.rawRows(), false)
      return
    }
    for (let raw = rows.rawPartition(size); raw.length > 0; raw = rows.rawPartition(size))
      yield drive(raw, true)
  }
  return new ChunkedRows(chunks, yieldPer)
}

function processed(raw: readonly Row[], entities: readonly ResultEntity[]): unknown[][] {
  const [first] = entities
  if (entities.length === 1 && first) {
    const { process } = first
    const values = new Array<unknown[]>(raw.length)
    for (let i = 0; i < raw.length; i += 1) values[i] = [process(raw[i] as Row)]
    return values
  }
  const processors = entities.map(({ process }) => process)
  const values = new Array<unknown[]>(raw.length)
  for (let i = 0; i < raw.length; i += 1) values[i] = valuesOf(raw[i] as Row, processors)
  return values
}

function valuesOf(row: Row, processors: readonly RowProcessor[]): unknown[] {
  const values = new Array<unknown>(processors.length)
  for (let i = 0; i < processors.length; i += 1) values[i] = (processors[i] as RowProcessor)(row)
  return values
}

function requireUnique(): never {
  throw new InvalidRequestError(
    'The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections',
  )
}

function rejectBuffering(rows: RawRows, context: QueryContext): void {
  if (!context.loadersRequireBuffering && !context.loadersRequireUniquing) return
  rows.close()
  throw new InvalidRequestError(
    "Can't use yield_per with eager loaders that require uniquing or row buffering, e.g. joinedload() against collections or subqueryload().  Consider the selectinload() strategy for better flexibility in loading objects.",
  )
}
