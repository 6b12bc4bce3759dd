/** What the terminal itself offers: settings of keys and pager, and the keys explained. */
import { expect, test } from 'vitest'
import { renderScreen } from '../helpers/render-screen.js'
import { executable } from '../helpers/run-cli.js'
import { openShell, PAGER, temporaryFolder } from './open-shell.js'

const MINUTE = { timeout: 60_000 }

test(
  'a result higher than the screen opens in the pager, and is in the scrollback as well',
  MINUTE,
  async () => {
    const shell = await openShell({ rows: 24, columns: 100 })
    shell.type('session.query(Post).limit(40).all()\r')
    await shell.waitFor(PAGER)
    expect(shell.text).toMatch(/^id +title/m)
    expect(shell.text).toContain('lines 1–18 of')
    shell.type('/published\r')
    await shell.waitFor('n next published')
    shell.type('G')
    await shell.waitFor(/^\(40 rows\)$/m)
    expect(shell.text).toMatch(/^id +title/m)
    shell.type('q')
    await shell.waitFor(/^In \[2\]:/m)
    expect(shell.printed(1)).toMatch(/^\(40 rows\)$/m)
    await shell.run('.set pager off')
    expect(await shell.run('session.query(Post).limit(40).all()')).toContain('(40 rows)')
  },
)

test(
  '.set editing-mode vi takes effect at once, and .help keys lists its keys',
  MINUTE,
  async () => {
    const shell = await openShell({ rows: 40 })
    await shell.run('.set editing-mode vi')
    await shell.waitFor('-- INSERT --')
    shell.type('1 + 1x\x1b')
    await shell.waitFor('-- NORMAL --')
    shell.type('x')
    await shell.waitFor(/: 1 \+ 1$/m)
    shell.type('\r')
    await shell.waitFor(/^2$/m)
    shell.type('.help keys\r')
    await shell.waitFor(PAGER)
    shell.type('/motion\r')
    await shell.waitFor('d c y')
  },
)

