/** ORM-enabled DELETE: by condition, with the session's objects kept in step. */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { Delete } from '../../../sql/dml/delete.js'
import type { LoadingSession } from '../../loading/loading-session.js'
import { type OrmExecution, sendIo } from '../orm-execution.js'
import { mapperOfDml } from './core-dml.js'
import { executeMatchingIo } from './execute-matching.js'
import { DELETE_RULE } from './returning-rule.js'
import type { MatchedState } from './synchronize.js'

/** @throws InvalidRequestError for rows given beside the statement */
export function* executeDeleteIo(execution: OrmExecution, statement: Delete): Io<Result> {
  const mapper = mapperOfDml(statement)
  if (!mapper || strategyOf(execution) === 'core_only') return yield* sendIo(execution, statement)
  return yield* executeMatchingIo(execution, statement, {
    mapper,
    rule: DELETE_RULE,
    synchronize: (matched) => removeMatched(execution.session, matched),
  })
}

function strategyOf({ executionOptions, parameters }: OrmExecution): unknown {
  const { dmlStrategy: strategy = 'auto' } = executionOptions
  if (strategy === 'bulk' || (strategy === 'auto' && Array.isArray(parameters))) {
    throw new InvalidRequestError(
      'Bulk ORM DELETE not supported right now. Statement may be invoked at the Core level using ' +
        'session.connection().execute(stmt, parameters)',
    )
  }
  if (strategy === 'orm' || strategy === 'auto' || strategy === 'core_only') return strategy
  throw new ArgumentError("Valid strategies for ORM DELETE strategy are 'orm', 'auto', 'core_only'")
}

/** What may have been deleted is read again before it is used. */
function removeMatched(session: LoadingSession, matched: readonly MatchedState[]): void {
  const { modified } = session.identityMap
  for (const { state, isPartlyExpired } of matched) if (isPartlyExpired) state.expire(modified)
  const gone = matched.filter(({ isPartlyExpired }) => !isPartlyExpired)
  if (gone.length > 0) session.removeNewlyDeleted(gone.map(({ state }) => state))
}
