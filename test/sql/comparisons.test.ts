/** Comparisons, LIKE and IN as SQLAlchemy writes them. */
import { describe, expect, test } from 'vitest'
import {
  and,
  bindparam,
  false_,
  func,
  insert,
  literal,
  not,
  null_,
  or,
  select,
  true_,
  tuple_,
  type Condition,
} from '../../src/sql/index.js'
import { sqliteCompiler } from '../../src/dialects/sqlite/compiler.js'
import { onWarning } from '../../src/util/warnings.js'
import { collapse, expectSql, expectSqlEverywhere } from '../helpers/expect-sql.js'
import { o, orders, u } from './tables.js'

const where = (condition: Condition) => select(u.id).where(condition)
const FROM = 'SELECT users.id FROM users WHERE'

describe('comparisons', () => {
  test('conditions are joined by AND, parameters named after columns', () => {
    expectSql(select(u.id).where(u.age.eq(5), u.name.ne('x'), u.age.lt(7)), {
      default: [
        `${FROM} users.age = :age_1 AND users.name != :name_1 AND users.age < :age_2`,
        { age_1: 5, name_1: 'x', age_2: 7 },
      ],
      sqlite: [`${FROM} users.age = ? AND users.name != ? AND users.age < ?`, [5, 'x', 7]],
      postgresql: [`${FROM} users.age = $1 AND users.name != $2 AND users.age < $3`, [5, 'x', 7]],
      mysql: [`${FROM} users.age = %s AND users.name != %s AND users.age < %s`, [5, 'x', 7]],
    })
  })

  test('null turns = into IS', () => {
    expectSqlEverywhere(where(u.name.eq(null)), `${FROM} users.name IS NULL`)
    expectSqlEverywhere(where(u.name.ne(null)), `${FROM} users.name IS NOT NULL`)
    expectSqlEverywhere(where(not(u.name.is(null_()))), `${FROM} users.name IS NOT NULL`)
  })

  test('truth values are constants, not parameters', () => {
    expectSql(where(u.active.is(true)), {
      default: `${FROM} users.active IS true`,
      sqlite: `${FROM} users.active IS 1`,
      mysql: `${FROM} users.active IS true`,
    })
    expectSql(where(u.active.isNot(false)), {
      default: `${FROM} users.active IS NOT false`,
      sqlite: `${FROM} users.active IS NOT 0`,
    })
  })

  test('null-safe comparison is spelled by the dialect', () => {
    expectSql(where(u.name.isDistinctFrom('x')), {
      default: `${FROM} users.name IS DISTINCT FROM :name_1`,
      sqlite: `${FROM} users.name IS NOT ?`,
      postgresql: `${FROM} users.name IS DISTINCT FROM $1`,
      mysql: `${FROM} NOT (users.name <=> %s)`,
    })
    expectSql(where(u.name.isNotDistinctFrom(u.fullname)), {
      default: `${FROM} users.name IS NOT DISTINCT FROM users.fullname`,
      sqlite: `${FROM} users.name IS users.fullname`,
      mysql: `${FROM} users.name <=> users.fullname`,
    })
  })

  test('a boolean column is a condition by itself', () => {
    expectSql(where(u.active), {
      default: `${FROM} users.active`,
      sqlite: `${FROM} users.active = 1`,
      postgresql: `${FROM} users.active`,
      mysql: `${FROM} users.active = 1`,
    })
    expectSql(where(not(u.active)), {
      default: `${FROM} NOT users.active`,
      sqlite: `${FROM} users.active = 0`,
    })
  })

  test('BETWEEN', () => {
    expectSql(where(u.age.between(1, 5)), {
      default: `${FROM} users.age BETWEEN :age_1 AND :age_2`,
    })
    expectSql(where(not(u.age.between(1, 5))), {
      default: `${FROM} users.age NOT BETWEEN :age_1 AND :age_2`,
    })
    expectSql(where(u.age.between(1, 5, { symmetric: true })), {
      postgresql: `${FROM} users.age BETWEEN SYMMETRIC $1 AND $2`,
    })
  })

  test('operators of one’s own', () => {
    expectSql(where(u.name.boolOp('~~*')('x')), { default: `${FROM} users.name ~~* :name_1` })
    const nullish = u.name.op('IS NULLISH', { isComparison: true })(null)
    expectSql(where(not(nullish as never)), {
      default: `${FROM} NOT (users.name IS NULLISH :name_1)`,
    })
  })
})

