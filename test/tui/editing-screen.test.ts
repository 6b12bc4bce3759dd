/** History, completion, help and the terminal's own events: in a pseudo-terminal, on the fixture kernel. */
import { expect, test } from 'vitest'
import { readyScreen, startScreen } from './harness.js'

const UP = '\x1b[A'
const DOWN = '\x1b[B'

test('Up walks through entries that begin with what was typed, Down comes back', async () => {
  const history = ['select(1)', 'update(2)', 'select(3)', 'insert(4)']
  const screen = await readyScreen({ history })
  screen.write('sel')
  await screen.waitFor('In [1]: sel')
  screen.write(UP)
  await screen.waitFor('In [1]: select(3)')
  screen.write(UP)
  await screen.waitFor('In [1]: select(1)')
  screen.write(DOWN + DOWN)
  await screen.waitFor((s) => s.cursor.x === 'In [1]: sel'.length)
})

test('a suggestion from history is taken by words or as a whole', async () => {
  const screen = await readyScreen({ history: ['session.query(User).all()', 'other'] })
  screen.write('se')
  await screen.waitFor('In [1]: session.query(User).all()')
  expect(screen.cursor.x).toBe(10)
  screen.write('\x1bf')
  await screen.waitFor((s) => s.cursor.x === 'In [1]: session'.length)
  screen.write('\x1b[C')
  await screen.waitFor((s) => s.cursor.x === 'In [1]: session.query(User).all()'.length)
})

test('an entry of several lines is recalled as one block', async () => {
  const screen = await readyScreen({ history: ['first(\n  second,\n)'] })
  screen.write(UP)
  await screen.waitFor('In [1]: first(\n   ...:   second,\n   ...: )')
  await screen.waitFor((s) => s.cursor.x === 9)
})

test('Ctrl-R searches, Escape edits what was found, Ctrl-G gives up', async () => {
  const history = ['session.query(User)', 'session.commit()', 'select(User)']
  const screen = await readyScreen({ history })
  screen.write('draft')
  await screen.waitFor('draft')
  screen.write('\x12')
  await screen.waitFor('search history:')
  screen.write('query')
  await screen.waitFor('In [1]: session.query(User)')
  screen.write('\x07')
  await screen.waitFor('In [1]: draft')
  screen.write('\x12user\x12')
  await screen.waitFor('In [1]: session.query(User)')
  screen.write('\x1b')
  await screen.waitFor(/In \[1\]: session.query\(User\)\n[^\n]*sqlite/)
  screen.write('\x05.all()')
  await screen.waitFor('In [1]: session.query(User).all()')
})

test('Tab completes one candidate at once', async () => {
  const screen = await readyScreen()
  screen.write('sess\t')
  await screen.waitFor('In [1]: session')
})

test('Tab opens a menu that typing filters and Enter accepts', async () => {
  const screen = await readyScreen()
  screen.write('user.\t')
  await screen.waitFor('▸ name')
  expect(screen.text).toContain('nickname')
  screen.write('p')
  await screen.waitFor((s) => !s.text.includes('nickname') && s.text.includes('▸ posts'))
  screen.write(DOWN)
  await screen.waitFor('▸ profile')
  screen.write('\r')
  await screen.waitFor(/In \[1\]: user.profile\n[^\n]*sqlite/)
})

test('Escape closes the menu and keeps the text', async () => {
  const screen = await readyScreen()
  screen.write('user.\t')
  await screen.waitFor('▸ name')
  screen.write('\x1b')
  await screen.waitFor(/In \[1\]: user\.\n[^\n]*sqlite/)
})

test('F1 lists the keys; Escape hides them', async () => {
  const screen = await readyScreen()
  screen.write('\x1bOP')
  await screen.waitFor('Esc closes')
  expect(screen.text).toContain('Alt-Enter')
  screen.write('\x1b')
  await screen.waitFor(/In \[1\]:[^\n]*\n[^\n]*sqlite/)
})

test('Ctrl-L clears the screen and keeps line and scrollback', async () => {
  const screen = await readyScreen()
  screen.write('kept')
  await screen.waitFor('In [1]: kept')
  screen.write('\x0c')
  await screen.waitFor((s) => s.text.startsWith('In [1]: kept'))
  expect(screen.raw).not.toContain('\x1b[3J')
})

