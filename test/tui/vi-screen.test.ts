/** Vi mode in a pseudo-terminal: the mode is said in words and by the cursor, and keys reach the editor in order. */
import { expect, test } from 'vitest'
import { readyScreen } from './harness.js'

const VI = `void setWork({ preferences: { editing: "vi", pager: "off" } })`

async function viScreen() {
  const screen = await readyScreen({ history: ['older entry'] })
  screen.write(`${VI}\r`)
  return screen.waitFor(/In \[2\]:[\s\S]*-- INSERT --/)
}

test('Escape, motions and operators change the line that Enter runs', async () => {
  const screen = await viScreen()
  screen.write('1 + 99')
  await screen.waitFor('In [2]: 1 + 99')
  screen.write('\x1b')
  await screen.waitFor('-- NORMAL --')
  screen.write('d')
  await screen.waitFor('-- NORMAL -- d')
  screen.write('bx0')
  await screen.waitFor((it) => it.cursor.x === 'In [2]: '.length)
  screen.write('A')
  await screen.waitFor('-- INSERT --')
  screen.write(' 41\r')
  await screen.waitFor(/^42$/m)
})

test('Escape and the command behind it may come in one piece', async () => {
  const screen = await viScreen()
  screen.write('abc def')
  await screen.waitFor('In [2]: abc def')
  screen.write('\x1bb')
  await screen.waitFor((it) => it.cursor.x === 'In [2]: abc '.length)
  screen.write('D')
  await screen.waitFor((it) => !it.text.includes('def'))
  screen.write('k')
  await screen.waitFor('In [2]: abc')
})

test('the cursor is a block in normal mode and what it was at the end', async () => {
  const screen = await viScreen()
  screen.write('x\x1b')
  await screen.waitFor('-- NORMAL --')
  expect(screen.raw).toMatch(/\x1b\[6 q[\s\S]*\x1b\[2 q/)
  screen.write('dd\x04')
  expect(await screen.exit).toBe(0)
  expect(screen.raw.lastIndexOf('\x1b[0 q')).toBeGreaterThan(screen.raw.lastIndexOf('\x1b[2 q'))
})
