/** Asynchronous results that nobody reads to the end: whatever a caller does, the pool gets its connection back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc } from '../helpers/fast-check.js'
import { expect, onTestFinished, test } from 'vitest'
import {
  createAsyncEngine,
  DataError,
  OperationalError,
  QueuePool,
  text,
  type AsyncConnection,
  type AsyncEngine,
} from 'orm-shell'
import { freshDatabase } from '../helpers/postgres.js'

class Aborted extends Error {}

interface Read {
  readonly connection: AsyncConnection
  readonly result: Awaited<ReturnType<AsyncConnection['stream']>>
  /** How many rows are read before the caller loses interest. */
  readonly rows: number
}

type Abort = (read: Read) => Promise<unknown>

async function readSome({ result, rows }: Read): Promise<void> {
  let seen = 0
  for await (const _ of result) if (++seen > rows) return
}

const aborts = {
  throwInTheLoop: async ({ result, rows }) => {
    let seen = 0
    for await (const _ of result) if (++seen > rows) throw new Aborted()
  },
  returnEarly: readSome,
  abandonTheIterator: async ({ result, rows }) => {
    const iterator = result[Symbol.asyncIterator]()
    for (let seen = 0; seen <= rows; seen += 1) await iterator.next()
  },
  leaveWhileRowsAreOnTheirWay: async ({ result, rows }) => {
    await result.fetchmany(rows)
    result.fetchmany(5000).catch(() => {})
  },
  closeTheResult: async ({ result, rows }) => {
    await result.fetchmany(rows)
    await result.close()
  },
  closeTheConnection: async (read) => {
    await readSome(read)
    await read.connection.close()
  },
  giveUpTheConnection: async (read) => {
    await readSome(read)
    await read.connection.invalidate()
  },
  cancelTheStatement: async ({ connection, result, rows }) => {
    await result.fetchmany(rows)
    const more = result.fetchmany(5000)
    connection.syncConnection.driverConnection.cancel()
    await more
  },
  failInTheDatabase: async (read) => {
    await readSome(read)
    await read.connection.execute(text('select * from nowhere'))
  },
} satisfies Record<string, Abort>

type Way = keyof typeof aborts

const ways = Object.keys(aborts) as Way[]
const rounds = 1000

function random(seed: number): fc.Arbitrary<{ way: Way; rows: number }> {
  return fc.record({ way: fc.constantFrom(...ways), rows: fc.nat({ max: seed }) })
}

async function abortOften(engine: AsyncEngine, sql: string): Promise<void> {
  const pool = engine.pool as QueuePool
  const numbers = text(sql)
  const abort = fc.asyncProperty(random(1200), async ({ way, rows }) => {
    const reading = engine.connect(async (connection) => {
      await aborts[way]({ connection, result: await connection.stream(numbers), rows })
    })
    await reading.catch(() => {})
    expect(pool.checkedout(), way).toBe(0)
    expect(await engine.connect((c) => c.scalar(text('select 42'))), way).toBe(42)
  })
  await fc.assert(abort, { numRuns: rounds, endOnFailure: true })
}

test('1,000 aborted reads leave a SQLite pool whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aborted-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const engine = createAsyncEngine(`sqlite:///${folder}/numbers.db`, {
    poolClass: QueuePool,
    poolSize: 2,
    maxOverflow: 0,
  })
  onTestFinished(() => engine.dispose())
  await abortOften(
    engine,
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000) select i from n',
  )
}, 60_000)

test('1,000 aborted reads leave a PostgreSQL pool whole', async () => {
  const engine = createAsyncEngine(await freshDatabase(), { poolSize: 2, maxOverflow: 0 })
  onTestFinished(() => engine.dispose())
  await abortOften(engine, 'select i from generate_series(1, 10000) as i')
}, 60_000)

test('an error between two rows is an error of the statement', async () => {
  const sql = 'select 1 / (1500 - i) from generate_series(1, 2000) as i'
  const engine = createAsyncEngine(await freshDatabase())
  onTestFinished(() => engine.dispose())
  const reading = engine.connect(async (c) => (await c.stream(text(sql))).all())
  await expect(reading).rejects.toThrow(DataError)
  await expect(reading).rejects.toMatchObject({ statement: sql })
  const file = createAsyncEngine('sqlite://')
  const json = 'select json_extract(value, \'$\') from json_each(\'["1", "{"]\')'
  const failing = file.connect(async (c) => (await c.stream(text(json))).all())
  await expect(failing).rejects.toThrow(OperationalError)
})

test('statements that nobody awaited are answered one after the other', async () => {
  const engine = createAsyncEngine(await freshDatabase(), { poolSize: 1, maxOverflow: 0 })
  onTestFinished(() => engine.dispose())
  const answers = await engine.connect((c) =>
    Promise.all([1, 2, 3].map((value) => c.scalar(text('select cast(:value as int)'), { value }))),
  )
  expect(answers).toEqual([1, 2, 3])
  let insert: Promise<unknown> = Promise.resolve()
  await engine.connect((c) => {
    insert = c.execDriverSql('create table left_behind (id int)')
  })
  await insert
  const found = engine.connect((c) => c.scalar(text("select to_regclass('left_behind')")))
  expect(await found).toBe(null)
})

test('a result that outlives its transaction does not touch the next one', async () => {
  const engine = createAsyncEngine(await freshDatabase(), { poolSize: 1, maxOverflow: 0 })
  onTestFinished(() => engine.dispose())
  const numbers = text('select i from generate_series(1, 5000) as i')
  const stale = await engine.connect(async (c) => {
    const result = await c.stream(numbers)
    await result.fetchmany(10)
    return result
  })
  await engine.begin(async (c) => {
    await c.execDriverSql('create table kept (id int)')
    await expect(stale.all()).rejects.toThrow(OperationalError)
    await stale.close()
  })
  expect(await engine.connect((c) => c.scalar(text('select count(*) from kept')))).toBe(0)
})
