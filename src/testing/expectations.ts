/** Expectations about statements, for any test runner: they throw when they do not hold. */
import { diffLines } from '../util/line-diff.js'
import { StatementMismatch } from './errors.js'
import { recordStatements, type Observed, type RecordedStatement } from './record-statements.js'

/** SQL, or SQL with the parameters that go with it. White space does not count. */
export type ExpectedStatement = string | readonly [sql: string, ...parameters: readonly unknown[]]

/**
 * Runs a function and checks exactly which statements it sends, in order.
 *
 * @param observed an engine, or a session bound to one
 * @param work what to run; when it answers a promise, so does this
 * @param expected one entry a statement
 * @throws StatementMismatch with the difference, line by line
 * @example
 * expectStatements(session, () => session.scalar(select(Tag.name).where(Tag.id.eq(1))), [
 *   ['SELECT tags.name FROM tags WHERE tags.id = ?', 1],
 * ])
 */
export function expectStatements(
  observed: Observed,
  work: () => PromiseLike<unknown>,
  expected: readonly ExpectedStatement[],
): Promise<void>
export function expectStatements(
  observed: Observed,
  work: () => unknown,
  expected: readonly ExpectedStatement[],
): void
export function expectStatements(
  observed: Observed,
  work: () => unknown,
  expected: readonly ExpectedStatement[],
): void | Promise<void> {
  return recorded(observed, work, (actual) => checkStatements(actual, expected))
}

function checkStatements(
  actual: readonly RecordedStatement[],
  expected: readonly ExpectedStatement[],
): void {
  const wanted = expected.map(expectedLine)
  const sent = actual.map((statement, index) => actualLine(statement, expected[index]))
  if (wanted.join('\n') === sent.join('\n')) return
  throw new StatementMismatch(
    `other statements than expected:\n${diffLines(wanted, sent).join('\n')}`,
  )
}

/**
 * Runs a function and checks how many statements it sends; the counterpart of SQLAlchemy's `assert_sql_count`.
 *
 * @param observed an engine, or a session bound to one
 * @param count how many
 * @param work what to run; when it answers a promise, so does this
 * @throws StatementMismatch that lists what was sent, and why
 * @example
 * expectQueryCount(session, 2, () => session.scalars(select(User).options(selectinload(User.posts))).all())
 */
export function expectQueryCount(
  observed: Observed,
  count: number,
  work: () => PromiseLike<unknown>,
): Promise<void>
export function expectQueryCount(observed: Observed, count: number, work: () => unknown): void
export function expectQueryCount(
  observed: Observed,
  count: number,
  work: () => unknown,
): void | Promise<void> {
  return recorded(observed, work, (actual) => checkCount(actual, count))
}

function checkCount(actual: readonly RecordedStatement[], count: number): void {
  if (actual.length === count) return
  const list = actual.map(({ sql, origin }) => `  [${origin.cause}] ${oneLine(sql)}`)
  throw new StatementMismatch(
    [`expected ${count} statements, got ${actual.length}:`, ...list].join('\n'),
  )
}

/** Checks what ran; after the promise, when the function answers one. */
function recorded(
  observed: Observed,
  work: () => unknown,
  check: (actual: readonly RecordedStatement[]) => void,
): void | Promise<void> {
  const actual = recordStatements(observed, work) as
    readonly RecordedStatement[] | Promise<readonly RecordedStatement[]>
  return actual instanceof Promise ? actual.then(check) : check(actual)
}

function expectedLine(expected: ExpectedStatement): string {
  if (typeof expected === 'string') return oneLine(expected)
  const [sql, ...parameters] = expected
  return withParameters(sql, parameters)
}

/** Parameters are compared where the expectation names some. */
function actualLine(
  { sql, parameters }: RecordedStatement,
  expected: ExpectedStatement | undefined,
): string {
  return typeof expected === 'string' ? oneLine(sql) : withParameters(sql, parameters)
}

function withParameters(sql: string, parameters: readonly unknown[]): string {
  return `${oneLine(sql)} ${JSON.stringify(parameters, bigIntAsText)}`
}

function bigIntAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function oneLine(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim()
}
