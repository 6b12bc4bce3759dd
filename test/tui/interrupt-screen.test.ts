/** Ctrl-C in all its meanings, and a kernel that dies: in a pseudo-terminal, on the fixture kernel. */
import { expect, test } from 'vitest'
import { readyScreen } from './harness.js'

test('Ctrl-C clears what is being typed', async () => {
  const screen = await readyScreen()
  screen.write('not to be run')
  await screen.waitFor('not to be run')
  screen.write('\x03')
  await screen.waitFor(/In \[1\]:\s*\n[^\n]*sqlite/)
})

test('Ctrl-C on an empty line says how to leave', async () => {
  const screen = await readyScreen()
  screen.write('\x03')
  await screen.waitFor('Ctrl-D leaves')
})

test('Ctrl-C stops a busy loop and keeps variables', async () => {
  const screen = await readyScreen()
  screen.write('var kept = 42\r')
  await screen.waitFor('In [2]:')
  screen.write('for (;;) {}\r')
  await screen.waitFor(/\d\.\d s · Ctrl-C interrupts/)
  screen.write('\x03')
  await screen.waitFor(/interrupted[\s\S]*In \[3\]:/)
  screen.write('kept\r')
  await screen.waitFor(/In \[3\]: kept\n42/)
})

test('Ctrl-C abandons a promise that never settles', async () => {
  const screen = await readyScreen()
  screen.write('new Promise(() => {})\r')
  await screen.waitFor('Ctrl-C interrupts')
  screen.write('\x03')
  await screen.waitFor(/interrupted[\s\S]*In \[2\]:/)
})

test('a second Ctrl-C replaces a kernel that does not stop, with one notice', async () => {
  const screen = await readyScreen({ columns: 120 })
  const sleep = 'require("child_process").spawnSync("sleep", ["60"])'
  screen.write(`${sleep}\r`)
  await screen.waitFor('Ctrl-C interrupts')
  screen.write('\x03')
  await screen.waitFor('interrupting…')
  await screen.waitFor('Ctrl-C again replaces the kernel')
  screen.write('\x03')
  await screen.waitFor(/The kernel did not stop and was replaced[\s\S]*In \[1\]:/)
  expect(screen.all.match(/variables and the open transaction are lost/g)).toHaveLength(1)
  screen.write('21 * 2\r')
  await screen.waitFor(/21 \* 2\n42\n/)
  expect(screen.all.match(/fixture kernel/g)).toHaveLength(1)
})

test('a kernel that crashes is replaced and the UI survives', async () => {
  const screen = await readyScreen()
  screen.write('process.kill(process.pid, "SIGKILL")\r')
  await screen.waitFor('The kernel died (killed by SIGKILL) and was replaced')
  await screen.waitFor('sqlite :memory:')
  screen.write('"alive"\r')
  await screen.waitFor(/"alive"\n'alive'/)
})

test('typing goes on while an input runs, and Enter waits for its turn', async () => {
  const screen = await readyScreen()
  screen.write('new Promise((done) => setTimeout(done, 900, "slow"))\r')
  await screen.waitFor('Ctrl-C interrupts')
  screen.write('"typed ahead"')
  await screen.waitFor('"typed ahead"')
  screen.write('\r"and more"\r')
  await screen.waitFor('Enter waits')
  await screen.waitFor('In [4]:')
  expect(screen.text).toMatch(
    /'slow'\n\nIn \[2\]: "typed ahead"\n'typed ahead'\n\nIn \[3\]: "and more"/,
  )
})

test('Ctrl-C forgets what was typed ahead', async () => {
  const screen = await readyScreen()
  screen.write('new Promise(() => {})\r')
  await screen.waitFor('Ctrl-C interrupts')
  screen.write('"never"\r"at all"\r')
  await screen.waitFor('Enter waits')
  screen.write('\x03')
  await screen.waitFor(/In \[2\]: "never"\n[^\n]*sqlite/)
})

test('a kernel kept busy by a timer is replaced when asked to', async () => {
  const screen = await readyScreen({ columns: 120 })
  screen.write('setTimeout(() => { for (;;) {} }); 1\r')
  await screen.waitFor('In [2]:')
  screen.write('kept.text\r')
  await screen.waitFor('checking')
  await screen.waitFor(/checking 2\.[1-9] s/)
  screen.write('\x03')
  await screen.waitFor('the kernel does not answer · Ctrl-C again replaces it')
  expect(screen.text).toContain('In [2]: kept.text')
  screen.write('\x03')
  await screen.waitFor(
    /The kernel did not answer and was replaced[\s\S]*In \[1\]: kept\.text\n[^\n]*sqlite/,
  )
})
