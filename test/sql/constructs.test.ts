/** Constructs around SELECT: coercions and their errors, IN operands, arrays, filters, CTEs that nothing refers to. */
import { describe, expect, test } from 'vitest'
import { foreignKey } from '../../src/schema/foreign-key.js'
import { column } from '../../src/schema/column.js'
import { ColumnClause } from '../../src/sql/elements/column-clause.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Table } from '../../src/schema/table.js'
import {
  array,
  arrayLiteral,
  bindparam,
  funcfilter,
  func,
  insert,
  integer,
  join,
  json,
  literalColumn,
  select,
  string,
  table,
  tuple_,
  tryCast,
  text,
  union,
  update,
  values,
} from '../../src/sql/index.js'
import { postgresql } from '../../src/dialects/postgresql/namespace.js'
import { mysql } from '../../src/dialects/mysql/namespace.js'
import { cast, extract } from '../../src/sql/elements/case-cast.js'
import { enumType } from '../../src/sql/types/constructors.js'
import { expectSql, expectSqlEverywhere } from '../helpers/expect-sql.js'
import { o, orders, u, users } from './tables.js'

const lists = new Table('lists', new MetaData(), {
  id: column(integer, { primaryKey: true }),
  xs: column(array(integer), { nullable: true }),
  px: column(postgresql.array(integer), { nullable: true }),
  doc: column(json, { nullable: true }),
})
const l = lists.c

describe('coercions', () => {
  test('texts and SELECTs are refused with what to write instead', () => {
    expect(() => select(u.id).selectFrom('users')).toThrow(
      "Textual SQL expression 'users' should be explicitly declared as text('users')",
    )
    expect(() => join(users, 'orders')).toThrow("declared as text('orders')")
    expect(() => select(select(u.id) as never)).toThrow(/use the \.subquery\(\) method/)
    expect(() => union(select(u.id), text('select 1'))).toThrow(
      /To SELECT from any FROM clause, use the \.select\(\) method/,
    )
    expect(() => u.id.in(literalColumn('(1, 2)'))).toThrow(/IN expression list/)
  })

  test('messages about joins name tables without their schema', () => {
    const metadata = new MetaData()
    const a = new Table(
      'a',
      metadata,
      { id: column(integer, { primaryKey: true }) },
      { schema: 's' },
    )
    const b = new Table('b', metadata, {
      x: column(integer, foreignKey('s.a.id'), { primaryKey: true }),
      y: column(integer, foreignKey('s.a.id')),
    })
    expect(() => b.join(a)).toThrow("Can't determine join between 'b' and 'a'")
    expect(a.c['id'].toString()).toBe('a.id')
  })

  test('a column whose foreign key leads nowhere yet can be selected', () => {
    const z = new Table('z', new MetaData(), {
      id: column(foreignKey('nope.id'), { primaryKey: true }),
    })
    expectSqlEverywhere(select(z), 'SELECT z.id FROM z')
  })

  test('a textual SELECT in a set operation has no parentheses', () => {
    const textual = text('select 1').columns(column('id', integer))
    expectSqlEverywhere(union(select(u.id), textual), 'SELECT users.id FROM users UNION select 1')
  })
})

describe('IN', () => {
  test('VALUES stand in parentheses', () => {
    const rows = values(column('x', integer), { name: 'v' }).data([[1]])
    const expected = ['users.id IN (VALUES (:param_1))', { param_1: 1 }] as const
    expectSql(u.id.in(rows.scalarValues()), { default: expected })
    expectSql(u.id.in(rows), { default: expected })
  })

  test('a list of arrays is no list of tuples', () => {
    expectSql(l.px.in([[1, 2], [3]]), {
      postgresql: ['lists.px IN ($1::INTEGER[], $2::INTEGER[])', [[1, 2], [3]]],
    })
  })

  test('the text of a list needs its value', () => {
    const statement = select(u.id).where(u.id.in(bindparam('ids')))
    expect(() => statement.compile().sql).toThrow("A value is required for bind parameter 'ids'")
  })

  test('the members of a tuple may be typed', () => {
    expectSql(tuple_(1, 'a', { types: [integer, string] }), { sqlite: ['(?, ?)', [1, 'a']] })
  })
})

