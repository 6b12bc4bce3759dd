/**
 * Executes statements about entities: SELECT, text for entities, INSERT, UPDATE, DELETE. The session calls it after
 * its listeners had their turn.
 */
import type { Io } from '../../engine/io.js'
import type { Result } from '../../engine/result.js'
import { Delete } from '../../sql/dml/delete.js'
import { Insert } from '../../sql/dml/insert.js'
import { Update } from '../../sql/dml/update.js'
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
import { executionOf, objectsIo, type OrmExecution, sendIo, sendNow } from './orm-execution.js'
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
  const cursor = sendNow(execution, statement) ?? (yield* sendIo(execution, statement))
  const state = cursor.resultMetaData.compileState
  if (!(state instanceof OrmSelectCompileState))
    throw new InvalidRequestError('The statement was compiled without the ORM')
  return yield* objectsIo(execution, cursor, { state, layout: state.layout })
}
