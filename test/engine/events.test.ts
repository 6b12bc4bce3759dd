/** Events of engines, connections and pools in the order that SQLAlchemy has them; each list is what it printed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  ArgumentError,
  type Connection,
  createEngine,
  type DBAPIError,
  DisconnectionError,
  type Engine,
  type EngineOptions,
  event,
  InvalidRequestError,
  makeUrl,
  OperationalError,
  text,
  TimeoutError,
} from 'orm-shell'
import type { ExceptionContext } from '../../src/engine/execution/driver-error.js'

const folder = mkdtempSync(join(tmpdir(), 'orm-shell-events-'))
let noted: string[]

beforeEach(() => (noted = []))
afterAll(() => rmSync(folder, { recursive: true }))

function open(options: EngineOptions = {}): Engine {
  const engine = createEngine(`sqlite:///${join(folder, 'events.db')}`, options)
  onTestFinished(() => engine.dispose())
  return engine
}

/** What was noted since the last time. */
function since(work: () => unknown): string {
  noted = []
  work()
  return noted.join(' ')
}

const note =
  (name: string) =>
  (...args: unknown[]): void =>
    void noted.push(`${name}/${args.length}`)

function listenToPool(engine: Engine): void {
  for (const name of [
    ...['firstConnect', 'connect', 'checkout', 'checkin', 'reset'],
    ...['invalidate', 'softInvalidate', 'close', 'detach', 'closeDetached'],
  ])
    event.listen(engine, name, note(name))
}

describe('a pool tells of a connection', () => {
  test('that is opened, used again, detached, given up and closed', () => {
    const engine = open()
    listenToPool(engine)
    let c!: Connection
    const connect = () => since(() => (c = engine.connect()))
    const close = () => since(() => c.close())
    expect(connect()).toBe('firstConnect/2 connect/2 checkout/3')
    c.execDriverSql('select 1')
    expect(close()).toBe('reset/3 checkin/2')
    expect(connect()).toBe('checkout/3')
    expect(since(() => c.detach())).toBe('detach/2')
    expect(close()).toBe('reset/3 closeDetached/1')
    expect(connect()).toBe('connect/2 checkout/3')
    expect(since(() => c.invalidate())).toBe('invalidate/3 close/2 checkin/2')
    expect(since(() => c.execDriverSql('select 1'))).toBe('connect/2 checkout/3')
    c.rollback()
    expect(close()).toBe('reset/3 checkin/2')
    expect(since(() => engine.dispose())).toBe('close/2')
    expect(connect()).toBe('firstConnect/2 connect/2 checkout/3')
    c.close()
  })

  test('that is to be replaced after its present use', () => {
    const engine = open()
    engine.connect().close()
    listenToPool(engine)
    const raw = engine.rawConnection()
    expect(since(() => raw.invalidate({ soft: true }))).toBe('softInvalidate/3')
    expect(raw.cursor().execute('select 7')).toMatchObject({})
    expect(since(() => raw.close())).toBe('reset/3 checkin/2')
    expect(since(() => engine.connect().close())).toBe(
      'close/2 connect/2 checkout/3 reset/3 checkin/2',
    )
  })

  test('that is beyond its size and closed when it comes back', () => {
    const engine = open({ poolSize: 1, maxOverflow: 1, poolTimeout: 0 })
    const [a, b] = [engine.connect(), engine.connect()]
    listenToPool(engine)
    expect(() => engine.connect()).toThrow(TimeoutError)
    expect(() => engine.connect()).toThrow(
      'QueuePool limit of size 1 overflow 1 reached, connection timed out, timeout 0.00',
    )
    expect(since(() => a.close())).toBe('reset/3 checkin/2 close/2')
    expect(since(() => b.close())).toBe('reset/3 checkin/2')
  })

  test('that is too old', async () => {
    const engine = open({ poolRecycle: 0 })
    engine.connect().close()
    listenToPool(engine)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(since(() => engine.connect().close())).toBe(
      'close/2 connect/2 checkout/3 reset/3 checkin/2',
    )
  })

  test('and how its transaction ended: the state that listeners of reset get', () => {
    const engine = open({ poolResetOnReturn: 'commit' })
    const states: unknown[] = []
    event.listen(engine, 'reset', (_connection: unknown, _record: unknown, state: unknown) =>
      states.push(state),
    )
    engine.connect((c) => c.execDriverSql('select 1'))
    engine.rawConnection().close()
    const detached = engine.connect()
    detached.detach()
    detached.close()
    expect(states).toEqual([
      { transactionWasReset: true, terminateOnly: false, asyncioSafe: true },
      { transactionWasReset: false, terminateOnly: false, asyncioSafe: true },
      { transactionWasReset: false, terminateOnly: true, asyncioSafe: true },
    ])
  })
})

