/** `.explain`: how the database executes a statement: the last one, a select(), or SQL. */
import { runSync } from '../../engine/io.js'
import { planBlock } from '../format/plan.js'
import type { Output } from '../format/output.js'
import { UsageError, type Command, type ShellContext } from './command.js'

export const explain: Command = {
  name: '.explain',
  usage: '[analyze] [select(…) | .sql SELECT …]',
  summary:
    'The plan of the last statement, of an expression, or of SQL; analyze also runs it, inside a savepoint',
  run: (argument, context) => {
    const analyze = /^analyze\b/.test(argument)
    return explained(argument.replace(/^analyze\b\s*/, ''), analyze, context)
  },
}

/** SQL, not an expression: `select(…)` has its parenthesis at once. */
const PLANNABLE = /^\s*(select|with|values|insert|update|delete|replace|merge)\s/i

function isPlannable(sql: string): boolean {
  return PLANNABLE.test(sql)
}

interface Subject {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

async function explained(
  what: string,
  analyze: boolean,
  context: ShellContext,
): Promise<readonly Output[]> {
  const { sql, parameters } = await subject(what, context)
  const connection = context.session.connection()
  const plan = await context.log.mute(() =>
    runSync(context.engine.dialect.explainIo(connection, { sql, parameters }, { analyze })),
  )
  return [{ kind: 'sql', sql }, planBlock(plan)]
}

function subject(what: string, context: ShellContext): Subject | Promise<Subject> {
  if (what === '') return lastStatement(context)
  if (what.startsWith('.sql ')) return { sql: what.slice(5).trim(), parameters: [] }
  return isPlannable(what) ? { sql: what, parameters: [] } : expression(what, context)
}

function lastStatement({ log }: ShellContext): Subject {
  const record = log.last(
    ({ sql, many, outcome }) => !many && isPlannable(sql) && outcome?.error === undefined,
  )
  if (!record)
    throw new UsageError('no statement has run yet', {
      hint: '.explain select(User) explains without running',
    })
  return record
}

async function expression(code: string, context: ShellContext): Promise<Subject> {
  const { ok, value, error } = await context.evaluate(code)
  if (!ok) throw error
  const compiled = compile(value, context)
  if (compiled) return compiled
  throw new UsageError(`${code} is not a statement`, {
    hint: '.explain takes select(…), session.query(…) or .sql SELECT …',
  })
}

function compile(value: unknown, { engine }: ShellContext): Subject | null {
  if (typeof value !== 'object' || value === null) return null
  const statement: unknown = 'statement' in value ? value.statement : value
  if (typeof statement !== 'object' || statement === null || !('compile' in statement)) return null
  const { compile } = statement
  if (typeof compile !== 'function') return null
  const { sql, params } = compile.call(statement, { dialect: engine.dialect }) as {
    sql: string
    params: readonly unknown[]
  }
  return { sql, parameters: params }
}
