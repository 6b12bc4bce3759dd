/** Composite expressions: CASE, functions, windows, casts, JSON, arithmetic; names and quotes; labels of results. */
import { describe, expect, test } from 'vitest'
import {
  aggregateOrderBy,
  arrayLiteral,
  bindparam,
  case_,
  cast,
  extract,
  func,
  FunctionElement,
  integer,
  literal,
  literalColumn,
  numeric,
  over,
  select,
  string,
  table,
  typeCoerce,
} from '../../src/sql/index.js'
import { compiles } from '../../src/sql/compiler/custom.js'
import type { SqlCompiler } from '../../src/sql/compiler/compiler.js'
import { column } from '../../src/schema/column.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Table } from '../../src/schema/table.js'
import { expectSql } from '../helpers/expect-sql.js'
import { o, u } from './tables.js'

describe('CASE', () => {
  test('with conditions', () => {
    expectSql(select(case_([u.age.lt(18), 'minor'], [u.age.lt(65), 'adult'], { else: 'senior' })), {
      default:
        'SELECT CASE WHEN (users.age < :age_1) THEN :param_1 WHEN (users.age < :age_2) THEN :param_2 ' +
        'ELSE :param_3 END AS anon_1 FROM users',
    })
  })

  test('of a value', () => {
    expectSql(select(case_({ a: 1, b: 2 }, { value: u.name, else: 0 })), {
      default:
        'SELECT CASE users.name WHEN :param_1 THEN :param_2 WHEN :param_3 THEN :param_4 ELSE :param_5 END ' +
        'AS anon_1 FROM users',
    })
  })

  test('adds to texts by concatenation', () => {
    expectSql(select(case_([u.age.gt(1), 'x'], { else: 'y' }).add('z')), {
      default:
        'SELECT CASE WHEN (users.age > :age_1) THEN :param_1 ELSE :param_2 END || :param_3 AS anon_1 FROM users',
    })
  })
})

describe('functions', () => {
  test('windows', () => {
    expectSql(select(func.rank().over({ partitionBy: u.name, orderBy: [u.age.desc(), u.id] })), {
      default:
        'SELECT rank() OVER (PARTITION BY users.name ORDER BY users.age DESC, users.id) AS anon_1 FROM users',
    })
    expectSql(select(func.sum(u.age).over({ orderBy: u.id, rows: [null, 0] })), {
      default:
        'SELECT sum(users.age) OVER (ORDER BY users.id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ' +
        'AS anon_1 FROM users',
    })
    expectSql(select(over(func.lag(u.age, 1, 0), { orderBy: u.id }).label('prev')), {
      default: 'SELECT lag(users.age, :lag_1, :lag_2) OVER (ORDER BY users.id) AS prev FROM users',
    })
    expect(() => func.sum(u.age).over({ rows: [1, 2], range: [1, 2] })).toThrow(/only one of/)
  })

  test('filters and ordered sets', () => {
    expectSql(select(func.count(u.id).filter(u.age.gt(1)).over({ partitionBy: u.name })), {
      default:
        'SELECT count(users.id) FILTER (WHERE users.age > :age_1) OVER (PARTITION BY users.name) AS anon_1 FROM users',
    })
    expectSql(select(func.percentileCont(0.5).within(u.age.desc())), {
      default:
        'SELECT percentile_cont(:percentile_cont_1) WITHIN GROUP (ORDER BY users.age DESC) AS anon_1 FROM users',
    })
    expectSql(select(func.arrayAgg(aggregateOrderBy(u.id, u.name.desc()))), {
      postgresql: 'SELECT array_agg(users.id ORDER BY users.name DESC) AS array_agg_1 FROM users',
    })
  })

  test('of the standard have its names', () => {
    expectSql(select(func.currentTimestamp(), func.now()), {
      default: 'SELECT CURRENT_TIMESTAMP AS current_timestamp_1, now() AS now_1',
      sqlite: 'SELECT CURRENT_TIMESTAMP AS current_timestamp_1, CURRENT_TIMESTAMP AS now_1',
    })
  })

  test('belong to packages', () => {
    expectSql(select(func['pkg']?.['my_fn']?.(u.id) as never), {
      default: 'SELECT pkg.my_fn(users.id) AS my_fn_1 FROM users',
    })
  })
})

