/** A scenario that never ends, or ends its process, is reported by name and step; the others are judged. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { AreaReport } from './runner/show.js'

const run = fileURLToPath(new URL('run.mjs', import.meta.url))

const step = (code: string, more: object = {}): object => ({ code, events: [], ...more })

function folderWith(area: string, scenarios: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-unfinished-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, `${area}.json`), JSON.stringify({ scenarios }))
  return folder
}

function judge(...args: readonly string[]): { stdout: string; stderr: string } {
  return spawnSync(process.execPath, [run, ...args], { encoding: 'utf8', timeout: 240_000 })
}

const scenarios = [
  { id: 'end/before', steps: [step('1 + 1', { result: 2 })] },
  { id: 'end/loops', steps: [step('x = 1'), step('while True: pass')] },
  { id: 'end/between', steps: [step('[1, 2][0]', { result: 1 })] },
  { id: 'end/leaves', steps: [step('import os'), step('os._exit(3)')] },
  {
    id: 'end/loops_early',
    python_source: { setup: 'while True:\n    pass' },
    steps: [step('1', { result: 1 })],
  },
  { id: 'end/after', steps: [step('2 + 2', { result: 4 })] },
]

test('scenarios that do not end are failures with a reason', { timeout: 300_000 }, () => {
  const { stdout, stderr } = judge(
    '--json',
    '--timeout',
    '2',
    '--golden',
    folderWith('end', scenarios),
  )
  const start = stdout.indexOf('[{')
  expect(start, stderr).toBeGreaterThanOrEqual(0)
  const [area] = JSON.parse(stdout.slice(start)) as readonly AreaReport[]
  const found = area?.reports.map(({ id, outcome, reasons }) => [id, outcome, ...reasons])
  expect(found).toEqual([
    ['end/before', 'passed'],
    ['end/loops', 'failed', 'step 2: hangs: nothing happened for 2 s'],
    ['end/between', 'passed'],
    ['end/leaves', 'failed', 'step 2: its process ended with 3'],
    ['end/loops_early', 'failed', 'hangs: nothing happened for 2 s'],
    ['end/after', 'passed'],
  ])
})

test('--show prints the step that did not end', { timeout: 120_000 }, () => {
  const folder = folderWith('end', scenarios.slice(1, 3))
  const { stdout } = judge('--show', '--timeout', '1', '--golden', folder)
  expect(stdout).toContain('end/loops, step 2: hangs: nothing happened for 1 s')
  expect(stdout).toContain('    while True: pass')
  expect(stdout).toMatch(/^end +1 +2 +2 /m)
})

test('a time limit that is none is a usage error', { timeout: 120_000 }, () => {
  expect(judge('--timeout', 'soon').stderr).toContain('--timeout takes a number of seconds')
})
