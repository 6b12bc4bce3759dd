/** The base of every error this library raises on purpose: a stable code, a hint that shows the way out, the cause kept. */
export interface OrmErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * Root of all library errors; the counterpart of `sqlalchemy.exc.SQLAlchemyError`.
 *
 * @example
 * try { session.commit() } catch (error) { if (error instanceof OrmError) console.error(error.message) }
 */
export class OrmError extends Error {
  /** Stable identifier of the kind of error, e.g. `orm/detached-instance`. */
  readonly code: string = 'orm'
  readonly hint: string | undefined

  constructor(message: string, options: OrmErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint
  }

  override get name(): string {
    return this.constructor.name
  }
}

/** A wrong argument or an impossible combination of them; `sqlalchemy.exc.ArgumentError`. */
export class ArgumentError extends OrmError {
  override readonly code = 'argument'
}

/** An operation the object's present state does not allow; `sqlalchemy.exc.InvalidRequestError`. */
export class InvalidRequestError extends OrmError {
  override readonly code: string = 'invalid-request'
}