describe('types', () => {
  test('CAST and its name', () => {
    expectSql(select(cast(u.age, string(10)), cast(u.age.add(1), numeric(10, 2))), {
      default:
        'SELECT CAST(users.age AS VARCHAR(10)) AS age, CAST(users.age + :age_1 AS NUMERIC(10, 2)) AS anon_1 FROM users',
      mysql:
        'SELECT CAST(users.age AS CHAR(10)) AS age, CAST(users.age + %s AS DECIMAL(10, 2)) AS anon_1 FROM users',
    })
    expectSql(select(typeCoerce(literal('x'), integer)), { default: 'SELECT :param_1 AS anon_1' })
  })

  test('decide what + and / mean', () => {
    expectSql(select(u.name.add('x'), u.age.add(1)), {
      default: 'SELECT users.name || :name_1 AS anon_1, users.age + :age_1 AS anon_2 FROM users',
      mysql: 'SELECT concat(users.name, %s) AS anon_1, users.age + %s AS anon_2 FROM users',
    })
    expectSql(select(u.age.div(2), u.age.floordiv(2)), {
      default:
        'SELECT users.age / CAST(:age_1 AS NUMERIC) AS anon_1, users.age / :age_2 AS anon_2 FROM users',
      sqlite: 'SELECT users.age / (? + 0.0) AS anon_1, users.age / ? AS anon_2 FROM users',
      mysql: 'SELECT users.age / %s AS anon_1, FLOOR(users.age / %s) AS anon_2 FROM users',
    })
  })

  test('`func` makes EXTRACT and CAST too', () => {
    expectSql(select(func.extract('year', u.joined), func.cast(u.age, string)), {
      default:
        'SELECT EXTRACT(year FROM users.joined) AS anon_1, CAST(users.age AS VARCHAR) AS age FROM users',
    })
  })

  test('EXTRACT', () => {
    expectSql(select(extract('year', u.joined)), {
      default: 'SELECT EXTRACT(year FROM users.joined) AS anon_1 FROM users',
      sqlite: "SELECT CAST(STRFTIME('%Y', users.joined) AS INTEGER) AS anon_1 FROM users",
    })
  })

  test('of expressions follow their operands', () => {
    expect(u.age.add(1).type.visitName).toBe('integer')
    expect(u.age.div(2).type.visitName).toBe('numeric')
    expect(u.joined.sub(u.joined).type.visitName).toBe('interval')
    expect(o.placed.sub(o.placed).type.visitName).toBe('integer')
    expect(u.age.gt(5).type.visitName).toBe('boolean')
    expect(func.coalesce(o.placed, null).type.visitName).toBe('date')
    expect(literal(5.5).type.visitName).toBe('float')
    expect(bindparam('x').type.visitName).toBe('null')
    expect(select(o.placed).scalarSubquery().type.visitName).toBe('date')
  })
})

describe('JSON', () => {
  const a = o.data.get('a')

  test('parts are JSON', () => {
    expectSql(select(a, o.data.get(['a', 'b', 1]), o.data.get(0)), {
      sqlite: [
        'SELECT JSON_QUOTE(JSON_EXTRACT(orders.data, ?)) AS anon_1, JSON_QUOTE(JSON_EXTRACT(orders.data, ?)) ' +
          'AS anon_2, JSON_QUOTE(JSON_EXTRACT(orders.data, ?)) AS anon_3 FROM orders',
        ['a', ['a', 'b', 1], 0],
      ],
      postgresql:
        'SELECT orders.data -> $1 AS anon_1, orders.data #> $2 AS anon_2, orders.data -> $3 AS anon_3 FROM orders',
    })
  })

  test('parts can be read as values', () => {
    const text = a as never as { asString(): typeof u.name; asInteger(): typeof u.age }
    expectSql(select(o.id).where(text.asString().eq('x')), {
      sqlite: 'SELECT orders.id FROM orders WHERE JSON_EXTRACT(orders.data, ?) = ?',
      postgresql: 'SELECT orders.id FROM orders WHERE CAST((orders.data ->> $1) AS VARCHAR) = $2',
    })
    expectSql(select(o.id).where(text.asInteger().eq(5)), {
      mysql:
        "SELECT orders.id FROM orders WHERE CASE JSON_EXTRACT(orders.data, %s) WHEN 'null' THEN NULL ELSE " +
        'CAST(JSON_EXTRACT(orders.data, %s) AS SIGNED INTEGER) END = %s',
    })
  })

  test('paths are bound the way the database reads them', () => {
    const compiled = select(o.data.get(['a', 1])).compile({ dialect: 'sqlite' })
    expect(compiled.bind(null).parameters).toEqual(['$."a"[1]'])
    const onPostgres = select(o.data.get(['a', 1])).compile({ dialect: 'postgresql' })
    expect(onPostgres.bind(null).parameters).toEqual(['{a,1}'])
  })
})

