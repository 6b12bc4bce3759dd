/** A server that ends connections: what callers are told, and that the pool heals and nothing runs twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type AsyncEngine,
  createAsyncEngine,
  createEngine,
  type Engine,
  type EngineOptions,
  type ExecutionOptions,
  OperationalError,
} from 'orm-shell'
import { freshDatabase } from '../../helpers/postgres.js'

let url: string
let killer: Engine

beforeAll(async () => {
  url = await freshDatabase()
  killer = createEngine(url)
  killer.begin((connection) => connection.execDriverSql('CREATE TABLE deeds (name TEXT)'))
})

beforeEach(() => {
  killer.begin((connection) => connection.execDriverSql('DELETE FROM deeds'))
})

afterAll(() => killer.dispose())

/** Returns when the server's process is gone. */
const kill = (pid: unknown): void =>
  killer.connect((connection) => {
    connection.execDriverSql('SELECT pg_terminate_backend($1, 5000)', [pid])
  })

const deeds = (): unknown[] =>
  killer.connect((c) => c.execDriverSql('SELECT name FROM deeds ORDER BY 1').scalars().all())

const PID = 'SELECT pg_backend_pid()'
const DEED = "INSERT INTO deeds VALUES ('first')"

/** What an error says of the connection. */
function isDisconnect(error: unknown): boolean {
  expect(error).toBeInstanceOf(OperationalError)
  return (error as OperationalError).connectionInvalidated
}

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('synchronous', () => {
  const opened: Engine[] = []
  const open = (options: EngineOptions = {}): Engine => {
    const engine = createEngine(url, options)
    opened.push(engine)
    return engine
  }
  afterAll(() => opened.forEach((engine) => engine.dispose()))

  test('a server killed in the middle of a transaction is a disconnect, and nothing is retried', () => {
    const engine = open({ poolSize: 1, maxOverflow: 0 })
    const error = caught(() =>
      engine.begin((connection) => {
        connection.execDriverSql(DEED)
        kill(connection.execDriverSql(PID).scalarOne())
        connection.execDriverSql("INSERT INTO deeds VALUES ('second')")
      }),
    )
    expect(isDisconnect(error)).toBe(true)
    expect(deeds()).toEqual([])
    engine.begin((connection) => connection.execDriverSql("INSERT INTO deeds VALUES ('third')"))
    expect(deeds()).toEqual(['third'])
  })

  test('the other idle connections of the pool are replaced as well', () => {
    const engine = open({ poolSize: 2, maxOverflow: 0 })
    const [first, second] = [engine.connect(), engine.connect()]
    const pids = [first, second].map((each) => each.execDriverSql(PID).scalarOne())
    first.close()
    second.close()
    pids.forEach(kill)
    // A driver that has heard of the end already does not hand the connection out.
    const answer = caught(() => engine.connect((c) => c.execDriverSql('SELECT 1').scalarOne()))
    if (answer !== 1) expect(isDisconnect(answer)).toBe(true)
    for (const each of [engine.connect(), engine.connect()])
      expect(each.execDriverSql('SELECT 1').scalarOne()).toBe(1)
  })

  test('pre-ping replaces a dead connection before anybody notices', () => {
    const engine = open({ poolPrePing: true, poolSize: 1, maxOverflow: 0 })
    const pid = engine.connect((connection) => connection.execDriverSql(PID).scalarOne())
    kill(pid)
    engine.begin((connection) => {
      expect(connection.execDriverSql(PID).scalarOne()).not.toBe(pid)
      connection.execDriverSql(DEED)
    })
    expect(deeds()).toEqual(['first'])
  })

  test('an isolation level goes back to the default with the connection', () => {
    const engine = open({ poolSize: 1, maxOverflow: 0 })
    const level = (options: ExecutionOptions = {}) =>
      engine.connect((connection) => {
        const own = connection.executionOptions(options)
        return [
          own.execDriverSql(PID).scalarOne(),
          own.execDriverSql('SHOW transaction_isolation').scalarOne(),
        ]
      })
    const [pid, serializable] = level({ isolationLevel: 'SERIALIZABLE' })
    expect(serializable).toBe('serializable')
    expect(level()).toEqual([pid, 'read committed'])
    engine.connect((connection) => {
      connection.executionOptions({ isolationLevel: 'AUTOCOMMIT' }).execDriverSql(DEED)
    })
    expect(deeds()).toEqual(['first'])
    engine.connect((connection) => connection.execDriverSql(DEED))
    expect(deeds()).toEqual(['first'])
  })
})

describe('asynchronous', () => {
  const opened: AsyncEngine[] = []
  const open = (options: EngineOptions = {}): AsyncEngine => {
    const engine = createAsyncEngine(url, options)
    opened.push(engine)
    return engine
  }
  afterAll(() => Promise.all(opened.map((engine) => engine.dispose())))

  test('a server killed in the middle of a transaction is a disconnect, and nothing is retried', async () => {
    const engine = open({ poolSize: 1, maxOverflow: 0 })
    const error: unknown = await engine
      .begin(async (connection) => {
        await connection.execDriverSql(DEED)
        kill((await connection.execDriverSql(PID)).scalarOne())
        await connection.execDriverSql("INSERT INTO deeds VALUES ('second')")
      })
      .catch((reason: unknown) => reason)
    expect(isDisconnect(error)).toBe(true)
    expect(deeds()).toEqual([])
    await engine.begin((connection) =>
      connection.execDriverSql("INSERT INTO deeds VALUES ('third')"),
    )
    expect(deeds()).toEqual(['third'])
  })

  test('pre-ping replaces a dead connection before anybody notices', async () => {
    const engine = open({ poolPrePing: true, poolSize: 1, maxOverflow: 0 })
    const pid = await engine.connect(async (c) => (await c.execDriverSql(PID)).scalarOne())
    kill(pid)
    const next = await engine.connect(async (c) => (await c.execDriverSql(PID)).scalarOne())
    expect(next).not.toBe(pid)
  })

  test('an idle connection that died is found out by its next statement, once', async () => {
    const engine = open({ poolSize: 1, maxOverflow: 0 })
    const pid = await engine.connect(async (c) => (await c.execDriverSql(PID)).scalarOne())
    kill(pid)
    const run = () => engine.connect(async (c) => (await c.execDriverSql('SELECT 1')).scalarOne())
    expect(isDisconnect(await run().catch((reason: unknown) => reason))).toBe(true)
    expect(await run()).toBe(1)
  })
})
