/** Errors of the domain-free helpers. Everything above may throw or catch them. */
import { ArgumentError, InvalidRequestError, OrmError } from '../errors.js'

/**
 * Raised when things that depend on each other cannot be put in order; `sqlalchemy.exc.CircularDependencyError`.
 * `cycles` holds the members of the cycles, `edges` the dependencies among all that was left.
 */
export class CircularDependencyError extends OrmError {
  override readonly code = 'circular-dependency'

  constructor(
    message: string,
    readonly cycles: readonly unknown[],
    readonly edges: readonly (readonly [unknown, unknown])[],
    /** Whether the message ends with the members. */
    listsMembers = true,
  ) {
    super(listsMembers ? `${message} (${cycles.map(String).join(', ')})` : message)
  }
}

/** Raised by `event.listen` and its siblings when nothing declares such an event for the target. */
export class NoSuchEventError extends InvalidRequestError {
  override readonly code = 'no-such-event'
}

/** Raised by `event.remove` for a listener that was never registered. */
export class ListenerNotFoundError extends ArgumentError {}
