/** Statements of the SQL layer on an engine: compiling and caching, parameters, defaults, keys, batches, DDL, reflection. */
import { beforeEach, describe, expect, test } from 'vitest'
import '../../src/sql/index.js'
import { createEngine, createMockEngine } from '../../src/create-engine.js'
import type { Engine } from '../../src/engine/engine.js'
import { StatementError } from '../../src/engine/statement-error.js'
import { StaticPool } from '../../src/engine/pool/simple-pools.js'
import { column, MetaData, Table } from '../../src/schema/index.js'
import { func, insert, literal, select, text, update, delete_ } from '../../src/sql/index.js'
import { boolean, dateTime, integer, json, string } from '../../src/sql/types/constructors.js'

const metadata = new MetaData()
let made = 0
const t = new Table('t', metadata, {
  id: column(integer, { primaryKey: true }),
  x: column(string(20), { nullable: true }),
  n: column(integer, { default: () => (made += 1), nullable: true }),
  at: column(dateTime, { nullable: true, onupdate: () => new Date('2024-05-17T12:30:45Z') }),
  data: column(json, { nullable: true }),
  flag: column(boolean, { default: true, nullable: true }),
})

let engine: Engine
let log: [string, readonly unknown[], string][]

beforeEach(() => {
  made = 0
  engine = createEngine('sqlite://', { poolClass: StaticPool })
  metadata.createAll(engine)
  log = []
  engine.observe({
    statementStart: ({ sql, parameters, remark }) =>
      log.push([sql.replace(/\s+/g, ' '), parameters, remark.replace(/\d[\d.e-]*s/, '#s')]),
  })
})

describe('execute', () => {
  test('inserts with defaults and tells the key', () => {
    engine.begin((c) => {
      const result = c.execute(insert(t).values({ x: 'a', data: { k: [1] } }))
      expect([
        result.rowcount,
        result.insertedPrimaryKey,
        result.lastrowid,
        result.isInsert,
      ]).toEqual([1, [1], 1, true])
      expect(result.returnsRows).toBe(false)
      expect(() => result.all()).toThrow(
        'This result object does not return rows. It has been closed automatically.',
      )
      const row = c.execute(select(t)).one()
      expect(row).toEqual([1, 'a', 1, null, { k: [1] }, true])
      expect(row.mapping.get(t.c.x)).toBe('a')
    })
    expect(log[0]).toEqual([
      'INSERT INTO t (x, n, data, flag) VALUES (?, ?, ?, ?)',
      ['a', 1, '{"k":[1]}', 1],
      'generated in #s',
    ])
  })

  test('runs many parameter sets at once', () => {
    engine.begin((c) => {
      expect(c.execute(insert(t), [{ x: 'a' }, { x: 'b' }, { x: 'c' }]).rowcount).toBe(3)
      expect(c.scalars(select(t.c.n).orderBy(t.c.id)).all()).toEqual([1, 2, 3])
      expect(
        c.execute(
          update(t)
            .where(t.c.x.in(['a', 'b']))
            .values({ x: 'z' }),
        ).rowcount,
      ).toBe(2)
      expect(c.execute(delete_(t).where(t.c.x.eq('z'))).rowcount).toBe(2)
    })
    expect(log[2]?.[1]).toEqual(['z', '2024-05-17 12:30:45.000000', 'a', 'b'])
  })

  test('returns rows of many INSERTs in batches, in order on demand', () => {
    engine.begin((c) => {
      const rows = c.execute(insert(t).returning(t.c.id), [{ x: 'a' }, { x: 'b' }]).all()
      expect(rows).toEqual([[1], [2]])
      const ordered = insert(t).returning(t.c.id, t.c.x).returningSorted()
      expect(c.execute(ordered, [{ x: 'c' }, { x: 'd' }]).all()).toEqual([
        [3, 'c'],
        [4, 'd'],
      ])
    })
    expect(
      log.map(([sql, , remark]) => [sql.replace(/^INSERT INTO t .*VALUES/, '…'), remark]),
    ).toEqual([
      ['… (?, ?, ?), (?, ?, ?) RETURNING id', 'generated in #s (insertmanyvalues) 1/1 (unordered)'],
      [
        '… (?, ?, ?) RETURNING id, x',
        'generated in #s (insertmanyvalues) 1/2 (ordered; batch not supported)',
      ],
      ['… (?, ?, ?) RETURNING id, x', 'insertmanyvalues 2/2 (ordered; batch not supported)'],
    ])
  })

  test('tells honestly whether a statement was compiled before', () => {
    engine.connect((c) => {
      expect(c.scalar(select(literal('abc')))).toBe('abc')
      expect(c.scalar(select(literal('def')))).toBe('def')
      expect(c.scalar(select(literal('ghi')), null)).toBe('ghi')
    })
    expect(log).toEqual([
      ['SELECT ? AS anon_1', ['abc'], 'generated in #s'],
      ['SELECT ? AS anon_1', ['def'], 'cached since #s ago'],
      ['SELECT ? AS anon_1', ['ghi'], 'cached since #s ago'],
    ])
  })

  test('takes text with parameters by name', () => {
    engine.begin((c) => {
      c.execute(text('insert into t (x) values (:x)'), [{ x: 'r' }, { x: 's' }])
      expect(c.execute(text('select x from t where id in (:a, :b)'), { a: 1, b: 2 }).all()).toEqual(
        [['r'], ['s']],
      )
      expect(c.scalar(text('select max(id) from t'))).toBe(2)
      expect(c.execute(text('select 1 as q, 2 as q')).one()['q']).toBe(2)
    })
  })

  test('explains a missing value and a wrong list', () => {
    engine.connect((c) => {
      const missing = (): unknown => c.execute(text('select x from t where id = :id'))
      expect(missing).toThrow(StatementError)
      expect(missing).toThrow(
        "(InvalidRequestError) A value is required for bind parameter 'id'\n[SQL: select x from t where id = ?]",
      )
      expect(() => c.execute(text('select 1'), [1, 2] as never)).toThrow(
        'List argument must consist only of dictionaries',
      )
    })
  })

  test('executes functions', () => {
    expect(engine.connect((c) => c.scalar(func['coalesce']!(null, 7)))).toBe(7)
  })
})

