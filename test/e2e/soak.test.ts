/** Random keys for twenty seconds; `npm run soak` does the same for ten minutes. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SOAK = fileURLToPath(new URL('../../scripts/soak.mjs', import.meta.url))

test(
  'random keys crash nothing, lose no line and leave the scrollback',
  { timeout: 180_000 },
  () => {
    const args = [SOAK, '--seconds', '20', '--seed', '7']
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^seed 7: \d+ keys, \d+ rounds, 20 s, .*: ok$/m)
  },
)
