/**
 * Sends one statement to the driver and tells everybody who wants to know: listeners, observers, the log. Driver
 * errors become the library's here, and a lost connection is given up.
 */
import type { BoundStatement } from '../../sql/compiler/compiled.js'
import { isPromiseLike } from '../../util/maybe-promise.js'
import type { Connection } from '../connection.js'
import type { DriverCursor, DriverResult } from '../driver.js'
import type { ExecutionOptions } from '../execution-options.js'
import type { ConnectionCursor } from '../pool/connection-cursor.js'
import { answered, checkpoint, isDrivenAtOnce, request, runSync, type Io } from '../io.js'
import type { StatementEvent, StatementOrigin, StatementOutcome } from '../observer.js'
import { wrapDriverError } from './driver-error.js'
import { StatementCursor } from './statement-cursor.js'

export interface CursorCall {
  readonly sql: string
  /** One set, or a list of sets when `many`. */
  readonly parameters: readonly unknown[]
  readonly many: boolean
  /** What the log says in brackets. */
  readonly remark: () => string
  readonly options: ExecutionOptions
  /** What listeners get as the context. */
  readonly context: unknown
  /** Open a cursor instead of fetching everything. */
  readonly stream: boolean
}

/** What came of it, with the number by which others refer to the statement. */
export interface CursorAnswer {
  readonly statementId: number
  readonly result: DriverResult
  /** Set for a streamed statement; `result.rows` is empty then. */
  readonly cursor: StatementCursor | null
}

/** A call with the cursor that listeners get, for statements of their own. */
interface HeardCall extends CursorCall {
  readonly cursor: ConnectionCursor | null
}

let lastStatementId = 0

const core: StatementOrigin = { cause: 'core' }

/** The connection must be in a transaction, and usable. */
export function* runCursorIo(connection: Connection, given: CursorCall): Io<CursorAnswer> {
  const call = beforeExecute(connection, given)
  lastStatementId += 1
  const statementId = lastStatementId
  const event = announce(connection, call, statementId)
  const started = event === null ? 0 : performance.now()
  try {
    const answer = yield* request(operationOf(call), () => perform(connection, call, statementId))
    if (event !== null) {
      report(connection, event, outcomeOf(answer, started))
      if (answer.result.returnsRows)
        connection.engine.observers.fetched(answer.result.columns, answer.result.rows)
    }
    connection.engine.echoLog?.isDebug && logRows(connection, answer)
    if (call.cursor) call.cursor.rowcount = answer.result.rowCount
    connection.heardBy.emit(
      'afterCursorExecute',
      connection,
      call.cursor,
      call.sql,
      call.parameters,
      call.context,
      call.many,
    )
    return answer
  } catch (error) {
    const raised = yield* wrapDriverError(connection, call, error)
    if (event !== null) report(connection, event, { ...failed(started), error: raised })
    throw raised
  }
}

/** Nobody listens, and the driver is asked on the spot: `executeNow` does what `runCursorIo` does. */
export function answersNow(connection: Connection): boolean {
  return isDrivenAtOnce() && connection.isReady && !isHeard(connection)
}

/** The number of the statement that was sent last. */
export function numberOfLastStatement(): number {
  return lastStatementId
}

/** `runCursorIo` in one step, only where `answersNow`; `callOf` says more of a statement that fails. */
export function executeNow(
  connection: Connection,
  { sql, parameters }: BoundStatement,
  callOf: () => CursorCall,
): DriverResult {
  lastStatementId += 1
  checkpoint()
  try {
    return answered('execute', connection.driverConnection.execute(sql, parameters))
  } catch (error) {
    throw runSync(wrapDriverError(connection, callOf(), error))
  }
}

/**
 * The rows of one statement a row, in one answer; only where `answersNow`. Nothing is made for a row but what the
 * driver answers; `callOf` says more of the one that fails.
 */
export function runEachNow(
  connection: Connection,
  rows: readonly BoundStatement[],
  callOf: (row: BoundStatement, index: number) => CursorCall,
): CursorAnswer {
  const fetched: unknown[][] = []
  let result = noRows
  let rowCount = 0
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as BoundStatement
    result = executeNow(connection, row, () => callOf(row, index))
    for (const each of result.rows) fetched.push(each)
    rowCount += Math.max(0, result.rowCount)
  }
  const all = { ...result, rows: fetched, rowCount }
  return { statementId: lastStatementId, result: all, cursor: null }
}

const noRows: DriverResult = {
  returnsRows: false,
  columns: [],
  columnTypes: [],
  rows: [],
  rowCount: 0,
  lastInsertId: null,
}

/**
 * Sends statements one after the other. A driver that answers at once is asked for all of them in one request: a
 * request each would wake every caller for each row of a flush.
 */