describe('the schema', () => {
  test('is created after looking', () => {
    metadata.createAll(engine)
    expect(log.map(([sql]) => sql)).toEqual(['PRAGMA main.table_info("t")'])
    metadata.dropAll(engine)
    expect(log.at(-1)?.[0].trim()).toBe('DROP TABLE t')
  })

  test('is printed by a mock engine', () => {
    const out: string[] = []
    const mock = createMockEngine('sqlite://', (ddl) =>
      out.push(ddl.compile({ dialect: mock.dialect }).sql),
    )
    metadata.createAll(mock, { checkfirst: false })
    expect(out[0]).toMatch(/^\nCREATE TABLE t \(/)
  })

  test('is reflected', () => {
    engine.begin((c) => {
      c.execDriverSql('create table parent (id integer primary key, name varchar(10) unique)')
      c.execDriverSql(
        'create table child (id integer primary key, pid integer references parent (id), check (pid > 0))',
      )
      c.execDriverSql('create index ix_pid on child (pid)')
    })
    const found = new MetaData()
    found.reflect(engine)
    expect([...found.tables.keys()].sort()).toEqual(['child', 'parent', 't'])
    const child = found.tables.get('child')!
    expect(child.foreignKeys.map((key) => key.targetFullname)).toEqual(['parent.id'])
    expect([...child.indexes].map((index) => index.name)).toEqual(['ix_pid'])
    expect(found.sortedTables.map((table) => table.name).indexOf('parent')).toBeLessThan(2)
    const some = new MetaData()
    some.reflect(engine, { only: ['child'] })
    expect([...some.tables.keys()].sort()).toEqual(['child', 'parent'])
    expect(() => new MetaData().reflect(engine, { only: ['zzz'] })).toThrow(
      'Could not reflect: requested table(s) not available in Engine(sqlite://): (zzz)',
    )
  })
})

test('plans of statements are trees', () => {
  const plan = engine.connect((c) => c.explain(select(t).where(t.c.id.eq(1))))
  expect(plan.roots[0]).toMatchObject({ operation: 'SEARCH', table: 't', index: 'PRIMARY KEY' })
})
