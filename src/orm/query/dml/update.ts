/** ORM-enabled UPDATE: by condition, with the session's objects kept in step, or by primary key from a list of objects. */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { InvalidRequestError } from '../../../errors.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { ClauseElement as Element } from '../../../sql/elements/clause-element.js'
import type { DmlPair } from '../../../sql/dml/dml-base.js'
import type { Update } from '../../../sql/dml/update.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { type OrmExecution, sendIo } from '../orm-execution.js'
import { bulkUpdateStatementIo } from './bulk-update.js'
import { columnOfKey, mapperOfDml } from './core-dml.js'
import { compileEvaluator, EXPIRED, UnevaluatableError, type Evaluate } from './evaluator.js'
import { returningResult, withKeyReturning } from './returning.js'
import { prepareSynchronization, statesByKey, synchronizeOption } from './synchronize.js'

export function* executeUpdateIo(execution: OrmExecution, statement: Update): Io<Result> {
  const mapper = mapperOfDml(statement)
  if (!mapper) return yield* sendIo(execution, statement)
  if (Array.isArray(execution.parameters))
    return yield* bulkUpdateStatementIo(execution, statement, mapper)
  const { session, executionOptions } = execution
  const wanted = synchronizeOption(executionOptions)
  const plan = prepareSynchronization(session, statement, mapper, wanted)
  if (plan.mode !== 'fetch') {
    const cursor = yield* sendIo(execution, statement)
    if (plan.mode === 'evaluate')
      applyValues(
        plan.matched.map(({ state }) => state),
        statement,
        mapper,
      )
    return yield* returningResult(execution, statement, { cursor, rows: null, extra: 0 })
  }
  const { sent, extra } = withKeyReturning(statement, mapper)
  const cursor = yield* sendIo(execution, sent)
  const rows = cursor.rawRows()
  const keys = rows.map((row) => row.slice(row.length - mapper.primaryKey.length))
  applyValues(statesByKey(session, mapper, keys), statement, mapper)
  return yield* returningResult(execution, statement, { cursor, rows, extra })
}

/** Values that can be computed here are set; the others are expired and read again. */
function applyValues(states: readonly InstanceState[], statement: Update, mapper: Mapper): void {
  const values = new Map((statement.valuePairs ?? []).flatMap((pair) => valueOf(pair, mapper)))
  for (const state of states) {
    const { unmodified } = state
    const computed = [...values].filter(
      ([key, evaluate]) => evaluate && unmodified.has(key) && state.has(key),
    )
    const answers = computed.map(([key, evaluate]) => [key, evaluate?.(state)] as const)
    const known = answers.filter(([, value]) => value !== EXPIRED)
    for (const [key, value] of known) state.setValue(key, value ?? null)
    state.commit(known.map(([key]) => key))
    const done = new Set(known.map(([key]) => key))
    const stale = [...values.keys()].filter((key) => !done.has(key) && state.has(key))
    if (stale.length > 0) state.expireAttributes(stale)
  }
}

function valueOf(
  [key, value]: DmlPair,
  mapper: Mapper,
): readonly (readonly [string, Evaluate | null])[] {
  const column = columnOfKey(mapper, key)
  if (typeof column === 'string') {
    throw new InvalidRequestError(
      `Attribute name not found, can't be synchronized back to objects: '${column}'`,
    )
  }
  const property = mapper.columnToProperty.get(column.identity)
  return property ? [[property.key, evaluatorOf(value, mapper)]] : []
}

function evaluatorOf(value: unknown, mapper: Mapper): Evaluate | null {
  if (!(value instanceof Element)) return () => value
  try {
    return compileEvaluator(value as ClauseElement, mapper)
  } catch (error) {
    if (error instanceof UnevaluatableError) return null
    throw error
  }
}
