/** SELECT: columns and their labels, grouping, limits, ordering, set operations. */
import { describe, expect, test } from 'vitest'
import {
  bindparam,
  desc,
  distinct,
  except_,
  func,
  literal,
  literalColumn,
  not,
  select,
  text,
  tuple_,
  union,
  unionAll,
} from '../../src/sql/index.js'
import { expectSql, expectSqlEverywhere } from '../helpers/expect-sql.js'
import { n, nodes, o, orders, u, users } from './tables.js'

const ALL_USERS =
  'users.id, users.name, users.fullname, users.age, users.active, users.joined, users.balance'

describe('columns', () => {
  test('of a table are all named', () => {
    expectSqlEverywhere(select(users), `SELECT ${ALL_USERS} FROM users`)
    expectSqlEverywhere(users.select(), `SELECT ${ALL_USERS} FROM users`)
  })

  test('of one name are told apart by numbers', () => {
    expectSqlEverywhere(
      select(u.id, orders),
      'SELECT users.id, orders.id AS id_1, orders.user_id, orders.total, orders.status, orders.data, ' +
        'orders.placed FROM users, orders',
    )
    expectSqlEverywhere(select(u.id, u.id), 'SELECT users.id, users.id AS id__1 FROM users')
  })

  test('carry their table’s name in the legacy style', () => {
    const statement = select(u.id, u.name, o.id).setLabelStyle('tablenamePlusCol')
    expectSqlEverywhere(
      statement,
      'SELECT users.id AS users_id, users.name AS users_name, orders.id AS orders_id FROM users, orders',
    )
    expect(statement.selectedColumns.keys()).toEqual(['users_id', 'users_name', 'orders_id'])
  })

  test('without a name get one', () => {
    expectSql(select(1, literal('x'), null, true), {
      default: ['SELECT 1, :param_1 AS anon_1, NULL AS anon_2, true AS anon_3', { param_1: 'x' }],
      sqlite: 'SELECT 1, ? AS anon_1, NULL AS anon_2, 1 AS anon_3',
    })
    expectSql(select(u.age.add(1), func.count(u.id), func.count()), {
      default:
        'SELECT users.age + :age_1 AS anon_1, count(users.id) AS count_1, count(*) AS count_2 FROM users',
    })
  })

  test('conditions need labels where the database has no booleans', () => {
    expectSql(select(not(u.active)), {
      default: 'SELECT NOT users.active FROM users',
      sqlite: 'SELECT users.active = 0 AS active FROM users',
    })
  })

  test('are found in subqueries by key', () => {
    const sub = select(u.id, o.id, func.max(o.total).label('top')).subquery('s')
    expect(sub.columns.keys()).toEqual(['id', 'id_1', 'top'])
    expectSqlEverywhere(
      select(sub.c['id_1'] as never, sub.c['top'] as never),
      'SELECT s.id_1, s.top FROM (SELECT users.id AS id, orders.id AS id_1, max(orders.total) AS top ' +
        'FROM users, orders) AS s',
    )
  })

  test('remember what they come from', () => {
    const sub = select(users).subquery()
    expect(sub.correspondingColumn(u.name)).toBe(sub.c['name'])
    expect(sub.c['name']?.sharesLineage(u.name)).toBe(true)
    expect(select(sub).subquery().correspondingColumn(u.id)?.key).toBe('id')
  })
})

