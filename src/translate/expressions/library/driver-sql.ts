/** `conn.exec_driver_sql("… %s …", (1,))`: psycopg2's placeholders become those of the driver here, `$1`. */
import type { Context } from '../../core/context.js'
import * as out from '../../output/code.js'
import type { Call, Expression } from '../../syntax/nodes.js'
import { splitArguments } from '../arguments.js'

const POSITIONAL = /%(?:%|s)/g
const NAMED = /%(?:%|\((\w+)\)s)/g

/** The arguments; null where the statement has no such placeholders. */
export function driverSqlArguments(context: Context, node: Call): out.Code[] | null {
  const [statement, parameters] = splitArguments(node.args).positional
  if (statement?.value.kind !== 'string' || !parameters) return null
  const sql = statement.value.value
  if (parameters.value.kind === 'dict') return named(context, sql, parameters.value)
  if (!/%s/.test(sql)) return null
  let count = 0
  const text = sql.replace(POSITIONAL, (found) => (found === '%%' ? '%' : `$${(count += 1)}`))
  return [out.stringLiteral(text), context.code(parameters.value)]
}

function named(
  context: Context,
  sql: string,
  { entries }: Extract<Expression, { kind: 'dict' }>,
): out.Code[] | null {
  const names = entries.map(({ key }) => (key?.kind === 'string' ? key.value : null))
  if (!/%\(\w+\)s/.test(sql) || names.includes(null)) return null
  const text = sql.replace(NAMED, (_found, name: string | undefined) =>
    name === undefined ? '%' : `$${names.indexOf(name) + 1}`,
  )
  return [out.stringLiteral(text), out.array(entries.map(({ value }) => context.code(value)))]
}
