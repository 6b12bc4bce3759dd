/** `orm-shell/testing`: sessions for users' tests, and what tests can say about the statements their code sends. */
export { StatementMismatch } from './errors.js'
export { memoryAsyncSession, undoneAsyncSession, type AsyncTestSession } from './async-sessions.js'
export { expectQueryCount, expectStatements, type ExpectedStatement } from './expectations.js'
export { useAsyncSession, useSession, type Fixture } from './fixtures.js'
export { recordStatements, type Observed, type RecordedStatement } from './record-statements.js'
export {
  memorySession,
  undoneSession,
  type TestSession,
  type TestSessionOptions,
} from './sessions.js'
