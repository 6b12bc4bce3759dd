/** What is large, slow or refused on a real PostgreSQL, and that the connection is good afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createAsyncEngine,
  createEngine,
  DataError,
  NotSupportedError,
  OperationalError,
} from 'orm-shell'
import type { Connection, Engine } from 'orm-shell'
import { freshDatabase } from '../../helpers/postgres.js'

const megabytes50 = 50 * 2 ** 20

let url: string
let engine: Engine

beforeAll(async () => {
  url = await freshDatabase()
  engine = createEngine(url)
})

afterAll(() => engine.dispose())

function isAlive(connection: Connection): boolean {
  connection.rollback()
  return connection.execDriverSql('select 1').scalar() === 1
}

test('a value of 50 MB goes there and back', () => {
  const text = 'x'.repeat(megabytes50)
  const answer = engine.connect((c) => c.execDriverSql('select $1::text', [text]).scalar())
  expect(answer === text).toBe(true)
})

test('a value of 50 MB goes there and back asynchronously', async () => {
  const bytes = Buffer.alloc(megabytes50, 7)
  const asynchronous = createAsyncEngine(url)
  const answer = await asynchronous.connect(async (c) =>
    (await c.execDriverSql('select $1::bytea', [bytes])).scalar(),
  )
  expect(bytes.equals(answer as Buffer)).toBe(true)
  await asynchronous.dispose()
})

test('10,000 values are bound', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => index)
  const marks = values.map((index) => `($${index + 1}::int)`).join(', ')
  const sql = `select sum(v) from (values ${marks}) as t(v)`
  expect(Number(engine.connect((c) => c.execDriverSql(sql, values).scalar()))).toBe(49_995_000)
})

test('a statement that takes too long is stopped', () => {
  const hasty = createEngine(`${url}?statement_timeout=100`)
  using connection = hasty.connect()
  expect(() => connection.execDriverSql('select pg_sleep(10)')).toThrow(OperationalError)
  expect(isAlive(connection)).toBe(true)
})

test.each(['copy (select 1) to stdout', 'copy held from stdin'])('%s is refused', (sql) => {
  using connection = engine.connect()
  connection.execDriverSql('create temporary table if not exists held (id int)')
  connection.commit()
  expect(() => connection.execDriverSql(sql)).toThrow(
    sql.includes('stdin') ? Error : NotSupportedError,
  )
  expect(isAlive(connection)).toBe(true)
})

test.each([
  [
    'more parameters than the protocol can count',
    'select 1',
    Array.from({ length: 65_536 }, () => 1),
    '(UnsendableValue) the statement has 65536 parameters; PostgreSQL takes at most 65535',
  ],
  ['a NUL', 'select $1', ['a\0b'], 'parameter $1: A string literal cannot contain NUL (0x00)'],
  [
    'half a character',
    'select $1, $2',
    ['a', '\ud800'],
    "parameter $2: 'utf-8' codec can't encode",
  ],
  ['a NUL in the text', "select 'a\0b'", [], 'A string literal cannot contain NUL (0x00)'],
])('%s is an error before anything is sent', (_, sql, values, message) => {
  using connection = engine.connect()
  const send = () => connection.execDriverSql(sql, values)
  expect(send).toThrow(DataError)
  expect(send).toThrow(message)
  // Nothing of it has reached the server: the transaction is not even aborted.
  expect(connection.execDriverSql('select $1::text', ['fine']).scalar()).toBe('fine')
  expect(isAlive(connection)).toBe(true)
})

test('a set that cannot be sent ends a series; the connection is good afterwards', () => {
  using connection = engine.connect()
  connection.execDriverSql('create temporary table if not exists series (v text)')
  connection.commit()
  const insert = () =>
    connection.execDriverSql('insert into series values ($1)', [['a'], ['b'], ['\ud800'], ['c']])
  expect(insert).toThrow(DataError)
  connection.rollback()
  expect(connection.execDriverSql('select count(*) from series').scalar()).toBe(0)
})
