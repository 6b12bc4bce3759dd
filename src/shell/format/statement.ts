/** Shows a statement that was built and not run as the SQL it would send. */
import { ClauseElement } from '../../sql/elements/clause-element.js'
import type { SqlBlock } from './output.js'
import { parameterText } from './parameters.js'

/** Null for values that are no SQL by themselves, as tables; a Query shows the statement it stands for. */
export function statementSql(value: unknown): SqlBlock | null {
  const statement = value instanceof ClauseElement ? value : statementOf(value)
  if (!statement) return null
  const { sql, params } = statement.compile()
  if (sql === '') return null
  const parameters = Array.isArray(params) ? params : Object.values(params)
  return {
    kind: 'sql',
    sql,
    ...(parameters.length > 0 ? { parameters: parameterText(parameters, false) } : {}),
  }
}

function statementOf(value: unknown): ClauseElement | null {
  if (typeof value !== 'object' || value === null || !('statement' in value)) return null
  return value.statement instanceof ClauseElement ? value.statement : null
}
