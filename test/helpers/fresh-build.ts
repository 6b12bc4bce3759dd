/**
 * Vitest's other global set-up: `dist` is as new as the sources, for the tests that start processes and threads.
 * It builds code only, and only when something changed since the last build.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const inputs = ['src', 'sample-models', 'scripts']

export function setup(): void {
  const builtAt = statSync(join(root, 'dist/.built'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (inputs.every((folder) => newest(join(root, folder)) < builtAt)) return
  const build = spawnSync(process.execPath, ['scripts/build.mjs', '--no-types'], {
    cwd: root,
    encoding: 'utf8',
  })
  // Tests that need no process can still tell something; those that do will fail by themselves.
  if (build.status !== 0) console.error(`The build failed:\n${build.stderr}`)
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const times = files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs)
  return Math.max(0, ...times)
}
