/** Errors of the unit of work. */
import { OrmError } from '../../errors.js'

/** Raised when a flush cannot go on; `sqlalchemy.orm.exc.FlushError`. */
export class FlushError extends OrmError {
  override readonly code = 'orm/flush'
}

/** Raised when a flush would have to null a primary key; Python's `AssertionError` in SQLAlchemy's `sync.clear`. */
export class DependencyRuleError extends OrmError {
  override readonly code = 'orm/dependency-rule'
}
