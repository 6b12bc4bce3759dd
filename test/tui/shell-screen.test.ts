/** The terminal UI end to end on the fixture kernel, in a pseudo-terminal. */
import { expect, test } from 'vitest'
import { readyScreen } from './harness.js'

test('an input runs and its value becomes scrollback', async () => {
  const screen = await readyScreen()
  screen.write('1 + 41\r')
  await screen.waitFor('In [2]:')
  console.log(screen.text)
  expect(screen.text).toMatch(/In \[1\]: 1 \+ 41\n42\n/)
})
