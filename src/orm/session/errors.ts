/** Errors of sessions and their transactions. */
import { InvalidRequestError } from '../../errors.js'
import type { BringingOption } from '../state/passive.js'

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
    /** The loader option that brings it with the query; none when it was loaded once and has expired. */
    option: BringingOption = 'selectinload',
  ) {
    const key = attribute.slice(attribute.indexOf('.') + 1)
    const withQuery = option && `load it with the query: .options(${option}(${attribute})); or `
    const remedies =
      `${withQuery ?? ''}await session.refresh(object, ['${key}']); ` +
      `or await awaitableAttrs(object).${key}`
    // In the message as well: outside of the shell nobody prints hints.
    super(
      `${attribute} is not loaded, and an AsyncSession cannot load it when it is read; ${remedies}`,
      { hint: remedies },
    )
  }
}
