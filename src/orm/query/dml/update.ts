/** ORM-enabled UPDATE: by condition, with the session's objects kept in step, or by primary key from a list of objects. */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { Update } from '../../../sql/dml/update.js'
import { type OrmExecution, sendIo } from '../orm-execution.js'
import { applyValues } from './apply-values.js'
import { bulkUpdateStatementIo } from './bulk-update.js'
import { mapperOfDml } from './core-dml.js'
import { executeMatchingIo } from './execute-matching.js'
import { UPDATE_RULE } from './returning-rule.js'

const STRATEGIES: ReadonlySet<unknown> = new Set(['orm', 'auto', 'bulk', 'core_only'])

/** @throws InvalidRequestError when options and parameters do not fit */
export function* executeUpdateIo(execution: OrmExecution, statement: Update): Io<Result> {
  const mapper = mapperOfDml(statement)
  const strategy = strategyOf(execution)
  if (!mapper || strategy === 'core_only') return yield* sendIo(execution, statement)
  if (strategy === 'bulk') return yield* bulkUpdateStatementIo(execution, statement, mapper)
  return yield* executeMatchingIo(execution, statement, {
    mapper,
    rule: UPDATE_RULE,
    synchronize: (matched, cursor) =>
      applyValues({ session: execution.session, mapper, statement, cursor }, matched),
  })
}

/** Rows beside the statement are written one by one, by their keys. */
function strategyOf({ executionOptions, parameters }: OrmExecution): unknown {
  const { dmlStrategy: strategy = 'auto' } = executionOptions
  if (!STRATEGIES.has(strategy)) {
    throw new ArgumentError(
      "Valid strategies for ORM UPDATE strategy are 'orm', 'auto', 'bulk', 'core_only'",
    )
  }
  if (strategy === 'bulk' && !Array.isArray(parameters)) {
    throw new InvalidRequestError(
      'Can\'t use "bulk" ORM insert strategy without passing separate parameters',
    )
  }
  if (strategy !== 'auto') return strategy
  return Array.isArray(parameters) ? 'bulk' : 'orm'
}
