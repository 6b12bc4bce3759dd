/** `.sql`: runs SQL as it stands inside the session's transaction; alone, shows the SQL of the last input. */
import { parameterText } from '../format/parameters.js'
import type { Output } from '../format/output.js'
import { formatValue } from '../format/value.js'
import { statements } from '../watch/query-log.js'
import { say, type Command, type ShellContext } from './command.js'

export const sql: Command = {
  name: '.sql',
  usage: '[statement]',
  summary:
    'Run SQL inside the session’s transaction; alone, the statements of the last input in full',
  run: (argument, context) =>
    argument === '' ? lastStatements(context) : execute(argument, context),
}

function execute(statement: string, { session }: ShellContext): readonly Output[] {
  const result = session.connection().execDriverSql(statement)
  if (!result.returnsRows) {
    const rows = result.rowcount
    return say(rows >= 0 ? `${rows} ${rows === 1 ? 'row' : 'rows'} affected` : 'done', 'success')
  }
  const rows = result.all()
  if (rows.length === 0) return say('no rows', 'muted')
  return formatValue(rows, { colors: false, columns: 80 })
}

function lastStatements({ log }: ShellContext): readonly Output[] {
  const input = log.inputs.findLast((candidate) => statements(candidate).length > 0)
  if (!input) return say('no statement has run yet', 'muted')
  return statements(input).map((record) => ({
    kind: 'sql',
    sql: record.sql,
    parameters: parameterText(record.parameters, record.many),
  }))
}
