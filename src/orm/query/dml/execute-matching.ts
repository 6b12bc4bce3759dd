/** What UPDATE and DELETE of entities by condition share: sent once, objects found, rows of RETURNING made entities. */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import type { CursorResult } from '../../../engine/result/cursor-result.js'
import type { DmlWhereBase } from '../../../sql/dml/dml-base.js'
import type { Mapper } from '../../mapping/mapper.js'
import { type OrmExecution, sendIo } from '../orm-execution.js'
import { keysOfRows, returningResult, withKeyReturning } from './returning.js'
import type { ReturningRule } from './returning-rule.js'
import { prepareSynchronizationIo, statesByKey, type MatchedState } from './synchronize.js'

export interface Matching {
  readonly mapper: Mapper
  readonly rule: ReturningRule
  /** Brings the objects that were touched in step. */
  readonly synchronize: (matched: readonly MatchedState[], cursor: CursorResult) => void
}

/** `BulkUDCompileState`, from `orm_pre_session_exec` to `orm_setup_cursor_result`. */
export function* executeMatchingIo<S extends DmlWhereBase>(
  execution: OrmExecution,
  statement: S,
  { mapper, rule, synchronize }: Matching,
): Io<Result> {
  const plan = yield* prepareSynchronizationIo(execution, statement, mapper, rule)
  const byKey = (keys: readonly (readonly unknown[])[]): readonly MatchedState[] =>
    statesByKey(execution, mapper, keys).map((state) => ({ state, isPartlyExpired: false }))
  if (plan.mode === 'returning') {
    const cursor = yield* sendIo(execution, withKeyReturning(statement, mapper))
    const rows = cursor.rawRows()
    synchronize(byKey(keysOfRows(cursor, rows, mapper)), cursor)
    return yield* returningResult(execution, statement, { cursor, rows })
  }
  const cursor = yield* sendIo(execution, statement)
  if (plan.mode === 'evaluate') synchronize(plan.matched, cursor)
  if (plan.mode === 'selected') synchronize(byKey(plan.keys), cursor)
  return yield* returningResult(execution, statement, { cursor, rows: null })
}
