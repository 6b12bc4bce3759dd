/** ORM-enabled INSERT: attribute names in parameters, many rows at once, RETURNING of entities. */
import type { Io } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import type { Insert } from '../../../sql/dml/insert.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { Mapper } from '../../mapping/mapper.js'
import { type OrmExecution, sendIo } from '../orm-execution.js'
import { mapperOfDml } from './core-dml.js'
import { returningResult } from './returning.js'

export function* executeInsertIo(execution: OrmExecution, statement: Insert): Io<Result> {
  const mapper = mapperOfDml(statement)
  if (!mapper) return yield* sendIo(execution, statement)
  const { parameters } = execution
  const named = parameters && mapSets(parameters, (set) => byColumnKey(mapper, set))
  const cursor = yield* sendIo({ ...execution, parameters: named }, statement)
  return yield* returningResult(execution, statement, { cursor, rows: null, extra: 0 })
}

type Values = Readonly<Record<string, unknown>>

function mapSets(
  given: Values | readonly Values[],
  change: (set: Values) => Values,
): Values | readonly Values[] {
  return Array.isArray(given) ? (given as readonly Values[]).map(change) : change(given as Values)
}

/** Values by the keys of the table's columns, which may differ from the attributes' names. */
function byColumnKey(mapper: Mapper, set: Values): Values {
  return Object.fromEntries(
    Object.entries(set).map(([key, value]) => {
      const property = mapper.props.get(key)
      return [property instanceof ColumnProperty ? String(property.expression.key) : key, value]
    }),
  )
}
