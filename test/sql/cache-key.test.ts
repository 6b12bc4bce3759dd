/** The statement cache: equal structure, equal key; values are taken from the statement executed. */
import { describe, expect, test } from 'vitest'
import {
  cacheKeyOf,
  bindparam,
  func,
  insert,
  literal,
  select,
  update,
  type ClauseElement,
} from '../../src/sql/index.js'
import { KeyTree } from '../../src/sql/keys/key-tree.js'
import { sqliteCompiler } from '../../src/dialects/sqlite/compiler.js'
import { postgresqlCompiler } from '../../src/dialects/postgresql/compiler.js'
import { collapse } from '../helpers/expect-sql.js'
import { o, orders, u, users } from './tables.js'

const keyOf = (statement: ClauseElement) => cacheKeyOf(statement)?.key

/** Executes `later` with what was compiled for `first`. */
function bindCached(first: ClauseElement, later: ClauseElement) {
  const key = cacheKeyOf(first)
  const compiled = first.compile({ dialect: sqliteCompiler })
  compiled.matchExtracted(key?.binds ?? [])
  expect(keyOf(later)).toBe(key?.key)
  const { sql, parameters } = compiled.bind(null, cacheKeyOf(later)?.binds ?? null)
  return [collapse(sql), parameters]
}

