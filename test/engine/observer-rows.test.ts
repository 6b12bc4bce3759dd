/** Observers hear of the rows that are fetched; the log prints them only when it is asked to. */
import { expect, test } from 'vitest'
import { createEngine, text } from '../../src/index.js'

const sql = text('select 1 as a union all select 2')

test('rows are told with the names of their columns, also those of a stream', () => {
  const engine = createEngine('sqlite://')
  const told: unknown[] = []
  engine.observe({ fetched: (columns, rows) => told.push([columns, rows.length]) })
  engine.connect((connection) => {
    connection.execute(sql).all()
    connection.execute(sql, {}, { executionOptions: { streamResults: true } }).all()
  })
  engine.dispose()
  expect(told.slice(0, 1)).toEqual([[['a'], 2]])
  expect(told.length).toBeGreaterThan(1)
})

test('a log that shows statements does not show their rows', () => {
  const lines: string[] = []
  const engine = createEngine('sqlite://', { echo: ({ message }) => lines.push(message) })
  engine.connect((connection) => connection.execute(sql).all())
  engine.dispose()
  expect(lines).toContain('select 1 as a union all select 2')
  expect(lines.join('\n')).not.toContain('Row (')
})
