/** Engines on a real PostgreSQL, synchronous and asynchronous: transactions, errors, isolation, plans, lost connections. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAsyncEngine, createEngine } from '../../../src/create-engine.js'
import type { AsyncEngine } from '../../../src/engine/async-engine.js'
import type { Engine } from '../../../src/engine/engine.js'
import {
  DataError,
  IntegrityError,
  InternalError,
  OperationalError,
  ProgrammingError,
} from '../../../src/engine/statement-error.js'
import { freshDatabase } from '../../helpers/postgres.js'

let url: string
let engine: Engine

beforeAll(async () => {
  url = await freshDatabase()
  engine = createEngine(url)
  engine.begin((c) => {
    c.execDriverSql('create table kv (id serial primary key, k varchar unique not null, v int)')
    c.execDriverSql('insert into kv (k, v) values ($1, $2)', [
      ['a', 1],
      ['b', 2],
    ])
  })
})

afterAll(() => engine.dispose())

describe('a synchronous engine', () => {
  test('converts what no statement gives a type', () => {
    const sql = `select '{"a":[1]}'::jsonb, '2024-02-29 12:00:00+02'::timestamptz, timestamp '2024-02-29 12:00:00',
      date '2024-02-29', 1.5::numeric, array['{}'::json], 'infinity'::timestamp`
    const row = engine.connect((c) => c.execDriverSql(sql).one())
    expect(row).toEqual([
      { a: [1] },
      new Date('2024-02-29T10:00:00Z'),
      new Date('2024-02-29T12:00:00Z'),
      '2024-02-29',
      '1.5',
      [{}],
      'infinity',
    ])
  })

  test('classifies errors as psycopg2 does', () => {
    const connection = engine.connect()
    const failing: [string, unknown][] = [
      ["insert into kv (k) values ('a')", IntegrityError],
      ['insert into kv (k) values (null)', IntegrityError],
      ["select 'x'::int", DataError],
      ['select 1/0', DataError],
      ['selec', ProgrammingError],
      ['select * from nosuch', ProgrammingError],
    ]
    for (const [sql, type] of failing) {
      expect(() => connection.execDriverSql(sql)).toThrow(type as never)
      expect(() => connection.execDriverSql('select 1')).toThrow(InternalError)
      connection.rollback()
    }
    expect(() => connection.execDriverSql('select * from nosuch')).toThrow(
      '(UndefinedTable) relation "nosuch" does not exist\nLINE 1: select * from nosuch\n                      ^\n\n[SQL: select * from nosuch]',
    )
    connection.close()
  })

  test('a savepoint keeps a transaction alive', () => {
    engine.connect((c) => {
      c.execDriverSql("insert into kv (k) values ('sp')")
      expect(() =>
        c.beginNested(() => c.execDriverSql("insert into kv (k) values ('sp')")),
      ).toThrow(IntegrityError)
      expect(c.execDriverSql("select count(*) from kv where k = 'sp'").scalar()).toBe(1)
    })
    expect(
      engine.connect((c) => c.execDriverSql("select count(*) from kv where k = 'sp'").scalar()),
    ).toBe(0)
  })

  test('isolation, read-only and autocommit', () => {
    const show =
      "select current_setting('transaction_isolation'), current_setting('transaction_read_only')"
    const strict = engine
      .connect()
      .executionOptions({ isolationLevel: 'SERIALIZABLE', postgresqlReadonly: true })
    expect(strict.getIsolationLevel()).toBe('SERIALIZABLE')
    expect(strict.execDriverSql(show).one()).toEqual(['serializable', 'on'])
    strict.close()
    expect(engine.connect((c) => c.execDriverSql(show).one())).toEqual(['read committed', 'off'])
    const auto = engine.connect().executionOptions({ isolationLevel: 'AUTOCOMMIT' })
    auto.execDriverSql("insert into kv (k) values ('auto')")
    auto.rollback()
    auto.close()
    expect(engine.begin((c) => c.execDriverSql("delete from kv where k = 'auto'").rowcount)).toBe(1)
  })

  test('a lost connection is given up and replaced', () => {
    const victim = createEngine(url)
    const connection = victim.connect()
    const pid = connection.execDriverSql('select pg_backend_pid()').scalar()
    connection.commit()
    engine.connect((c) => c.execDriverSql('select pg_terminate_backend($1)', [pid]))
    expect(() => connection.execDriverSql('select 1')).toThrow(OperationalError)
    expect(connection.invalidated).toBe(true)
    expect(() => connection.execDriverSql('select 1')).toThrow(
      /Can't reconnect until invalid transaction is rolled back/,
    )
    connection.rollback()
    expect(connection.execDriverSql('select 1').scalar()).toBe(1)
    connection.close()
    victim.dispose()
  })

  test('a server that cannot be reached is an OperationalError without the password', () => {
    const nowhere = createEngine('postgresql://me:hush@127.0.0.1:1/db')
    expect(() => nowhere.connect()).toThrow(OperationalError)
    try {
      nowhere.connect()
    } catch (error) {
      expect(String((error as Error).stack)).toContain('127.0.0.1')
      expect(String((error as Error).stack)).not.toContain('hush')
    }
  })

  test('plans are trees, measured ones leave nothing behind', () => {
    const { dialect } = engine
    engine.connect((c) => {
      const plan = run(
        dialect.explainIo(
          c,
          { sql: 'select * from kv where k = $1 order by v', parameters: ['a'] },
          {},
        ),
      )
      expect(plan.roots[0]?.operation).toBe('Sort')
      expect(plan.roots[0]?.children[0]?.table).toBe('kv')
      const analyzed = run(
        dialect.explainIo(
          c,
          { sql: 'delete from kv', parameters: [] },
          { analyze: true, buffers: true },
        ),
      )
      expect(analyzed.roots[0]?.children[0]?.figures.actualRows).toBe(2)
      expect(analyzed.executionTime).toBeGreaterThan(0)
      expect(c.execDriverSql('select count(*) from kv').scalar()).toBe(2)
    })
  })

  test('notices reach observers', () => {
    const heard: string[] = []
    const stop = engine.observe({
      notice: (severity, message) => heard.push(`${severity} ${message}`),
    })
    engine.connect((c) => c.execDriverSql(`do $$ begin raise warning 'careful'; end $$`))
    stop()
    expect(heard).toEqual(['WARNING careful'])
  })

  test('rows are streamed', () => {
    const connection = engine.connect().executionOptions({ yieldPer: 10 })
    const result = connection.execDriverSql('select g from generate_series(1, 25) g')
    expect(result.fetchmany(3)).toEqual([[1], [2], [3]])
    expect(connection.execDriverSql('select 7').scalar()).toBe(7)
    expect([...result.partitions(10)].map((rows) => rows.length)).toEqual([10, 10, 2])
    connection.close()
  })
})

describe('an asynchronous engine', () => {
  let asynchronous: AsyncEngine

  beforeAll(() => {
    asynchronous = createAsyncEngine(url)
  })

  afterAll(() => asynchronous.dispose())

  test('executes, commits, rolls back', async () => {
    const log: string[] = []
    asynchronous.observe({
      statementStart: ({ sql }) => log.push(sql),
      transaction: ({ text }) => log.push(text),
    })
    await asynchronous.begin(async (c) => {
      await c.execDriverSql("insert into kv (k) values ('async')")
    })
    const failing = asynchronous.begin(async (c) => {
      await c.execDriverSql("insert into kv (k) values ('async2')")
      throw new RangeError('no')
    })
    await expect(failing).rejects.toThrow(RangeError)
    const count = await asynchronous.begin(
      async (c) => (await c.execDriverSql("delete from kv where k like 'async%'")).rowcount,
    )
    expect(count).toBe(1)
    expect(log.filter((line) => /^[A-Z]/.test(line))).toEqual([
      'BEGIN (implicit)',
      'COMMIT',
      'BEGIN (implicit)',
      'ROLLBACK',
      'BEGIN (implicit)',
      'COMMIT',
    ])
  })

  test('has savepoints and works from several connections at once', async () => {
    await asynchronous.connect(async (c) => {
      await c.execDriverSql("insert into kv (k) values ('x')")
      await expect(
        c.beginNested(async () => c.execDriverSql("insert into kv (k) values ('x')")),
      ).rejects.toThrow(IntegrityError)
      expect((await c.execDriverSql("select count(*) from kv where k = 'x'")).scalar()).toBe(1)
    })
    const started = performance.now()
    const sleep = () => asynchronous.connect((c) => c.execDriverSql('select pg_sleep(0.2)'))
    await Promise.all([sleep(), sleep(), sleep()])
    expect(performance.now() - started).toBeLessThan(550)
  })

  test('errors reject', async () => {
    await expect(asynchronous.connect((c) => c.execDriverSql('selec'))).rejects.toThrow(
      ProgrammingError,
    )
    const nowhere = createAsyncEngine('postgresql://me:hush@127.0.0.1:1/db')
    await expect(nowhere.connect()).rejects.toThrow(OperationalError)
  })
})

/** Drives a computation whose driver is synchronous. */
function run<T>(io: Generator<{ readonly perform: () => unknown }, T>): T {
  let step = io.next()
  while (!step.done) step = io.next(step.value.perform() as never)
  return step.value
}
