/**
 * From what a user executes to the driver: raw SQL, statements, DDL. Chooses the path; the paths are in
 * `compile-statement.ts`, `dml.ts`, `insert-many-values.ts` and `cursor-call.ts`.
 */
import { DdlElement } from '../../schema/ddl-elements.js'
import type { Connection } from '../connection.js'
import { ResourceClosedError } from '../errors.js'
import { optionsFor, wantsStream, type ExecutionOptions } from '../execution-options.js'
import { executableOf } from './executable.js'
import type { Select } from '../../sql/selectable/select.js'
import { heardIo, type HeardStatement } from './heard.js'
import type { Io } from '../io.js'
import { cacheRemark } from '../log/remark.js'
import type { CursorResult } from '../result/cursor-result.js'
import type { FetchedRows } from '../result/fetched-rows.js'
import { ResultMetaData } from '../result/result-metadata.js'
import { invokeCompiledIo, invokeCompiledNow } from './compiled-statement.js'
import { answersNow, runCursorIo, type CursorCall } from './cursor-call.js'
import { makeResult, untypedProcessors } from './make-result.js'
import {
  distill,
  distillDriver,
  type DriverParameters,
  type StatementParameters,
} from './parameters.js'

export type { DriverParameters, StatementParameters }

/** @throws ObjectNotExecutableError */
export function* invokeIo(
  connection: Connection,
  statement: unknown,
  parameters: StatementParameters | null,
  options: ExecutionOptions,
): Io<CursorResult> {
  if (connection.closed) throw new ResourceClosedError('This Connection is closed')
  const element =
    statement instanceof DdlElement ? statement : executableOf(statement, connection.dialect)
  const heard = {
    element,
    sets: distill(parameters),
    options: optionsFor(connection, ownOptionsOf(element), options),
  }
  return yield* heardIo(connection, heard, (replaced) => invokeElementIo(connection, replaced))
}

/**
 * What `invokeIo` answers for a SELECT where nobody listens and the driver is asked on the spot; null where there is
 * more to it. Loading many objects one by one goes this way: a generator a step costs more than the step.
 */
export function selectNow(
  connection: Connection,
  statement: Select,
  parameters: StatementParameters | null,
  call: ExecutionOptions,
): FetchedRows | null {
  if (!selectsNow(connection)) return null
  const options = optionsFor(connection, ownOptionsOf(statement), call)
  if (wantsStream(options)) return null
  return invokeCompiledNow(connection, statement, { sets: distill(parameters), options })
}

/** Whether `selectNow` may answer, whatever the SELECT. */
export function selectsNow(connection: Connection): boolean {
  const { heardBy } = connection
  if (heardBy.has('beforeExecute') || heardBy.has('afterExecute')) return false
  return answersNow(connection)
}

function invokeElementIo(
  connection: Connection,
  { element, sets, options }: HeardStatement,
): Io<CursorResult> {
  if (element instanceof DdlElement) return invokeDdlIo(connection, element, options)
  return invokeCompiledIo(connection, executableOf(element, connection.dialect), { sets, options })
}

const NO_OPTIONS: ExecutionOptions = {}

function ownOptionsOf(element: object): ExecutionOptions {
  if (element instanceof DdlElement) return { origin: { cause: 'ddl' } }
  const { executionOptionValues } = element as { readonly executionOptionValues?: ExecutionOptions }
  return executionOptionValues ?? NO_OPTIONS
}

/** Executes SQL as it is. */
export function* invokeDriverSqlIo(
  connection: Connection,
  sql: string,
  given: DriverParameters,
  options: ExecutionOptions,
): Io<CursorResult> {
  const { parameters, many } = distillDriver(given)
  const merged = optionsFor(connection, {}, options)
  return yield* runPlainIo(connection, {
    sql,
    parameters,
    many,
    remark: () => 'raw sql',
    options: merged,
    context: { statement: sql, options: merged },
    stream: wantsStream(merged),
  })
}

function* invokeDdlIo(
  connection: Connection,
  ddl: DdlElement,
  options: ExecutionOptions,
): Io<CursorResult> {
  const { schemaTranslateMap } = options
  const { sql } = ddl.compile({
    dialect: connection.dialect,
    ...(schemaTranslateMap === undefined ? {} : { schemaTranslateMap }),
  })
  const compiledAt = performance.now()
  return yield* runPlainIo(connection, {
    sql,
    parameters: [],
    many: false,
    remark: () => cacheRemark('no key', (performance.now() - compiledAt) / 1000),
    options,
    context: { statement: ddl, options },
    stream: false,
  })
}

/** Runs text whose columns only the driver knows. */
function* runPlainIo(connection: Connection, call: CursorCall): Io<CursorResult> {
  yield* connection.autobeginIo()
  const answer = yield* runCursorIo(connection, call)
  const { columns, columnTypes } = answer.result
  return makeResult(answer, {
    metadata: metadataOf(columns),
    processors: untypedProcessors(connection, columnTypes),
    dml: null,
    yieldPer: call.options.yieldPer ?? null,
    exposesRows: true,
  })
}

/** Drivers answer a prepared statement with the same list of names each time. */
const metadataByNames = new WeakMap<readonly string[], ResultMetaData>()

function metadataOf(names: readonly string[]): ResultMetaData {
  const known = metadataByNames.get(names)
  if (known !== undefined) return known
  const metadata = new ResultMetaData(names.map((key) => ({ key })))
  metadataByNames.set(names, metadata)
  return metadata
}
