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
  expect(() => open('bad.db', '?journal_mode=x').connect()).toThrow(ArgumentError)
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
