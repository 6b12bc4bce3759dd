/** The terminal UI on the real kernel, without an ORM: what both say to each other, in a pseudo-terminal. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KernelBuild, buildKernel } from '../shell/kernel/forked-kernel.js'
import type { Screen } from '../helpers/render-screen.js'
import { startScreen } from './harness.js'

let kernel: KernelBuild

beforeAll(async () => {
  kernel = await buildKernel()
})
afterAll(() => kernel.remove())

async function ready(columns = 100): Promise<Screen> {
  const screen = await startScreen({ columns, env: { KERNEL: kernel.entry } })
  return screen.waitFor(/In \[1\]:[^\n]*\nnone · no transaction/)
}

test('TypeScript, top-level await and redeclaration', async () => {
  const screen = await ready()
  screen.write('const answer: number = await Promise.resolve(41)\r')
  await screen.waitFor('In [2]:')
  screen.write('const answer = 42 as number\ranswer\r')
  await screen.waitFor(/In \[3\]: answer\n42\n/)
})

test('unfinished code goes on, a leading dot continues the last value', async () => {
  const screen = await ready()
  screen.write('[3, 1, 2].map((n) => {\r')
  await screen.waitFor(/\n {3}\.\.\.:/)
  await screen.waitFor((s) => s.cursor.x === 10)
  screen.write('return n * 2\r})\r')
  await screen.waitFor('[ 6, 2, 4 ]')
  screen.write('.sort()\r')
  await screen.waitFor('[ 2, 4, 6 ]')
})

test('a syntax error is explained with the place', async () => {
  const screen = await ready()
  screen.write('1 +* 2\r')
  await screen.waitFor(/SyntaxError[\s\S]*\^[\s\S]*In \[2\]:/)
})

test('Ctrl-C stops loops before and after an await, and keeps variables', async () => {
  const screen = await ready()
  screen.write('const kept = "kept"\r')
  await screen.waitFor('In [2]:')
  for (const [index, loop] of [
    'for (;;) {}',
    'await null; for (;;) {}',
    'await new Promise(() => {})',
  ].entries()) {
    screen.write(`${loop}\r`)
    await screen.waitFor('Ctrl-C interrupts')
    screen.write('\x03')
    await screen.waitFor(new RegExp(`Interrupted[^]*In \\[${index + 3}\\]:[^\\n]*\\nnone`))
  }
  screen.write('kept\r')
  await screen.waitFor(/In \[5\]: kept\n'kept'/)
})

test('what the console says arrives in order', async () => {
  const screen = await ready()
  screen.write('console.log("one"); process.stdout.write("two"); console.error("three"); 4\r')
  await screen.waitFor('In [2]:')
  expect(screen.text).toMatch(/\none\ntwo\nthree\n4\nreceipt\n|\none\nthree\ntwo\n4\nreceipt\n/)
})

test('Tab completes what is in scope', async () => {
  const screen = await ready()
  screen.write('const someone = { firstName: "ed", fullName: "ed j" }\r')
  await screen.waitFor('In [2]:')
  screen.write('someone.f\t')
  await screen.waitFor(/▸ firstName/)
  screen.write('u\r')
  await screen.waitFor('In [2]: someone.fullName')
  screen.write('\r')
  await screen.waitFor("'ed j'")
})

test('commands run, and leaving through one asks when work would be lost', async () => {
  const screen = await ready()
  screen.write('.help\r')
  await screen.waitFor('ran .help')
  screen.write('globalThis.pendingObjects = 1\r')
  await screen.waitFor('+1 ~0 -0')
  screen.write('.exit\r')
  await screen.waitFor('Leave anyway? (y/n)')
  screen.write('n')
  await screen.waitFor(/In \[4\]:[^\n]*\nnone/)
  screen.write('.exit\r')
  await screen.waitFor('Leave anyway? (y/n)')
  screen.write('y')
  expect(await screen.exit).toBe(0)
})

test('process.exit leaves with its code', async () => {
  const screen = await ready()
  screen.write('process.exit(5)\r')
  expect(await screen.exit).toBe(5)
})

test('a loop that ends the kernel with it leaves no process behind', async () => {
  const screen = await ready()
  screen.write('process.pid\r')
  await screen.waitFor('In [2]:')
  const pid = Number(/In \[1\]: process\.pid\n(\d+)/.exec(screen.text)?.[1])
  screen.write('for (;;) {}\r')
  await screen.waitFor('Ctrl-C interrupts')
  process.kill(screen.pid, 'SIGTERM')
  expect(await screen.exit).toBe(143)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