describe('AND and OR', () => {
  test('are parenthesised by precedence and flattened', () => {
    const either = or(u.id.eq(1), and(u.age.gt(2), u.age.lt(3)))
    expectSql(where(and(either, u.name.eq('x'))), {
      default:
        `${FROM} (users.id = :id_1 OR users.age > :age_1 AND users.age < :age_2) ` +
        'AND users.name = :name_1',
    })
    expectSql(where(and(u.id.eq(1), and(u.id.eq(2), u.id.eq(3)))), {
      default: `${FROM} users.id = :id_1 AND users.id = :id_2 AND users.id = :id_3`,
    })
  })

  test('drop the constant that changes nothing', () => {
    expectSql(where(and(true_(), u.id.eq(1))), { default: `${FROM} users.id = :id_1` })
    expectSql(where(and(false_(), u.id.eq(1))), {
      default: `${FROM} false`,
      sqlite: `${FROM} 0 = 1`,
    })
    expectSql(where(or(true_(), u.id.eq(1))), { default: `${FROM} true`, sqlite: `${FROM} 1 = 1` })
  })

  test('are negated as a whole', () => {
    expectSql(where(not(or(u.id.eq(1), u.id.eq(2)))), {
      default: `${FROM} NOT (users.id = :id_1 OR users.id = :id_2)`,
    })
    expectSql(where(not(u.id.eq(1))), { default: `${FROM} users.id != :id_1` })
  })
})

describe('LIKE', () => {
  test('takes an escape character', () => {
    expectSql(where(u.name.like('a/%%', { escape: '/' })), {
      default: [`${FROM} users.name LIKE :name_1 ESCAPE '/'`, { name_1: 'a/%%' }],
      mysql: `${FROM} users.name LIKE %s ESCAPE '/'`,
    })
  })

  test('ilike folds case where the database has no ILIKE', () => {
    expectSql(where(u.name.ilike('A%')), {
      default: `${FROM} lower(users.name) LIKE lower(:name_1)`,
      sqlite: `${FROM} lower(users.name) LIKE lower(?)`,
      postgresql: `${FROM} users.name ILIKE $1`,
    })
    expectSql(where(u.name.notIlike('A%')), {
      default: `${FROM} lower(users.name) NOT LIKE lower(:name_1)`,
      postgresql: `${FROM} users.name NOT ILIKE $1`,
    })
  })

  test('startswith, endswith and contains put the percent signs into SQL', () => {
    expectSql(where(u.name.startswith('a')), {
      default: [`${FROM} (users.name LIKE :name_1 || '%')`, { name_1: 'a' }],
      postgresql: `${FROM} (users.name LIKE $1 || '%')`,
      mysql: `${FROM} (users.name LIKE concat(%s, '%%'))`,
    })
    expectSql(where(u.name.endswith('a')), { sqlite: `${FROM} (users.name LIKE '%' || ?)` })
    expectSql(where(u.name.contains(u.fullname)), {
      default: `${FROM} (users.name LIKE '%' || users.fullname || '%')`,
      mysql: `${FROM} (users.name LIKE concat('%%', users.fullname, '%%'))`,
    })
    expectSql(where(not(u.name.startswith('a'))), {
      default: `${FROM} (users.name NOT LIKE :name_1 || '%')`,
    })
    expectSql(where(u.name.icontains('A')), {
      default: `${FROM} (lower(users.name) LIKE '%' || lower(:name_1) || '%')`,
      postgresql: `${FROM} (users.name ILIKE '%' || $1 || '%')`,
    })
  })

  test('autoescape escapes the value', () => {
    expectSql(where(u.name.startswith('50%_/', { autoescape: true })), {
      default: [`${FROM} (users.name LIKE :name_1 || '%' ESCAPE '/')`, { name_1: '50/%/_//' }],
    })
    expectSql(where(u.name.contains('50%', { escape: '^', autoescape: true })), {
      sqlite: [`${FROM} (users.name LIKE '%' || ? || '%' ESCAPE '^')`, ['50^%']],
    })
  })

  test('regular expressions', () => {
    expectSql(where(u.name.regexpMatch('^a.*')), {
      sqlite: `${FROM} users.name REGEXP ?`,
      postgresql: `${FROM} users.name ~ $1`,
      mysql: `${FROM} users.name REGEXP %s`,
    })
    expectSql(where(not(u.name.regexpMatch('^a', { flags: 'i' }))), {
      postgresql: `${FROM} users.name !~* $1`,
      mysql: `${FROM} NOT REGEXP_LIKE(users.name, %s, 'i')`,
    })
    expectSql(select(u.name.regexpReplace('a', 'b')), {
      postgresql: 'SELECT REGEXP_REPLACE(users.name, $1, $2) AS anon_1 FROM users',
    })
  })
})

