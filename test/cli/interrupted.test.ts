/** SIGINT ends runs without a terminal at once, whatever the code is doing: 130 to the shell that started them. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { executable } from '../helpers/run-cli.js'
import { root } from '../helpers/source-graph.js'

const folder = mkdtempSync(join(tmpdir(), 'orm-shell-interrupted-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const STARTED = "console.log('started')"
const ENDLESS = {
  'a loop': 'for (;;) {}',
  waiting: 'await new Promise((resolve) => setTimeout(resolve, 600_000))',
  'a loop after an await': 'await null; for (;;) {}',
}

/** As a shell counts: the exit code, or 128 and the number of the signal. */
function interruptedCode(args: readonly string[], stdin = ''): Promise<number> {
  const child = spawn(process.execPath, [executable, ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(stdin)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('started')) child.kill('SIGINT')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve(signal === null ? (code ?? -1) : 128 + constants.signals[signal])
    })
  })
}

test.each(Object.entries(ENDLESS))('-e: %s', async (_what, code) => {
  expect(await interruptedCode(['-e', STARTED, '-e', code])).toBe(130)
})

test.each(Object.entries(ENDLESS))('-f: %s', async (what, code) => {
  const path = join(folder, `${what.replaceAll(' ', '-')}.ts`)
  writeFileSync(path, `${STARTED}\n${code}\n`)
  expect(await interruptedCode(['-f', path])).toBe(130)
})

test('a pipe', async () => {
  expect(await interruptedCode([], `${STARTED}\nfor (;;) {}\n`)).toBe(130)
})
