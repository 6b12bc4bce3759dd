/**
 * Keeps objects in the session in step with an UPDATE or DELETE of entities: finds those it touched, by evaluating the
 * condition in memory or by the keys the database answers.
 */
import type { Io } from '../../../engine/io.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { DmlWhereBase } from '../../../sql/dml/dml-base.js'
import { Select } from '../../../sql/selectable/select.js'
import { entityClause } from '../../loading/entities/entity-of.js'
import { singleTableCriterion } from '../../mapping/mapper-selectables.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { OrmExecution } from '../orm-execution.js'
import { compileEvaluator, EXPIRED, UnevaluatableError, type Evaluate } from './evaluator.js'
import { returnsKeys, type ReturningRule } from './returning-rule.js'

export type SynchronizeSession = 'auto' | 'evaluate' | 'fetch' | false

/** An object that matches; or that may, since attributes the condition asks for are not loaded. */
export interface MatchedState {
  readonly state: InstanceState
  readonly isPartlyExpired: boolean
}

/** How the objects an UPDATE or DELETE touches are found. */
export type Synchronization =
  | { readonly mode: 'none' }
  /** Before the statement is sent: what it writes is not to count. */
  | { readonly mode: 'evaluate'; readonly matched: readonly MatchedState[] }
  /** The statement answers the keys. */
  | { readonly mode: 'returning' }
  /** A SELECT answered the keys beforehand. */
  | { readonly mode: 'selected'; readonly keys: readonly (readonly unknown[])[] }

/** @throws ArgumentError for an unknown strategy */
export function synchronizeOption(options: Readonly<Record<string, unknown>>): SynchronizeSession {
  const { synchronizeSession: given = 'auto' } = options
  if (given === 'auto' || given === 'evaluate' || given === 'fetch') return given
  if (given === false || given === null) return false
  throw new ArgumentError(
    "Valid strategies for session synchronization are 'auto', 'evaluate', 'fetch', False",
  )
}

/** Decides how, and does what has to be done before the statement is sent. */
export function* prepareSynchronizationIo(
  execution: OrmExecution,
  statement: DmlWhereBase,
  mapper: Mapper,
  rule: ReturningRule,
): Io<Synchronization> {
  const wanted = synchronizeOption(execution.executionOptions)
  if (wanted === false) return { mode: 'none' }
  const condition = wanted === 'fetch' ? null : conditionOrNull(statement, mapper, wanted)
  if (condition) {
    return { mode: 'evaluate', matched: matchedStates(execution, mapper, condition) }
  }
  if (yield* returnsKeys(execution, statement, { mapper, rule })) return { mode: 'returning' }
  return { mode: 'selected', keys: yield* selectKeysIo(execution, statement, mapper) }
}

/** Null where only the database can tell. @throws InvalidRequestError when it was not to be asked */
function conditionOrNull(
  statement: DmlWhereBase,
  mapper: Mapper,
  wanted: 'auto' | 'evaluate',
): Evaluate | null {
  try {
    return conditionOf(statement, mapper)
  } catch (error) {
    if (!(error instanceof UnevaluatableError)) throw error
    if (wanted === 'auto') return null
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
  { session, loadOptions: { identityToken } }: OrmExecution,
  mapper: Mapper,
  evaluate: Evaluate,
): readonly MatchedState[] {
  return session.identityMap
    .allStates()
    .filter((state) => state.mapper.isa(mapper) && !state.deletedFlag && !state.expired)
    .filter((state) => identityToken === null || state.identityToken === identityToken)
    .map((state) => ({ state, answer: evaluate(state) }))
    .filter(({ answer }) => answer !== false)
    .map(({ state, answer }) => ({ state, isPartlyExpired: answer === EXPIRED }))
}

/** `SELECT key FROM table WHERE …`: for databases whose statement cannot say which rows it met. */
function* selectKeysIo(
  { session, parameters, origin, given }: OrmExecution,
  statement: DmlWhereBase,
  mapper: Mapper,
): Io<readonly (readonly unknown[])[]> {
  const select = new Select(mapper.primaryKey)
    .selectFrom(entityClause(mapper))
    .options(...statement.withOptions)
    .where(...(statement.whereCriteria as readonly ColumnElement<boolean>[]))
  const result = yield* session.executeIo(select, parameters, {
    origin,
    executionOptions: { autoflush: false },
    ...(given.bindArguments ? { bindArguments: given.bindArguments } : {}),
  })
  return result.all()
}

/** Objects of the session by the keys of the rows that were touched. */
export function statesByKey(
  { session, loadOptions: { identityToken } }: OrmExecution,
  mapper: Mapper,
  keys: readonly (readonly unknown[])[],
): readonly InstanceState[] {
  return keys.flatMap(
    (key) => session.identityMap.find(mapper.identityClass, key, identityToken) ?? [],
  )
}
