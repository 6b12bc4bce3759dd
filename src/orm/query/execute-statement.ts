/**
 * Executes statements about entities: SELECT, text for entities, INSERT, UPDATE, DELETE. The session calls it after
 * its listeners had their turn.
 */
import type { Io } from '../../engine/io.js'
import type { Result } from '../../engine/result.js'
import { Delete } from '../../sql/dml/delete.js'
import { Insert } from '../../sql/dml/insert.js'
import { Update } from '../../sql/dml/update.js'
import type { CompileState } from '../../sql/plugin.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { Select } from '../../sql/selectable/select.js'
import type {
  LoadingSession,
  OrmExecuteOptions,
  StatementParameters,
} from '../loading/loading-session.js'
import { InvalidRequestError } from '../../errors.js'
import { OrmSelectCompileState } from './compile/select-compile-state.js'
import { executeDeleteIo } from './dml/delete.js'
import { executeInsertIo } from './dml/insert.js'
import { executeUpdateIo } from './dml/update.js'
import { executeFromStatementIo } from './execute-from-statement.js'
import { FromStatement } from '../loading/from-statement.js'
import {
  executionOf,
  objectsIo,
  objectsNow,
  sendIo,
  sendNow,
  type LoadPlan,
  type OrmExecution,
} from './orm-execution.js'
import './collections/install.js'
import './plugin.js'

/** @throws whatever compiling, the database or the loaders raise */
export function executeOrmStatementIo(
  session: LoadingSession,
  statement: ClauseElement,
  parameters: StatementParameters | null,
  options: OrmExecuteOptions,
): Io<Result> {
  const execution = executionOf(session, { statement, parameters, options })
  return execution.loadOptions.autoflush && session.needsAutoflush()
    ? flushAndExecuteIo(execution)
    : executeIo(execution)
}

function* flushAndExecuteIo(execution: OrmExecution): Io<Result> {
  yield* execution.session.autoflushIo(execution.origin)
  return yield* executeIo(execution)
}

function executeIo(execution: OrmExecution): Io<Result> {
  const { statement } = execution
  if (statement instanceof Select) return executeSelectIo(execution, statement)
  if (statement instanceof FromStatement) return executeFromStatementIo(execution, statement)
  if (statement instanceof Insert) return executeInsertIo(execution, statement)
  if (statement instanceof Update) return executeUpdateIo(execution, statement)
  if (statement instanceof Delete) return executeDeleteIo(execution, statement)
  return sendIo(execution, statement)
}

function* executeSelectIo(execution: OrmExecution, statement: Select): Io<Result> {
  const fetched = sendNow(execution, statement)
  if (fetched !== null) return yield* objectsIo(execution, fetched, planOf(fetched.compileState))
  const cursor = yield* sendIo(execution, statement)
  return yield* objectsIo(execution, cursor, planOf(cursor.resultMetaData.compileState))
}

function planOf(state: CompileState | null): LoadPlan {
  if (state instanceof OrmSelectCompileState) return { state, layout: state.layout }
  throw new InvalidRequestError('The statement was compiled without the ORM')
}

/**
 * The objects of a SELECT of one entity, in one step; null where the session has something to do first, somebody
 * listens, or the driver may answer later.
 */
export function selectObjectsNow(
  session: LoadingSession,
  statement: Select,
  parameters: StatementParameters | null,
  options: OrmExecuteOptions,
): readonly unknown[] | null {
  const execution = executionOf(session, { statement, parameters, options })
  if (execution.loadOptions.autoflush && session.needsAutoflush()) return null
  const fetched = sendNow(execution, statement)
  return fetched && objectsNow(execution, fetched, planOf(fetched.compileState))
}
