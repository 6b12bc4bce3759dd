/** `.sql`: runs SQL as it stands inside the session's transaction; alone, shows the SQL of the last input. */
import { parameterText } from '../../format/parameters.js'
import type { Output, SqlBlock } from '../../format/output.js'
import { literalSql } from '../../format/literal-sql.js'
import { firstRows } from '../../results/first-rows.js'
import { isQuery } from '../../watch/statement-kind.js'
import { statements, type StatementRecord } from '../../watch/query-log.js'
import { sqlStatements } from '../../results/sql-script.js'
import { say, UsageError, type Answer, type Command, type ShellContext } from '../command.js'
import { readText } from '../files.js'

export const sql: Command = {
  name: '.sql',
  topic: 'statements',
  usage: '[SQL | <file | last [--literal]]',
  summary: 'Run SQL; alone, the SQL of the last input',
  detail:
    'Runs SQL as it stands, inside the session’s transaction: .commit keeps what it did, .rollback undoes it; its rows ' +
    'are _ afterwards. Of a query no more rows are fetched than .set rows says; .export alone then writes all of ' +
    'them. Several statements, separated by semicolons, run one after another; < takes them from a file. Without a statement: the statements of the last input that had any, in full, each with its parameters. last: ' +
    'the last statement; with --literal its parameters stand in the text, to be pasted elsewhere.',
  examples: [
    '.sql select id, title from posts limit 3',
    '.sql < schema.sql',
    '.sql last --literal',
    "$.sql('select 1').value",
  ],
  completes: 'sql',
  run: (argument, context) => {
    if (argument === '') return lastStatements(context)
    const [, literal] = /^last(\s+--literal)?$/.exec(argument) ?? []
    if (/^last\b/.test(argument) && !/^last\s+[^-]/.test(argument))
      return lastStatement(literal !== undefined, context)
    const script = argument.startsWith('<') ? readText(argument.slice(1).trim()) : argument
    return executeAll(sqlStatements(script), context)
  },
}

function lastStatement(isLiteral: boolean, { log }: ShellContext): Answer {
  const record = log.last()
  if (!record) return say('no statement has run yet', 'muted')
  if (!isLiteral) return [statementBlock([record])]
  const { sql: text, parameters, many, dialect } = record
  const sets = many ? (parameters as readonly (readonly unknown[])[]) : [parameters]
  const written = sets.map((set) => `${literalSql(text, set, dialect)};`).join('\n')
  return { output: [{ kind: 'sql', sql: written }], value: written }
}

/** Rows are shown as they come; what the others did is summed up. */
function executeAll(script: readonly string[], context: ShellContext): Answer {
  const [only] = script
  if (only === undefined) throw new UsageError('there is no statement to run')
  if (script.length === 1) return answerTo(only, context)
  const tables: Output[] = []
  let [done, affected, value]: [number, number, unknown] = [0, 0, undefined]
  for (const statement of script) {
    const result = execute(statement, context)
    if (result.output === null) {
      done += 1
      affected += Math.max(0, result.affected)
    } else {
      tables.push(...result.output)
      value = result.value
    }
  }
  const summary = `${counted(done, 'statement')} · ${counted(affected, 'row')} affected`
  return { output: [...tables, ...(done === 0 ? [] : say(summary, 'success'))], value }
}

function answerTo(statement: string, context: ShellContext): Answer {
  const result = execute(statement, context)
  if (result.output !== null) return result
  const { affected } = result
  return say(affected >= 0 ? `${counted(affected, 'row')} affected` : 'done', 'success')
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`
}

/** What a statement answered: rows to show, or how many rows it changed (negative: nobody knows). */
type Executed =
  | { readonly output: readonly Output[]; readonly value: unknown }
  | { readonly output: null; readonly affected: number }

function execute(statement: string, context: ShellContext): Executed {
  const { session, rowCap } = context
  const cap = rowCap !== null && isQuery(statement) ? rowCap : null
  const executionOptions = cap === null ? {} : { yieldPer: cap + 1 }
  const result = session.connection().execDriverSql(statement, [], { executionOptions })
  if (!result.returnsRows) return { output: null, affected: result.rowcount }
  const rows = cap === null ? result.all() : result.fetchmany(cap + 1)
  result.close()
  if (rows.length === 0) return { output: say('no rows', 'muted'), value: rows }
  if (cap === null || rows.length <= cap) return { output: context.show(rows), value: rows }
  const first = firstRows(rows.slice(0, cap), statement)
  return { output: context.show(first).map(announced), value: first }
}

function announced(block: Output): Output {
  if (block.kind !== 'table') return block
  const footer = `first ${block.rows.length} rows; .set rows N or .export for more`
  return { ...block, footer }
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
export function statementBlock([record, ...others]: readonly StatementRecord[]): SqlBlock {
  const { sql = '', parameters = [], many = false } = record ?? {}
  const text = parameters.length === 0 ? '' : parameterText(parameters, many)
  const again = others.length === 0 ? '' : ` and ${others.length} more`
  return { kind: 'sql', sql, ...(text + again === '' ? {} : { parameters: (text + again).trim() }) }
}