describe('arrays', () => {
  test('slices are for databases that have them', () => {
    expectSql(l.xs.get({ start: 1, stop: 3 }), { postgresql: 'lists.xs[$1:$2]' })
    expect(() => l.xs.get({ start: 1, stop: 3 }).compile()).toThrow(/can't render element/)
  })

  test('a list beside an array literal is one as well', () => {
    expectSql(arrayLiteral([1, 2]).contains([1]), {
      postgresql: ['ARRAY[$1, $2] @> ARRAY[$3]', [1, 2, 1]],
    })
  })

  test('elements and slices can be set', () => {
    const element = update(lists).values(new Map([[l.px.get(1), 5]]))
    expectSql(element, { postgresql: ['UPDATE lists SET px[$1]=$2', [1, 5]] })
    const slice = update(lists).values(new Map([[l.px.get({ start: 1, stop: 2 }), [5, 6]]]))
    expectSql(slice, {
      postgresql: ['UPDATE lists SET px[$1:$2]=$3::INTEGER[]', [1, 2, [5, 6]]],
    })
  })

  test('array_agg answers an array of PostgreSQL', () => {
    expectSql(postgresql.arrayAgg(l.id).contains([1]), {
      postgresql: 'array_agg(lists.id) @> $1::INTEGER[]',
    })
  })
})

describe('functions', () => {
  test('one condition of a filter stays as it is', () => {
    expectSql(func.count(1).filter(u.active), {
      sqlite: ['count(?) FILTER (WHERE users.active)', [1]],
    })
    expectSql(funcfilter(func.count(1), u.active, u.id.gt(5)), {
      sqlite: ['count(?) FILTER (WHERE users.active = 1 AND users.id > ?)', [1, 5]],
    })
    expectSqlEverywhere(select(func.max(u.id).filter()), 'SELECT max(users.id) AS max_1 FROM users')
  })

  test('a function in FROM without declared columns is one column', () => {
    expectSql(select(func.unnest(l.xs).alias('x')), {
      postgresql: 'SELECT x.unnest_1 FROM unnest(lists.xs) AS x',
    })
  })

  test('the casts of JSON are for parts of it', () => {
    expect(() => l.doc.asString()).toThrow(/only works with a JSON index expression/)
  })
})

describe('statements', () => {
  test('several CTEs can be added at once', () => {
    const [a, b] = [select(u.id).cte('a'), select(o.id).cte('b')]
    expectSqlEverywhere(
      select(u.id).addCte(a, b),
      'WITH a AS (SELECT users.id AS id FROM users), b AS (SELECT orders.id AS id FROM orders) SELECT users.id FROM users',
    )
  })

  test('MySQL writes CTEs of an INSERT with its SELECT only', () => {
    const cte = select(u.name).cte('c')
    const statement = insert(orders).values({ status: select(cte.c['name']).scalarSubquery() })
    expectSql(statement, {
      mysql: 'INSERT INTO orders (status) VALUES ((SELECT c.name FROM c))',
    })
  })

  test('TABLESAMPLE is a method of FROM elements', () => {
    expectSql(select(users.tablesample(5, { name: 's', seed: 3 }).c['id']), {
      postgresql: ['SELECT s.id FROM users AS s TABLESAMPLE system($1) REPEATABLE ($2)', [5, 3]],
    })
  })
})

describe('casts and extracts', () => {
  test('TRY_CAST is in none of our databases', () => {
    expectSql(tryCast(u.age, string), { default: 'TRY_CAST(users.age AS VARCHAR)' })
    expect(() => tryCast(u.age, string).compile({ dialect: 'sqlite' })).toThrow(/can't render/)
  })

  test('MySQL casts to unsigned integers, and not to enumerations', () => {
    expectSql(cast(u.name, mysql.integer({ unsigned: true })), {
      mysql: 'CAST(users.name AS UNSIGNED INTEGER)',
    })
    expectSql(cast(u.name, enumType('a', 'b')), { mysql: 'users.name' })
  })

  test('fields are spelled by the database', () => {
    expectSql(extract('milliseconds', u.joined), {
      mysql: 'EXTRACT(millisecond FROM users.joined)',
      sqlite: "CAST(STRFTIME('milliseconds', users.joined) AS INTEGER)",
    })
  })

  test('an escape character is a literal of the dialect', () => {
    expectSql(u.name.like('a', { escape: '\\' }), {
      default: "users.name LIKE :name_1 ESCAPE '\\'",
      mysql: "users.name LIKE %s ESCAPE '\\\\'",
    })
  })
})

describe('names and rows', () => {
  test('tables without columns may have a schema', () => {
    expectSqlEverywhere(
      select(table('tt', new ColumnClause('a'), { schema: 'sch' }).c['a']),
      'SELECT sch.tt.a FROM sch.tt',
    )
  })

  test('a row of a table is a value for functions', () => {
    expectSqlEverywhere(
      select(func.foo(users.tableValued())),
      'SELECT foo(users) AS foo_1 FROM users',
    )
  })

  test('unique parameters get a number each', () => {
    const statement = select(u.id).where(u.name.eq(bindparam('n')))
    expect(statement.uniqueParams({ n: 'x' }).compile().params).toEqual({ n_1: 'x' })
  })

  test('LIMIT takes whole numbers, texts of them, and expressions', () => {
    expectSql(select(u.id).limit('7' as never), {
      postgresql: [`SELECT users.id FROM users LIMIT $1`, [7]],
    })
    expect(() => select(u.id).limit(text('5') as never)).toThrow(
      'LIMIT / OFFSET expression expected',
    )
  })

  test('columns of different names stay apart when a SELECT is reduced', () => {
    const statement = select(u.id, o.userId).where(u.id.eq(o.userId))
    expect(statement.reduceColumns().selectedColumns.keys()).toEqual(['id', 'userId'])
  })
})
