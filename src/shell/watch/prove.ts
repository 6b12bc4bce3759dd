/**
 * Proves an N+1 fix: runs the input again in a session of its own with the advised options added to the origin
 * queries, and sets what it cost before beside what it costs now. Nothing the run does is kept.
 */
import { Session } from '../../orm/session/session.js'
import type { Evaluation, ShellContext } from '../commands/command.js'
import type { Output } from '../format/output.js'
import { adviceCode, adviceFor, mergeAdvice, type Advice } from './advice.js'
import { comparison, verdict } from './comparison.js'
import type { NPlusOneFinding } from './n-plus-one.js'
import { applyFixes, type Fix } from './apply-fixes.js'
import { statements, type InputRecord } from './query-log.js'
import { isWrite } from './statement-kind.js'

export async function proveFix(
  input: InputRecord,
  findings: readonly NPlusOneFinding[],
  context: ShellContext,
): Promise<readonly Output[]> {
  const fixes = collectFixes(findings, context)
  if (fixes.length === 0) return [note(whyNoFix(findings), 'warning')]
  if (statements(input).some(({ sql }) => isWrite(sql)))
    return [
      note(
        `In[${input.number}] writes to the database and is not run twice: add ${code(fixes)} yourself`,
        'warning',
      ),
    ]
  const again = await runAgain(input, fixes, context)
  return [
    note(`In[${input.number}] again with ${code(fixes)}`, 'accent'),
    comparison(input, again),
    verdict(input, again),
  ]
}

function collectFixes(
  findings: readonly NPlusOneFinding[],
  { models }: ShellContext,
): readonly Fix[] {
  const chainsBySql = new Map<string, Advice[]>()
  for (const finding of findings) {
    const advice = adviceFor(finding, models)
    if (!finding.origin || advice.length === 0) continue
    const { sql } = finding.origin
    chainsBySql.set(sql, [...(chainsBySql.get(sql) ?? []), advice])
  }
  return [...chainsBySql].map(([sql, chains]) => ({ sql, chains: mergeAdvice(chains) }))
}

function whyNoFix(findings: readonly NPlusOneFinding[]): string {
  if (findings.every(({ kind }) => kind === 'refresh'))
    return 'these objects had expired, which no loader option changes: query them all before the loop'
  return findings.some(({ origin, kind }) => !origin && kind !== 'refresh')
    ? 'the query that loaded the parents ran in an earlier input: run both as one input'
    : 'no loader option on the query changes this'
}

function code(fixes: readonly Fix[]): string {
  return `.options(${fixes.flatMap(({ chains }) => chains.map(adviceCode)).join(', ')})`
}

/** @throws what the input throws when it runs again */
async function runAgain(
  input: InputRecord,
  fixes: readonly Fix[],
  context: ShellContext,
): Promise<InputRecord> {
  const { session, engine, log } = context
  const scratch = new Session(session.inTransaction() ? session.connection() : engine, {
    joinTransactionMode: 'create_savepoint',
  })
  const restore = applyFixes(fixes, context)
  let evaluation: Evaluation = { ok: true, value: undefined, error: null }
  try {
    const again = inItsOwnScope(input.code)
    const record = await log.record(input.code, () =>
      context.keepingVariables(async () => {
        evaluation = await context.withSession(scratch, () => context.evaluate(again))
      }),
    )
    if (!evaluation.ok) throw evaluation.error
    return record
  } finally {
    restore()
    await log.mute(() => scratch.close())
  }
}

/** What cannot stand inside a function: imports, and chains that go on with the last value. */
const TOP_LEVEL_ONLY = /^\s*(import\b(?!\s*[(.])|export\b)|^\s*\??\.[\w$]/m

/** What an input declares stays inside, so that it may declare once more what it has declared as a constant. */
function inItsOwnScope(input: string): string {
  return TOP_LEVEL_ONLY.test(input) ? input : `await (async () => {\n${input}\n})()`
}

function note(text: string, tone: 'warning' | 'accent'): Output {
  return { kind: 'text', text, tone }
}
