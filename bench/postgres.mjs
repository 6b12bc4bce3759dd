/**
 * PostgreSQL's two drivers beside `pg` itself: 100,000 rows in one statement, and a row by its primary key. Takes the
 * URL of a database where it may make a temporary table; rounds alternate, the median counts.
 *
 *     npm run bench:postgres -- postgresql://me@localhost/app
 */
import pg from 'pg'
import { createAsyncEngine, createEngine } from '../dist/index.js'

const [url = process.env.ORM_SHELL_TEST_PG_URL, rounds = '9'] = process.argv.slice(2)
if (!url) {
  console.error(
    'usage: node bench/postgres.mjs postgresql://user:password@host:port/database [rounds]',
  )
  process.exit(2)
}

const many = `select i as id, 'name ' || i as name, i * 1.5::float8 as price, i % 2 = 0 as even,
  'text of some length ' || i as body from generate_series(1, 100000) as s(i)`
const one = 'select id, name from bench_rows where id = $1'
const setUp = `create temporary table bench_rows as
  select i as id, 'name ' || i as name from generate_series(1, 10000) as s(i)`
const index = 'create unique index on bench_rows (id)'
const lookups = 500

const engine = createEngine(url)
const asyncEngine = createAsyncEngine(url)
const synchronous = engine.connect()
const asynchronous = await asyncEngine.connect()
const client = new pg.Client({ connectionString: url })
await client.connect()

/** Each runs one statement and answers its rows as arrays. */
const drivers = {
  pg: async (text, values) => (await client.query({ text, values, rowMode: 'array' })).rows,
  'pg, prepared': async (text, values) =>
    (await client.query({ name: text.slice(0, 60), text, values, rowMode: 'array' })).rows,
  synchronous: (sql, values) => synchronous.execDriverSql(sql, values).all(),
  asynchronous: async (sql, values) => (await asynchronous.execDriverSql(sql, values)).all(),
}

const works = {
  '100,000 rows': async (run) => {
    const rows = await run(many)
    if (rows.length !== 100_000) throw new Error(`${rows.length} rows`)
  },
  [`${lookups} rows by key`]: async (run) => {
    for (let id = 1; id <= lookups; id += 1) {
      const [row] = await run(one, [id])
      if (row[0] !== id) throw new Error(`${row[0]} is not ${id}`)
    }
  },
}

for (const sql of [setUp, index]) {
  await client.query(sql)
  synchronous.execDriverSql(sql)
  await asynchronous.execDriverSql(sql)
}

const median = (samples) => samples.sort((a, b) => a - b)[samples.length >> 1]

for (const [name, work] of Object.entries(works)) {
  const samples = Object.fromEntries(Object.keys(drivers).map((driver) => [driver, []]))
  for (let round = -1; round < Number(rounds); round += 1)
    for (const [driver, run] of Object.entries(drivers)) {
      const started = performance.now()
      await work(run)
      // The first round warms up.
      if (round >= 0) samples[driver].push(performance.now() - started)
    }
  const base = median(samples.pg)
  console.log(name)
  for (const [driver, times] of Object.entries(samples)) {
    const time = median(times)
    console.log(
      `  ${driver.padEnd(13)} ${time.toFixed(1).padStart(8)} ms  ${(time / base).toFixed(2)}x`,
    )
  }
}

await client.end()
await asynchronous.close()
await asyncEngine.dispose()
engine.dispose()
synchronous.close()
await asyncEngine.dispose()
engine.dispose()
