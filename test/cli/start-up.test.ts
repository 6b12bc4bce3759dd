/** How long a user waits for one expression, measured against Node itself on the same machine at the same time. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { executable } from '../helpers/run-cli.js'

const rounds = 10

function milliseconds(...args: readonly string[]): number {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, args)
  expect(status).toBe(0)
  return performance.now() - start
}

test(
  'an expression on the sample costs two and a half starts of Node, and 150 ms',
  { retry: 2 },
  () => {
    const node: number[] = []
    const shell: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      node.push(milliseconds('-e', '1'))
      shell.push(milliseconds(executable, '-e', '1'))
    }
    expect(Math.min(...shell)).toBeLessThan(2.5 * Math.min(...node) + 150)
  },
)
