/**
 * What a user waits for with one expression: processor time, which neighbours do not add to, against that of Node
 * itself on the same machine.
 */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { executable } from '../helpers/run-cli.js'

const rounds = 4
const spent = 'const { user, system } = process.cpuUsage(); user + system'

/** Microseconds that a process has used up when it comes to the expression. */
function used(...args: readonly string[]): number {
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(status).toBe(0)
  return Number(stdout)
}

test('an expression on the sample costs less than five starts of Node', () => {
  const node: number[] = []
  const shell: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    node.push(used('-p', spent))
    shell.push(used(executable, '-e', spent))
  }
  expect(Math.min(...shell)).toBeGreaterThan(Math.min(...node))
  expect(Math.min(...shell)).toBeLessThan(5 * Math.min(...node))
})
