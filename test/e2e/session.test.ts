/** A first sitting on the sample: values, entities, lazy loads, N+1, plans, transactions, leaving. */
import { expect, test } from 'vitest'
import { openShell, temporaryFolder } from './open-shell.js'

const MINUTE = { timeout: 120_000 }

test('the shell opens on the sample and says what is in scope', MINUTE, async () => {
  const shell = await openShell()
  expect(shell.text).toMatch(/^sqlite :memory: · the sample · \.help lists the commands$/m)
  expect(shell.text).toMatch(/In scope: select\(\).*session, engine, Category/)
  expect(shell.text).toMatch(/sqlite :memory: · no transaction · F1 keys$/)
  expect(await shell.run('1 + 1')).toBe('2')
  expect(await shell.run('_ * 21')).toBe('42')
})

test('rows come as a table with one receipt below', MINUTE, async () => {
  const shell = await openShell({ columns: 140 })
  const printed = await shell.run(
    'session.execute(select(User.id, User.name).orderBy(User.id).limit(2)).all()',
  )
  expect(printed).toMatch(
    /^id +name\n─+ +─+\n +1 +ada\.allen\n +2 +\S+\n\(2 rows\)\n1 statement · 2 rows/,
  )
  expect(printed).toMatch(/\[query User\] +SELECT .* FROM users .*2 rows +In\[1\]:1:9/)
  expect(shell.text).toMatch(/sqlite :memory: · transaction open/)
})

test(
  'an object prints what is loaded; reading a relationship loads it and says so',
  MINUTE,
  async () => {
    const shell = await openShell()
    expect(await shell.run('const post = session.get(Post, 1); post')).toMatch(
      /Post#1 \(persistent\)[\s\S]*author +‹not loaded · 1 SELECT from users›/,
    )
    expect(await shell.run('post.author.name')).toMatch(
      /\[lazy load Post\.author\].*1 row +In\[2\]:1:6/,
    )
    expect(await shell.run('post')).toMatch(/author +User#\d+/)
  },
)

test('a loop that loads row by row is found, and the fix is proven', MINUTE, async () => {
  const shell = await openShell()
  const loop = 'for (const p of session.scalars(select(Post)).all()) p.author.name'
  const printed = await shell.run(loop)
  expect(printed).toContain('51 statements (2 distinct) · 550 rows')
  expect(printed).toMatch(/×50/)
  expect(printed).toMatch(/N\+1 {2}Post\.author {2}50 loads for 50 of 500 parents/)
  expect(printed).toContain('fix    .options(selectinload(Post.author))')
  const fixed = await shell.run('.n1 fix')
  expect(fixed).toMatch(/statements +51 +2/)
  expect(fixed).toContain('proven: 51 → 2 statements')
})

test(
  'F3 shows the objects, keeps them in view while typing goes on, and F2 the statements',
  MINUTE,
  async () => {
    const shell = await openShell({ rows: 40 })
    await shell.run('const tag = new Tag({ name: "seen" }); session.add(tag)')
    shell.screen.write('\x1bOR')
    await shell.waitFor(/In \[2\]:\nobjects · 1 pending · [^]*▸ Tag +pending +name: seen +In\[1\]/)
    await shell.run('session.flush()')
    await shell.waitFor((screen) => /objects · 1 persistent/.test(screen.text))
    shell.screen.write('1 +\x1bOQ')
    await shell.waitFor(/In \[3\]: 1 \+\nstatements · [^]*▸ [^\n]*INSERT INTO/)
    shell.screen.write(' 2\x1bOQ\x1bOQ\r')
    await shell.waitFor(/In \[3\]: 1 \+ 2\n3\n/)
    expect(shell.text).not.toContain('statements · ')
    await shell.run('for (const p of session.scalars(select(Post).limit(9)).all()) p.author.name')
    shell.screen.write('\x1b[15~')
    await shell.waitFor(/In \[5\]: \.n1 fix\n[^]*proven: \d+ → 1 statement[^]*In \[6\]:/)
  },
)

test('plans of the last statement, of a select and of SQL', MINUTE, async () => {
  const shell = await openShell()
  await shell.run('session.get(User, 3).name')
  expect(await shell.run('.explain')).toContain('SEARCH users USING INTEGER PRIMARY KEY')
  expect(await shell.run('.explain select(Post).where(Post.views.gt(1))')).toContain('SCAN posts')
  expect(await shell.run('.explain .sql select * from tags')).toContain('SCAN tags')
})

test(
  'the status line counts what a flush would write; rolling back empties it',
  MINUTE,
  async () => {
    const shell = await openShell()
    await shell.run('session.get(User, 1).name = "Ada"; session.add(new Tag({ name: "new" }))')
    await shell.waitFor('transaction open · +1 ~1 -0')
    expect(await shell.run('.diff')).toMatch(
      /Tag \(pending, added at In\[1\][^)]*\)[\s\S]*name +ada\.allen → Ada/,
    )
    expect(await shell.run('.rollback')).toContain('rolled back (1 new, 1 changed)')
    await shell.waitFor('no transaction · F1')
  },
)

test('leaving with unflushed work asks; only a yes loses it', MINUTE, async () => {
  const shell = await openShell()
  await shell.run('session.add(new Tag({ name: "new" }))')
  shell.type('\x04')
  await shell.waitFor('1 new object is not committed. Leave anyway? (y/n)')
  shell.type('n')
  expect(await shell.run('session.new.size')).toBe('1')
  shell.type('.exit\r')
  await shell.waitFor('Leave anyway?')
  shell.type('y')
  expect(await shell.screen.exit).toBe(0)
})

test('history outlives the shell, by arrows and by search', MINUTE, async () => {
  const home = temporaryFolder()
  const first = await openShell({ home })
  await first.run('const remembered = 6 * 7')
  await first.run('remembered + 1')
  first.type('\x04')
  expect(await first.screen.exit).toBe(0)
  const second = await openShell({ home })
  second.type('\x1b[A')
  await second.waitFor('In [1]: remembered + 1')
  second.type('\x1b[A')
  await second.waitFor('In [1]: const remembered = 6 * 7')
  second.type('\x03')
  await second.waitFor((screen) => /In \[1\]:\s*\n/.test(screen.text))
  second.type('\x12* 7')
  await second.waitFor('search history: * 7')
  second.type('\r')
  await second.waitFor('In [2]:')
  expect(await second.run('remembered')).toBe('42')
})

test('passwords in a URL are shown nowhere', MINUTE, async () => {
  const home = temporaryFolder()
  const shell = await openShell({ home })
  await shell.run("const other = createEngine('postgresql://app:hunter2@localhost/shop')")
  expect(await shell.run('other')).not.toContain('hunter2')
  expect(await shell.run('`${other.url}`')).not.toContain('hunter2')
  shell.type('\x04')
  await shell.screen.exit
  const next = await openShell({ home })
  next.type('\x1b[A\x1b[A\x1b[A')
  await next.waitFor('In [1]: ')
  expect(next.screen.all).not.toContain('hunter2')
})