describe('poolResetOnReturn', () => {
  const left = (reset: NonNullable<EngineOptions['poolResetOnReturn']> | null): unknown => {
    const engine = open({ poolResetOnReturn: reset })
    const raw = engine.rawConnection()
    raw.cursor().execute('drop table if exists left_behind')
    raw.cursor().execute('begin')
    raw.cursor().execute('create table left_behind (a)')
    raw.close()
    const again = engine.rawConnection()
    const { inTransaction } = again.driverConnection
    again.rollback()
    const count = engine.connect((c) =>
      c.execDriverSql(`select count(*) from sqlite_master where name = 'left_behind'`).scalar(),
    )
    return { inTransaction, count }
  }

  test('rolls back, commits or leaves alone', () => {
    expect(left('rollback')).toEqual({ inTransaction: false, count: 0 })
    expect(left(true)).toEqual({ inTransaction: false, count: 0 })
    expect(left('commit')).toEqual({ inTransaction: false, count: 1 })
    expect(left(null)).toEqual({ inTransaction: true, count: 0 })
    expect(left('none')).toEqual({ inTransaction: true, count: 0 })
    expect(left(false)).toEqual({ inTransaction: true, count: 0 })
  })

  test('has no other values', () => {
    expect(() => open({ poolResetOnReturn: 'nonsense' as never })).toThrow(ArgumentError)
    expect(() => open({ poolResetOnReturn: 'nonsense' as never })).toThrow(
      "Invalid value for 'reset_on_return': 'nonsense'",
    )
  })
})

describe('a listener of checkout', () => {
  test('refuses a connection, and the pool opens another one, twice at most', () => {
    const engine = open()
    let left = 1
    for (const name of ['connect', 'checkin', 'close', 'invalidate'])
      event.listen(engine, name, () => void noted.push(name))
    event.listen(engine, 'checkout', () => {
      noted.push('checkout')
      if (left-- > 0) throw new DisconnectionError('bad one')
    })
    let c!: Connection
    expect(since(() => (c = engine.connect()))).toBe(
      'connect checkout invalidate close connect checkout',
    )
    expect(since(() => c.close())).toBe('checkin')
    left = 5
    const refused = () => expect(() => engine.connect()).toThrow(InvalidRequestError)
    expect(since(refused)).toBe(
      'checkout invalidate close connect checkout invalidate close connect invalidate close checkin',
    )
    left = 0
    expect(engine.connect((found) => found.execDriverSql('select 1').scalar())).toBe(1)
  })
})

describe('doConnect', () => {
  test('may change what the driver is told', () => {
    const engine = open()
    event.listen(engine, 'doConnect', (_dialect, _record, args, parameters) => {
      args[0] = makeUrl('sqlite://')
      parameters.foreignKeys = true
    })
    engine.connect((c) => {
      expect(c.execDriverSql('PRAGMA foreign_keys').scalar()).toBe(1)
      expect(c.execDriverSql('select file from pragma_database_list').scalar()).toBe('')
    })
  })

  test('may answer a connection of its own', () => {
    const other = createEngine('sqlite://')
    const raw = other.rawConnection().driverConnection
    const engine = open()
    event.listen(engine, 'doConnect', () => raw)
    engine.connect((c) => expect(c.connection.driverConnection).toBe(raw))
  })
})

