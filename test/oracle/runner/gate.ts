/** What passed before has to pass again: `passing.json` holds, per area, the share and the scenarios still open. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { ScenarioReport } from './area.js'
import type { AreaReport } from './show.js'

interface Standing {
  readonly passed: number
  readonly of: number
  /** Scenarios that do not pass yet. */
  readonly open: readonly string[]
}

export type Standings = Readonly<Record<string, Standing>>

export function readStandings(path: string): Standings {
  if (!existsSync(path)) return {}
  return JSON.parse(readFileSync(path, 'utf8')) as Standings
}

/** Where an area fell below its share: a sentence for each, with the scenarios that passed before. */
export function losses(before: Standings, areas: readonly AreaReport[]): readonly string[] {
  return areas.flatMap((report) => {
    const old = before[report.area]
    if (!old) return []
    const now = standing(report.reports)
    if (now.of > 0 && now.passed / now.of >= old.passed / old.of) return []
    const lost = now.open.filter((id) => !old.open.includes(id))
    return [
      `${report.area}: ${now.passed} of ${now.of} pass, ${old.passed} of ${old.of} did before: ${lost.join(', ')}`,
    ]
  })
}

/** Writes the standings where they are as good as before or better. */
export function raise(path: string, areas: readonly AreaReport[]): void {
  const before = readStandings(path)
  const after = { ...before }
  for (const { area, reports } of areas) {
    const [old, now] = [before[area], standing(reports)]
    if (now.of > 0 && (!old || now.passed / now.of >= old.passed / old.of)) after[area] = now
  }
  const sorted = Object.fromEntries(Object.entries(after).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`)
}

function standing(reports: readonly ScenarioReport[]): Standing {
  const judged = reports.filter(({ outcome }) => outcome !== 'notApplicable')
  const open = judged.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id)
  return { passed: judged.length - open.length, of: judged.length, open }
}

/** `90.1 % of the scenarios pass, 97.4 % are translated by rule`. */
export function shares(areas: readonly AreaReport[]): string {
  const judged = areas
    .flatMap(({ reports }) => reports)
    .filter(({ outcome }) => outcome !== 'notApplicable')
  const part = (count: number): string =>
    judged.length === 0 ? '0 %' : `${((100 * count) / judged.length).toFixed(1)} %`
  const passed = judged.filter(({ outcome }) => outcome === 'passed').length
  const byRule = judged.filter(({ outcome, byHand }) => outcome !== 'left' && !byHand).length
  return `${part(passed)} of the scenarios pass, ${part(byRule)} are translated by rule`
}
