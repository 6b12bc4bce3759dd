/** INSERT … SELECT with defaults, upserts by dialect, RETURNING for defaults. */
import { describe, expect, test } from 'vitest'
import { column } from '../../src/schema/column.js'
import { Index } from '../../src/schema/table-index.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Table } from '../../src/schema/table.js'
import { delete_, func, insert, integer, select, string, unionAll } from '../../src/sql/index.js'
import { onWarning } from '../../src/util/warnings.js'
import { expectSql } from '../helpers/expect-sql.js'
import { o, orders, u, users } from './tables.js'

const counted = new Table('counted', new MetaData(), {
  id: column(integer, { primaryKey: true }),
  a: column(integer, { default: 5 }),
  b: column(integer, { default: func.random() }),
  f: column(string, { default: () => 'z' }),
})

describe('INSERT … SELECT', () => {
  test('brings the defaults of columns nobody named', () => {
    expectSql(insert(counted).fromSelect(['id'], select(u.id)), {
      sqlite: [
        'INSERT INTO counted (id, a, b, f) SELECT users.id, ? AS anon_1, random() AS random_1, ? AS anon_2 FROM users',
        [null, null],
      ],
    })
    expectSql(insert(counted).fromSelect(['id'], select(u.id), { includeDefaults: false }), {
      sqlite: 'INSERT INTO counted (id) SELECT users.id FROM users',
    })
  })

  test('set operations cannot have more columns', () => {
    const both = unionAll(select(u.id), select(o.id))
    expect(() => insert(counted).fromSelect(['id'], both).compile()).toThrow(
      /Can't extend statement for INSERT..FROM SELECT.*'a', 'b', 'f'/,
    )
  })

  test('excludes values', () => {
    expect(() =>
      insert(users).values({ name: 'x' }).fromSelect(['name'], select(o.status)),
    ).toThrow('This construct already inserts value expressions')
  })
})

describe('upserts', () => {
  const row = insert(users).values({ id: 1, name: 'x' })
  const START = 'INSERT INTO users (id, name) VALUES'

  test('SQLite knows a partial index by a condition without parameters', () => {
    const statement = row.onConflictDoNothing({ indexElements: ['id'], indexWhere: u.age.gt(5) })
    expectSql(statement, {
      sqlite: [`${START} (?, ?) ON CONFLICT (id) WHERE age > 5 DO NOTHING`, [1, 'x']],
      postgresql: [`${START} ($1, $2) ON CONFLICT (id) WHERE age > $3 DO NOTHING`, [1, 'x', 5]],
    })
  })

  test('an index stands for its columns', () => {
    const constraint = new Index('ix', [u.name], { unique: true })
    expectSql(row.onConflictDoUpdate({ constraint, set: { age: 1 } }), {
      postgresql: `${START} ($1, $2) ON CONFLICT (name) DO UPDATE SET age = $3`,
    })
  })

  test('there is one clause, of the database at hand', () => {
    expect(() => row.onConflictDoNothing().onConflictDoNothing()).toThrow(
      'This Insert construct already has an ON CONFLICT clause established',
    )
    expect(() => row.onConflictDoNothing().compile({ dialect: 'mysql' })).toThrow(
      /MySQLCompiler can't render/,
    )
    expect(() => row.onDuplicateKeyUpdate({ name: 'a' }, { age: 1 })).toThrow(/simultaneously/)
  })

  test('columns the table does not have are warned of', () => {
    const warnings: string[] = []
    const stop = onWarning(({ message }) => warnings.push(message))
    row.onConflictDoUpdate({ indexElements: ['id'], set: { nope: 1 } }).compile()
    stop()
    expect(warnings).toEqual([
      "Additional column names not matching any column keys in table 'users': 'nope'",
    ])
  })
})

test('defaults that are asked for are returned', () => {
  expectSql(insert(users).values({ name: 'a' }).returnDefaults(u.age), {
    sqlite: 'INSERT INTO users (name) VALUES (?) RETURNING id, age',
  })
  expect(insert(users).values({ name: 'a' }).returnDefaults(u.age).toString()).toContain(
    'RETURNING users.id, users.age',
  )
  expect(insert(users).returning(u.id, u.name).exportedColumns.keys()).toEqual(['id', 'name'])
})

test('an INSERT does not know columns of other tables', () => {
  const statement = insert(users).values([[o.status, 'x']])
  expect(() => statement.compile()).toThrow('Unconsumed column names: status')
})

test('hints are for the other tables of a DELETE as well', () => {
  const statement = delete_(users).where(u.id.eq(o.userId))
  expectSql(statement.withHint('X', { selectable: orders, dialectName: 'mysql' }), {
    mysql: 'DELETE FROM users USING users, orders X WHERE users.id = orders.user_id',
  })
})

test('PostgreSQL has to be told which constraint an update is about', () => {
  const update = insert(users)
    .values({ id: 1 })
    .onConflictDoUpdate({ set: { name: 'z' } })
  expect(() => update.compile({ dialect: 'postgresql' })).toThrow(
    'Either constraint or index_elements, but not both, must be specified unless DO NOTHING',
  )
  expectSql(update, {
    sqlite: 'INSERT INTO users (id) VALUES (?) ON CONFLICT DO UPDATE SET name = ?',
  })
})
