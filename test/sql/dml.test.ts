/** INSERT, UPDATE, DELETE and upserts. */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  bindparam,
  CompileError,
  delete_,
  exists,
  func,
  insert,
  integer,
  literal,
  null_,
  select,
  string,
  update,
} from '../../src/sql/index.js'
import { column } from '../../src/schema/column.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Sequence } from '../../src/schema/defaults.js'
import { Table } from '../../src/schema/table.js'
import { collapse, expectSql } from '../helpers/expect-sql.js'
import { sqliteCompiler } from '../../src/dialects/sqlite/compiler.js'

const nullable = { nullable: true } as const
const metadata = new MetaData()
const users = new Table('users', metadata, {
  id: column(integer, { primaryKey: true }),
  name: column(string(30), nullable),
  age: column(integer, { ...nullable, default: () => 18 }),
  status: column(string(10), { ...nullable, serverDefault: 'new' }),
  touched: column(integer, { ...nullable, onupdate: () => 1 }),
})
const logs = new Table('logs', metadata, {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, nullable),
  msg: column(string(20), nullable),
})
const u = users.c
const l = logs.c

describe('INSERT', () => {
  test('as an example lists all columns', () => {
    expectSql(insert(users), {
      default:
        'INSERT INTO users (id, name, age, status, touched) VALUES (:id, :name, :age, :status, :touched)',
    })
  })

  test('lists the values given and those that defaults make', () => {
    expectSql(insert(users).values({ name: 'x' }), {
      default: ['INSERT INTO users (name, age) VALUES (:name, :age)', { name: 'x', age: null }],
      sqlite: 'INSERT INTO users (name, age) VALUES (?, ?)',
      postgresql: 'INSERT INTO users (name, age) VALUES ($1, $2) RETURNING users.id',
      mysql: 'INSERT INTO users (name, age) VALUES (%s, %s)',
    })
    expectSql(insert(users).values({ name: 'a' }).values({ age: 3 }), {
      sqlite: ['INSERT INTO users (name, age) VALUES (?, ?)', ['a', 3]],
    })
  })

  test('draws a key from its sequence only where the database has sequences', () => {
    const drawn = new Table('t', new MetaData(), {
      id: column(integer, new Sequence('s'), { primaryKey: true }),
      x: column(integer, { nullable: true }),
    })
    const statement = insert(drawn).values({ x: 1 })
    expect(statement.toString()).toBe('INSERT INTO t (id, x) VALUES (:id, :x)')
    expectSql(statement, {
      default: 'INSERT INTO t (x) VALUES (:x)',
      sqlite: 'INSERT INTO t (x) VALUES (?)',
      postgresql: "INSERT INTO t (id, x) VALUES (nextval('s'), $1) RETURNING t.id",
      mysql: 'INSERT INTO t (x) VALUES (%s)',
    })
  })

  test('takes values by column and in column order', () => {
    expectSql(insert(users).values([[u.name, 'x']]), {
      sqlite: 'INSERT INTO users (name, age) VALUES (?, ?)',
    })
    expectSql(insert(users).values([1, 'x', 5] as never), {
      postgresql: ['INSERT INTO users (id, name, age) VALUES ($1, $2, $3)', [1, 'x', 5]],
    })
  })

  test('takes expressions', () => {
    expectSql(insert(users).values({ name: func.upper('x'), age: literal(4).add(1) }), {
      default: 'INSERT INTO users (name, age) VALUES (upper(:upper_1), (:param_1 + :param_2))',
    })
    expectSql(insert(users).values({ name: null_() }), {
      default: 'INSERT INTO users (name, age) VALUES (NULL, :age)',
    })
    const withName = insert(users).values({ name: bindparam('nm'), age: 1 })
    expectSql(withName, { default: 'INSERT INTO users (name, age) VALUES (:nm, :age)' })
  })

  test('of many rows is one statement', () => {
    expectSql(insert(users).values([{ name: 'x' }, { name: 'y' }]), {
      default: [
        'INSERT INTO users (name, age) VALUES (:name_m0, :age), (:name_m1, :age_m1)',
        { name_m0: 'x', age: null, name_m1: 'y', age_m1: null },
      ],
      sqlite: ['INSERT INTO users (name, age) VALUES (?, ?), (?, ?)', ['x', null, 'y', null]],
      postgresql: 'INSERT INTO users (name, age) VALUES ($1, $2), ($3, $4)',
    })
  })

  test('from a SELECT', () => {
    const source = select(l.msg, literal(1)).where(l.id.gt(5))
    expectSql(insert(users).fromSelect(['name', u.age], source), {
      default:
        'INSERT INTO users (name, age) SELECT logs.msg, :param_1 AS anon_1 FROM logs WHERE logs.id > :id_1',
    })
  })

  test('RETURNING takes the place of fetched keys', () => {
    expectSql(insert(users).values({ name: 'x', age: 1 }).returning(u.id, u.name), {
      default: 'INSERT INTO users (name, age) VALUES (:name, :age) RETURNING users.id, users.name',
      sqlite: 'INSERT INTO users (name, age) VALUES (?, ?) RETURNING id, name',
      postgresql: 'INSERT INTO users (name, age) VALUES ($1, $2) RETURNING users.id, users.name',
    })
  })

  test('gets its columns from the parameters of the execution', () => {
    const compiled = insert(users).compile({ dialect: sqliteCompiler, columnKeys: ['name'] })
    expect(collapse(compiled.sql)).toBe('INSERT INTO users (name, age) VALUES (?, ?)')
    expect(compiled.dml?.prefetch).toEqual([u.age])
    expect(compiled.dml?.postfetch).toEqual([u.status])
    expect(compiled.bind({ name: 'ed', age: 18 }).parameters).toEqual(['ed', 18])
  })

  test('without columns is DEFAULT VALUES', () => {
    const plain = new Table('plain', new MetaData(), { id: column(integer, { primaryKey: true }) })
    expectSql(insert(plain).values({}), {
      sqlite: 'INSERT INTO plain DEFAULT VALUES',
      postgresql: 'INSERT INTO plain DEFAULT VALUES RETURNING plain.id',
      mysql: 'INSERT INTO plain () VALUES ()',
    })
  })

  test('rejects names the table does not have and mixed kinds of values', () => {
    expect(() => insert(users).values({ nope: 1 }).compile()).toThrow(CompileError)
    expect(() => insert(users).values({ nope: 1 }).compile()).toThrow(
      'Unconsumed column names: nope',
    )
    expect(() =>
      insert(users)
        .values({ name: 'x' })
        .values([{ name: 'y' }])
        .compile(),
    ).toThrow(/Can't mix single and multiple VALUES/)
    expect(() => insert('users')).toThrow(/subject table for an INSERT, UPDATE or DELETE expected/)
  })
})

describe('upserts', () => {
  const s = insert(users).values({ id: 1, name: 'x' })

  test('do nothing', () => {
    expectSql(s.onConflictDoNothing(), {
      sqlite: 'INSERT INTO users (id, name, age) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      postgresql: 'INSERT INTO users (id, name, age) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    })
    expectSql(s.onConflictDoNothing({ indexElements: [u.id] }), {
      sqlite: 'INSERT INTO users (id, name, age) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
    })
  })

  test('update with the row that was not inserted', () => {
    const stmt = s.onConflictDoUpdate({
      indexElements: ['id'],
      set: { name: s.excluded['name'] },
      where: s.excluded['age']?.gt(u.age),
    } as never)
    expectSql(stmt, {
      postgresql:
        'INSERT INTO users (id, name, age) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET ' +
        'name = excluded.name WHERE excluded.age > users.age',
    })
  })

  test('update with values and expressions, in table order', () => {
    const stmt = s.onConflictDoUpdate({
      indexElements: ['id'],
      set: { age: u.age.add(1), name: 'lit' },
      where: u.age.gt(5),
    })
    expectSql(stmt, {
      sqlite: [
        'INSERT INTO users (id, name, age) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = ?, ' +
          'age = (users.age + ?) WHERE users.age > ?',
        [1, 'x', null, 'lit', 1, 5],
      ],
    })
  })

  test('name a constraint or a partial index', () => {
    expectSql(s.onConflictDoUpdate({ constraint: 'users_pkey', set: { name: 'y' } }), {
      postgresql:
        'INSERT INTO users (id, name, age) VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT users_pkey ' +
        'DO UPDATE SET name = $4',
    })
    const partial = s.onConflictDoUpdate({
      indexElements: [func.lower(u.name)],
      indexWhere: u.age.gt(1),
      set: { name: 'z' },
    })
    expectSql(partial, {
      postgresql:
        'INSERT INTO users (id, name, age) VALUES ($1, $2, $3) ON CONFLICT (lower(name)) WHERE age > $4 ' +
        'DO UPDATE SET name = $5',
    })
  })

  test('of MySQL', () => {
    expectSql(s.onDuplicateKeyUpdate({ name: s.inserted['name'] }), {
      mysql:
        'INSERT INTO users (id, name, age) VALUES (%s, %s, %s) ON DUPLICATE KEY UPDATE name = VALUES(name)',
    })
  })
})

describe('UPDATE', () => {
  test('sets values and onupdate columns', () => {
    expectSql(update(users).where(u.id.eq(5)).values({ name: 'x' }), {
      default: [
        'UPDATE users SET name=:name, touched=:touched WHERE users.id = :id_1',
        { name: 'x', touched: null, id_1: 5 },
      ],
      postgresql: 'UPDATE users SET name=$1, touched=$2 WHERE users.id = $3',
    })
  })

  test('in the order asked for', () => {
    expectSql(update(logs).orderedValues([l.msg, 'x'], ['userId', l.id.add(1)]), {
      default: 'UPDATE logs SET msg=:msg, user_id=(logs.id + :id_1)',
    })
  })

  test('with other tables', () => {
    const stmt = update(users).where(u.id.eq(l.userId)).values({ name: l.msg, touched: 0 })
    expectSql(stmt, {
      default:
        'UPDATE users SET name=logs.msg, touched=:touched FROM logs WHERE users.id = logs.user_id',
      mysql:
        'UPDATE users, logs SET users.name=logs.msg, users.touched=%s WHERE users.id = logs.user_id',
    })
  })

  test('a parameter may not have a column’s name', () => {
    const stmt = update(users)
      .where(u.name.eq(bindparam('name')))
      .values({ name: 'x' })
    expect(() => stmt.compile()).toThrow(/reserved for automatic usage in the VALUES or SET clause/)
  })

  test('RETURNING and limits', () => {
    expectSql(update(logs).values({ msg: 'x' }).returning(l.id), {
      sqlite: 'UPDATE logs SET msg=? RETURNING id',
      postgresql: 'UPDATE logs SET msg=$1 RETURNING logs.id',
    })
    expectSql(update(logs).values({ msg: 'x' }).withDialectOptions({ mysql_limit: 5 }), {
      mysql: 'UPDATE logs SET msg=%s LIMIT 5',
    })
  })
})

describe('DELETE', () => {
  test('with conditions', () => {
    expectSql(delete_(users).where(u.id.eq(5), u.name.eq('x')), {
      default: 'DELETE FROM users WHERE users.id = :id_1 AND users.name = :name_1',
    })
    expectSql(delete_(users).where(exists().where(l.userId.eq(u.id))), {
      default: 'DELETE FROM users WHERE EXISTS (SELECT * FROM logs WHERE logs.user_id = users.id)',
    })
  })

  test('with other tables', () => {
    const stmt = delete_(users).where(u.id.eq(l.userId))
    expectSql(stmt, {
      default: 'DELETE FROM users , logs WHERE users.id = logs.user_id',
      postgresql: 'DELETE FROM users USING logs WHERE users.id = logs.user_id',
      mysql: 'DELETE FROM users USING users, logs WHERE users.id = logs.user_id',
    })
    expect(() => stmt.compile({ dialect: sqliteCompiler })).toThrow(
      /multiple-table criteria within DELETE/,
    )
  })

  test('CTEs stand before it', () => {
    const c = select(l.userId).cte('c')
    expectSql(delete_(users).where(u.id.in(select(c.c['userId'] as never))), {
      default:
        'WITH c AS (SELECT logs.user_id AS user_id FROM logs) DELETE FROM users WHERE users.id IN ' +
        '(SELECT c.user_id FROM c)',
    })
  })

  test('with rows, in a CTE', () => {
    const gone = delete_(logs).where(l.id.lt(3)).returning(l.id, l.msg).cte('gone')
    expectSql(select(gone.c['msg'] as never), {
      postgresql:
        'WITH gone AS (DELETE FROM logs WHERE logs.id < $1 RETURNING logs.id, logs.msg) SELECT gone.msg FROM gone',
    })
  })
})

beforeAll(() => {
  expect(metadata.sortedTables.map((table) => table.name)).toEqual(['logs', 'users'])
})
