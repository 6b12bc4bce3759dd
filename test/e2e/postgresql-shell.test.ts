/** The shell on a PostgreSQL database with real data: without a terminal, and in one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine, text } from 'orm-shell'
import { type Chinook, chinookOnPostgres } from '../helpers/chinook.js'
import { renderScreen, type Screen } from '../helpers/render-screen.js'
import { executable, runCli } from '../helpers/run-cli.js'

let chinook: Chinook
let home: string

beforeAll(async () => {
  chinook = await chinookOnPostgres()
  home = mkdtempSync(join(tmpdir(), 'orm-shell-home-'))
})

afterAll(() => rmSync(home, { recursive: true }))

/** A terminal that is connected; `run` types an input and waits for what it shows. */
async function connected(): Promise<{ screen: Screen; run: (code: string) => Promise<string> }> {
  const { DATABASE_URL: _, ...env } = process.env
  const screen = renderScreen(executable, {
    args: ['--url', chinook.url, '--no-color'],
    columns: 120,
    rows: 50,
    env: { ...env, HOME: home, XDG_STATE_HOME: join(home, 'state') },
  })
  await screen.waitFor(/In \[1\]:\s*\n/)
  let inputs = 1
  const run = async (code: string): Promise<string> => {
    screen.write(`${code}\r`)
    inputs += 1
    const prompt = `In [${inputs}]:`
    await screen.waitFor(prompt)
    const [, shown = ''] = screen.all.split(`In [${inputs - 1}]:`)
    return (shown.split(prompt)[0] ?? '').trim()
  }
  return { screen, run }
}

/** Something another client does in the meantime. */
function elsewhere(sql: string): void {
  const engine = createEngine(chinook.url, { isolationLevel: 'AUTOCOMMIT' })
  engine.connect((connection) => connection.execute(text(sql)))
  engine.dispose()
}

describe('without a terminal', () => {
  it('answers -e on classes made from the tables', async () => {
    const code =
      'session.scalars(select(Artist).where(Artist.name.eq("AC/DC"))).one().albums.length'
    const { code: status, stdout, stderr } = await runCli(['--url', chinook.url, '-e', code])
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '2\n', stderr: '' })
  })

  it('takes the database from DATABASE_URL', async () => {
    const env = { DATABASE_URL: chinook.url }
    const { stdout } = await runCli(['--json', '-e', 'session.query(Track).count()'], { env })
    expect(stdout).toBe('3503\n')
  })

  it('keeps nothing of an analyzed plan', async () => {
    const inputs = [
      '.explain analyze update(Artist).values({ name: "gone" })',
      '.explain analyze .sql delete from "PlaylistTrack"',
      'session.commit()',
      'session.scalar(select(func.count()).selectFrom(Artist).where(Artist.name.eq("gone")))',
      '.sql select count(*) from "PlaylistTrack"',
    ]
    const { stdout } = await runCli([
      '--url',
      chinook.url,
      ...inputs.flatMap((input) => ['-e', input]),
    ])
    expect(stdout).toMatch(/ModifyTable on Artist[\s\S]*ran in/)
    expect(stdout).toMatch(/ModifyTable on PlaylistTrack[\s\S]*8715 rows/)
    expect(stdout).toMatch(/\n0\ncount\n─+\n\s*8715\n/)
  })
})

describe('in a terminal', () => {
  it('finds the N+1 of a loop and proves the fix', async () => {
    const { run } = await connected()
    const loop = 'for (const t of session.scalars(select(Track).limit(30)).all()) t.album.title'
    expect(await run(loop)).toMatch(/N\+1 {2}Track\.album {2}5 loads for 5 of 30 parents/)
    expect(await run('.n1 fix')).toMatch(/proven: 6 → 2 statements/)
  })

  it('shows plans, rows and tables', async () => {
    const { run } = await connected()
    expect(await run('.explain select(Artist).where(Artist.name.eq("U2"))')).toMatch(
      /Seq Scan on Artist {2}full scan/,
    )
    expect(await run('.explain')).toContain('no statement')
    expect(await run('.sql select count(*), min("Total") from "Invoice"')).toMatch(/412 {2}0\.99/)
    expect(await run('.schema Artist')).toMatch(/ArtistId {2}INTEGER +not null/)
    expect(await run('.schema')).toContain('PlaylistTrack  table  PlaylistId, TrackId')
  })

  it('stops a statement that sleeps on the server, and leaves the transaction usable', async () => {
    const { screen, run } = await connected()
    const stopped = run('session.execute(text("select pg_sleep(60)")).all()')
    await screen.waitFor('Ctrl-C interrupts')
    screen.write('\x03')
    expect(await stopped).toContain('Interrupted:')
    expect(await run('session.get(Artist, 1).name')).toContain("'AC/DC'")
    await run('.rollback')
    expect(await run('session.get(Artist, 2).name')).toContain("'Accept'")
  })

  it('stops a statement that an asynchronous session waits for, on the server too', async () => {
    const { screen, run } = await connected()
    await run('const other = new AsyncSession(createAsyncEngine(engine.url));')
    const stopped = run('await other.execute(text("select pg_sleep(61)"))')
    await screen.waitFor('Ctrl-C interrupts')
    screen.write('\x03')
    expect(await stopped).toContain('Interrupted:')
    const sleeping = `select count(*) from pg_stat_activity
      where state = 'active' and query like 'select pg_sleep(61)%'`
    const count = `session.scalar(text(${JSON.stringify(sleeping.replace(/\s+/g, ' '))}))`
    expect(await run(count)).toMatch(/^0$/m)
  })

  it('survives the end of its connection in the middle of a transaction', async () => {
    const { screen, run } = await connected()
    await run('session.add(new Artist({ name: "unsaved" })); session.flush()')
    elsewhere(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    expect(await run('session.get(Artist, 2)')).toMatch(
      /OperationalError: \((?:AdminShutdown|ConnectionLost)\)[\s\S]*the connection is lost[\s\S]*INSERT "Artist"/,
    )
    expect(await run('session.get(Artist, 2)')).toMatch(/PendingRollbackError/)
    await run('.rollback')
    expect(await run('session.get(Artist, 2).name')).toContain("'Accept'")
    expect(await run('session.query(Artist).filterBy({ name: "unsaved" }).count()')).toMatch(
      /^.*\n0/,
    )
    expect(screen.text).not.toContain(':shell@')
  })

  it('keeps passwords out of the screen and of the history', async () => {
    const { screen, run } = await connected()
    expect(await run('engine')).toContain('Engine(postgresql://orm:***@')
    await run('[engine.url, engine, session.bind]')
    screen.write('createEngine("postgresql://orm:hush4711@127.0.0.1:1/x").connect()\r')
    await screen.waitFor(/Connection refused[\s\S]*In \[4\]:/)
    screen.write('.exit\r')
    expect(await screen.exit).toBe(0)
    expect(screen.all).not.toContain(':shell@')
    const history = readFileSync(join(home, 'state/orm-shell/history.jsonl'), 'utf8')
    expect(history).toContain('createEngine')
    expect(history).not.toContain('hush4711')
  })
})
