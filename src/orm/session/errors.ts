/** Errors of sessions and their transactions. */
import { InvalidRequestError } from '../../errors.js'

/**
 * Raised when an operation cannot run in the middle of another one, mostly because two tasks share a session;
 * `sqlalchemy.exc.IllegalStateChangeError`.
 */
export class IllegalStateChangeError extends InvalidRequestError {
  override readonly code = 'session/illegal-state-change'
}

/**
 * Raised when an `AsyncSession` would have to load implicitly: reading an attribute cannot wait for a database. The
 * counterpart of `sqlalchemy.exc.MissingGreenlet`.
 */
export class AsyncLoadRequired extends InvalidRequestError {
  override readonly code = 'session/async-load-required'

  constructor(
    /** `User.posts`. */
    readonly attribute: string,
  ) {
    const key = attribute.slice(attribute.indexOf('.') + 1)
    const remedies =
      `load it with the query: .options(selectinload(${attribute})); ` +
      `or await session.refresh(object, ['${key}']); or await awaitableAttrs(object).${key}`
    // In the message as well: outside of the shell nobody prints hints.
    super(
      `${attribute} is not loaded, and an AsyncSession cannot load it when it is read; ${remedies}`,
      { hint: remedies },
    )
  }
}
