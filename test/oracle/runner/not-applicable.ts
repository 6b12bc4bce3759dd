/** Reads `not-applicable.md`: scenarios about Python only and single steps of others, each with its reason. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A step that is run, but not compared. */
export interface SkippedStep {
  readonly step: number
  readonly reason: string
}

interface Reasons {
  readonly scenarios: ReadonlyMap<string, string>
  readonly steps: ReadonlyMap<string, readonly SkippedStep[]>
}

let reasons: Reasons | null = null

/** Why a scenario does not apply; null if it does. */
export function notApplicable(id: string): string | null {
  reasons ??= readReasons()
  return reasons.scenarios.get(id) ?? null
}

/** The steps of a scenario that do not apply; the others are judged. */
export function skippedSteps(id: string): readonly SkippedStep[] {
  reasons ??= readReasons()
  return reasons.steps.get(id) ?? []
}

/** Lines of the form "- `area/name`: reason" and "- `area/name`, steps 4, 5: reason". */
function readReasons(): Reasons {
  const file = join(process.env['ORACLE_ROOT'] ?? '.', 'not-applicable.md')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const scenarios = new Map<string, string>()
  const steps = new Map<string, readonly SkippedStep[]>()
  for (const [, id = '', numbers, reason = ''] of text.matchAll(LINE)) {
    if (numbers === undefined) scenarios.set(id, reason)
    else steps.set(id, [...(steps.get(id) ?? []), ...stepsOf(numbers, reason)])
  }
  return { scenarios, steps }
}

const LINE = /^- `([^`]+)`(?:, steps? ([\d, ]+))?: (.+)$/gm

function stepsOf(numbers: string, reason: string): readonly SkippedStep[] {
  return numbers.split(',').map((each) => ({ step: Number(each), reason }))
}
