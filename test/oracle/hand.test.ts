/** What the rules leave is judged by a translation written by hand, and counted as such. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const run = fileURLToPath(new URL('run.mjs', import.meta.url))

test('a record that is left passes by hand', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-hand-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'hand', 'odd'), { recursive: true })
  const steps = [
    { code: 'x = memoryview(b"abc")[0]', assigned: { x: 97 } },
    { code: 'x + 1', result: 98 },
  ]
  const scenarios = ['odd/right', 'odd/wrong', 'odd/alone'].map((id) => ({ id, steps }))
  writeFileSync(join(folder, 'odd.json'), JSON.stringify({ scenarios }))
  const hand = (name: string, value: number): void =>
    writeFileSync(
      join(folder, 'hand', 'odd', `${name}.ts`),
      `// step 1\nx = ${value}\n\n// step 2 =\nx + 1\n`,
    )
  hand('right', 97)
  hand('wrong', 98)
  const args = [run, '--golden', folder, '--hand', join(folder, 'hand')]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 100_000 })
  expect(stdout).toMatch(/^odd +1 +3 +0 +2 +0$/m)
  expect(stdout).toContain('33.3 % of the scenarios pass, 0.0 % are translated by rule')
})
