/** Errors of tables and columns. */
import { ArgumentError } from '../errors.js'

/** Two columns of one name in a table; `sqlalchemy.exc.DuplicateColumnError`. */
export class DuplicateColumnError extends ArgumentError {}
