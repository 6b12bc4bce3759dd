/** `.sql`: runs SQL as it stands inside the session's transaction; alone, shows the SQL of the last input. */
import { parameterText } from '../../format/parameters.js'
import type { Output, SqlBlock } from '../../format/output.js'
import { formatValue } from '../../format/value.js'
import { statements, type StatementRecord } from '../../watch/query-log.js'
import { say, type Command, type ShellContext } from '../command.js'

export const sql: Command = {
  name: '.sql',
  topic: 'statements',
  usage: '[statement]',
  summary: 'Run SQL; alone, the SQL of the last input',
  detail:
    'Runs SQL as it stands, inside the session’s transaction: .commit keeps what it did, .rollback undoes it. ' +
    'Alone: the statements of the last input that had any, in full, each with its parameters.',
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
  return formatValue(rows, { colors: false, columns: 80, isLastValue: false })
}

function lastStatements({ log }: ShellContext): readonly Output[] {
  const input = log.inputs.findLast((candidate) => statements(candidate).length > 0)
  if (!input) return say('no statement has run yet', 'muted')
  const bySql = new Map<string, StatementRecord[]>()
  for (const record of statements(input))
    bySql.set(record.sql, [...(bySql.get(record.sql) ?? []), record])
  return [...bySql.values()].map(statementBlock)
}

/** What ran more often is shown once, with the first parameters. */
function statementBlock([record, ...others]: readonly StatementRecord[]): SqlBlock {
  const { sql = '', parameters = [], many = false } = record ?? {}
  const text = parameters.length === 0 ? '' : parameterText(parameters, many)
  const again = others.length === 0 ? '' : ` and ${others.length} more`
  return { kind: 'sql', sql, ...(text + again === '' ? {} : { parameters: (text + again).trim() }) }
}
