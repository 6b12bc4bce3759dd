/** The judge over all records: no area may fall below what it has reached. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { losses, readStandings } from './runner/gate.js'
import type { AreaReport } from './runner/show.js'

const run = fileURLToPath(new URL('run.mjs', import.meta.url))
const passing = fileURLToPath(new URL('passing.json', import.meta.url))

function judge(...args: readonly string[]): readonly AreaReport[] {
  const { stdout, stderr } = spawnSync(process.execPath, [run, '--json', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const start = stdout.indexOf('[{')
  expect(start, stderr).toBeGreaterThanOrEqual(0)
  return JSON.parse(stdout.slice(start)) as readonly AreaReport[]
}

test('every area passes as many of its scenarios as before', { timeout: 600_000 }, () => {
  const areas = judge()
  expect(losses(readStandings(passing), areas)).toEqual([])
  const all = areas
    .flatMap(({ reports }) => reports)
    .filter(({ outcome }) => outcome !== 'notApplicable')
  const byRule = all.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed')
  expect(byRule.length / all.length).toBeGreaterThanOrEqual(0.97)
})

test('values and states are the same where nobody listens', { timeout: 600_000 }, () => {
  expect(losses(readStandings(passing), judge('--unheard'))).toEqual([])
})

test(
  'what loads nothing on access does the same through AsyncSession',
  { timeout: 600_000 },
  () => {
    const reports = judge('--async').flatMap((area) => area.reports)
    const idsOf = (wanted: string): string[] =>
      reports.filter(({ outcome }) => outcome === wanted).map(({ id }) => id)
    // Rows become objects while they are awaited: the identity map is filled a step earlier.
    expect(idsOf('failed')).toEqual(['orm_loading/joined_needs_unique'])
    expect(idsOf('passed').length).toBeGreaterThan(180)
  },
)

test('what was recorded besides, through the chapters of the documentation, passes', () => {
  const areas = judge('--golden', fileURLToPath(new URL('recorded', import.meta.url)))
  const reports = areas.flatMap((area) => area.reports)
  expect(reports.length).toBeGreaterThan(50)
  expect(reports.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id)).toEqual([])
}, 300_000)

test('records from elsewhere are judged whatever they do', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-golden-'))
  const step = (code: string, more: object = {}) => ({ code, events: [], ...more })
  const scenarios = [
    { id: 'odd/none' },
    { id: 'odd/bare', steps: [{ code: 'x = 1' }, { code: 'x + 1', result: 2 }] },
    { id: 'odd/unknown', steps: [step('global x'), step('nonsense of all (')] },
    { id: 'odd/other', steps: [step('1', { result: { $unheard: [1] }, states: null })] },
    { id: 'odd/exit', steps: [step('import sys'), step('exit_now()')] },
    { id: 'odd/after', steps: [step('[1, 2][0]', { result: 1 })] },
  ]
  writeFileSync(join(folder, 'odd.json'), JSON.stringify({ scenarios }))
  writeFileSync(join(folder, 'broken.json'), '{"scenarios": [')
  try {
    const areas = judge('--golden', folder)
    const outcomes = areas.flatMap(({ reports }) => reports).map(({ id, outcome }) => [id, outcome])
    expect(Object.fromEntries(outcomes)).toMatchObject({
      'odd/none': 'passed',
      'odd/bare': 'passed',
      'odd/unknown': 'left',
      'odd/other': 'failed',
      'odd/after': 'passed',
    })
    expect(areas.find(({ area }) => area === 'broken')?.crash).toMatch(/^unreadable/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
