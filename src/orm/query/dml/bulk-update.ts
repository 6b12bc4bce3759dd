/**
 * `session.execute(update(User), [{ id: 1, name: 'x' }, …])`: one UPDATE by primary key and table for all rows with the
 * same attributes; objects in the session take the values over.
 */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Update } from '../../../sql/dml/update.js'
import type { Mapper } from '../../mapping/mapper.js'
import { bulkUpdateIo, type BulkMapping } from '../../persistence/rows/bulk.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { OrmExecution } from '../orm-execution.js'
import { noRows } from './returning.js'
import { synchronizeOption } from './synchronize.js'

/** @throws InvalidRequestError when a row has no key, or for the `fetch` synchronisation */
export function* bulkUpdateStatementIo(
  execution: OrmExecution,
  statement: Update,
  mapper: Mapper,
): Io<Result> {
  const { session, executionOptions, origin, given } = execution
  const synchronize = synchronizeOption(executionOptions)
  if (synchronize === 'fetch') {
    throw new InvalidRequestError(
      "The 'fetch' synchronization strategy is not available for bulk ORM updates (i.e. multiple parameter sets)",
    )
  }
  const mappings = execution.parameters as readonly BulkMapping[]
  const connection = yield* session.connectionForIo({ mapper, ...given.bindArguments })
  const site = (executionOptions['site'] as string | undefined) ?? null
  const { whereCriteria } = statement
  yield* bulkUpdateIo({ mapper, connection, context: { origin, session: { site } } }, mappings, {
    extend: (own) =>
      whereCriteria.length === 0
        ? own
        : own.withParts({ whereCriteria: [...own.whereCriteria, ...whereCriteria] }),
    checksRows: whereCriteria.length === 0,
  })
  if (synchronize !== false) takeOver(execution, mapper, mappings)
  return noRows()
}

/** `BulkORMUpdate._do_post_synchronize_bulk_evaluate`. */
function takeOver(
  { session, loadOptions }: OrmExecution,
  mapper: Mapper,
  mappings: readonly BulkMapping[],
): void {
  const keys = mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key)
  for (const mapping of mappings) {
    const identity = keys.map((key) => mapping[key])
    const token = loadOptions.identityToken
    const state = session.identityMap.find(mapper.identityClass, identity, token)
    const changed = Object.keys(mapping).filter((key) => !keys.includes(key))
    if (state) assign(state, mapping, changed)
  }
}

/** Attributes with changes of their own are expired: neither value is known to be right. */
function assign(state: InstanceState, mapping: BulkMapping, changed: readonly string[]): void {
  const { unmodified } = state
  const known = changed.filter((key) => state.manager.hasImpl(key))
  const taken = known.filter((key) => unmodified.has(key))
  for (const key of taken) if (state.has(key)) state.setValue(key, mapping[key] ?? null)
  state.manager.dispatch.emit('refresh', state, null, taken)
  state.commit(taken)
  const stale = known.filter((key) => !unmodified.has(key) && state.has(key))
  if (stale.length > 0) state.expireAttributes(stale)
}
