/** The terminal UI end to end on the fixture kernel, in a pseudo-terminal: running, editing, leaving. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readyScreen, startScreen } from './harness.js'

test('an input runs and its value becomes scrollback', async () => {
  const screen = await readyScreen()
  screen.write('1 + 41\r')
  await screen.waitFor('In [2]:')
  expect(screen.text).toBe(
    [
      'fixture kernel',
      '',
      'In [1]: 1 + 41',
      '42',
      '',
      'In [2]:',
      'sqlite :memory: · no transaction · F1 keys',
    ].join('\n'),
  )
})

test('keys typed before the kernel is ready are kept and served in order', async () => {
  const screen = await startScreen()
  screen.write('6 * 7\r"next".length\r')
  await screen.waitFor('In [3]:')
  expect(screen.text).toMatch(/In \[1\]: 6 \* 7\n42\n\nIn \[2\]: "next".length\n4\n/)
})

test('prompt and keys do not wait for the kernel', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-kernel-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const silent = join(folder, 'kernel.mjs')
  writeFileSync(silent, "process.on('message', () => {})\n")
  const screen = await startScreen({ env: { KERNEL: silent } })
  await screen.waitFor(/^In \[1\]:.*\n[^\n]*starting…/m)
  screen.write('typed ahead')
  await screen.waitFor(/^In \[1\]: typed ahead\n[^\n]*starting…/m)
  screen.write('\x15\x03')
  await screen.waitFor('database and models are still being opened · Ctrl-D leaves')
  screen.write('\x04')
  expect(await screen.exit).toBe(0)
})

test('an unfinished input gets another line, indented, and runs as one block', async () => {
  const screen = await readyScreen()
  screen.write('function twice(x) {\r')
  await screen.waitFor('...:')
  expect(screen.cursor.x).toBe('In [1]: '.length + 2)
  screen.write('return x * 2\r')
  await screen.waitFor(/\.\.\.:[^\n]*\n[^\n]*\.\.\.:/)
  screen.write('}\r')
  await screen.waitFor('In [2]:')
  expect(screen.text).toContain('In [1]: function twice(x) {\n   ...:   return x * 2\n   ...: }')
  screen.write('twice(21)\r')
  await screen.waitFor(/twice\(21\)\n42\n/)
})

test('a paste is one unit: line ends are unified and nothing runs until Enter', async () => {
  const screen = await readyScreen()
  screen.write('\x1b[200~const a = 20\r\nconst b = 22\r\na + b\r\n\x1b[201~')
  await screen.waitFor(/a \+ b\n +\.\.\.:/)
  expect(screen.text).toContain('In [1]: const a = 20\n   ...: const b = 22\n   ...: a + b')
  screen.write('\r')
  await screen.waitFor('42 (pasted)')
})

test('the cursor stands behind wide characters', async () => {
  const screen = await readyScreen()
  screen.write('"héllo 日本 👩‍👩‍👧"')
  await screen.waitFor((s) => s.cursor.x === 8 + 1 + 6 + 4 + 1 + 2 + 1)
  screen.write('\x01\x1b[C\x1b[C')
  await screen.waitFor((s) => s.cursor.x === 10)
})

test('what user code writes comes before the result, unfinished lines included', async () => {
  const screen = await readyScreen()
  screen.write('print("one\\ntw"); print("o"); "value"\r')
  await screen.waitFor('In [2]:')
  expect(screen.text).toContain("\none\ntwo\n'value'\n")
})

test('control sequences in user output cannot touch the screen', async () => {
  const screen = await readyScreen()
  screen.write('print("\\x1b[2J\\x1b[3J\\x1b[Hstill here\\x1b]0;title\\x07\\n")\r')
  await screen.waitFor('In [2]:')
  expect(screen.text).toContain('fixture kernel')
  expect(screen.text).toContain('\nstill here\n')
  expect(screen.raw).not.toContain('\x1b[3J')
})

test('an error is printed and the shell goes on', async () => {
  const screen = await readyScreen()
  screen.write('null.x\r')
  await screen.waitFor(/TypeError: Cannot read properties of null[\s\S]*In \[2\]:/)
})

test('Ctrl-D on an empty line leaves with exit code 0 and gives the terminal back', async () => {
  const screen = await readyScreen()
  screen.write('\x04')
  expect(await screen.exit).toBe(0)
  expect(screen.text).toBe('fixture kernel')
  expect(screen.raw).toContain('\x1b[?2004l')
  expect(screen.raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.raw.lastIndexOf('\x1b[?25l'))
})

test('leaving with uncommitted work asks; no means that nothing happens', async () => {
  const screen = await readyScreen()
  screen.write('setWork({ pending: 2, transaction: "open" })\r')
  await screen.waitFor('+2 ~0 -0')
  expect(screen.text).toContain('sqlite :memory: · transaction open · +2 ~0 -0')
  screen.write('\x04')
  await screen.waitFor('2 new object is not committed. Leave anyway? (y/n)')
  screen.write('n')
  await screen.waitFor(/In \[2\]:\s*\n[^\n]*sqlite/)
  screen.write('40 + 2\r')
  await screen.waitFor(/40 \+ 2\n42\n/)
  screen.write('\x04')
  await screen.waitFor('Leave anyway?')
  screen.write('y')
  expect(await screen.exit).toBe(0)
})

test('the exit code of a kernel that cannot connect is the exit code of the shell', async () => {
  const screen = await startScreen({ env: { KERNEL_FAILS: 'connect' } })
  expect(await screen.exit).toBe(3)
  expect(screen.text).toContain('OperationalError: cannot connect')
})

test('a kernel that cannot start ends the shell with its exit code', async () => {
  const screen = await startScreen({ env: { KERNEL_FAILS: 'start' } })
  expect(await screen.exit).toBe(7)
  expect(screen.text).toContain('The kernel could not start (exit code 7).')
})

test('SIGTERM restores the terminal', async () => {
  const screen = await readyScreen()
  process.kill(screen.pid, 'SIGTERM')
  expect(await screen.exit).toBe(143)
  expect(screen.raw).toContain('\x1b[?2004l')
})

test('the kernel does not inherit the production mode React runs in', async () => {
  const screen = await readyScreen()
  screen.write('inherited\r')
  await screen.waitFor('{ nodeEnv: undefined }')
})
