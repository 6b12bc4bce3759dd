/** Rows that are fetched as they are asked for, also of textual SQL. */
import { expect, onTestFinished, test } from 'vitest'
import { createAsyncEngine, createEngine, text } from 'orm-shell'
import { freshDatabase } from '../helpers/postgres.js'

const numbers = text('select i from generate_series(1, 100000) as i')

test('textual SQL streams, and a reader who leaves gives the connection back', async () => {
  const engine = createAsyncEngine(await freshDatabase(), { poolSize: 2, maxOverflow: 0 })
  onTestFinished(() => engine.dispose())
  for (let round = 0; round < 20; round++) {
    const read = engine.connect(async (connection) => {
      let count = 0
      for await (const row of await connection.stream(numbers)) {
        count += row.length
        if (count === round * 100 + 1) throw new RangeError('enough')
      }
    })
    await expect(read).rejects.toThrow(RangeError)
  }
  const [total] = await engine.connect(async (connection) => {
    const result = await connection.streamScalars(numbers)
    return [(await result.all()).length]
  })
  expect(total).toBe(100_000)
})

test('textual SQL streams synchronously', async () => {
  const engine = createEngine(await freshDatabase())
  onTestFinished(() => engine.dispose())
  engine.connect((connection) => {
    const result = connection.executionOptions({ yieldPer: 100 }).execute(numbers)
    expect([...result.partitions()].length).toBe(1000)
  })
})
