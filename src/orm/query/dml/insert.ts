/** ORM-enabled INSERT: a statement with values of its own, or rows given beside it. */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { Insert } from '../../../sql/dml/insert.js'
import type { OrmExecution } from '../orm-execution.js'
import { sendIo } from '../orm-execution.js'
import { bulkInsertStatementIo } from './bulk-insert.js'
import { mapperOfDml } from './core-dml.js'
import { returningResult } from './returning.js'

const STRATEGIES: ReadonlySet<unknown> = new Set(['raw', 'bulk', 'orm', 'auto'])

/** `BulkORMInsert.orm_execute_statement`. */
export function* executeInsertIo(execution: OrmExecution, statement: Insert): Io<Result> {
  const mapper = mapperOfDml(statement)
  const strategy = strategyOf(execution)
  if (!mapper || strategy === 'raw') return yield* sendIo(execution, statement)
  if (strategy === 'bulk') return yield* bulkInsertStatementIo(execution, statement, mapper)
  const cursor = yield* sendIo(execution, statement)
  return yield* returningResult(execution, statement, { cursor, rows: null })
}

/** Rows beside the statement are inserted in bulk, unless told otherwise. */
function strategyOf({ parameters, executionOptions }: OrmExecution): unknown {
  const given = executionOptions['dmlStrategy'] ?? 'auto'
  if (!STRATEGIES.has(given)) {
    throw new ArgumentError(
      "Valid strategies for ORM insert strategy are 'raw', 'orm', 'bulk', 'auto'",
    )
  }
  const hasRows = parameters !== null && Object.keys(parameters).length > 0
  if (given === 'bulk' && !hasRows) {
    throw new InvalidRequestError(
      'Can\'t use "bulk" ORM insert strategy without passing separate parameters',
    )
  }
  if (given === 'auto') return hasRows ? 'bulk' : 'orm'
  return given
}
