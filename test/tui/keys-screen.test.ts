/** Every editing key as a terminal sends it, in a pseudo-terminal: what stands in the line and where the cursor is. */
import { expect, test } from 'vitest'
import type { Screen } from '../helpers/render-screen.js'
import { readyScreen } from './harness.js'

const ALT = '\x1b'

/** What is typed first, what is pressed then, and the line with `|` where the cursor is. */
const keys: readonly (readonly [name: string, typed: string, pressed: string, line: string])[] = [
  ['Ctrl-A', 'one two', '\x01', '|one two'],
  ['Home', 'one two', '\x1b[H', '|one two'],
  ['Home, as in application mode', 'one two', '\x1bOH', '|one two'],
  ['Ctrl-E', 'one two', '\x01\x05', 'one two|'],
  ['End', 'one two', '\x01\x1b[F', 'one two|'],
  ['Ctrl-B', 'one two', '\x02\x02', 'one t|wo'],
  ['Left', 'one two', '\x1b[D\x1b[D', 'one t|wo'],
  ['Ctrl-F', 'one two', '\x01\x06', 'o|ne two'],
  ['Right', 'one two', '\x01\x1b[C', 'o|ne two'],
  ['Alt-B', 'one two', `${ALT}b`, 'one |two'],
  ['Ctrl-Left', 'one two', '\x1b[1;5D', 'one |two'],
  ['Alt-Left', 'one two', '\x1b[1;3D', 'one |two'],
  ['Alt-F', 'one two', `\x01${ALT}f`, 'one| two'],
  ['Ctrl-Right', 'one two', '\x01\x1b[1;5C', 'one| two'],
  ['Alt-Right', 'one two', '\x01\x1b[1;3C', 'one| two'],
  ['Ctrl-Home', 'one two', '\x1b[1;5H', '|one two'],
  ['Ctrl-End', 'one two', '\x01\x1b[1;5F', 'one two|'],
  ['Alt-<', 'one two', `${ALT}<`, '|one two'],
  ['Alt->', 'one two', `\x01${ALT}>`, 'one two|'],
  ['Backspace', 'one two', '\x7f', 'one tw|'],
  ['Ctrl-H', 'one two', '\x08', 'one tw|'],
  ['Delete', 'one two', '\x01\x1b[3~', '|ne two'],
  ['Ctrl-D', 'one two', '\x01\x04', '|ne two'],
  ['Ctrl-T', 'one two', '\x14', 'one tow|'],
  ['Alt-T', 'one two', `${ALT}t`, 'two one|'],
  ['Alt-U', 'one two', `\x01${ALT}u`, 'ONE| two'],
  ['Alt-L', 'ONE two', `\x01${ALT}l`, 'one| two'],
  ['Alt-C', 'one two', `\x01${ALT}c`, 'One| two'],
  ['Ctrl-K', 'one two', `\x01${ALT}f\x0b`, 'one|'],
  ['Ctrl-U', 'one two', `${ALT}b\x15`, '|two'],
  ['Ctrl-W', 'one a.two', '\x17', 'one |'],
  ['Alt-Backspace', 'one a.two', `${ALT}\x7f`, 'one a.|'],
  ['Alt-D', 'one two', `\x01${ALT}d`, '| two'],
  ['Ctrl-Y behind Ctrl-W', 'one two', '\x17\x01\x19', 'two|one'],
  ['Ctrl-Y behind two kills in a row', 'one two', '\x17\x17\x19\x19', 'one twoone two|'],
  ['Alt-Y', 'one two', `\x17\x01\x0b\x19${ALT}y`, 'two|'],
  ['Ctrl-_', 'one two', '\x17\x1f', 'one two|'],
  ['Ctrl-X Ctrl-U', 'one two', '\x17\x18\x15', 'one two|'],
  ['Alt-_', 'one two', `\x17\x1f${ALT}_`, 'one |'],
  ['Ctrl-V', 'one', '\x16\x01', 'one␁|'],
  ['Ctrl-Q', 'one', '\x11\x01', 'one␁|'],
  ['Alt-.', 'f(', `${ALT}.`, 'f(last|'],
  ['Ctrl-P', '', '\x10\x10', 'first|'],
  ['Ctrl-N', '', '\x10\x10\x0e', 'call(last)|'],
  ['Up, of what begins so', 'fi', '\x1b[A', 'first|'],
  ['Down', '', '\x1b[A\x1b[A\x1b[B', 'call(last)|'],
  ['Ctrl-R', '', '\x12irs\x1b', 'f|irst'],
  ['Right at the end takes the suggestion', 'fir', '\x1b[C', 'first|'],
]

/** The line behind the prompt, with the cursor in it. */
function lineOf({ text, cursor }: Screen): string {
  const prompt = 'In [1]: '
  const line = text.split('\n')[cursor.y] ?? ''
  if (!line.startsWith(prompt.trimEnd())) return ''
  const padded = line.padEnd(cursor.x)
  return `${padded.slice(prompt.length, cursor.x)}|${padded.slice(cursor.x)}`.trimEnd()
}

test('every key does what its table says', { timeout: 60_000 }, async () => {
  const screen = await readyScreen({ history: ['first', 'call(last)'] })
  const wrong: string[] = []
  for (const [name, typed, pressed, line] of keys) {
    screen.write(typed)
    await screen.waitFor((at) => lineOf(at).startsWith(`${typed}|`))
    screen.write(pressed)
    await screen
      .waitFor((at) => lineOf(at) === line)
      .catch(() => wrong.push(`${name}: ${lineOf(screen)} instead of ${line}`))
    screen.write('\x03')
    await screen.waitFor((at) => lineOf(at) === '|')
  }
  expect(wrong).toEqual([])
})

test('keys for several lines: Alt-Enter, Ctrl-J, dedent, up and down in them', async () => {
  const screen = await readyScreen()
  screen.write(`f(() => {${ALT}\r`)
  await screen.waitFor(/^In \[1\]: f\(\(\) => \{\n +\.\.\.: *$/m)
  screen.write('one\n')
  await screen.waitFor(/^ +\.\.\.: +one\n +\.\.\.: *$/m)
  screen.write('\t\ttwo\x1b[Z')
  await screen.waitFor(/^ +\.\.\.: +two$/m)
  screen.write('\x1b[A\x05!\x1b[A\x05?')
  await screen.waitFor(/^In \[1\]: f\(\(\) => \{\?\n +\.\.\.: +one!$/m)
})
