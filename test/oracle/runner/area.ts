/** All scenarios of one area, in this process. */
import { runScenario, type Failure } from './execute.js'
import { notApplicable } from './not-applicable.js'
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

/** Tells one report per scenario of the area whose id matches. */
export async function judgeArea(
  folder: string,
  area: string,
  { id, goesOn, skip = [] }: AreaOptions,
  tell: (report: ScenarioReport) => Promise<void>,
): Promise<void> {
  for (const scenario of readScenarios(folder, area)) {
    if (skip.includes(scenario.id) || (id !== null && scenario.id !== id)) continue
    await tell(await judge(scenario, goesOn))
  }
}

/** Runs one scenario. */
export async function judge(scenario: Scenario, goesOn = false): Promise<ScenarioReport> {
  const { id, title } = scenario
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
  if (program.left.length > 0) {
    const reasons = program.left.map(
      (each) => `line ${each.line}: ${each.construct}: ${each.reason}`,
    )
    return { id, title, outcome: 'left', reasons }
  }
  try {
    const failures = await runScenario(scenario, program, goesOn)
    const reasons = failures.map(({ what }) => what)
    return { id, title, outcome: failures.length === 0 ? 'passed' : 'failed', reasons, failures }
  } catch (error) {
    return { id, title, outcome: 'failed', reasons: [`judge: ${errorText(error)}`] }
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
