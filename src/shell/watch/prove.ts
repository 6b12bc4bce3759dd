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
import { inputsToRun, scriptOf } from './rerun.js'
import { isWrite } from './statement-kind.js'

export async function proveFix(
  input: InputRecord,
  findings: readonly NPlusOneFinding[],
  context: ShellContext,
): Promise<readonly Output[]> {
  const fixes = collectFixes(findings, context)
  if (fixes.length === 0) return [note(whyNoFix(findings), 'warning')]
  const inputs = inputsToRun(input, originsOf(findings, context), context.log.inputs)
  const script = scriptOf(inputs)
  const obstacle = whyNotAgain(inputs, script)
  if (script === null || obstacle !== null)
    return [note(`${obstacle ?? ''}: add ${code(fixes)} yourself`, 'warning')]
  const before = { ...input, records: inputs.flatMap(({ records }) => records) }
  const again = await runAgain({ input, script, fixes }, context)
  return [
    note(`${titles(inputs)} again with ${code(fixes)}`, 'accent'),
    comparison(before, again),
    verdict(before, again),
  ]
}

/** The inputs whose queries brought the parents in. */
function originsOf(
  findings: readonly NPlusOneFinding[],
  { log }: ShellContext,
): ReadonlySet<InputRecord> {
  const origins = new Set(findings.map(({ origin }) => origin))
  return new Set(
    log.inputs.filter(({ records }) => records.some((each) => origins.has(each as never))),
  )
}

function whyNotAgain(inputs: readonly InputRecord[], script: string | null): string | null {
  const writes = inputs.find((each) => statements(each).some(({ sql }) => isWrite(sql)))
  if (writes) return `In[${writes.number}] writes to the database and is not run twice`
  return script === null ? `${titles(inputs)} cannot run as one text` : null
}

/** `In[1]`, `In[1], In[3]`. */
function titles(inputs: readonly InputRecord[]): string {
  return inputs.map(({ number }) => `In[${number}]`).join(', ')
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
    ? 'the query that loaded the parents is too long ago: run it again'
    : 'no loader option on the query changes this'
}

function code(fixes: readonly Fix[]): string {
  return `.options(${fixes.flatMap(({ chains }) => chains.map(adviceCode)).join(', ')})`
}

interface Rerun {
  readonly input: InputRecord
  /** The input, with what it builds on. */
  readonly script: string
  readonly fixes: readonly Fix[]
}

/** @throws what the input throws when it runs again */
async function runAgain(
  { input, script, fixes }: Rerun,
  context: ShellContext,
): Promise<InputRecord> {
  const { session, engine, log } = context
  const scratch = new Session(session.inTransaction() ? session.connection() : engine, {
    joinTransactionMode: 'create_savepoint',
  })
  const restore = applyFixes(fixes, context)
  let evaluation: Evaluation = { ok: true, value: undefined, error: null }
  try {
    const record = await log.record(input.code, () =>
      context.keepingVariables(async () => {
        evaluation = await context.withSession(scratch, () => context.evaluate(script))
      }),
    )
    if (!evaluation.ok) throw evaluation.error
    return record
  } finally {
    restore()
    await log.mute(() => scratch.close())
  }
}

function note(text: string, tone: 'warning' | 'accent'): Output {
  return { kind: 'text', text, tone }
}
