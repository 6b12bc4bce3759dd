/** The log in SQLAlchemy's format: prefix, remarks, parameters and how they are cut, tokens, rows. */
import { expect, test } from 'vitest'
import { createEngine } from '../../src/create-engine.js'
import { formatRecord, type LogRecord } from '../../src/engine/log/echo.js'
import { reprParameters } from '../../src/engine/log/parameters.js'
import { cacheRemark, general } from '../../src/engine/log/remark.js'

function logged(work: (engine: ReturnType<typeof createEngine>) => void, options = {}): string[] {
  const records: LogRecord[] = []
  work(createEngine('sqlite://', { echo: (record) => records.push(record), ...options }))
  return records.map(({ message }) => message)
}

test('transactions, statements and parameters are lines', () => {
  const lines = logged((engine) =>
    engine.connect((c) => {
      c.execDriverSql('select 1')
      c.execDriverSql('select ?, ?', ["it's", null])
      c.commit()
    }),
  )
  expect(lines).toEqual([
    'BEGIN (implicit)',
    'select 1',
    '[raw sql] ()',
    'select ?, ?',
    `[raw sql] ("it's", null)`,
    'COMMIT',
  ])
})

test('a token, a name and hidden parameters', () => {
  const lines = logged((engine) =>
    engine.connect((c) => c.executionOptions({ loggingToken: 'req1' }).execDriverSql('select 1')),
  )
  expect(lines).toEqual([
    '[req1] BEGIN (implicit)',
    '[req1] select 1',
    '[req1] [raw sql] ()',
    '[req1] ROLLBACK',
  ])
  const hidden = logged(
    (engine) => engine.connect((c) => c.execDriverSql('select ?', ['secret'])),
    {
      hideParameters: true,
    },
  )
  expect(hidden[2]).toBe('[raw sql] [SQL parameters hidden due to hide_parameters=True]')
})

test('savepoints are statements of the log', () => {
  const lines = logged((engine) => engine.connect((c) => c.beginNested(() => undefined)))
  expect(lines[1]).toBe('SAVEPOINT sa_savepoint_1')
  expect(lines[2]).toMatch(/^\[no key \d\.\d{5}s\] \(\)$/)
})

test('a record is printed with time, level and logger', () => {
  const time = new Date(2024, 4, 17, 12, 30, 45, 7)
  const record: LogRecord = {
    time,
    level: 'INFO',
    logger: 'orm-shell.engine.Engine',
    message: 'COMMIT',
  }
  expect(formatRecord(record)).toBe('2024-05-17 12:30:45,007 INFO orm-shell.engine.Engine COMMIT')
})

test('long values, lists and series are cut', () => {
  expect(reprParameters([5], false)).toBe('(5,)')
  expect(
    reprParameters(
      [
        [1, 'a'],
        [2, null],
      ],
      true,
    ),
  ).toBe("[(1, 'a'), (2, null)]")
  const long = reprParameters(['q'.repeat(400)], false)
  expect(long).toBe(`('${'q'.repeat(149)} ... (102 characters truncated) ... ${'q'.repeat(149)}',)`)
  const many = reprParameters(
    Array.from({ length: 150 }, (_, index) => index),
    false,
  )
  expect(many).toContain('48, 49 ... 50 parameters truncated ... 100, 101')
  const sets = reprParameters(
    Array.from({ length: 20 }, (_, index) => [`n${index}`]),
    true,
  )
  expect(sets).toContain(
    "('n7',)  ... displaying 10 of 20 total bound parameter sets ...  ('n18',), ('n19',)]",
  )
})

test('remarks tell how old the text is', () => {
  expect(cacheRemark('miss', 0.0000912)).toBe('generated in 0.00009s')
  expect(cacheRemark('hit', 0.0044751)).toBe('cached since 0.004475s ago')
  expect(cacheRemark('no key', 0.00004)).toBe('no key 0.00004s')
  expect([general(12.3456), general(12345.6), general(0.00001234), general(1)]).toEqual([
    '12.35',
    '1.235e+04',
    '1.234e-05',
    '1',
  ])
})
