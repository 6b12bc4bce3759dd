/** `orm-shell/testing`: what users' tests can say about the statements their code sends. */
export { StatementMismatch } from './errors.js'
export { expectQueryCount, expectStatements, type ExpectedStatement } from './expectations.js'
export { recordStatements, type Observed, type RecordedStatement } from './record-statements.js'