test(
  'a change is taken back from the panel of objects, attribute by attribute',
  MINUTE,
  async () => {
    const shell = await openShell({ rows: 44 })
    await shell.run("const post = session.get(Post, 1); post.title = 'x'; post.views = 1;")
    shell.type('\x1bOR')
    await shell.waitFor(/▸ Post#1 +dirty +title: .* → x, views: 3840 → 1 +In\[1\]/)
    shell.type('\r')
    await shell.waitFor(
      /Post#1 · persistent.*changed at In\[1\][^]*author +‹not loaded› +1 SELECT from users/,
    )
    shell.type('\x1b[B')
    await shell.waitFor(/▸ title/)
    shell.type('r')
    await shell.waitFor('take back what was done to Post#1.title? (y/n)')
    shell.type('y')
    await shell.waitFor('Post#1.title reverted')
    shell.type('\x1b')
    await shell.waitFor(/▸ Post#1 +dirty +views: 3840 → 1/)
    shell.type('r')
    await shell.waitFor('take back what was done to Post#1? (y/n)')
    shell.type('y')
    await shell.waitFor(/▸ Post#1 +persistent/)
    shell.type('post.views\r')
    await shell.waitFor(/^3840$/m)
  },
)

test(
  'a statement is read in full and explained from the panel, which can be filtered',
  MINUTE,
  async () => {
    const shell = await openShell({ rows: 44 })
    await shell.run('session.get(Post, 1)?.author?.name')
    shell.type('\x1bOQ/users')
    await shell.waitFor(/statements · 2 in all · \/users[^]*▸ +1 +lazy load Post\.author/)
    shell.type('\r\r')
    await shell.waitFor(
      /statement of In\[1\] · lazy load Post\.author[^]*FROM users\nWHERE users\.id = \?/,
    )
    shell.type('e')
    await shell.waitFor(/plan of statement[^]*SEARCH users USING INTEGER PRIMARY KEY/)
  },
)

/** A terminal that can only print: no key, no cursor movement, no colour. */
function lineShell(env: Record<string, string>) {
  const home = temporaryFolder()
  return renderScreen(executable, {
    columns: 100,
    rows: 40,
    env: { HOME: home, XDG_STATE_HOME: home, DATABASE_URL: undefined, ...env },
  })
}

test(
  'a dumb terminal gets lines: inputs of several lines, results, receipts, an end that asks',
  MINUTE,
  async () => {
    const screen = lineShell({ TERM: 'dumb' })
    await screen.waitFor(/^In \[1\]:/m)
    screen.write('[20, 22].reduce((sum, it) => {\r')
    await screen.waitFor(/^ +\.\.\.:/m)
    screen.write('return sum + it })\r')
    await screen.waitFor(/^42\n[^]*In \[2\]:/m)
    screen.write("session.add(new Tag({ name: 'x' }));\r")
    await screen.waitFor(/^In \[3\]:/m)
    screen.write('.exit\r')
    await screen.waitFor(/^1 new object is not committed\. Leave anyway\? \(y\/n\)$/m)
    screen.write('n\r')
    await screen.waitFor(/Leave anyway\? \(y\/n\) n\nIn \[4\]:/)
    expect(screen.text).not.toMatch(/In \[\d\]: 1 new object|\(y\/n\) In/)
    screen.write('.rollback\r')
    await screen.waitFor(/rolled back|nothing|no transaction/)
    screen.write('.exit\r')
    expect(await screen.exit).toBe(0)
    expect(screen.raw).not.toContain('\x1b')
  },
)

test('a screen reader gets lines too; Ctrl-C interrupts and keeps variables', MINUTE, async () => {
  const screen = lineShell({ INK_SCREEN_READER: 'true' })
  await screen.waitFor(/^In \[1\]:/m)
  screen.write('const kept = 41; for (;;) {}\r')
  await screen.waitFor('for (;;) {}')
  const running = screen.waitFor(/^In \[2\]:/m)
  const timer = setInterval(() => screen.write('\x03'), 300)
  await running.finally(() => clearInterval(timer))
  screen.write('kept + 1\r')
  await screen.waitFor(/^42$/m)
  screen.write("session.add(new Tag({ name: 'x' }));\r")
  await screen.waitFor(/^In \[\d+\]:[^]*In \[4\]:/m)
  screen.write('\x04')
  await screen.waitFor('1 new object is not committed.')
  expect(await screen.exit).toBe(0)
  expect(screen.raw).not.toContain('\x1b')
})

test(
  'a storm of sizes, the panel and the pager open, leaves one live region and all of the scrollback',
  MINUTE,
  async () => {
    const shell = await openShell({ rows: 30, columns: 100 })
    await shell.run("'first' + ' line'")
    shell.type('\x1bOR')
    await shell.waitFor(/^objects · /m)
    for (let turn = 0; turn < 40; turn++) {
      if (turn === 20) shell.type('\x1b[17~')
      shell.screen.resize(30 + ((turn * 37) % 90), 6 + ((turn * 13) % 30))
    }
    shell.screen.resize(100, 30)
    await shell.waitFor(/^lines 1–\d of \d /m)
    shell.type('q')
    await shell.waitFor(/^In \[2\]:[^]*objects · /m)
    expect(shell.text.match(/F1 keys/g)).toHaveLength(1)
    expect(shell.screen.all).toContain("'first line'")
    expect(shell.screen.raw).not.toContain('\x1b[3J')
  },
)

test('a paste of a megabyte is one input that is still quick to edit', MINUTE, async () => {
  const shell = await openShell({ rows: 30, columns: 100 })
  const line = `const text = 'x'.repeat(60) // ${'y'.repeat(60)}\n`
  const paste = `{\n${line.replace('const', 'var').repeat(Math.ceil(1_000_000 / line.length))}}`
  shell.type(`\x1b[200~${paste}\x1b[201~`)
  await shell.waitFor(/^ +\.\.\.: \}$/m)
  shell.type(' 40 + 2')
  await shell.waitFor(/\} 40 \+ 2$/m)
  shell.type('\x15\x15\x03')
  await shell.waitFor(/^In \[1\]:$/m)
  expect(await shell.run('1 + 1')).toContain('2')
})