test('a text higher than the screen never costs scrollback', async () => {
  const screen = await readyScreen({ rows: 10 })
  const lines = Array.from({ length: 60 }, (_, line) => `line${line}`)
  screen.write(`\x1b[200~${lines.join('\n')}\x1b[201~`)
  await screen.waitFor('line59')
  screen.write(UP.repeat(58))
  await screen.waitFor(/^ *\.\.\.: line1$/m)
  expect(screen.all).toContain('fixture kernel')
  expect(screen.raw).not.toContain('\x1b[3J')
})

test('a resize leaves one live region', async () => {
  const screen = await readyScreen({ columns: 100, rows: 30 })
  screen.write('user.\t')
  await screen.waitFor('▸ name')
  for (const columns of [60, 99, 40, 100]) {
    screen.resize(columns, 30)
    await screen.waitFor((s) => s.text.includes('▸ name'))
  }
  screen.write('\x1b')
  await screen.waitFor(/In \[1\]: user\.\n[^\n]*sqlite/)
  expect(screen.text.match(/In \[1\]:/g)).toHaveLength(1)
  expect(screen.text.match(/sqlite :memory:/g)).toHaveLength(1)
})

test('a flood of output keeps every line', async () => {
  const screen = await readyScreen()
  screen.write('for (let i = 0; i < 5000; i++) print("row " + i + "\\n")\r')
  await screen.waitFor('In [2]:')
  expect(screen.all.match(/^row \d+$/gm)).toHaveLength(5000)
})

test('sizes that change while output is printed lose no line and leave one live region', async () => {
  const screen = await readyScreen()
  screen.write('for (let i = 0; i < 3000; i++) print("row " + i + "\\n"); undefined\r')
  for (let turn = 0; turn < 20; turn++) {
    const reached = turn * 100
    await screen.waitFor((at) => Number(/^row (\d+)$/m.exec(at.text)?.[1] ?? -1) >= reached)
    screen.resize(60 + ((turn * 7) % 40), 12 + ((turn * 5) % 20))
  }
  screen.resize(80, 24)
  await screen.waitFor(/^row 2999\n+In \[2\]:/m)
  const rows = [...screen.all.matchAll(/^row (\d+)$/gm)].map(([, row]) => Number(row))
  expect(rows).toEqual(Array.from({ length: 3000 }, (_, row) => row))
  await screen.waitFor((at) => at.text.match(/sqlite :memory:/g)?.length === 1)
})

test('Ctrl-X Ctrl-E edits the input in $EDITOR', async () => {
  const editor = `${process.execPath} -e "require('fs').appendFileSync(process.argv[1], ' + 2')"`
  const screen = await readyScreen({ env: { EDITOR: editor, VISUAL: '' } })
  screen.write('40\x18\x05')
  await screen.waitFor('In [1]: 40 + 2')
  screen.write('\r')
  await screen.waitFor(/40 \+ 2\n42/)
})

test('Ctrl-Z suspends to the shell and fg brings everything back', async () => {
  const screen = await startScreen({ underShell: true })
  await screen.waitFor('sqlite :memory:')
  screen.write('kept')
  await screen.waitFor('In [1]: kept')
  screen.write('\x1a')
  await screen.waitFor(/Stopped/)
  screen.write('fg\r')
  await screen.waitFor(/In \[1\]: kept\n[^\n]*sqlite/)
  screen.write(' + 1')
  await screen.waitFor('In [1]: kept + 1')
})

test('colours are used when wanted, none when not', async () => {
  const coloured = await readyScreen({ env: { NO_COLOR: undefined } })
  coloured.write('"text"\r')
  await coloured.waitFor('In [2]:')
  expect(coloured.raw).toMatch(/\x1b\[33m"text"/)
  const plain = await readyScreen()
  plain.write('"text"\r')
  await plain.waitFor('In [2]:')
  expect(plain.raw).not.toMatch(/\x1b\[\d*[1-9]\d*m/)
})
