/**
 * Proves an N+1 fix: runs the input again in a session of its own with the advised options added to the origin
 * queries, and sets what it cost before beside what it costs now. Nothing the run does is kept.
 */
import type { Engine } from '../../engine/engine.js'
import { event } from '../../util/event-registry.js'
import { Session } from '../../orm/session/session.js'
import type { Evaluation, ShellContext } from '../commands/command.js'
import type { Cell, Output, TableBlock } from '../format/output.js'
import { adviceCode, adviceFor, mergeAdvice, type AdviceStep } from './advice.js'
import { findNPlusOne, type NPlusOneFinding } from './n-plus-one.js'
import { loaderOption } from './loader-option.js'
import { statements, type InputRecord } from './query-log.js'
import { isWrite } from './statement-kind.js'

/** One origin query and the options it lacks. */
interface Fix {
  readonly sql: string
  readonly chains: readonly (readonly AdviceStep[])[]
}

export async function proveFix(
  input: InputRecord,
  findings: readonly NPlusOneFinding[],
  context: ShellContext,
): Promise<readonly Output[]> {
  const fixes = collectFixes(findings, context)
  if (fixes.length === 0)
    return [
      note(
        'the query that loaded the parents ran in an earlier input: run both as one input',
        'warning',
      ),
    ]
  if (writes(input))
    return [
      note(
        `In[${input.number}] writes to the database and is not run twice: add ${code(fixes)} yourself`,
        'warning',
      ),
    ]
  const rerun = await runAgain(input, fixes, context)
  if (rerun.error !== null) throw rerun.error
  return [
    note(`In[${input.number}] again with ${code(fixes)}`, 'accent'),
    comparison(input, rerun.input),
    verdict(input, rerun.input),
  ]
}

function collectFixes(
  findings: readonly NPlusOneFinding[],
  { models }: ShellContext,
): readonly Fix[] {
  const chainsBySql = new Map<string, (readonly AdviceStep[])[]>()
  for (const finding of findings) {
    if (!finding.origin) continue
    const chains = chainsBySql.get(finding.origin.sql) ?? []
    chainsBySql.set(finding.origin.sql, [...chains, adviceFor(finding, models)])
  }
  return [...chainsBySql].map(([sql, chains]) => ({ sql, chains: mergeAdvice(chains) }))
}

function code(fixes: readonly Fix[]): string {
  return `.options(${fixes.flatMap(({ chains }) => chains.map(adviceCode)).join(', ')})`
}

function writes(input: InputRecord): boolean {
  return statements(input).some(({ sql }) => isWrite(sql))
}

interface Rerun {
  readonly input: InputRecord
  readonly error: unknown
}

async function runAgain(
  input: InputRecord,
  fixes: readonly Fix[],
  context: ShellContext,
): Promise<Rerun> {
  const { session, engine, log } = context
  const scratch = new Session(session.inTransaction() ? session.connection() : engine, {
    joinTransactionMode: 'create_savepoint',
  })
  const unlisten = addOptions(fixes, engine, context)
  let evaluation: Evaluation = { ok: true, value: undefined, error: null }
  try {
    const record = await log.record(input.code, async () => {
      evaluation = await context.withSession(scratch, () => context.evaluate(input.code))
    })
    return { input: record, error: evaluation.ok ? null : evaluation.error }
  } finally {
    unlisten()
    await log.mute(() => scratch.close())
  }
}

/** Adds the options to every statement that compiles to the SQL of an origin query. */
function addOptions(fixes: readonly Fix[], engine: Engine, context: ShellContext): () => void {
  const bySql = new Map(fixes.map(({ sql, chains }) => [oneLine(sql), chains]))
  const listener = (state: OrmExecuteLike): void => {
    if (!state.isSelect || state.isRelationshipLoad || state.isColumnLoad) return
    const chains = bySql.get(oneLine(state.statement.compile({ dialect: engine.dialect }).sql))
    if (chains)
      state.statement = state.statement.options(
        ...chains.map((chain) => loaderOption(chain, context.models)),
      )
  }
  event.listen(Session, 'doOrmExecute', listener)
  return () => event.remove(Session, 'doOrmExecute', listener)
}

interface OrmExecuteLike {
  readonly isSelect: boolean
  readonly isRelationshipLoad: boolean
  readonly isColumnLoad: boolean
  statement: {
    compile(options: { readonly dialect: unknown }): { readonly sql: string }
    options(...options: readonly unknown[]): OrmExecuteLike['statement']
  }
}

function comparison(before: InputRecord, after: InputRecord): TableBlock {
  const row = (title: string, measure: (input: InputRecord) => Cell): readonly Cell[] => [
    { text: title },
    measure(before),
    measure(after),
  ]
  const number = (value: number): Cell => ({ text: String(value), type: 'number' })
  return {
    kind: 'table',
    columns: [
      { title: '', align: 'left' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
    ],
    rows: [
      row('statements', (input) => number(statements(input).length)),
      row('rows', (input) => number(total(input, 'rowsFetched'))),
      row('database', (input) => ({
        text: `${total(input, 'durationMs').toFixed(1)} ms`,
        type: 'number',
      })),
      row('N+1 findings', (input) => number(findNPlusOne(input).length)),
    ],
    footer: '',
  }
}

function verdict(before: InputRecord, after: InputRecord): Output {
  const [from, to] = [statements(before).length, statements(after).length]
  if (to >= from) return note(`no gain: ${from} statements before, ${to} with the fix`, 'warning')
  const slower = total(after, 'durationMs') > total(before, 'durationMs')
  const remark = slower
    ? '; not faster here, but each saved statement is a saved round trip to a server'
    : ''
  return note(`proven: ${from} → ${to} statements${remark}`, 'success')
}

function total(input: InputRecord, fact: 'rowsFetched' | 'durationMs'): number {
  return statements(input).reduce((sum, { outcome }) => sum + (outcome?.[fact] ?? 0), 0)
}

function note(text: string, tone: 'success' | 'warning' | 'accent'): Output {
  return { kind: 'text', text, tone }
}

function oneLine(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim()
}
