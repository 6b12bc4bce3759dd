/** Values and names of types that one database has. */
import { describe, expect, test } from 'vitest'
import { hstoreText, parseHstore } from '../../src/dialects/postgresql/hstore.js'
import { Range } from '../../src/dialects/postgresql/range-value.js'
import { parseRange } from '../../src/dialects/postgresql/ranges.js'
import { column, createTable, mysql, MetaData, postgresql, Table } from '../../src/index.js'

describe('hstore', () => {
  test('is read and written, with quotes and NULL', () => {
    const value = { a: '1', 'b "x"': 'c\\d', n: null }
    expect(parseHstore(hstoreText(value))).toEqual(value)
  })
})

describe('ranges', () => {
  test('are read with their bounds', () => {
    expect(parseRange('[1,5)')).toEqual(new Range(1, 5))
    expect(parseRange('(,"2024-01-01 00:00:00"]')).toEqual(
      new Range(null, '2024-01-01 00:00:00', { bounds: '(]' }),
    )
    expect(parseRange('empty').isEmpty).toBe(true)
  })

  test('are written as the server reads them', () => {
    expect(String(new Range(1, 5, { bounds: '[]' }))).toBe('[1,5]')
    expect(String(new Range(null, null, { empty: true }))).toBe('empty')
  })
})

test('a type of one database is refused by another, with its name', () => {
  const t = new Table('t', new MetaData(), { a: column(postgresql.inet) })
  expect(createTable(t).compile({ dialect: 'postgresql' }).sql).toContain('a INET NOT NULL')
  expect(() => createTable(t).compile({ dialect: 'sqlite' })).toThrow(
    "(in table 't', column 'a'): Compiler SQLiteTypeCompiler can't render element of type INET",
  )
})

test('MySQL numbers and texts carry their options', () => {
  const t = new Table('t', new MetaData(), {
    a: column(mysql.integer({ unsigned: true })),
    b: column(mysql.longtext({ charset: 'utf8mb4' })),
    c: column(mysql.set('x', 'y')),
  })
  const { sql } = createTable(t).compile({ dialect: 'mysql' })
  expect(sql).toContain('a INTEGER UNSIGNED NOT NULL')
  expect(sql).toContain('b LONGTEXT CHARACTER SET utf8mb4 NOT NULL')
  expect(sql).toContain("c SET('x','y') NOT NULL")
})
