/**
 * From what a user executes to the driver: raw SQL, statements, DDL. Chooses the path; the paths are in
 * `compile-statement.ts`, `dml.ts`, `insert-many-values.ts` and `cursor-call.ts`.
 */
import { DdlElement } from '../../schema/ddl-elements.js'
import type { Connection } from '../connection.js'
import { ResourceClosedError } from '../errors.js'
import { optionsFor, wantsStream, type ExecutionOptions } from '../execution-options.js'
import { executableOf } from './executable.js'
import type { Io } from '../io.js'
import { cacheRemark } from '../log/remark.js'
import type { CursorResult } from '../result/cursor-result.js'
import { ResultMetaData } from '../result/result-metadata.js'
import { invokeCompiledIo } from './compiled-statement.js'
import { runCursorIo, type CursorCall } from './cursor-call.js'
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
  const sets = distill(parameters)
  if (statement instanceof DdlElement) return yield* invokeDdlIo(connection, statement, options)
  return yield* invokeCompiledIo(connection, executableOf(statement, connection.dialect), {
    sets,
    options,
  })
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
    context: null,
    stream: wantsStream(merged),
  })
}

function* invokeDdlIo(
  connection: Connection,
  ddl: DdlElement,
  options: ExecutionOptions,
): Io<CursorResult> {
  const merged = optionsFor(connection, { origin: { cause: 'ddl' } }, options)
  const { schemaTranslateMap } = merged
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
    options: merged,
    context: null,
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