describe('names', () => {
  const weird = new Table('Weird Name', new MetaData(), {
    Id: column(integer, { primaryKey: true }),
    select: column(integer),
    'has space': column(string),
    normal: column(integer),
  })

  test('are quoted where they must be', () => {
    expectSql(select(weird.c.normal, weird.c.select).where(weird.c['has space'].eq('x')), {
      default:
        'SELECT "Weird Name".normal, "Weird Name"."select" FROM "Weird Name" WHERE "Weird Name"."has space" = :has_space_1',
      mysql:
        'SELECT `Weird Name`.normal, `Weird Name`.`select` FROM `Weird Name` WHERE `Weird Name`.`has space` = %s',
    })
    expectSql(select(u.id.label('Select'), u.age.label('per%cent')), {
      default: 'SELECT users.id AS "Select", users.age AS "per%cent" FROM users',
      mysql: 'SELECT users.id AS `Select`, users.age AS `per%%cent` FROM users',
    })
    expectSql(select(table('user', column('a')).alias('group').c['a'] as never), {
      default: 'SELECT "group".a FROM "user" AS "group"',
    })
  })

  test('of labels are cut where the database has limits', () => {
    const long = new Table('t'.repeat(40), new MetaData(), { ['c'.repeat(40)]: column(integer) })
    const { sql } = select(long)
      .setLabelStyle('tablenamePlusCol')
      .compile({ dialect: 'postgresql' })
    expect(sql).toContain(` AS ${'t'.repeat(40)}_${'c'.repeat(16)}_1`)
  })
})

describe('rows', () => {
  test('know their columns by position, name and element', () => {
    const total = func.sum(o.total).label('total')
    const compiled = select(u.id, total, literalColumn('1')).compile()
    expect(compiled.resultColumns.map(({ keyname }) => keyname)).toEqual(['id', 'total', '1'])
    expect(compiled.resultColumns[0]?.objects).toContain(u.id)
    expect(compiled.resultColumns[1]?.objects).toContain(total)
    expect(compiled.resultColumns[1]?.type).toBe(total.type)
  })

  test('of repeated columns are found by their label alone', () => {
    const compiled = select(u.id, u.id).compile()
    expect(compiled.resultColumns.map(({ keyname }) => keyname)).toEqual(['id', 'id__1'])
    expect(compiled.resultColumns[1]?.objects).not.toContain(u.id)
  })
})

test('elements of one’s own are compiled by dialect', () => {
  class Plus extends FunctionElement {
    static override readonly name = 'cp'
  }
  compiles(Plus)(
    (element: Plus, compiler: SqlCompiler) => `CP(${compiler.process(element.clauses)})`,
  )
  compiles(
    Plus,
    'postgresql',
  )((element: Plus, compiler: SqlCompiler) => `PGCP(${compiler.process(element.clauses)})`)
  expectSql(select(new Plus(u.id, 5)), {
    default: 'SELECT CP(users.id, :cp_2) AS cp_1 FROM users',
    postgresql: 'SELECT PGCP(users.id, $1) AS cp_1 FROM users',
  })
})

test('array literals are PostgreSQL’s', () => {
  expectSql(select(arrayLiteral([1, u.id], integer)), {
    postgresql: 'SELECT ARRAY[$1, users.id] AS anon_1 FROM users',
  })
})
