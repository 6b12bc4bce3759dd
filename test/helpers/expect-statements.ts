/**
 * Says exactly which statements a piece of code sends, in order, transaction events included. White space is
 * collapsed; parameters are compared by value.
 */
import { expect } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import type { StatementOrigin } from '../../src/engine/observer.js'

/** `'BEGIN'`, or `[sql, ...parameters]`; several parameter sets are lists. */
export type ExpectedStatement = string | readonly [sql: string, ...parameters: unknown[]]

export interface RecordedStatement {
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly many: boolean
  readonly origin: StatementOrigin | null
}

interface Observable {
  readonly bind: unknown
}

/** What ran while a function did, in order. */
export function recordStatements(
  observed: Engine | Observable,
  work: () => void,
): RecordedStatement[] {
  const recording = startRecording(observed)
  try {
    work()
  } finally {
    recording.stop()
  }
  return recording.statements
}

/** As `recordStatements`, for code that awaits. */
export async function recordStatementsAsync(
  observed: Engine | Observable,
  work: () => Promise<unknown>,
): Promise<RecordedStatement[]> {
  const recording = startRecording(observed)
  try {
    await work()
  } finally {
    recording.stop()
  }
  return recording.statements
}

/**
 * Asserts what a function sends.
 *
 * @example
 * expectStatements(session, () => session.commit(), [
 *   'BEGIN (implicit)',
 *   ['INSERT INTO person (name) VALUES (?)', 'ed'],
 *   'COMMIT',
 * ])
 */
export function expectStatements(
  observed: Engine | Observable,
  work: () => void,
  expected: readonly ExpectedStatement[],
): void {
  expect(recordStatements(observed, work).map(printed)).toEqual(expected.map(printedExpectation))
}

/** As `expectStatements`, for code that awaits. */
export async function expectStatementsAsync(
  observed: Engine | Observable,
  work: () => Promise<unknown>,
  expected: readonly ExpectedStatement[],
): Promise<void> {
  const statements = await recordStatementsAsync(observed, work)
  expect(statements.map(printed)).toEqual(expected.map(printedExpectation))
}

function startRecording(observed: Engine | Observable): {
  statements: RecordedStatement[]
  stop: () => void
} {
  const statements: RecordedStatement[] = []
  const stop = engineOf(observed).observe({
    statementStart: ({ sql, parameters, many, origin }) =>
      statements.push({ sql: collapse(sql), parameters, many, origin }),
    transaction: ({ text, kind }) => {
      // Savepoints are statements, too, and have been noted as such.
      if (!['begin', 'commit', 'rollback'].includes(kind)) return
      statements.push({ sql: text, parameters: [], many: false, origin: null })
    },
  })
  return { statements, stop }
}

function engineOf(observed: Engine | Observable): Engine {
  if ('observe' in observed) return observed
  const bind = observed.bind as Engine & { readonly engine?: Engine }
  return bind.engine ?? bind
}

function printed({ sql, parameters }: RecordedStatement): ExpectedStatement {
  return parameters.length === 0 ? sql : [sql, ...parameters]
}

function printedExpectation(expected: ExpectedStatement): ExpectedStatement {
  if (typeof expected === 'string') return collapse(expected)
  const [sql, ...parameters] = expected
  return parameters.length === 0 ? collapse(sql) : [collapse(sql), ...parameters]
}

function collapse(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim()
}