describe('IN', () => {
  test('writes one parameter for each member', () => {
    expectSql(where(u.id.in([1, 2, 3])), {
      default: [
        `${FROM} users.id IN (:id_1_1, :id_1_2, :id_1_3)`,
        { id_1_1: 1, id_1_2: 2, id_1_3: 3 },
      ],
      sqlite: [`${FROM} users.id IN (?, ?, ?)`, [1, 2, 3]],
      postgresql: [`${FROM} users.id IN ($1, $2, $3)`, [1, 2, 3]],
    })
    expectSql(where(not(u.id.in([1]))), { default: `${FROM} (users.id NOT IN (:id_1_1))` })
  })

  test('of nothing is false, not in nothing is true', () => {
    expectSql(where(u.id.in([])), {
      default: `${FROM} users.id IN (NULL) AND (1 != 1)`,
      sqlite: `${FROM} users.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)`,
      postgresql: `${FROM} users.id IN (NULL) AND (1 != 1)`,
    })
    expectSql(where(u.id.notIn([])), {
      default: `${FROM} (users.id NOT IN (NULL) OR (1 = 1))`,
      sqlite: `${FROM} (users.id NOT IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1))`,
    })
  })

  test('takes expressions and values mixed', () => {
    expectSql(where(u.id.in([u.age as never, 5, literal(3)])), {
      default: [`${FROM} users.id IN (users.age, :id_1, :param_1)`, { id_1: 5, param_1: 3 }],
    })
  })

  test('takes a SELECT', () => {
    expectSqlEverywhere(
      where(u.id.in(select(o.userId))),
      `${FROM} users.id IN (SELECT orders.user_id FROM orders)`,
    )
  })

  test('of tuples', () => {
    const pairs = tuple_(u.id, u.name)
    expectSql(
      where(
        pairs.in([
          [1, 'a'],
          [2, 'b'],
        ] as never),
      ),
      {
        default: `${FROM} (users.id, users.name) IN ((:param_1_1_1, :param_1_1_2), (:param_1_2_1, :param_1_2_2))`,
        sqlite: [`${FROM} (users.id, users.name) IN (VALUES (?, ?), (?, ?))`, [1, 'a', 2, 'b']],
      },
    )
    expectSql(where(pairs.in([])), {
      default: `${FROM} (users.id, users.name) IN ((NULL, NULL)) AND (1 != 1)`,
      sqlite: `${FROM} (users.id, users.name) IN (SELECT 1, 1 FROM (SELECT 1, 1) WHERE 1!=1)`,
    })
  })

  test('takes a named list', () => {
    const ids = bindparam('ids', { value: [1, 2], expanding: true })
    expectSql(where(u.id.in(ids)), {
      default: [`${FROM} users.id IN (:ids_1, :ids_2)`, { ids_1: 1, ids_2: 2 }],
      sqlite: `${FROM} users.id IN (?, ?)`,
    })
  })

  test('can be written with its values', () => {
    expectSql(
      where(u.id.in([1, 2])),
      { default: `${FROM} users.id IN (1, 2)` },
      { literalBinds: true },
    )
  })

  test('printed alone shows the members', () => {
    expect(u.id.in([1, 2]).toString()).toBe('users.id IN (:id_1_1, :id_1_2)')
    const { sql, params } = u.id.in([1, 2]).compile({ renderPostcompile: true })
    expect([sql, params]).toEqual(['users.id IN (:id_1_1, :id_1_2)', { id_1_1: 1, id_1_2: 2 }])
  })

  test('left for later is one parameter that is the list', () => {
    const statement = where(u.id.in([1, 2])).where(u.id.lt(9))
    const named = statement.compile({ renderPostcompile: false })
    expect(collapse(named.sql)).toBe(
      `${FROM} users.id IN (__[POSTCOMPILE_id_1]) AND users.id < :id_2`,
    )
    expect(named.params).toEqual({ id_1: [1, 2], id_2: 9 })
    const positional = statement.compile({ dialect: sqliteCompiler, renderPostcompile: false })
    expect([positional.params, positional.positiontup]).toEqual([
      [[1, 2], 9],
      ['id_1', 'id_2'],
    ])
    expect(positional.bind(null)).toEqual({
      sql: expect.stringContaining('IN (?, ?) AND users.id < ?') as string,
      parameters: [1, 2, 9],
    })
  })

  test('without its values is left for later, or refused', () => {
    const statement = u.id.in(bindparam('ids', { expanding: true }))
    expect(statement.toString()).toBe('users.id IN (__[POSTCOMPILE_ids])')
    expect(() => statement.compile().sql).toThrow("A value is required for bind parameter 'ids'")
  })

  test('written with its values leaves nothing for later', () => {
    const options = { literalBinds: true, renderPostcompile: false }
    expect(u.id.in([1, 2]).compile(options).sql).toBe('users.id IN (1, 2)')
  })
})

