/** Ctrl-C in each phase of the whole shell: what stops, what it leaves behind, what says that it cannot be stopped. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderScreen } from '../helpers/render-screen.js'
import { executable } from '../helpers/run-cli.js'
import { openShell, temporaryFolder } from './open-shell.js'

const MINUTE = { timeout: 60_000 }
const CTRL_C = '\x03'

test(
  'a flush that is stopped rolls back; after .rollback the session goes on',
  MINUTE,
  async () => {
    const shell = await openShell()
    await shell.run(
      'const tags = Array.from({ length: 40000 }, (_, n) => new Tag({ name: `t${n}` }));',
    )
    await shell.run('session.addAll(tags);')
    shell.type('session.flush()\r')
    await shell.waitFor('Ctrl-C interrupts')
    shell.type(CTRL_C)
    await shell.waitFor(/^In \[4\]:/m)
    expect(shell.printed(3)).toMatch(/^Interrupted: [^]*rolled back[^]*^ +ROLLBACK$/m)
    expect(await shell.run('session.query(Tag).count()')).toContain(
      'first issue Session.rollback()',
    )
    await shell.run('.rollback')
    expect(await shell.run('[session.new.size, session.query(Tag).count()]')).toContain('[ 0, 30 ]')
  },
)

const endless = (columns: string): string =>
  `text("with recursive c(x) as (select 1 union all select x + 1 from c) select ${columns} from c")`

test.each(['', 'await null; '])(
  'rows are no longer read when Ctrl-C is pressed, and the connection is free: %s',
  MINUTE,
  async (before) => {
    const shell = await openShell()
    shell.type(`${before}session.execute(${endless('x')}).all()\r`)
    await shell.waitFor('Ctrl-C interrupts')
    shell.type(CTRL_C)
    await shell.waitFor(/^In \[2\]:/m)
    expect(shell.printed(1)).toMatch(/^Interrupted: /m)
    expect(await shell.run('session.query(Tag).count()')).toMatch(/^30$/m)
  },
)

test(
  'one step of SQLite cannot be stopped, and says so; a second Ctrl-C brings a kernel with everything',
  MINUTE,
  async () => {
    const shell = await openShell()
    await shell.run('const kept = 1;')
    shell.type(`session.execute(${endless('count(*)')})\r`)
    await shell.waitFor('Ctrl-C interrupts')
    shell.type(CTRL_C)
    await shell.waitFor('still running · Ctrl-C again replaces the kernel')
    shell.type(CTRL_C)
    await shell.waitFor(/was replaced: variables and the open transaction are lost[^]*F1 keys/)
    expect(await shell.run('session.query(Tag).count()')).toMatch(/^30$/m)
    shell.type('\x1b[A\x1b[A')
    await shell.waitFor(/: session\.execute\(text/)
  },
)

test('in the question before leaving Ctrl-C means no', MINUTE, async () => {
  const shell = await openShell()
  await shell.run("session.add(new Tag({ name: 'x' }));")
  shell.type('.exit\r')
  await shell.waitFor('Leave anyway? (y/n)')
  shell.type(CTRL_C)
  await shell.waitFor((screen) => !screen.text.includes('Leave anyway?'))
  expect(await shell.run('session.new.size')).toMatch(/^1$/m)
})

test('in the pager and in a menu Ctrl-C closes them and keeps the line', MINUTE, async () => {
  const shell = await openShell({ rows: 24, columns: 100 })
  shell.type('session.query(Post).limit(40).all()\r')
  await shell.waitFor(/^lines \d/m)
  shell.type(CTRL_C)
  await shell.waitFor(/^In \[2\]:/m)
  shell.type('select(Post).where(Post.')
  await shell.waitFor(/Post\.$/m)
  shell.type('\t')
  await shell.waitFor('▸')
  shell.type(CTRL_C)
  await shell.waitFor((screen) => !screen.text.includes('▸'))
  expect(shell.text).toMatch(/^In \[2\]: select\(Post\)\.where\(Post\.$/m)
})

test('a result that is being printed stops, and the prompt comes at once', MINUTE, async () => {
  const shell = await openShell()
  shell.type('for (let n = 0; ; n++) console.log(`line ${n}`)\r')
  await shell.waitFor(/line \d{4}/)
  shell.type(CTRL_C)
  await shell.waitFor(/^Interrupted: [^]*^In \[2\]:/m)
  const printed = [...shell.screen.all.matchAll(/^line (\d+)$/gm)].map(([, n]) => Number(n))
  const first = printed[0] ?? 0
  expect(printed).toEqual(printed.map((_, index) => first + index))
})

test(
  'models that are still being loaded: Ctrl-C says how to leave, Ctrl-D does',
  MINUTE,
  async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'models.ts')
    writeFileSync(file, 'const end = Date.now() + 60_000\nwhile (Date.now() < end);\nexport {}\n')
    const screen = renderScreen(executable, {
      args: ['--models', file],
      columns: 100,
      cwd: folder,
      env: { HOME: folder, XDG_STATE_HOME: folder, DATABASE_URL: undefined },
    })
    await screen.waitFor('starting…')
    screen.write(CTRL_C)
    await screen.waitFor('database and models are still being opened · Ctrl-D leaves')
    screen.write('\x04')
    expect(await screen.exit).toBe(0)
  },
)
