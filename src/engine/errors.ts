/** Errors of the engine that have nothing to do with one statement; those are in `statement-error.ts`. */
import { ArgumentError, InvalidRequestError, OrmError } from '../errors.js'
import { clauseElement, hasClauseElement } from '../sql/protocol.js'

/** Raised for a URL whose dialect or driver does not exist here; `sqlalchemy.exc.NoSuchModuleError`. */
export class NoSuchModuleError extends ArgumentError {
  constructor(readonly plugin: string) {
    super(`Can't load plugin: sqlalchemy.dialects:${plugin}`, {
      hint: 'known dialects are sqlite and postgresql: sqlite:///file.db, postgresql://user@host/database',
    })
  }
}

/** Raised when something that is no statement is executed; `sqlalchemy.exc.ObjectNotExecutableError`. */
export class ObjectNotExecutableError extends ArgumentError {
  constructor(readonly target: unknown) {
    super(`Not an executable object: ${describe(target)}`, {
      hint:
        typeof target === 'string'
          ? 'wrap plain SQL in text("…"), or use connection.execDriverSql("…")'
          : 'pass a construct such as select(), insert(), update(), delete_() or text()',
    })
  }
}

/** Raised when a connection, transaction or result is used after its end; `sqlalchemy.exc.ResourceClosedError`. */
export class ResourceClosedError extends InvalidRequestError {
  override readonly code = 'engine/resource-closed'
}

/** Raised until a broken transaction has been rolled back; `sqlalchemy.exc.PendingRollbackError`. */
export class PendingRollbackError extends InvalidRequestError {
  override readonly code = 'pending-rollback'
}

/** Raised when no engine can be found to execute with; `sqlalchemy.exc.UnboundExecutionError`. */
export class UnboundExecutionError extends InvalidRequestError {
  override readonly code = 'unbound-execution'
}

/** Raised when a pool has no connection to give; `sqlalchemy.exc.TimeoutError`. */
export class TimeoutError extends OrmError {
  override readonly code = 'engine/pool-timeout'
}

/**
 * Raised by a listener of `checkout` to refuse a connection: the pool opens another one in its place;
 * `sqlalchemy.exc.DisconnectionError`.
 *
 * @example
 * event.listen(engine, 'checkout', (connection) => { if (!connection.isOpen) throw new DisconnectionError('gone') })
 */
export class DisconnectionError extends OrmError {
  override readonly code: string = 'engine/disconnection'
  /** All connections that are older than now are given up, too. */
  readonly invalidatePool: boolean = false
}

/**
 * Like `DisconnectionError`, for the whole pool; `sqlalchemy.exc.InvalidatePoolError`.
 *
 * @example
 * event.listen(engine, 'checkout', (connection) => { if (!connection.isOpen) throw new InvalidatePoolError('all gone') })
 */
export class InvalidatePoolError extends DisconnectionError {
  override readonly code = 'engine/invalidate-pool'
  override readonly invalidatePool = true
}

/** Raised when a row was required and there is none; `sqlalchemy.exc.NoResultFound`. */
export class NoResultFound extends InvalidRequestError {
  override readonly code = 'no-result-found'
}

/** Raised when one row was required and there are more; `sqlalchemy.exc.MultipleResultsFound`. */
export class MultipleResultsFound extends InvalidRequestError {
  override readonly code = 'multiple-results-found'
}

/** Raised when a row has no such column; `sqlalchemy.exc.NoSuchColumnError`. */
export class NoSuchColumnError extends InvalidRequestError {
  override readonly code = 'no-such-column'

  constructor(readonly column: unknown) {
    super(`Could not locate column in row for column ${nameOf(column)}`)
  }
}

/** Raised when a reflected table does not exist; `sqlalchemy.exc.NoSuchTableError`. */
export class NoSuchTableError extends InvalidRequestError {
  override readonly code = 'no-such-table'
}

/** Raised where the database has no such feature; Python's `NotImplementedError` in SQLAlchemy's dialects. */
export class UnsupportedFeatureError extends OrmError {
  override readonly code = 'engine/unsupported-feature'
}

function nameOf(column: unknown): string {
  return hasClauseElement(column) ? `'${column[clauseElement]().toString()}'` : describe(column)
}

function describe(value: unknown): string {
  if (hasClauseElement(value)) return value[clauseElement]().describe()
  return typeof value === 'string' ? `'${value}'` : String(value)
}