test('a NULL written into a comparison is warned about', () => {
  const heard = (statement: { compile(options: object): { readonly sql: string } }) => {
    const warnings: string[] = []
    const stop = onWarning(({ message }) => warnings.push(message))
    const { sql } = statement.compile({ literalBinds: true })
    stop()
    return [collapse(sql), ...warnings]
  }
  const nothing = bindparam('q', { value: null })
  expect(heard(u.id.eq(nothing))).toEqual([
    'users.id = NULL',
    "Bound parameter 'q' rendering literal NULL in a SQL expression; comparisons to NULL should not use operators " +
      "outside of 'is' or 'is not' (this warning may be suppressed after 10 occurrences)",
  ])
  expect(heard(u.id.gt(func.abs(nothing)))).toHaveLength(2)
  expect(heard(u.id.is(nothing))).toEqual(['users.id IS NULL'])
  expect(heard(insert(orders).values({ id: null }))).toHaveLength(1)
  expect(u.id.eq(nothing).compile().sql).toBe('users.id = :q')
})

test('JavaScript operators name the method to use', () => {
  expect(() => (u.age as never) > 25).toThrow(/\.gt\(\)/)
  expect(() => `${u.age as never}`).toThrow(/template literal/)
  expect(() => (u.age as never) + 1).toThrow(/\.add\(\)/)
  expect(String(select(orders.c.id))).toBe('SELECT orders.id \nFROM orders')
})
