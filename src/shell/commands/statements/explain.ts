/** `.explain`: how the database executes a statement: the last one, a select(), or SQL. */
import { runSync } from '../../../engine/io.js'
import type { Plan } from '../../../engine/explain.js'
import { planBlock } from '../../format/plan.js'
import type { Output } from '../../format/output.js'
import type { StatementRecord } from '../../watch/query-log.js'
import { Query } from '../../../orm/query/query.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { lookAt } from '../looking/look.js'
import { UsageError, say, valueOf, type Command, type ShellContext } from '../command.js'

export const explain: Command = {
  name: '.explain',
  topic: 'statements',
  usage: '[analyze] [statement]',
  summary: 'How the database executes a statement',
  detail:
    'Without a statement: the last one that ran, with its parameters. A statement is an expression that yields one, ' +
    'select(…) or session.query(…), or SQL: .explain .sql SELECT … With analyze the statement runs, inside a ' +
    'savepoint that is rolled back, and is measured (PostgreSQL).',
  examples: [
    '.explain',
    '.explain analyze select(Post).where(Post.id.lt(9))',
    '.explain .sql select 1',
  ],
  completes: (before) => (before === '' ? { anyOf: [['analyze'], 'code'] } : 'code'),
  run: (argument, context) => {
    const analyze = /^analyze\b/.test(argument)
    return explained(argument.replace(/^analyze\b\s*/, ''), analyze, context)
  },
}

async function explained(
  what: string,
  analyze: boolean,
  context: ShellContext,
): Promise<readonly Output[]> {
  return planBlocks(await subjectOf(what, context), analyze, context)
}

/** The plan of a statement that has run, with its parameters. */
export function explainRecord(
  record: StatementRecord,
  context: PlanContext,
): Promise<readonly Output[]> {
  const { sql, parameters, many } = record
  const own = many ? (parameters as readonly (readonly unknown[])[])[0] : parameters
  return planBlocks({ sql, parameters: own ?? [] }, false, context)
}

type PlanContext = Pick<ShellContext, 'log' | 'session' | 'engine'>

async function planBlocks(
  subject: Subject,
  analyze: boolean,
  context: PlanContext,
): Promise<readonly Output[]> {
  const plan = await context.log.mute(() => planOf(subject, analyze, context))
  const unmeasured = say(`${plan.dialect} does not measure: this is the plan alone`, 'muted')
  return [
    { kind: 'sql', sql: plan.sql },
    planBlock(plan),
    ...(analyze && !plan.analyzed ? unmeasured : []),
  ]
}

/** SQL with its parameters, or a statement of the expression language. */
type Subject = ClauseElement | { readonly sql: string; readonly parameters: readonly unknown[] }

function planOf(subject: Subject, analyze: boolean, context: PlanContext): Plan {
  return lookAt(context, (connection) =>
    subject instanceof ClauseElement
      ? connection.explain(subject, null, { analyze })
      : runSync(context.engine.dialect.explainIo(connection, subject, { analyze })),
  )
}

/** SQL, not an expression: `select(…)` has its parenthesis at once. */
const PLANNABLE = /^\s*(select|with|values|insert|update|delete|replace|merge)\s/i

function subjectOf(what: string, context: ShellContext): Subject | Promise<Subject> {
  if (what === '') return lastStatement(context)
  const sql = what.replace(/^\.sql\s+/, '')
  return sql !== what || PLANNABLE.test(sql) ? { sql, parameters: [] } : expression(what, context)
}

function lastStatement({ log }: ShellContext): Subject {
  const record = log.last(
    ({ sql, many, outcome }) => !many && PLANNABLE.test(sql) && outcome?.error === undefined,
  )
  if (record) return record
  throw new UsageError('no statement has run yet', {
    hint: '.explain select(User) explains without running',
  })
}

async function expression(code: string, context: ShellContext): Promise<Subject> {
  const value = await valueOf(code, context)
  const statement = value instanceof Query ? value.statement : value
  if (statement instanceof ClauseElement) return statement
  throw new UsageError(`${code} is not a statement`, {
    hint: '.explain takes select(…), session.query(…) or .sql SELECT …',
  })
}
