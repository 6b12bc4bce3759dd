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
import { executionOf, objectsIo, type OrmExecution, sendIo } from './orm-execution.js'
import './collections/install.js'
import './plugin.js'

/** @throws whatever compiling, the database or the loaders raise */
export function* executeOrmStatementIo(
  session: LoadingSession,
  statement: ClauseElement,
  parameters: StatementParameters | null,
  options: OrmExecuteOptions,
): Io<Result> {
  const execution = executionOf(session, { statement, parameters, options })
  if (execution.loadOptions.autoflush && session.needsAutoflush())
    yield* session.autoflushIo(execution.origin)
  if (statement instanceof Select) return yield* executeSelectIo(execution)
  if (statement instanceof FromStatement) return yield* executeFromStatementIo(execution, statement)
  if (statement instanceof Insert) return yield* executeInsertIo(execution, statement)
  if (statement instanceof Update) return yield* executeUpdateIo(execution, statement)
  if (statement instanceof Delete) return yield* executeDeleteIo(execution, statement)
  return yield* sendIo(execution, statement)
}

function* executeSelectIo(execution: OrmExecution): Io<Result> {
  const cursor = yield* sendIo(execution, execution.statement)
  const state = cursor.resultMetaData.compileState
  if (!(state instanceof OrmSelectCompileState))
    throw new InvalidRequestError('The statement was compiled without the ORM')
  return yield* objectsIo(execution, cursor, { state, layout: state.layout })
}
