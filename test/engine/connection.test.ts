/** Connections on SQLite with driver SQL: transactions that begin by themselves, savepoints, scopes, options, events. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createEngine } from '../../src/create-engine.js'
import type { Engine } from '../../src/engine/engine.js'
import { ResourceClosedError } from '../../src/engine/errors.js'
import {
  IntegrityError,
  OperationalError,
  ProgrammingError,
} from '../../src/engine/statement-error.js'
import { StaticPool } from '../../src/engine/pool/simple-pools.js'
import { event } from '../../src/util/event-registry.js'

let engine: Engine
let log: string[]

beforeEach(() => {
  engine = createEngine('sqlite://', { poolClass: StaticPool })
  engine.begin((c) => {
    c.execDriverSql('create table t (id integer primary key, x varchar(20))')
    c.execDriverSql('insert into t (x) values (?)', [['a'], ['b'], ['c']])
  })
  log = []
  engine.observe({
    statementStart: ({ sql }) => log.push(sql),
    transaction: ({ kind, text }) => {
      if (!kind.includes('savepoint') && kind !== 'release') log.push(text)
    },
  })
})

function names(): unknown[] {
  return engine.connect((c) => c.execDriverSql('select x from t order by id').scalars().all())
}

describe('transactions', () => {
  test('begin with the first statement, end with commit and rollback, and with close', () => {
    const connection = engine.connect()
    expect(connection.inTransaction()).toBe(false)
    connection.execDriverSql("insert into t (x) values ('n')")
    expect(connection.inTransaction()).toBe(true)
    connection.commit()
    connection.execDriverSql("insert into t (x) values ('m')")
    connection.rollback()
    connection.commit()
    connection.execDriverSql('select 1')
    connection.close()
    expect(connection.closed).toBe(true)
    expect(() => connection.execDriverSql('select 1')).toThrow(ResourceClosedError)
    const insert = 'insert into t (x) values '
    expect(log).toEqual([
      'BEGIN (implicit)',
      `${insert}('n')`,
      'COMMIT',
      'BEGIN (implicit)',
      `${insert}('m')`,
      'ROLLBACK',
      'BEGIN (implicit)',
      'select 1',
      'ROLLBACK',
    ])
    expect(names()).toEqual(['a', 'b', 'c', 'n'])
  })

  test('a function commits when it returns and rolls back when it throws', () => {
    expect(engine.begin((c) => c.execDriverSql("insert into t (x) values ('n')").rowcount)).toBe(1)
    const failing = (): void =>
      engine.begin((c) => {
        c.execDriverSql("insert into t (x) values ('m')")
        throw new RangeError('x')
      })
    expect(failing).toThrow(RangeError)
    expect(names()).toEqual(['a', 'b', 'c', 'n'])
  })

  test('a second begin is refused, with an explanation', () => {
    const connection = engine.connect()
    connection.begin()
    expect(() => connection.begin()).toThrow(
      "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.",
    )
    connection.close()
  })

  test('nothing can be done in a function whose transaction has ended', () => {
    const connection = engine.connect()
    const work = (): void =>
      connection.begin(() => {
        connection.execDriverSql("insert into t (x) values ('n')")
        connection.commit()
        connection.execDriverSql("insert into t (x) values ('m')")
      })
    expect(work).toThrow(/^Can't operate on closed transaction inside context manager/)
    connection.close()
    expect(log).toEqual(['BEGIN (implicit)', "insert into t (x) values ('n')", 'COMMIT'])
  })

  test('savepoints are numbered, released, rolled back', () => {
    const connection = engine.connect()
    connection.execDriverSql("insert into t (x) values ('outer')")
    const savepoint = connection.beginNested()
    expect(connection.inNestedTransaction()).toBe(true)
    connection.execDriverSql("insert into t (x) values ('inner')")
    savepoint.rollback()
    connection.beginNested(() => connection.execDriverSql("insert into t (x) values ('inner2')"))
    const failing = (): unknown =>
      connection.beginNested(() => connection.execDriverSql('insert into t (id) values (1)'))
    expect(failing).toThrow(IntegrityError)
    connection.commit()
    const [outer, inner] = [connection.beginNested(), connection.beginNested()]
    outer.commit()
    expect(inner.isActive).toBe(true)
    connection.rollback()
    connection.close()
    expect(log.filter((line) => line.includes('SAVEPOINT'))).toEqual([
      'SAVEPOINT sa_savepoint_1',
      'ROLLBACK TO SAVEPOINT sa_savepoint_1',
      'SAVEPOINT sa_savepoint_2',
      'RELEASE SAVEPOINT sa_savepoint_2',
      'SAVEPOINT sa_savepoint_3',
      'ROLLBACK TO SAVEPOINT sa_savepoint_3',
      'SAVEPOINT sa_savepoint_4',
      'SAVEPOINT sa_savepoint_5',
      'RELEASE SAVEPOINT sa_savepoint_4',
    ])
    expect(names()).toEqual(['a', 'b', 'c', 'outer', 'inner2'])
  })

  test('AUTOCOMMIT says so in the log and sends no BEGIN', () => {
    const connection = engine.connect().executionOptions({ isolationLevel: 'AUTOCOMMIT' })
    connection.execDriverSql("insert into t (x) values ('auto')")
    connection.rollback()
    expect(connection.getIsolationLevel()).toBe('SERIALIZABLE')
    connection.close()
    expect(log).toEqual([
      'BEGIN (implicit; DBAPI should not BEGIN due to autocommit mode)',
      "insert into t (x) values ('auto')",
      'ROLLBACK using DBAPI connection.rollback(); set skip_autocommit_rollback to prevent fully',
    ])
    expect(names()).toContain('auto')
    engine
      .executionOptions({ isolationLevel: 'AUTOCOMMIT' })
      .connect((c) => c.execDriverSql("insert into t (x) values ('auto2')"))
    expect(names()).toContain('auto2')
  })

  test('an isolation level is checked, and cannot be changed in the middle', () => {
    const connection = engine.connect()
    expect(() => connection.executionOptions({ isolationLevel: 'BOGUS' })).toThrow(
      "Invalid value 'BOGUS' for isolation_level. Valid isolation levels for 'sqlite' are READ UNCOMMITTED, SERIALIZABLE, AUTOCOMMIT",
    )
    connection.execDriverSql('select 1')
    expect(() => connection.executionOptions({ isolationLevel: 'AUTOCOMMIT' })).toThrow(
      /isolation_level may not be altered unless rollback\(\) or commit\(\) is called first\.$/,
    )
    connection.close()
    const relaxed = engine.connect().executionOptions({ isolationLevel: 'read_uncommitted' })
    expect(relaxed.getIsolationLevel()).toBe('READ UNCOMMITTED')
    relaxed.close()
    expect(engine.connect((c) => c.getIsolationLevel())).toBe('SERIALIZABLE')
  })
})

describe('statements', () => {
  test('driver SQL takes parameters in order, one set or many', () => {
    engine.begin((c) => {
      expect(c.execDriverSql('select x from t where id = ?', [1]).all()).toEqual([['a']])
      expect(c.execDriverSql('insert into t (x) values (?)', [['p'], ['q']]).rowcount).toBe(2)
    })
  })

  test('a text is no statement', () => {
    const connection = engine.connect()
    expect(() => connection.execute('select 1')).toThrow("Not an executable object: 'select 1'")
    connection.close()
  })

  test('an error of the database carries statement, parameters and cause', () => {
    const connection = engine.connect()
    const run = (): unknown =>
      connection.execDriverSql('insert into t (id, x) values (?, ?)', [1, 'dup'])
    expect(run).toThrow(IntegrityError)
    try {
      run()
    } catch (error) {
      expect(error).toMatchObject({
        statement: 'insert into t (id, x) values (?, ?)',
        params: [1, 'dup'],
        orig: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' },
        message:
          '(SqliteError) UNIQUE constraint failed: t.id\n' +
          "[SQL: insert into t (id, x) values (?, ?)]\n[parameters: (1, 'dup')]",
      })
    }
    expect(() => connection.execDriverSql('select * from nosuch')).toThrow(OperationalError)
    expect(() => connection.execDriverSql('select ?', [1, 2])).toThrow(ProgrammingError)
    connection.close()
  })

  test('hidden parameters are hidden from errors and observers', () => {
    const discreet = createEngine('sqlite://', { hideParameters: true })
    const seen: unknown[] = []
    discreet.observe({
      statementStart: ({ parameters, parametersHidden }) => seen.push(parameters, parametersHidden),
    })
    const connection = discreet.connect()
    expect(() => connection.execDriverSql('select nosuch, ?', ['secret'])).toThrow(
      /\[SQL parameters hidden due to hide_parameters=True\]$/,
    )
    expect(seen).toEqual([[], true])
    connection.close()
  })

  test('rows can be streamed while other statements run', () => {
    const connection = engine.connect().executionOptions({ yieldPer: 2 })
    const result = connection.execDriverSql('select x from t order by id')
    expect(result.fetchone()).toEqual(['a'])
    connection.executionOptions({ yieldPer: 1 })
    expect(result.all()).toEqual([['b'], ['c']])
    connection.close()
  })
})

describe('listeners', () => {
  test('hear and may change a statement', () => {
    const heard: unknown[] = []
    event.listen(
      engine,
      'beforeCursorExecute',
      (_c, _cursor, sql: string, parameters: unknown[]) => {
        heard.push(sql)
        return [`${sql} where x = ?`, [...parameters, 'b']]
      },
      { retval: true },
    )
    event.listen(engine, 'commit', () => heard.push('commit'))
    engine.begin((c) => expect(c.execDriverSql('select x from t').all()).toEqual([['b']]))
    expect(heard).toEqual(['select x from t', 'commit'])
  })

  test('of the pool hear connections come and go', () => {
    const heard: string[] = []
    const fresh = createEngine('sqlite://')
    for (const name of ['firstConnect', 'connect', 'checkout', 'checkin', 'close'] as const) {
      event.listen(name === 'checkin' ? fresh.pool : fresh, name, () => heard.push(name))
    }
    fresh.connect((c) => c.execDriverSql('select 1'))
    fresh.connect((c) => c.execDriverSql('select 1'))
    fresh.dispose()
    expect(heard).toEqual([
      'firstConnect',
      'connect',
      'checkout',
      'checkin',
      'checkout',
      'checkin',
      'close',
    ])
  })

  test('of handleError may replace the error', () => {
    event.listen(
      engine,
      'handleError',
      ({ originalException }) => new RangeError(originalException.message),
    )
    expect(() => engine.connect((c) => c.execDriverSql('selec'))).toThrow(RangeError)
  })
})

test('a connection keeps what is stored with it, and can leave the pool', () => {
  const connection = engine.connect()
  connection.info['k'] = 1
  connection.close()
  const again = engine.connect()
  expect(again.info['k']).toBe(1)
  again.detach()
  expect(again.execDriverSql('select 1').scalar()).toBe(1)
  again.close()
})
