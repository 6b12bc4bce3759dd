/** What a failed expectation throws; test runners print the message. */
import { OrmError } from '../errors.js'

/** The statements that ran are not the expected ones. */
export class StatementMismatch extends OrmError {
  override readonly code = 'testing/statement-mismatch'
}
