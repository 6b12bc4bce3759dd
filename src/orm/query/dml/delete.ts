/** ORM-enabled DELETE: by condition, with the session's objects kept in step. */
import type { Io } from '../../../engine/io.js'
import type { LoadingSession } from '../../loading/loading-session.js'
import type { Result } from '../../../engine/result.js'
import type { Delete } from '../../../sql/dml/delete.js'
import { type OrmExecution, sendIo } from '../orm-execution.js'
import { mapperOfDml } from './core-dml.js'
import { returningResult, withKeyReturning } from './returning.js'
import {
  prepareSynchronization,
  statesByKey,
  synchronizeOption,
  type MatchedState,
} from './synchronize.js'

/** What may have been deleted is read again before it is used. */
function removeMatched(session: LoadingSession, matched: readonly MatchedState[]): void {
  const { modified } = session.identityMap
  for (const { state, isPartlyExpired } of matched) if (isPartlyExpired) state.expire(modified)
  const gone = matched.filter(({ isPartlyExpired }) => !isPartlyExpired)
  session.removeNewlyDeleted(gone.map(({ state }) => state))
}

export function* executeDeleteIo(execution: OrmExecution, statement: Delete): Io<Result> {
  const { session, executionOptions } = execution
  const mapper = mapperOfDml(statement)
  if (!mapper) return yield* sendIo(execution, statement)
  const plan = prepareSynchronization(
    session,
    statement,
    mapper,
    synchronizeOption(executionOptions),
  )
  if (plan.mode !== 'fetch') {
    const cursor = yield* sendIo(execution, statement)
    if (plan.mode === 'evaluate') removeMatched(session, plan.matched)
    return yield* returningResult(execution, statement, { cursor, rows: null, extra: 0 })
  }
  const { sent, extra } = withKeyReturning(statement, mapper)
  const cursor = yield* sendIo(execution, sent)
  const rows = cursor.rawRows()
  const keys = rows.map((row) => row.slice(row.length - mapper.primaryKey.length))
  session.removeNewlyDeleted(statesByKey(session, mapper, keys))
  return yield* returningResult(execution, statement, { cursor, rows, extra })
}
