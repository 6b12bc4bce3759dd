/** What the terminal itself offers: settings of keys and pager, and the keys explained. */
import { expect, test } from 'vitest'
import { openShell, PAGER } from './open-shell.js'

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
