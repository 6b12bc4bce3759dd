/** A million rows pass through a process whose heap could not hold them. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freshDatabase } from '../helpers/postgres.js'

const run = promisify(execFile)
const library = new URL('../../dist/index.js', import.meta.url).href
const rows = 1_000_000
const series = `select i, 'row ' || i from generate_series(1, ${rows}) as i`
const recursive = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
  select i, 'row ' || i from n`

/** Runs a program with a small heap; answers what it prints. */
async function inSmallHeap(url: string, sql: string, read: string): Promise<string> {
  const program = `
    import { createAsyncEngine, createEngine, text } from ${JSON.stringify(library)}
    const [url, sql] = ${JSON.stringify([url, sql])}
    let count = 0
    ${read}
    console.log(count)`
  const flags = ['--max-old-space-size=64', '--input-type=module', '-e', program]
  return (await run(process.execPath, flags)).stdout.trim()
}

const synchronous = (options: string): string => `
  createEngine(url).connect((connection) => {
    const result = connection.executionOptions(${options}).execute(text(sql))
    for (const row of result) count += row.length / 2
  })`

const asynchronous = `
  const engine = createAsyncEngine(url)
  await engine.connect(async (connection) => {
    for await (const row of await connection.stream(text(sql))) count += row.length / 2
  })
  await engine.dispose()`

test('SQLite streams', async () => {
  const read = synchronous('{ yieldPer: 1000 }')
  expect(await inSmallHeap('sqlite://', recursive, read)).toBe(String(rows))
})

test('PostgreSQL streams to a caller who waits', async () => {
  const read = synchronous('{ streamResults: true }')
  expect(await inSmallHeap(await freshDatabase(), series, read)).toBe(String(rows))
})

test('PostgreSQL streams to a caller who awaits', async () => {
  expect(await inSmallHeap(await freshDatabase(), series, asynchronous)).toBe(String(rows))
})

test('a buffered result does not fit', async () => {
  await expect(inSmallHeap('sqlite://', recursive, synchronous('{}'))).rejects.toThrow(/heap/)
})
