/** Both PostgreSQL drivers against a real server: values, errors, transactions, cursors, lost connections. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Driver, DriverConnection } from '../../../src/engine/driver.js'
import { makeUrl, type URL } from '../../../src/engine/url.js'
import { createAsyncDriver, createSyncDriver } from '../../../src/dialects/postgresql/driver.js'
import { PostgresError } from '../../../src/dialects/postgresql/wire/server-message.js'
import { freshDatabase } from '../../helpers/postgres.js'

let url: URL

beforeAll(async () => {
  url = makeUrl(await freshDatabase())
})

const drivers: readonly (readonly [string, () => Driver])[] = [
  ['synchronous', createSyncDriver],
  ['asynchronous', createAsyncDriver],
]

async function failure(action: () => unknown): Promise<PostgresError> {
  try {
    await action()
  } catch (error) {
    return error as PostgresError
  }
  throw new Error('nothing was thrown')
}

describe.each(drivers)('the %s driver', (_kind, create) => {
  const driver = create()
  const notices: string[] = []
  let db: DriverConnection

  beforeAll(async () => {
    db = await driver.connect(
      url,
      {},
      { notice: (severity, text) => notices.push(`${severity}: ${text}`) },
    )
  })

  afterAll(async () => {
    await db.close()
  })

  test('decodes numbers, booleans, bytes and arrays, and leaves the rest as text', async () => {
    const sql = `select 1::int2, -2::int4, 3::int8, 9007199254740993::int8, 1.5::float8, 'NaN'::float8,
      1.50::numeric(10,2), true, null, 'ö€😀', '\\x00ff'::bytea, '{1,NULL,3}'::int[], '{{a,"b,\\"c"},{NULL,"NULL"}}'::text[],
      '2024-02-29'::date, '{"a": [1]}'::jsonb`
    const result = await db.execute(sql, [])
    expect(result.rows[0]).toEqual([
      1,
      -2,
      3,
      9007199254740993n,
      1.5,
      NaN,
      '1.50',
      true,
      null,
      'ö€😀',
      Buffer.from([0, 255]),
      [1, null, 3],
      [
        ['a', 'b,"c'],
        [null, 'NULL'],
      ],
      '2024-02-29',
      '{"a": [1]}',
    ])
    expect(result.returnsRows).toBe(true)
    expect(result.columnTypes.slice(0, 3)).toEqual([21, 23, 20])
  })

  test('sends parameters with the types of literals', async () => {
    const sql = `select $1, $2, $3, $4, $5, pg_typeof($1)::text, pg_typeof($2)::text, pg_typeof($4)::text`
    const result = await db.execute(sql, [5, 2.5, 'x', true, Buffer.from('ab')])
    expect(result.rows[0]).toEqual([
      5,
      '2.5',
      'x',
      true,
      Buffer.from('ab'),
      'integer',
      'numeric',
      'boolean',
    ])
    const arrays = await db.execute('select $1::text[], $2::int[]', [
      ['a"b', null, 'c\\d'],
      [
        [1, 2],
        [3, 4],
      ],
    ])
    expect(arrays.rows[0]).toEqual([
      ['a"b', null, 'c\\d'],
      [
        [1, 2],
        [3, 4],
      ],
    ])
  })

  test('counts the rows of DML and of many parameter sets', async () => {
    await db.execute(`create table counted_${_kind} (id int primary key, note text)`, [])
    const insert = `insert into counted_${_kind} values ($1, $2)`
    const many = await db.executeMany(insert, [
      [1, 'a'],
      [2, null],
      [3, 'c'],
    ])
    expect([many.rowCount, many.returnsRows]).toEqual([3, false])
    const update = await db.execute(`update counted_${_kind} set note = $1 where id > $2`, ['z', 1])
    expect(update.rowCount).toBe(2)
    const returning = await db.execute(`delete from counted_${_kind} returning id`, [])
    expect([returning.rowCount, returning.rows.length]).toEqual([3, 3])
  })

  test('runs a statement again as a prepared one, and survives a change of the table', async () => {
    const other = await driver.connect(url, {})
    await db.execute(`create table shifting_${_kind} (a int)`, [])
    await db.execute(`insert into shifting_${_kind} values (1)`, [])
    const read = `select * from shifting_${_kind} where a = $1`
    for (let run = 0; run < 4; run += 1) expect((await db.execute(read, [1])).rows).toEqual([[1]])
    const outside = createSyncDriver()
    const stranger = await outside.connect(url, {})
    await stranger.execute(`alter table shifting_${_kind} add column b text default 'new'`, [])
    expect((await db.execute(read, [1])).rows).toEqual([[1, 'new']])
    await other.execute(`alter table shifting_${_kind} drop column a cascade`, [])
    const names = (await db.execute(`select * from shifting_${_kind}`, [])).columns
    expect(names).toEqual(['b'])
    await stranger.close()
    await other.close()
  })

  test('an error carries what the server said, and the connection goes on', async () => {
    const error = await failure(() => db.execute('select *\nfrom nosuch where x = $1', [1]))
    expect(error).toBeInstanceOf(PostgresError)
    expect(error).toMatchObject({ name: 'UndefinedTable', code: '42P01', position: 15 })
    expect(error.message).toBe(
      'relation "nosuch" does not exist\nLINE 2: from nosuch where x = $1\n             ^\n',
    )
    await db.execute(`create table strict_${_kind} (id int primary key, n int check (n > 0))`, [])
    const violation = await failure(() =>
      db.execute(`insert into strict_${_kind} values ($1, $2)`, [1, -1]),
    )
    expect(violation).toMatchObject({ code: '23514', constraint: `strict_${_kind}_n_check` })
    expect(violation.detail).toContain('Failing row')
    expect((await db.execute('select 1', [])).rows).toEqual([[1]])
  })

  test('BEGIN leaves with the first statement, and nothing leaves when there is none', async () => {
    await db.begin('BEGIN')
    expect(db.inTransaction).toBe(true)
    await db.end('COMMIT')
    expect(db.inTransaction).toBe(false)
    await db.begin('BEGIN ISOLATION LEVEL SERIALIZABLE')
    const shown = await db.execute('show transaction_isolation', [])
    expect(shown.rows).toEqual([['serializable']])
    expect(db.inTransaction).toBe(true)
    await failure(() => db.execute('select 1/0', []))
    expect((await failure(() => db.execute('select 1', []))).code).toBe('25P02')
    await db.end('ROLLBACK')
    expect(db.inTransaction).toBe(false)
  })

  test('a cursor fetches in pieces while other statements run', async () => {
    await db.begin('BEGIN')
    const cursor = await db.openCursor('select g, $1::text from generate_series(1, 5) g', ['x'])
    expect(cursor.columns).toEqual(['g', 'text'])
    expect(await cursor.fetch(2)).toEqual([
      [1, 'x'],
      [2, 'x'],
    ])
    expect((await db.execute('select 7', [])).rows).toEqual([[7]])
    expect(await cursor.fetch(10)).toHaveLength(3)
    expect(await cursor.fetch(10)).toEqual([])
    await cursor.close()
    await db.end('ROLLBACK')
    const buffered = await db.openCursor('select 1', [])
    expect(await buffered.fetch(5)).toEqual([[1]])
  })

  test('large values and many rows come through whole', async () => {
    const size = 5_000_000
    const big = await db.execute('select repeat($1, $2), length($3)', [
      'ab',
      size / 2,
      'x'.repeat(size),
    ])
    expect((big.rows[0]?.[0] as string).length).toBe(size)
    expect(big.rows[0]?.[1]).toBe(size)
    const many = await db.execute('select g, g::text from generate_series(1, 200000) g', [])
    expect(many.rows).toHaveLength(200_000)
    expect(many.rows.at(-1)).toEqual([200_000, '200000'])
  })

  test('a second statement cannot be smuggled in, COPY is refused, notices are reported', async () => {
    const smuggled = await failure(() => db.execute('select 1; drop table x', []))
    expect(smuggled.message).toContain('multiple commands')
    const copy = await failure(() => db.execute('copy pg_class to stdout', []))
    expect(copy.message).toContain('COPY')
    await failure(() => db.execute(`copy counted_${_kind} from stdin`, []))
    await db.execute(`do $$ begin raise notice 'hello'; end $$`, [])
    expect(notices).toContain('NOTICE: hello')
    expect((await db.execute('select 2', [])).rows).toEqual([[2]])
  })

  test('a refused connection names host and port and never the password', async () => {
    const closed = url.set({ host: '127.0.0.1', port: 1, password: 'hush' })
    const error = await failure(() => driver.connect(closed, {}))
    expect(error.message).toMatch(
      /^connection to server at "127.0.0.1", port 1 failed: Connection refused\n\tIs the server running on that host/,
    )
    const wrong = await failure(() => driver.connect(url.set({ password: 'hush' }), {}))
    expect(wrong.code).toBe('28P01')
    expect(wrong.message).toContain('password authentication failed')
    expect(wrong.message + wrong.stack).not.toContain('hush')
    const socket = makeUrl('postgresql://me@/db?host=/nonexistent')
    expect((await failure(() => driver.connect(socket, {}))).message).toMatch(
      /^connection to server on socket "\/nonexistent\/.s.PGSQL.5432" failed: No such file or directory\n\tIs the server running locally/,
    )
  })

  test('a connection the server ends says so and is not open any more', async () => {
    const victim = await driver.connect(url, {})
    const [[pid]] = (await victim.execute('select pg_backend_pid()', [])).rows as [[number]]
    await db.execute('select pg_terminate_backend($1)', [pid])
    const error = await failure(() => victim.execute('select 1', []))
    expect(error.message).toMatch(/terminating connection|closed the connection/)
    expect(victim.isOpen).toBe(false)
  })
})

test('another thread can cancel what a blocked thread runs', async () => {
  const { watchCancelTargets, cancelRequest } =
    await import('../../../src/engine/cancel-registry.js')
  const { Worker } = await import('node:worker_threads')
  const db = (await createSyncDriver().connect(url, {})) as DriverConnection
  const targets: {
    host: string
    port: number
    processID: number
    secretKey: number
    busy: Int32Array
  }[] = []
  watchCancelTargets({ opened: (target) => targets.push(target), closed: () => {} })()
  const target = targets.at(-1)!
  const message = cancelRequest(target)
  const helper = new Worker(
    `const { workerData: { port, host, message, busy } } = require('node:worker_threads')
     const timer = setInterval(() => {
       if (Atomics.load(busy, 0) !== 1) return
       clearInterval(timer)
       setTimeout(() => { const s = require('node:net').connect(port, host, () => s.end(message)) }, 50)
     }, 5)`,
    {
      eval: true,
      workerData: { port: target.port, host: target.host, message, busy: target.busy },
    },
  )
  await new Promise((resolve) => helper.once('online', resolve))
  const started = performance.now()
  const error = await failure(() => db.execute('select pg_sleep(20)', []))
  expect(error.code).toBe('57014')
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(((await db.execute('select 42', [])) as { rows: unknown }).rows).toEqual([[42]])
  await helper.terminate()
  await db.close()
})
