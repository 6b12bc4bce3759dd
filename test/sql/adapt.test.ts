/** Walking and rewriting: what loading strategies do to statements. */
import { describe, expect, test } from 'vitest'
import {
  and,
  ClauseAdapter,
  clonedTraverse,
  ColumnAdapter,
  deannotate,
  expandColumnListFromOrderBy,
  exists,
  findTables,
  func,
  iterate,
  literal,
  reduceColumns,
  replacementTraverse,
  select,
  selectablesOverlap,
  type ColumnElement,
} from '../../src/sql/index.js'
import { expectSql } from '../helpers/expect-sql.js'
import { o, orders, u, users, n, nodes } from './tables.js'

describe('traversal', () => {
  test('visits everything inside', () => {
    const kinds = [...iterate(and(u.id.eq(5), func.lower(u.name).eq('x')))].map(({ kind }) => kind)
    expect(kinds).toEqual([
      'expressionList',
      'binary',
      'binary',
      'column',
      'bindparam',
      'function',
      'bindparam',
      'column',
    ])
  })

  test('finds tables', () => {
    const statement = select(u.id)
      .join(orders)
      .where(exists().where(n.id.eq(u.id)))
    expect(findTables(statement, { checkColumns: true })).toContain(nodes)
    expect(findTables(users.join(orders))).toEqual([users, orders])
    expect(selectablesOverlap(users.join(orders), orders)).toBe(true)
    expect(selectablesOverlap(users, nodes)).toBe(false)
  })

  test('replaces elements and leaves the original alone', () => {
    const original = and(u.id.eq(5), u.name.eq('x'))
    const changed = replacementTraverse(original, (element) =>
      element.identity === u.id ? u.age : null,
    )
    expectSql(changed, { default: 'users.age = :id_1 AND users.name = :name_1' })
    expectSql(original, { default: 'users.id = :id_1 AND users.name = :name_1' })
  })

  test('copies have parameters of their own', () => {
    const condition = u.id.eq(5)
    expectSql(and(condition, clonedTraverse(condition)), {
      default: ['users.id = :id_1 AND users.id = :id_2', { id_1: 5, id_2: 5 }],
    })
  })
})

describe('adapters', () => {
  test('speak of an alias instead of its table', () => {
    const alias = users.alias('a')
    const adapter = new ClauseAdapter(alias)
    expectSql(adapter.traverse(and(u.id.eq(o.userId), u.name.eq('x'))), {
      default: 'a.id = orders.user_id AND a.name = :name_1',
    })
  })

  test('speak of a subquery, subqueries included', () => {
    const sub = select(users).where(u.age.gt(1)).subquery('s')
    const adapter = new ClauseAdapter(sub)
    expectSql(adapter.traverse(u.name.desc() as ColumnElement), { default: 's.name DESC' })
    const inner = select(o.id).where(o.userId.eq(u.id)).correlate(users)
    expectSql(select(sub.c['id'] as never).where(adapter.traverse(inner.exists())), {
      default:
        'SELECT s.id FROM (SELECT users.id AS id, users.name AS name, users.fullname AS fullname, users.age AS age, ' +
        'users.active AS active, users.joined AS joined, users.balance AS balance FROM users WHERE users.age > :age_1) AS s ' +
        'WHERE EXISTS (SELECT orders.id FROM orders WHERE orders.user_id = s.id)',
    })
  })

  test('rewrite the FROM of a SELECT with its columns', () => {
    const alias = users.alias('a')
    const adapted = new ClauseAdapter(alias).traverse(select(u.id, u.name).where(u.id.eq(1)))
    expectSql(adapted, { default: 'SELECT a.id, a.name FROM users AS a WHERE a.id = :id_1' })
  })

  test('take turns', () => {
    const a = users.alias('a')
    const b = orders.alias('b')
    const adapter = new ClauseAdapter(a).chainTo(new ClauseAdapter(b))
    expectSql(adapter.traverse(u.id.eq(o.userId)), { default: 'a.id = b.user_id' })
  })

  test('look through equivalent columns', () => {
    const sub = select(o.userId).subquery('s')
    const adapter = new ClauseAdapter(sub, { equivalents: new Map([[u.id, new Set([o.userId])]]) })
    expectSql(adapter.traverse(u.id.eq(1)), { default: 's.user_id = :id_1' })
  })

  test('of columns remember', () => {
    const alias = users.alias('a')
    const adapter = new ColumnAdapter(alias)
    expect(adapter.column(u.id)).toBe(alias.c.id)
    expect(adapter.column(u.id)).toBe(adapter.column(u.id))
    expect(adapter.adaptCheckPresent(o.id)).toBeNull()
  })

  test('alias the tables of a join one by one', () => {
    const flat = users.join(orders).alias(null, { flat: true })
    expectSql(select(flat as never), {
      default:
        'SELECT users_1.id, users_1.name, users_1.fullname, users_1.age, users_1.active, users_1.joined, users_1.balance, ' +
        'orders_1.id AS id_1, orders_1.user_id, orders_1.total, orders_1.status, orders_1.data, orders_1.placed ' +
        'FROM users AS users_1 JOIN orders AS orders_1 ON users_1.id = orders_1.user_id',
    })
  })
})

describe('annotations', () => {
  test('do not change what an element is', () => {
    const marked = u.id.annotate({ remote: true })
    expect(marked).not.toBe(u.id)
    expect(marked.identity).toBe(u.id)
    expect(marked.annotations['remote']).toBe(true)
    expectSql(select(marked).where(marked.eq(1)), {
      default: 'SELECT users.id FROM users WHERE users.id = :id_1',
    })
    expect(users.correspondingColumn(marked)?.identity).toBe(u.id)
  })

  test('are taken off all the way down', () => {
    const condition = u.id.annotate({ remote: true }).eq(o.id.annotate({ local: true }))
    const bare = deannotate(condition)
    expect([...iterate(bare)].filter(({ kind }) => kind === 'column')).toEqual([u.id, o.id])
  })
})

describe('columns', () => {
  test('that ORDER BY needs and nobody selects', () => {
    const label = func.lower(u.name).label('l')
    expect(expandColumnListFromOrderBy([u.id], [u.id.desc(), u.age, label])).toHaveLength(2)
    expect(expandColumnListFromOrderBy([u.id, u.age], [u.age.desc()])).toEqual([])
  })

  test('that foreign keys make equal are reduced to one', () => {
    expect(reduceColumns([u.id, o.userId, o.id])).toEqual([u.id, o.id])
    expect(reduceColumns([u.id, n.id], { clauses: [u.id.eq(n.id)] })).toEqual([u.id])
  })

  test('of joins form a key without doubles', () => {
    expect(users.join(orders, u.id.eq(o.id)).primaryKey).toEqual([u.id])
    expect(literal(1).sharesLineage(u.id)).toBe(false)
  })
})
