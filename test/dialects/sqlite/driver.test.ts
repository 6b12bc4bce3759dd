/** The SQLite driver on real databases: values, counts, transactions, cursors. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createSqliteDriver, type SqliteConnection } from '../../../src/dialects/sqlite/driver.js'
import { makeUrl } from '../../../src/engine/url.js'

const folder = mkdtempSync(join(tmpdir(), 'orm-shell-sqlite-'))
const driver = createSqliteDriver()
let db: SqliteConnection

function open(url = 'sqlite://', connectArgs = {}): SqliteConnection {
  return driver.connect(makeUrl(url), connectArgs) as SqliteConnection
}

beforeEach(() => {
  db = open()
})

afterAll(() => rmSync(folder, { recursive: true }))

test('whole numbers and booleans are integers to SQLite, other numbers are real', () => {
  const result = db.execute("select typeof(?), typeof(?), typeof(?), 7 / ?, 'a' || ?", [
    1,
    true,
    1.5,
    2,
    3,
  ])
  expect(result.rows).toEqual([['integer', 'integer', 'real', 3, 'a3']])
})

test('integers beyond 2^53 are exact, in results, RETURNING and generated keys', () => {
  db.execute('create table wide (id integer primary key, n integer)', [])
  const insert = db.execute('insert into wide values (?, ?)', [9007199254740993n, 5])
  expect(insert.lastInsertId).toBe(9007199254740993n)
  expect(db.execute('select id, n from wide', []).rows).toEqual([[9007199254740993n, 5]])
  const returning = db.execute('insert into wide values (?, 1) returning id, n', [
    9007199254740995n,
  ])
  expect(returning).toMatchObject({
    rows: [[9007199254740995n, 1]],
    rowCount: 1,
    returnsRows: true,
  })
})

test('dates, bytes, missing values and texts are bound', () => {
  const at = new Date('2024-05-17T12:30:45.123Z')
  const result = db.execute('select ?, ?, ?, ?', [at, new Uint8Array([1, 2]), undefined, 'é'])
  expect(result.rows).toEqual([['2024-05-17 12:30:45.123000', Buffer.from([1, 2]), null, 'é']])
})

test('counts rows of DML, and of many parameter sets', () => {
  expect(db.execute('create table t (id integer primary key, x varchar(5))', []).rowCount).toBe(-1)
  expect(db.execute("insert into t (x) values ('a')", [])).toMatchObject({
    rowCount: 1,
    lastInsertId: 1,
  })
  expect(db.executeMany('insert into t (x) values (?)', [['b'], ['c']]).rowCount).toBe(2)
  expect(db.execute('update t set x = ? where id > ?', ['z', 1]).rowCount).toBe(2)
  const select = db.execute('select * from t', [])
  expect(select).toMatchObject({
    rowCount: -1,
    columns: ['id', 'x'],
    columnTypes: ['INTEGER', 'varchar(5)'],
  })
})

test('a change of the schema shows in statements that are already prepared', () => {
  db.execute('create table t (a)', [])
  expect(db.execute('select * from t', []).columns).toEqual(['a'])
  db.execute('alter table t add column b', [])
  expect(db.execute('select * from t', []).columns).toEqual(['a', 'b'])
})

test('a cursor reads in pieces while the same connection writes', () => {
  db.execute('create table t (a integer)', [])
  db.executeMany('insert into t values (?)', [[1], [2], [3]])
  const cursor = db.openCursor('select a from t where a < ?', [10])
  expect(cursor.columns).toEqual(['a'])
  expect(cursor.fetch(2)).toEqual([[1], [2]])
  expect(db.execute('select a from t where a < ?', [2]).rows).toEqual([[1]])
  db.execute('create table other (b)', [])
  expect(cursor.fetch(5)).toEqual([[3]])
  expect(cursor.fetch(5)).toEqual([])
  const abandoned = db.openCursor('select a from t', [])
  abandoned.close()
  db.execute('drop table t', [])
})

test('BEGIN, COMMIT and ROLLBACK are sent where they mean something', () => {
  db.execute('create table t (a)', [])
  db.begin('BEGIN')
  db.begin('BEGIN')
  expect(db.inTransaction).toBe(true)
  db.execute('insert into t values (1)', [])
  db.end('ROLLBACK')
  db.end('ROLLBACK')
  expect(db.inTransaction).toBe(false)
  expect(db.execute('select * from t', []).rows).toEqual([])
})

test('foreign keys are enforced on demand, REGEXP works, results can be stepped through', () => {
  const read = 'pragma foreign_keys'
  expect(db.execute(read, []).rows).toEqual([[0]])
  expect(open('sqlite://', { foreignKeys: true }).execute(read, []).rows).toEqual([[1]])
  expect(open('sqlite://?foreign_keys=on').execute(read, []).rows).toEqual([[1]])
  expect(
    db.execute("select 'abc' regexp 'b.$', 'abc' regexp '^b', null regexp 'x'", []).rows,
  ).toEqual([[1, 0, null]])
  const stepping = open('sqlite://', { interruptible: true })
  expect(stepping.execute('select 1 union select 2', []).rows).toEqual([[1], [2]])
})

test('files are opened by relative, absolute and read-only URLs', () => {
  const path = join(folder, 'a.db')
  const writer = open(`sqlite:///${path}`)
  writer.execute('create table t (a)', [])
  writer.close()
  expect(writer.isOpen).toBe(false)
  const reader = open(`sqlite:///${path}?mode=ro`)
  expect(() => reader.execute('insert into t values (1)', [])).toThrow(/readonly/)
  reader.close()
})
