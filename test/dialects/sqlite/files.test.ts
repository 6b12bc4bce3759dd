/** SQLite files: journal modes, waiting for locks, other files attached, references that are enforced. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import {
  ArgumentError,
  createEngine,
  type Engine,
  IntegrityError,
  MetaData,
  OperationalError,
  select,
} from 'orm-shell'
import { runCli } from '../../helpers/run-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'orm-shell-files-'))

afterAll(() => rmSync(folder, { recursive: true }))

function open(name: string, query = ''): Engine {
  const engine = createEngine(`sqlite:///${join(folder, name)}${query}`)
  onTestFinished(() => engine.dispose())
  return engine
}

const pragma = (engine: Engine, name: string) =>
  engine.connect((connection) => connection.execDriverSql(`PRAGMA ${name}`).scalar())

test('the URL chooses the journal, the patience and whether references are enforced', () => {
  const engine = open('options.db', '?journal_mode=wal&timeout=0.25&foreign_keys=on')
  expect(pragma(engine, 'journal_mode')).toBe('wal')
  expect(pragma(engine, 'busy_timeout')).toBe(250)
  expect(pragma(engine, 'foreign_keys')).toBe(1)
  expect(pragma(open('plain.db'), 'foreign_keys')).toBe(0)
})

test.each([
  ['?journal_mode=x', "Invalid value 'x' for journal_mode", 'use one of delete, truncate,'],
  ['?timeout=soon', "Invalid value 'soon' for timeout", 'a number of seconds'],
  ['?mode=readonly', "Invalid value 'readonly' for mode", 'use one of ro, rw, rwc, memory'],
  ['?foreign_key=on', "Invalid query parameter in the database URL: 'foreign_key'", 'foreign_keys'],
  [
    '?colour=red',
    "Invalid query parameter in the database URL: 'colour'",
    'SQLite has mode, timeout',
  ],
])('a wrong option is an error before anything is opened: %s', (query, message, hint) => {
  expect(() => open('bad.db', query)).toThrow(ArgumentError)
  expect(() => open('bad.db', query)).toThrow(
    expect.objectContaining({ message, hint: expect.stringContaining(hint) }),
  )
})

test.each(['sqlite://file.db', 'sqlite://me@/file.db', 'sqlite://:1/file.db'])(
  'a URL with a host or a user says how files are written: %s',
  (url) => {
    expect(() => createEngine(url)).toThrow(
      /^Invalid SQLite URL: sqlite:.*\nValid SQLite URL forms are:/,
    )
  },
)

test('a file may be opened only for reading, or only if it is there', () => {
  open('mode.db').begin((connection) => connection.execDriverSql('create table t (a)'))
  const insert = (engine: Engine) =>
    engine.begin((connection) => connection.execDriverSql('insert into t values (1)'))
  for (const query of ['?mode=ro', '?immutable=1'])
    expect(() => insert(open('mode.db', query))).toThrow('attempt to write a readonly database')
  insert(open('mode.db', '?mode=rw'))
  insert(open('mode.db', '?mode=rwc'))
  const missing = `unable to open database file "${join(folder, 'none.db')}": the file does not exist`
  for (const mode of ['ro', 'rw']) {
    expect(() => open('none.db', `?mode=${mode}`).connect()).toThrow(OperationalError)
    expect(() => open('none.db', `?mode=${mode}`).connect()).toThrow(missing)
  }
})

test('a file that cannot be opened is named, with the reason', () => {
  expect(() => open('no/where.db').connect()).toThrow(
    `unable to open database file "${join(folder, 'no/where.db')}": its directory does not exist`,
  )
  expect(() => open('').connect()).toThrow(/: it is a directory/)
})

test('file: names are read with uri=true, as in SQLAlchemy', () => {
  open('uri.db').begin((connection) => connection.execDriverSql('create table t (a)'))
  const count = (url: string) => {
    const engine = createEngine(url)
    onTestFinished(() => engine.dispose())
    return engine.connect((c) => c.execDriverSql('select count(*) from sqlite_master').scalar())
  }
  const path = join(folder, 'uri.db')
  expect(count(`sqlite:///file:${path}?uri=true`)).toBe(1)
  expect(count(`sqlite:///file://${path}?mode=ro&uri=true`)).toBe(1)
  expect(count('sqlite:///file::memory:?cache=shared&uri=true')).toBe(0)
  expect(count('sqlite:///file:shared?mode=memory&cache=shared&uri=true')).toBe(0)
  expect(() => count(`sqlite:///file:${path}.none?mode=ro&uri=true`)).toThrow(
    /the file does not exist/,
  )
})

test('all sessions of a database in memory see the same one, however it is spelled', () => {
  const engine = createEngine('sqlite:///file:shared?mode=memory&uri=true')
  onTestFinished(() => engine.dispose())
  engine.begin((connection) => connection.execDriverSql('create table t (a)'))
  expect(engine.connect((c) => c.execDriverSql('select count(*) from t').scalar())).toBe(0)
})

test('a writer does not wait longer than it was told, and says why', () => {
  const [first, second] = [open('locked.db'), open('locked.db', '?timeout=0.05')]
  first.begin((connection) => connection.execDriverSql('create table t (a)'))
  const holder = first.connect()
  onTestFinished(() => holder.close())
  holder.execDriverSql('insert into t values (1)')
  const started = performance.now()
  const write = () =>
    second.begin((connection) => connection.execDriverSql('insert into t values (2)'))
  expect(write).toThrow(OperationalError)
  expect(write).toThrow('(SqliteError) database is locked')
  expect(write).toThrow(expect.objectContaining({ hint: expect.stringContaining('?timeout=') }))
  expect(performance.now() - started).toBeLessThan(2000)
  holder.commit()
  write()
  expect(second.connect((c) => c.execDriverSql('select count(*) from t').scalar())).toBe(2)
})

test('in WAL readers go on while somebody writes', () => {
  const [writer, reader] = [open('wal.db', '?journal_mode=wal'), open('wal.db', '?timeout=0')]
  writer.begin((connection) => connection.execDriverSql('create table t (a)'))
  const holder = writer.connect()
  onTestFinished(() => holder.close())
  holder.execDriverSql('insert into t values (1)')
  expect(reader.connect((c) => c.execDriverSql('select count(*) from t').scalar())).toBe(0)
})

test('another file is attached as a schema', () => {
  open('attached.db').begin((connection) => {
    connection.execDriverSql('create table notes (id integer primary key, text varchar)')
    connection.execDriverSql(`insert into notes (text) values ('there')`)
  })
  open('main.db').connect((connection) => {
    connection.execDriverSql(`attach database '${join(folder, 'attached.db')}' as side`)
    connection.commit()
    const metadata = new MetaData()
    metadata.reflect(connection, { schema: 'side' })
    const notes = metadata.tables.get('side.notes')
    expect(notes?.schema).toBe('side')
    expect(connection.execute(select(notes as never)).all()).toEqual([[1, 'there']])
  })
})

test('the shell enforces references unless the URL says otherwise', async () => {
  const file = join(folder, 'shell.db')
  open('shell.db').begin((connection) => {
    connection.execDriverSql('create table a (id integer primary key)')
    connection.execDriverSql('create table b (id integer primary key, a_id integer references a)')
  })
  const orphan = 'session.add(new B({ aId: 7 })); session.flush()'
  const strict = await runCli(['--url', `sqlite:///${file}`, '-e', orphan])
  expect([strict.code, strict.stderr]).toEqual([
    1,
    expect.stringContaining(`${IntegrityError.name}: (SqliteError) FOREIGN KEY constraint failed`),
  ])
  const lax = await runCli(['--url', `sqlite:///${file}?foreign_keys=off`, '-e', orphan])
  expect(lax.code).toBe(0)
})
