/** The helpers users import for their own tests. */
import { createEngine, text } from 'orm-shell'
import {
  StatementMismatch,
  expectQueryCount,
  expectStatements,
  recordStatements,
} from 'orm-shell/testing'
import { expect, test } from 'vitest'

const engine = createEngine('sqlite://')

function one(): void {
  engine.connect((connection) => connection.execute(text('select  :n'), { n: 1 }).all())
}

test('statements are recorded while the function runs, and not after', () => {
  expect(recordStatements(engine, one)).toMatchObject([{ sql: 'select  ?', parameters: [1] }])
  const during = recordStatements(engine, () => {})
  one()
  expect(during).toEqual([])
})

test('an asynchronous function is waited for', async () => {
  const statements = await recordStatements(engine, async () => {
    await Promise.resolve()
    one()
  })
  expect(statements).toHaveLength(1)
})

test('expectations about text and parameters', () => {
  expectStatements(engine, one, ['select ?'])
  expectStatements(engine, one, [['select ?', 1]])
  expect(() => expectStatements(engine, one, [['select ?', 2]])).toThrow(StatementMismatch)
  expect(() => expectStatements(engine, one, [])).toThrow(/\+ select \?/)
})

test('expectations about the number', () => {
  expectQueryCount(engine, 1, one)
  expect(() => expectQueryCount(engine, 2, one)).toThrow(
    /expected 2 statements, got 1:\n.*select \?/,
  )
})

test('expectations wait for promises', async () => {
  const later = async (): Promise<void> => {
    await Promise.resolve()
    one()
  }
  await expectQueryCount(engine, 1, later)
  await expectStatements(engine, later, ['select ?'])
  await expect(expectQueryCount(engine, 2, later)).rejects.toThrow(StatementMismatch)
})
