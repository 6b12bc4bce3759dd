/** FROM: joins and their conditions, aliases, correlation, CTEs, LATERAL, VALUES, functions. */
import { describe, expect, test } from 'vitest'
import {
  AmbiguousForeignKeysError,
  and,
  any_,
  array,
  exists,
  func,
  integer,
  literal,
  NoForeignKeysError,
  not,
  outerjoin,
  select,
  string,
  true_,
  values,
} from '../../src/sql/index.js'
import { column } from '../../src/schema/column.js'
import { foreignKey } from '../../src/schema/foreign-key.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Table } from '../../src/schema/table.js'
import { expectSql, expectSqlEverywhere } from '../helpers/expect-sql.js'
import { i, items, n, nodes, o, orders, u, users } from './tables.js'

describe('joins', () => {
  test('find their condition by foreign keys', () => {
    expectSql(select(u.name, o.total).join(orders), {
      default:
        'SELECT users.name, orders.total FROM users JOIN orders ON users.id = orders.user_id',
      mysql:
        'SELECT users.name, orders.total FROM users INNER JOIN orders ON users.id = orders.user_id',
    })
    expectSql(select(u.name, i.sku).selectFrom(users).outerjoin(orders).join(items), {
      default:
        'SELECT users.name, items.sku FROM users LEFT OUTER JOIN orders ON users.id = orders.user_id ' +
        'JOIN items ON orders.id = items.order_id',
    })
  })

  test('start from the only table they can start from', () => {
    expect(() => select(u.name, i.sku).join(orders).compile()).toThrow(
      /Can't determine which FROM clause/,
    )
    expect(() => select(u.id).join(nodes).compile()).toThrow(/Don't know how to join to/)
  })

  test('take a condition', () => {
    expectSql(select(u.name).join(orders, and(u.id.eq(o.userId), o.total.gt('5'))), {
      default:
        'SELECT users.name FROM users JOIN orders ON users.id = orders.user_id AND orders.total > :total_1',
    })
    expectSql(select(u.name).join(orders, literal(true)), {
      default: 'SELECT users.name FROM users JOIN orders ON :param_1',
      sqlite: 'SELECT users.name FROM users JOIN orders ON ? = 1',
    })
  })

  test('nest on the right side in parentheses', () => {
    expectSql(select(u.name).selectFrom(users.outerjoin(orders.join(items))), {
      default:
        'SELECT users.name FROM users LEFT OUTER JOIN (orders JOIN items ON orders.id = items.order_id) ' +
        'ON users.id = orders.user_id',
    })
  })

  test('without a foreign key, or with several, are errors', () => {
    const metadata = new MetaData()
    const one = new Table('one', metadata, { id: column(integer, { primaryKey: true }) })
    const two = new Table('two', metadata, {
      a: column(integer, foreignKey('one.id')),
      b: column(integer, foreignKey('one.id')),
    })
    expect(() => users.join(items)).toThrow(NoForeignKeysError)
    expect(() => users.join(items)).toThrow(
      "Can't find any foreign key relationships between 'users' and 'items'.",
    )
    expect(() => one.join(two)).toThrow(AmbiguousForeignKeysError)
  })

  test('are hidden once they are part of a bigger one', () => {
    expectSqlEverywhere(
      select(u.id, o.id).selectFrom(outerjoin(users, orders)),
      'SELECT users.id, orders.id AS id_1 FROM users LEFT OUTER JOIN orders ON users.id = orders.user_id',
    )
  })
})

describe('aliases', () => {
  test('are numbered, or have a name', () => {
    const a = users.alias()
    const b = users.alias('b')
    expectSqlEverywhere(
      select(a.c.id, b.c.name).where(a.c.id.eq(b.c.id)),
      'SELECT users_1.id, b.name FROM users AS users_1, users AS b WHERE users_1.id = b.id',
    )
  })

  test('join their own table', () => {
    const parent = nodes.alias('parent')
    expectSql(select(n.label, parent.c.label).join(parent, n.parentId.eq(parent.c.id)), {
      default:
        'SELECT nodes.label, parent.label AS label_1 FROM nodes JOIN nodes AS parent ON nodes.parent_id = parent.id',
    })
  })
})

describe('correlation', () => {
  test('subqueries leave out the tables around them', () => {
    expectSqlEverywhere(
      select(u.id).where(exists().where(o.userId.eq(u.id))),
      'SELECT users.id FROM users WHERE EXISTS (SELECT * FROM orders WHERE orders.user_id = users.id)',
    )
    expectSqlEverywhere(
      select(u.id).where(not(select(o.id).where(o.userId.eq(u.id)).exists())),
      'SELECT users.id FROM users WHERE NOT (EXISTS (SELECT orders.id FROM orders WHERE orders.user_id = users.id))',
    )
    expectSqlEverywhere(
      select(u.id, select(func.count(o.id)).where(o.userId.eq(u.id)).scalarSubquery().label('n')),
      'SELECT users.id, (SELECT count(orders.id) AS count_1 FROM orders WHERE orders.user_id = users.id) AS n FROM users',
    )
  })

  test('can be turned off or made explicit', () => {
    const inner = select(o.id).where(o.userId.eq(u.id))
    expectSqlEverywhere(
      select(u.id).where(inner.correlate(null).exists()),
      'SELECT users.id FROM users WHERE EXISTS (SELECT orders.id FROM orders, users WHERE orders.user_id = users.id)',
    )
    expectSqlEverywhere(
      select(u.id, o.id).where(inner.correlate(users).exists()),
      'SELECT users.id, orders.id AS id_1 FROM users, orders WHERE EXISTS ' +
        '(SELECT orders.id FROM orders WHERE orders.user_id = users.id)',
    )
    expectSqlEverywhere(
      select(u.id, o.id).where(inner.correlateExcept(orders).exists()),
      'SELECT users.id, orders.id AS id_1 FROM users, orders WHERE EXISTS ' +
        '(SELECT orders.id FROM orders WHERE orders.user_id = users.id)',
    )
  })

  test('that leaves nothing is an error', () => {
    const inner = select(u.id, o.id).scalarSubquery()
    expect(() => select(u.id, o.id).where(u.id.eq(inner)).compile()).toThrow(
      /returned no FROM clauses/,
    )
  })

  test('ANY and ALL stand on the right', () => {
    expectSql(select(u.id).where(literal(5).eq(any_(select(o.id).scalarSubquery()))), {
      postgresql: 'SELECT users.id FROM users WHERE $1 = ANY (SELECT orders.id FROM orders)',
    })
  })
})

describe('CTEs', () => {
  test('stand before the statement, once', () => {
    const big = select(o.userId).where(o.total.gt('9')).cte('big')
    expectSql(
      select(u.id)
        .where(u.id.in(select(big.c['userId'] as never)))
        .join(big, big.c['userId']?.eq(u.id)),
      {
        default:
          'WITH big AS (SELECT orders.user_id AS user_id FROM orders WHERE orders.total > :total_1) ' +
          'SELECT users.id FROM users JOIN big ON big.user_id = users.id WHERE users.id IN (SELECT big.user_id FROM big)',
      },
    )
  })

  test('refer to themselves', () => {
    const start = select(n.id, n.label, literal(1).label('lvl')).where(n.parentId.is(null))
    const tree = start.cte('tree', { recursive: true })
    const level = tree.c['lvl']
    const whole = tree.unionAll(
      select(n.id, n.label, level?.add(1) as never).join(
        tree,
        n.parentId.eq(tree.c['id'] as never),
      ),
    )
    expectSql(select(whole.c['label'] as never, whole.c['lvl'] as never).orderBy(whole.c['lvl']), {
      default:
        'WITH RECURSIVE tree(id, label, lvl) AS (SELECT nodes.id AS id, nodes.label AS label, :param_1 AS lvl ' +
        'FROM nodes WHERE nodes.parent_id IS NULL UNION ALL SELECT nodes.id AS id, nodes.label AS label, ' +
        'tree.lvl + :lvl_1 AS anon_1 FROM nodes JOIN tree ON nodes.parent_id = tree.id) ' +
        'SELECT tree.label, tree.lvl FROM tree ORDER BY tree.lvl',
    })
  })

  test('unrelated ones of one name are an error', () => {
    const a = select(u.id).cte('c')
    const b = select(o.id).cte('c')
    expect(() => select(a, b).compile()).toThrow(
      /Multiple, unrelated CTEs found with the same name/,
    )
  })
})

describe('rows from elsewhere', () => {
  test('LATERAL sees the tables before it', () => {
    const l = select(o.total).where(o.userId.eq(u.id)).limit(2).lateral('l')
    expectSql(select(u.name, l.c['total'] as never).join(l, true_()), {
      postgresql:
        'SELECT users.name, l.total FROM users JOIN LATERAL (SELECT orders.total AS total FROM orders ' +
        'WHERE orders.user_id = users.id LIMIT $1) AS l ON true',
    })
  })

  test('VALUES', () => {
    const v = values([column('id', integer), column('name', string)], { name: 'vals' }).data([
      [1, 'a'],
      [2, 'b'],
    ])
    expectSql(select(v), {
      default:
        'SELECT vals.id, vals.name FROM (VALUES (:param_1, :param_2), (:param_3, :param_4)) AS vals (id, name)',
    })
  })

  test('functions that answer tables', () => {
    const each = func['json_each']?.(o.data).tableValued('key', 'value')
    expectSql(select(o.id, each?.c['value'] as never).selectFrom(orders, each), {
      default: 'SELECT orders.id, anon_1.value FROM orders, json_each(orders.data) AS anon_1',
    })
    expectSql(select(func['generate_series']?.(1, 5).columnValued('y') as never), {
      postgresql: 'SELECT y FROM generate_series($1, $2) AS y',
    })
    const list = literal([1, 2], array(integer))
    const unnested = func['unnest']?.(list).tableValued('e', {
      withOrdinality: 'ord',
    }) as never as {
      renderDerived(): never
    }
    expectSql(select(unnested.renderDerived()), {
      postgresql:
        'SELECT anon_1.e, anon_1.ord FROM unnest($1::INTEGER[]) WITH ORDINALITY AS anon_1(e, ord)',
    })
  })

  test('tables of schemas', () => {
    const metadata = new MetaData()
    const a = new Table(
      'a',
      metadata,
      { id: column(integer, { primaryKey: true }) },
      { schema: 'one' },
    )
    const b = new Table(
      'b',
      metadata,
      { id: column(integer, { primaryKey: true }), aId: column('a_id', foreignKey('one.a.id')) },
      { schema: 'two' },
    )
    expectSql(select(a.c.id, b.c.id).join(b), {
      default: 'SELECT one.a.id, two.b.id AS id_1 FROM one.a JOIN two.b ON one.a.id = two.b.a_id',
    })
    expectSql(select(a.alias()), { default: 'SELECT a_1.id FROM one.a AS a_1' })
  })
})
