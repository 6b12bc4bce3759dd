/** Errors of tables and columns. */
import { ArgumentError } from '../errors.js'

/** Two columns of one name in a table; `sqlalchemy.exc.DuplicateColumnError`. */
export class DuplicateColumnError extends ArgumentError {}

/** Raised when a constraint or index names a column its table does not have; `sqlalchemy.exc.ConstraintColumnNotFoundError`. */
export class ConstraintColumnNotFoundError extends ArgumentError {
  constructor(kind: string, table: string, column: string) {
    super(`Can't create ${kind} on table '${table}': no column named '${column}' is present.`)
  }
}

/** An option that neither a table, column, constraint or index nor a dialect has; Python's `TypeError` in SQLAlchemy. */
export class UnknownOptionError extends ArgumentError {}