export function* runCursorsIo(
  connection: Connection,
  calls: readonly CursorCall[],
): Io<CursorAnswer[]> {
  const answers: CursorAnswer[] = []
  if (isHeard(connection)) {
    for (const call of calls) answers.push(yield* runCursorIo(connection, call))
    return answers
  }
  while (answers.length < calls.length) {
    try {
      yield* request('execute', () => sendWhileAnswered(connection, calls, answers))
    } catch (error) {
      throw yield* wrapDriverError(connection, calls[answers.length] as CursorCall, error)
    }
  }
  return answers
}

function isHeard({ engine, heardBy }: Connection): boolean {
  if (engine.isObserved || engine.echoLog !== null) return true
  return heardBy.has('beforeCursorExecute') || heardBy.has('afterCursorExecute')
}

/** Answers a promise as soon as the driver does. */
function sendWhileAnswered(
  connection: Connection,
  calls: readonly CursorCall[],
  answers: CursorAnswer[],
): void | PromiseLike<void> {
  while (answers.length < calls.length) {
    lastStatementId += 1
    const answer = perform(connection, calls[answers.length] as CursorCall, lastStatementId)
    if (isPromiseLike(answer)) return answer.then((later) => void answers.push(later))
    answers.push(answer)
  }
}

function operationOf(call: CursorCall): 'execute' | 'executeMany' {
  return call.many ? 'executeMany' : 'execute'
}

function perform(
  connection: Connection,
  call: CursorCall,
  statementId: number,
): CursorAnswer | PromiseLike<CursorAnswer> {
  checkpoint()
  const driver = connection.driverConnection
  if (call.stream) {
    const cursor = driver.openCursor(call.sql, call.parameters)
    const wrap = (opened: DriverCursor): CursorAnswer => ({
      statementId,
      result: streamed(opened),
      cursor: new StatementCursor(connection, call, opened),
    })
    return isPromiseLike(cursor) ? cursor.then(wrap) : wrap(cursor)
  }
  const result = call.many
    ? driver.executeMany(call.sql, call.parameters as readonly (readonly unknown[])[])
    : driver.execute(call.sql, call.parameters)
  const wrap = (fetched: DriverResult): CursorAnswer => ({
    statementId,
    result: fetched,
    cursor: null,
  })
  return isPromiseLike(result) ? result.then(wrap) : wrap(result)
}

function streamed({ columns, columnTypes }: DriverCursor): DriverResult {
  return { returnsRows: true, columns, columnTypes, rows: [], rowCount: -1, lastInsertId: null }
}

/** Listeners may replace the statement and its parameters. */
function beforeExecute(connection: Connection, call: CursorCall): HeardCall {
  const { heardBy } = connection
  if (!heardBy.has('beforeCursorExecute') && !heardBy.has('afterCursorExecute'))
    return heard(call, call, null)
  const cursor = connection.driverConnection.cursor()
  let { sql, parameters } = call
  for (const listener of heardBy.listeners('beforeCursorExecute')) {
    const answer = listener.call(connection, cursor, sql, parameters, call.context, call.many)
    if (listener.options.retval && Array.isArray(answer))
      [sql, parameters] = answer as [string, unknown[]]
  }
  return heard(call, { sql, parameters }, cursor)
}

/** Spelled out: spreading an object with one field more costs as much as all the rest of a call. */
function heard(
  { many, remark, options, context, stream }: CursorCall,
  { sql, parameters }: Pick<CursorCall, 'sql' | 'parameters'>,
  cursor: ConnectionCursor | null,
): HeardCall {
  return { sql, parameters, many, remark, options, context, stream, cursor }
}

function announce(connection: Connection, call: CursorCall, id: number): StatementEvent | null {
  const { engine } = connection
  if (!engine.isObserved) return null
  const { origin = core, site = null, loggingToken = null } = call.options
  const event: StatementEvent = {
    id,
    connectionId: connection.id,
    dialect: engine.dialect.name,
    sql: call.sql,
    parameters: engine.hideParameters ? [] : call.parameters,
    parametersHidden: engine.hideParameters,
    many: call.many,
    remark: call.remark(),
    origin,
    site,
    token: loggingToken,
  }
  engine.observers.statementStart(event)
  return event
}

function report(connection: Connection, event: StatementEvent, outcome: StatementOutcome): void {
  connection.engine.observers.statementEnd(event, outcome)
}

function outcomeOf({ result, cursor }: CursorAnswer, started: number): StatementOutcome {
  const durationMs = performance.now() - started
  const { rowCount } = result
  if (cursor === null) return { durationMs, rowCount, rowsFetched: result.rows.length }
  return {
    durationMs,
    rowCount,
    streamed: true,
    get rowsFetched() {
      return cursor.fetched
    },
    get error() {
      return cursor.error
    },
  }
}

function failed(started: number): StatementOutcome {
  return { durationMs: performance.now() - started, rowCount: -1, rowsFetched: 0 }
}

function logRows(connection: Connection, { result }: CursorAnswer): void {
  if (result.returnsRows) connection.engine.echoLog?.rows(result.columns, result.rows)
}
