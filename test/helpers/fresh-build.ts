/**
 * Vitest's other global set-up: `dist` is as new as the sources, for the tests that start processes and threads.
 * It builds code only, and only when something changed since the last build.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isFresh } from '../../scripts/freshness.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Entries that stand on few files: they often build when the rest, in the middle of a change, does not. */
const threads = ['postgresql-io', 'kernel-control']

export function setup(): void {
  if (isFresh('code')) return
  const problem = build()
  if (problem === undefined) return
  // Tests that need no process can still tell something; those that do will fail by themselves.
  console.error(`The build failed: ${problem}`)
  for (const name of threads) build(name)
}

/** What went wrong, in a few lines. */
function build(...entries: readonly string[]): string | undefined {
  const args = ['scripts/build.mjs', '--no-types', ...entries]
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? undefined : stderr.split('\n').slice(0, 6).join('\n')
}