describe('a connection', () => {
  const listenTo = (target: Engine | Connection, who: string): void => {
    for (const name of [
      'beforeExecute',
      'beforeCursorExecute',
      'afterCursorExecute',
      'afterExecute',
    ])
      event.listen(target, name, () => void noted.push(`${who}:${name}`))
  }

  test('has listeners of its own, who hear before those of its engine', () => {
    const engine = open()
    const [c, other] = [engine.connect(), engine.connect()]
    listenTo(engine, 'engine')
    listenTo(c, 'own')
    expect(since(() => c.execute(text('select 1')))).toBe(
      'own:beforeExecute engine:beforeExecute own:beforeCursorExecute engine:beforeCursorExecute ' +
        'own:afterCursorExecute engine:afterCursorExecute own:afterExecute engine:afterExecute',
    )
    expect(since(() => c.execDriverSql('select 1'))).toBe(
      'own:beforeCursorExecute engine:beforeCursorExecute own:afterCursorExecute engine:afterCursorExecute',
    )
    expect(since(() => other.execute(text('select 1')))).not.toContain('own')
    expect(() => event.listen(c, 'checkout', () => {})).toThrow("No such event 'checkout'")
    expect(() => event.listen(c, 'handleError', () => {})).toThrow(
      /may only be applied to the Engine as a whole/,
    )
    c.close()
    other.close()
  })

  test('tells of begin, savepoints and their ends around the statements', () => {
    const engine = open()
    for (const name of [
      'begin',
      'commit',
      'rollback',
      'savepoint',
      'rollbackSavepoint',
      'releaseSavepoint',
    ])
      event.listen(engine, name, (_c, ...rest) => void noted.push([name, ...rest].join()))
    event.listen(engine, 'beforeExecute', (_c, statement) => void noted.push(String(statement)))
    engine.connect((c) => {
      expect(since(() => c.execute(text('select 1')))).toBe('select 1 begin')
      expect(since(() => c.commit())).toBe('commit')
      c.begin()
      let savepoint = c.beginNested()
      expect(noted.slice(-2)).toEqual(['savepoint,', 'SAVEPOINT sa_savepoint_1'])
      expect(since(() => savepoint.commit())).toBe(
        'releaseSavepoint,sa_savepoint_1, RELEASE SAVEPOINT sa_savepoint_1',
      )
      savepoint = c.beginNested()
      expect(since(() => savepoint.rollback())).toBe(
        'rollbackSavepoint,sa_savepoint_2, ROLLBACK TO SAVEPOINT sa_savepoint_2',
      )
      expect(since(() => c.rollback())).toBe('rollback')
    })
  })

  test('has its statements and parameters replaced by listeners with retval', () => {
    const engine = open()
    event.listen(
      engine,
      'beforeExecute',
      (_c, statement, multiparams, params) => {
        noted.push(JSON.stringify([multiparams, params]))
        return [text(`${String(statement)} + 1`), multiparams, { y: 41 }]
      },
      { retval: true },
    )
    const comment = (_c: Connection, _cursor: unknown, sql: string, parameters: unknown[]) => [
      `${sql} /* noted */`,
      parameters,
    ]
    event.listen(engine, 'beforeCursorExecute', comment, { retval: true })
    const sent: string[] = []
    event.listen(engine, 'afterCursorExecute', (_c, _cursor, sql) => void sent.push(sql))
    engine.connect((c) => expect(c.execute(text('select :y'), { y: 1 }).scalar()).toBe(42))
    expect(noted).toEqual(['[[],{"y":1}]'])
    expect(sent).toEqual(['select ? + 1 /* noted */'])
    expect(() => event.listen(engine, 'begin', () => {}, { retval: true })).toThrow(ArgumentError)
  })

  test('gets its options from listeners, too', () => {
    const engine = open()
    event.listen(engine, 'setConnectionExecutionOptions', (_c, options) => (options.mine = 1))
    event.listen(engine, 'setEngineExecutionOptions', (_e, options) => (options.theirs = 2))
    engine.connect((c) => {
      expect(c.executionOptions({ a: 0 }).getExecutionOptions()).toEqual({ a: 0, mine: 1 })
    })
    const other = engine.executionOptions({ b: 3 })
    expect(other.getExecutionOptions()).toEqual({ b: 3, theirs: 2 })
    engine.updateExecutionOptions({ c: 4 })
    expect(engine.getExecutionOptions()).toEqual({ c: 4, theirs: 2 })
  })
})

describe('handleError', () => {
  const fail = (engine: Engine): unknown => {
    try {
      engine.connect((c) => c.execute(text('select nosuch where 1 = :x'), { x: 1 }))
    } catch (error) {
      return error
    }
    return null
  }

  test('sees the statement, the parameters and both errors', () => {
    const engine = open()
    const seen: ExceptionContext[] = []
    event.listen(engine, 'handleError', (context) => void seen.push(context))
    const error = fail(engine)
    expect(seen[0]).toMatchObject({
      statement: 'select nosuch where 1 = ?',
      parameters: [1],
      sqlalchemyException: error,
      isDisconnect: false,
      isPrePing: false,
      invalidatePoolOnDisconnect: true,
    })
    expect(seen[0]?.originalException).toBe((error as DBAPIError).orig)
  })

  test('replaces the error; the next listener sees by what', () => {
    const engine = open()
    const chained: unknown[] = []
    event.listen(engine, 'handleError', () => new RangeError('replaced'))
    event.listen(engine, 'handleError', (context) => void chained.push(context.chainedException))
    expect(fail(engine)).toEqual(new RangeError('replaced'))
    expect(chained).toEqual([new RangeError('replaced')])
  })

  test('may throw, and then no other listener is asked', () => {
    const engine = open()
    event.listen(engine, 'handleError', () => {
      throw new RangeError('thrown')
    })
    event.listen(engine, 'handleError', () => new TypeError('later'))
    expect(fail(engine)).toEqual(new RangeError('thrown'))
  })

  test('may declare the connection lost: it is given up, and the pool with it', () => {
    const engine = open()
    event.listen(engine, 'handleError', (context) => (context.isDisconnect = true))
    listenToPool(engine)
    engine.connect((c) => {
      const error = (() => {
        try {
          c.execute(text('select nosuch'))
        } catch (caught) {
          return caught as DBAPIError
        }
        return null
      })()
      expect(error).toBeInstanceOf(OperationalError)
      expect(error?.connectionInvalidated).toBe(true)
      expect(c.invalidated).toBe(true)
      expect(noted.slice(-3)).toEqual(['invalidate/3', 'close/2', 'checkin/2'])
      c.rollback()
      expect(c.execute(text('select 1')).scalar()).toBe(1)
    })
  })
})
