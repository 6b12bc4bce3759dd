/**
 * Keeps objects in the session in step with a bulk UPDATE or DELETE: finds those it touched, by evaluating the
 * condition in memory or by the keys the database answers.
 */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { DmlWhereBase } from '../../../sql/dml/dml-base.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import { singleTableCriterion } from '../../mapping/mapper-selectables.js'
import type { LoadingSession } from '../../loading/loading-session.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { compileEvaluator, EXPIRED, UnevaluatableError, type Evaluate } from './evaluator.js'

export type SynchronizeSession = 'auto' | 'evaluate' | 'fetch' | false

/** An object that matches; or that may, since attributes the condition asks for are not loaded. */
export interface MatchedState {
  readonly state: InstanceState
  readonly isPartlyExpired: boolean
}

/** How to synchronise, with the matched objects where they can be told beforehand. */
export type Synchronization =
  | { readonly mode: 'none' }
  | { readonly mode: 'evaluate'; readonly matched: readonly MatchedState[] }
  | { readonly mode: 'fetch' }

export function synchronizeOption(options: Readonly<Record<string, unknown>>): SynchronizeSession {
  const given = options['synchronizeSession'] ?? 'auto'
  if (given === 'auto' || given === 'evaluate' || given === 'fetch' || given === false) return given
  throw new ArgumentError(
    "Valid strategies for session synchronization are 'auto', 'evaluate', 'fetch', False",
  )
}

/** Decides the mode, and with `evaluate` finds the matched objects before anything is sent. */
export function prepareSynchronization(
  session: LoadingSession,
  statement: DmlWhereBase,
  mapper: Mapper,
  wanted: SynchronizeSession,
): Synchronization {
  if (wanted === false) return { mode: 'none' }
  if (wanted === 'fetch') return { mode: 'fetch' }
  try {
    return {
      mode: 'evaluate',
      matched: matchedStates(session, mapper, conditionOf(statement, mapper)),
    }
  } catch (error) {
    if (!(error instanceof UnevaluatableError)) throw error
    if (wanted === 'auto') return { mode: 'fetch' }
    throw new InvalidRequestError(
      `Could not evaluate current criteria in JavaScript: "${error.message}". Specify 'fetch' or False for the synchronizeSession execution option.`,
    )
  }
}

function conditionOf(statement: DmlWhereBase, mapper: Mapper): Evaluate {
  const single = singleTableCriterion(mapper)
  const criteria: readonly ColumnElement[] = [
    ...statement.whereCriteria,
    ...(single ? [single] : []),
  ]
  const parts = criteria.map((criterion) => compileEvaluator(criterion, mapper))
  return (state) => {
    const answers = parts.map((part) => part(state))
    if (answers.some((answer) => answer !== true && answer !== EXPIRED)) return false
    return answers.includes(EXPIRED) ? EXPIRED : true
  }
}

/** Objects that match or may match; those that are expired will be read anew anyway. */
function matchedStates(
  session: LoadingSession,
  mapper: Mapper,
  evaluate: Evaluate,
): readonly MatchedState[] {
  return session.identityMap
    .allStates()
    .filter((state) => state.mapper.isa(mapper) && !state.deletedFlag && !state.expired)
    .map((state) => ({ state, answer: evaluate(state) }))
    .filter(({ answer }) => answer !== false)
    .map(({ state, answer }) => ({ state, isPartlyExpired: answer === EXPIRED }))
}

/** Objects of the session by the keys of the rows that were touched. */
export function statesByKey(
  session: LoadingSession,
  mapper: Mapper,
  keys: readonly (readonly unknown[])[],
): readonly InstanceState[] {
  return keys.flatMap((key) => session.identityMap.find(mapper.identityClass, key) ?? [])
}