describe('keys', () => {
  test('are the same for statements that differ in values', () => {
    const statement = (id: number, name: string) =>
      select(u.id).where(u.id.eq(id), u.name.like(name)).orderBy(u.age.desc()).limit(id)
    expect(keyOf(statement(1, 'a'))).toBe(keyOf(statement(2, 'b')))
  })

  test('differ with structure', () => {
    const keys = [
      select(u.id),
      select(u.name),
      select(u.id).where(u.id.eq(1)),
      select(u.id).where(u.id.ne(1)),
      select(u.id).where(u.id.eq(null)),
      select(u.id).where(u.id.eq(bindparam('a'))),
      select(u.id).where(u.id.eq(bindparam('b'))),
      select(u.id).limit(1),
      select(u.id).offset(1),
      select(u.id).distinct(),
      select(u.id.label('x')),
      select(u.id.label('y')),
      select(u.id).join(orders),
      select(u.id).outerjoin(orders),
      select(u.id).setLabelStyle('tablenamePlusCol'),
      select(func.max(u.id)),
      select(func.min(u.id)),
      select(u.id).selectFrom(users.alias('a')),
      select(u.id).selectFrom(users.alias('b')),
      select(u.id).withForUpdate(),
      select(u.id).orderBy(u.name),
      select(u.id).groupBy(u.name),
      select(u.id).groupBy(u.name).orderBy(u.name),
      select(u.id, u.name),
      select(u.id).correlate(null),
      select(u.id).correlateExcept(null),
      select(u.id).prefixWith('X'),
      select(u.id).suffixWith('X'),
      select(u.id).where(u.name.like('a')),
      select(u.id).where(u.name.like('a', { escape: '/' })),
      select(u.id).where(u.id.in([1])),
      select(u.id).where(u.id.notIn([1])),
      select(u.id).outerjoin(orders, null, { full: true }),
      select(literal('x')),
      select(literal(1)),
    ].map(keyOf)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('do not depend on which anonymous alias it is, but on which are the same', () => {
    const twice = () => {
      const a = users.alias()
      const b = users.alias()
      return { same: select(a.c.id, a.c.name), different: select(a.c.id, b.c.name) }
    }
    expect(keyOf(twice().same)).toBe(keyOf(twice().same))
    expect(keyOf(twice().same)).not.toBe(keyOf(twice().different))
  })

  test('tell one parameter used twice from two', () => {
    const value = literal(1)
    const same = select(u.id).where(u.id.eq(value), u.age.eq(value))
    const two = select(u.id).where(u.id.eq(literal(1)), u.age.eq(literal(1)))
    expect(keyOf(same)).not.toBe(keyOf(two))
  })

  test('do not exist for INSERT with many rows', () => {
    expect(cacheKeyOf(insert(users).values([{ name: 'a' }]))).toBeNull()
    expect(cacheKeyOf(insert(users))).not.toBeNull()
  })
})

describe('the tree of keys', () => {
  test('begins anew when it has grown too large', () => {
    const tree = new KeyTree(40)
    const keyIn = (statement: ClauseElement) => cacheKeyOf(statement, tree)?.key
    const first = keyIn(select(u.id).where(u.name.eq('a')))
    expect(keyIn(select(u.id).where(u.name.eq('b')))).toBe(first)
    keyIn(select(o.id).where(o.status.eq('a'), o.id.gt(1)))
    const again = keyIn(select(u.id).where(u.name.eq('a')))
    expect(again).not.toBe(first)
    expect(keyIn(select(u.id).where(u.name.eq('c')))).toBe(again)
  })
})

describe('cached statements', () => {
  test('run with the values of the statement executed', () => {
    const statement = (id: number) =>
      select(u.id)
        .where(u.id.eq(id), u.name.ne(`n${id}`))
        .limit(id)
    expect(bindCached(statement(1), statement(7))).toEqual([
      'SELECT users.id FROM users WHERE users.id = ? AND users.name != ? LIMIT ? OFFSET ?',
      [7, 'n7', 7, 0],
    ])
  })

  test('write lists as long as they are', () => {
    const statement = (ids: readonly number[]) => select(u.id).where(u.id.in(ids))
    expect(bindCached(statement([1]), statement([7, 8, 9]))).toEqual([
      'SELECT users.id FROM users WHERE users.id IN (?, ?, ?)',
      [7, 8, 9],
    ])
    expect(bindCached(statement([1]), statement([]))).toEqual([
      'SELECT users.id FROM users WHERE users.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)',
      [],
    ])
  })

  test('write lists of one length alike, whatever is in them', () => {
    const statement = (ids: readonly unknown[]) => select(u.id).where(u.name.in(ids as string[]))
    const first = statement(['a'])
    const compiled = first.compile({ dialect: postgresqlCompiler })
    compiled.matchExtracted(cacheKeyOf(first)?.binds ?? [])
    const bound = (ids: readonly unknown[]) => {
      const { sql, parameters } = compiled.bind(null, cacheKeyOf(statement(ids))?.binds ?? null)
      return [collapse(sql).replace(/.*IN /, ''), parameters]
    }
    expect(bound(['a', 'b'])).toEqual(['($1, $2)', ['a', 'b']])
    expect(bound(['c', 'd'])).toEqual(['($1, $2)', ['c', 'd']])
    expect(bound(['e'])).toEqual(['($1)', ['e']])
    expect(bound([])).toEqual(['(NULL) AND (1 != 1)', []])
    expect(bound(['f'])).toEqual(['($1)', ['f']])
  })

  test('take the values of INSERT and UPDATE', () => {
    const statement = (name: string) => update(orders).values({ status: name }).where(o.id.eq(1))
    expect(bindCached(statement('a'), statement('b'))).toEqual([
      'UPDATE orders SET status=? WHERE orders.id = ?',
      ['b', 1],
    ])
  })

  test('prefer values given by name', () => {
    const compiled = select(u.id)
      .where(u.name.eq(bindparam('n')))
      .compile({ dialect: sqliteCompiler })
    expect(compiled.bind({ n: 'ed' }).parameters).toEqual(['ed'])
    expect(() => compiled.bind(null)).toThrow("A value is required for bind parameter 'n'")
  })

  test('number a parameter once however often it is written', () => {
    const value = literal(5)
    const compiled = select(value.label('a'))
      .where(u.id.gt(value))
      .compile({ dialect: postgresqlCompiler })
    expect(collapse(compiled.sql)).toBe('SELECT $1 AS a FROM users WHERE users.id > $1')
    expect(compiled.bind(null).parameters).toEqual([5])
  })

  test('ask callables each time', () => {
    let calls = 0
    const bind = bindparam('now', { callable: () => ++calls })
    const compiled = select(u.id).where(u.id.eq(bind)).compile({ dialect: sqliteCompiler })
    expect([compiled.bind(null).parameters, compiled.bind(null).parameters]).toEqual([[1], [2]])
  })
})

test('statements can be compared', () => {
  expect(u.id.eq(5).compare(u.id.eq(5))).toBe(true)
  expect(u.id.eq(5).compare(u.id.eq(6))).toBe(false)
  expect(select(u.id).compare(select(u.id))).toBe(true)
})