describe('grouping and ordering', () => {
  test('HAVING conditions add up', () => {
    expectSql(
      select(u.name, func.count(u.id))
        .groupBy(u.name)
        .having(func.count(u.id).gt(2))
        .having(func.max(u.age).lt(9)),
      {
        default:
          'SELECT users.name, count(users.id) AS count_1 FROM users GROUP BY users.name ' +
          'HAVING count(users.id) > :count_2 AND max(users.age) < :max_1',
      },
    )
  })

  test('rollups and grouping sets', () => {
    expectSql(select(u.name, func.count()).groupBy(func.rollup(u.name, u.age)), {
      postgresql:
        'SELECT users.name, count(*) AS count_1 FROM users GROUP BY ROLLUP(users.name, users.age)',
    })
    expectSql(
      select(func.count())
        .selectFrom(users)
        .groupBy(func.groupingSets(tuple_(u.name), tuple_())),
      {
        postgresql:
          'SELECT count(*) AS count_1 FROM users GROUP BY GROUPING SETS((users.name), ())',
      },
    )
  })

  test('ORDER BY writes labels by name', () => {
    const total = func.sum(o.total).label('total')
    expectSqlEverywhere(
      select(o.userId, total).groupBy(o.userId).orderBy(total.desc(), desc('user_id')),
      'SELECT orders.user_id, sum(orders.total) AS total FROM orders GROUP BY orders.user_id ' +
        'ORDER BY total DESC, orders.user_id DESC',
    )
  })

  test('ORDER BY an unknown name is an error', () => {
    expect(() => select(u.id).orderBy('nope').compile()).toThrow(/Can't resolve label reference/)
  })

  test('null forgets what was there', () => {
    expectSqlEverywhere(select(u.id).orderBy(u.id).orderBy(null), 'SELECT users.id FROM users')
    expectSqlEverywhere(select(u.id).groupBy(u.name).groupBy(null), 'SELECT users.id FROM users')
  })

  test('DISTINCT ON is PostgreSQL’s', () => {
    expectSql(select(u.name, u.age).distinct(u.name), {
      default: 'SELECT DISTINCT users.name, users.age FROM users',
      postgresql: 'SELECT DISTINCT ON (users.name) users.name, users.age FROM users',
    })
    expectSqlEverywhere(select(distinct(u.name)), 'SELECT DISTINCT users.name FROM users')
  })
})

describe('limits', () => {
  test('LIMIT and OFFSET are parameters', () => {
    expectSql(select(u.id).limit(5).offset(10), {
      default: [
        'SELECT users.id FROM users LIMIT :param_1 OFFSET :param_2',
        { param_1: 5, param_2: 10 },
      ],
      sqlite: ['SELECT users.id FROM users LIMIT ? OFFSET ?', [5, 10]],
      mysql: ['SELECT users.id FROM users LIMIT %s, %s', [10, 5]],
    })
  })

  test('one alone is completed where the database wants both', () => {
    expectSql(select(u.id).limit(5), {
      default: 'SELECT users.id FROM users LIMIT :param_1',
      sqlite: ['SELECT users.id FROM users LIMIT ? OFFSET ?', [5, 0]],
    })
    expectSql(select(u.id).offset(5), {
      default: 'SELECT users.id FROM users LIMIT -1 OFFSET :param_1',
      sqlite: ['SELECT users.id FROM users LIMIT ? OFFSET ?', [-1, 5]],
      postgresql: 'SELECT users.id FROM users LIMIT ALL OFFSET $1',
      mysql: 'SELECT users.id FROM users LIMIT %s, 18446744073709551615',
    })
  })

  test('slice() counts from the offset there is', () => {
    expectSql(select(u.id).slice(2, 7), {
      sqlite: ['SELECT users.id FROM users LIMIT ? OFFSET ?', [5, 2]],
    })
  })

  test('FETCH', () => {
    expectSql(select(u.id).fetch(3, { withTies: true }).orderBy(u.id), {
      default: 'SELECT users.id FROM users ORDER BY users.id FETCH FIRST :param_1 ROWS WITH TIES',
      postgresql: 'SELECT users.id FROM users ORDER BY users.id FETCH FIRST ($1) ROWS WITH TIES',
    })
    expectSql(select(u.id).offset(2).fetch(10, { percent: true }), {
      sqlite: 'SELECT users.id FROM users OFFSET ? ROWS FETCH FIRST ? PERCENT ROWS ONLY',
    })
  })

  test('named parameters and expressions', () => {
    expectSql(
      select(u.id)
        .limit(bindparam('lim') as never)
        .offset(u.age.add(1) as never),
      {
        default: 'SELECT users.id FROM users LIMIT :lim OFFSET users.age + :age_1',
      },
    )
  })
})

describe('set operations', () => {
  const a = select(u.id, u.name)
  const b = select(n.id, n.label)

  test('join SELECTs', () => {
    expectSqlEverywhere(
      union(a, b),
      'SELECT users.id, users.name FROM users UNION SELECT nodes.id, nodes.label FROM nodes',
    )
    expectSqlEverywhere(
      except_(unionAll(a, b), a),
      '(SELECT users.id, users.name FROM users UNION ALL SELECT nodes.id, nodes.label FROM nodes) ' +
        'EXCEPT SELECT users.id, users.name FROM users',
    )
  })

  test('put limited SELECTs into parentheses and order by columns of the first', () => {
    expectSql(union(a.limit(1), b).orderBy(u.name, 'id'), {
      default:
        '(SELECT users.id, users.name FROM users LIMIT :param_1) UNION SELECT nodes.id, nodes.label ' +
        'FROM nodes ORDER BY name, id',
    })
  })

  test('have the columns of the first, which stand for all', () => {
    const sub = union(a, b).subquery('x')
    expectSqlEverywhere(
      select(sub.c['name'] as never),
      'SELECT x.name FROM (SELECT users.id AS id, users.name AS name FROM users UNION ' +
        'SELECT nodes.id AS id, nodes.label AS label FROM nodes) AS x',
    )
    expect(sub.correspondingColumn(n.label)).toBe(sub.c['name'])
  })

  test('with different numbers of columns are an error', () => {
    expect(() => union(a, select(n.id)).compile()).toThrow(/identical numbers of columns/)
  })
})

describe('text', () => {
  test('takes parameters, escapes and percent signs', () => {
    expectSql(text("SELECT '\\:notabind', :a, a::int, 100%").bindparams({ a: 1 }), {
      default: ["SELECT ':notabind', :a, a::int, 100%", { a: 1 }],
      postgresql: ["SELECT ':notabind', $1, a::int, 100%", [1]],
      mysql: ["SELECT ':notabind', %s, a::int, 100%%", [1]],
    })
  })

  test('stands for columns, FROM and conditions', () => {
    expectSql(
      select(text('a, b'))
        .selectFrom(text('t'))
        .where(text('c = :c') as never)
        .params({ c: 3 }),
      {
        default: ['SELECT a, b FROM t WHERE c = :c', { c: 3 }],
      },
    )
    expectSqlEverywhere(
      select(literalColumn('count(*)').label('n')).selectFrom(users),
      'SELECT count(*) AS n FROM users',
    )
  })

  test('with declared columns is a SELECT', () => {
    const statement = text('SELECT id, name FROM users').columns(u.id, u.name)
    expectSqlEverywhere(
      select(statement.subquery('q').c['name'] as never),
      'SELECT q.name FROM (SELECT id, name FROM users) AS q',
    )
  })
})

describe('locks', () => {
  test('FOR UPDATE and its variants', () => {
    expectSql(select(u.id).withForUpdate({ skipLocked: true, of: users }), {
      postgresql: 'SELECT users.id FROM users FOR UPDATE OF users SKIP LOCKED',
      sqlite: 'SELECT users.id FROM users',
      mysql: 'SELECT users.id FROM users FOR UPDATE SKIP LOCKED',
    })
    expectSql(select(u.id).withForUpdate({ read: true, keyShare: true, nowait: true }), {
      postgresql: 'SELECT users.id FROM users FOR KEY SHARE NOWAIT',
      mysql: 'SELECT users.id FROM users LOCK IN SHARE MODE NOWAIT',
    })
  })
})

test('each method answers a new statement', () => {
  const base = select(nodes.c.id)
  base.where(n.label.eq('x')).limit(1)
  expectSqlEverywhere(base, 'SELECT nodes.id FROM nodes')
})
