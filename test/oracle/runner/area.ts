/** All scenarios of one area, in this process. */
import { runScenario, type Failure, type RunOptions } from './execute.js'
import { asynchronousForm, isAsynchronous } from './asynchronous.js'
import { handWritten } from './hand.js'
import { notApplicable, skippedSteps, type SkippedStep } from './not-applicable.js'
import { translateScenario, type ScenarioProgram } from './program.js'
import { readScenarios, type Scenario } from './record.js'

export type Outcome = 'passed' | 'failed' | 'left' | 'notApplicable'

export interface ScenarioReport {
  readonly id: string
  readonly title: string
  readonly outcome: Outcome
  /** Why it was left, or where it failed. */
  readonly reasons: readonly string[]
  readonly failures?: readonly Failure[]
  /** Run from a translation written by hand. */
  readonly byHand?: true
  /** Steps that were run, but do not apply. */
  readonly skipped?: readonly SkippedStep[]
}

/** What of the area is judged, and how far. */
export interface AreaOptions {
  /** Null: all scenarios. */
  readonly id: string | null
  /** Steps after a failing one are judged as well. */
  readonly goesOn: boolean
  /** Ids that are judged already. */
  readonly skip?: readonly string[]
}

/** What is told while an area is judged. */
export interface Listener {
  /** A step starts; 0 is all that comes before the first. */
  at(id: string, step: number): Promise<void>
  judged(report: ScenarioReport): Promise<void>
}

/** Tells one report per scenario of the area whose id matches. */
export async function judgeArea(
  folder: string,
  area: string,
  { id, goesOn, skip = [] }: AreaOptions,
  listener: Listener,
): Promise<void> {
  for (const scenario of readScenarios(folder, area)) {
    if (skip.includes(scenario.id) || (id !== null && scenario.id !== id)) continue
    await listener.at(scenario.id, 0)
    const atStep = (step: number): Promise<void> => listener.at(scenario.id, step)
    await listener.judged(await judge(scenario, { goesOn, atStep }))
  }
}

/** Runs one scenario. */
async function judge(given: Scenario, run: Omit<RunOptions, 'skip'>): Promise<ScenarioReport> {
  const { id, title } = given
  const scenario = isAsynchronous ? asynchronousForm(given) : given
  if (scenario === null)
    return { id, title, outcome: 'notApplicable', reasons: ['it has no asynchronous form'] }
  const reason = notApplicable(id)
  if (reason !== null) return { id, title, outcome: 'notApplicable', reasons: [reason] }
  if (scenario.options?.db === 'pg' && !process.env['ORACLE_PG_BROKER']) {
    return { id, title, outcome: 'notApplicable', reasons: ['no PostgreSQL server'] }
  }
  let program: ScenarioProgram
  try {
    program = translateScenario(scenario)
  } catch (error) {
    return { id, title, outcome: 'failed', reasons: [`translator: ${errorText(error)}`] }
  }
  const hand = program.left.length > 0 ? handWritten(scenario) : null
  if (program.left.length > 0 && !hand) {
    const reasons = program.left.map(
      (each) => `line ${each.line}: ${each.construct}: ${each.reason}`,
    )
    return { id, title, outcome: 'left', reasons }
  }
  try {
    const skipped = skippedSteps(id)
    const skip = skipped.map(({ step }) => step)
    const failures = await runScenario(scenario, hand ?? program, { ...run, skip })
    if (isAsynchronous && failures.some(({ got }) => String(got).includes('AsyncLoadRequired')))
      return { id, title, outcome: 'notApplicable', reasons: ['it loads on attribute access'] }
    const reasons = failures.map(({ what }) => what)
    const outcome = failures.length === 0 ? 'passed' : 'failed'
    const marks = {
      ...(hand ? { byHand: true as const } : {}),
      ...(skipped.length > 0 ? { skipped } : {}),
    }
    return { id, title, outcome, reasons, failures, ...marks }
  } catch (error) {
    return { id, title, outcome: 'failed', reasons: [`judge: ${errorText(error)}`] }
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
