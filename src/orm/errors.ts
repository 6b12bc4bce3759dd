/**
 * Errors of the object-relational layer, with the names and sentences of `sqlalchemy.orm.exc`. Thrown by everything
 * below `src/orm`; sorted by name.
 */
import { InvalidRequestError, OrmError } from '../errors.js'

/** Reading an attribute that was never set, in order to delete it; Python's `AttributeError`. */
export class AttributeMissingError extends OrmError {
  override readonly code = 'orm/attribute-missing'
}

/** A value is needed from the database, and the object has no session; `sqlalchemy.orm.exc.DetachedInstanceError`. */
export class DetachedInstanceError extends OrmError {
  override readonly code = 'orm/detached-instance'
}

/** A refresh did not bring the attribute it was made for; Python's `KeyError` in SQLAlchemy. */
export class LoaderFailedError extends OrmError {
  override readonly code = 'orm/loader-failed'

  constructor(key: string) {
    super(`Deferred loader for attribute '${key}' failed to populate correctly`)
  }
}

/** A member is removed from a collection that does not hold it; Python's `ValueError`. */
export class MemberMissingError extends OrmError {
  override readonly code = 'orm/member-missing'
}

/** `inspect()` has nothing to say about the value; `sqlalchemy.exc.NoInspectionAvailable`. */
export class NoInspectionAvailable extends InvalidRequestError {
  override readonly code = 'orm/no-inspection-available'
}

/** An object is taken out of a relationship that does not hold it; Python's `ValueError`. */
export class NotAssociatedError extends OrmError {
  override readonly code = 'orm/not-associated'

  constructor(object: unknown, attribute: string) {
    super(`Object ${String(object)} not associated with the attribute '${attribute}'`)
  }
}

/** An operation on data that is gone or was changed by somebody else; `sqlalchemy.orm.exc.StaleDataError`. */
export class StaleDataError extends OrmError {
  override readonly code = 'orm/stale-data'
}

/** The class is not mapped; `sqlalchemy.orm.exc.UnmappedClassError`. */
export class UnmappedClassError extends InvalidRequestError {
  override readonly code = 'orm/unmapped-class'

  constructor(value: unknown) {
    const name = typeof value === 'function' ? value.name : typeName(value)
    super(`Class '${name}' is not mapped`, {
      hint: `extend Base.model(…) and register the class: static { mapped(this) }`,
    })
  }
}

/** Instances of the object's class are not mapped; `sqlalchemy.orm.exc.UnmappedInstanceError`. */
export class UnmappedInstanceError extends InvalidRequestError {
  override readonly code = 'orm/unmapped-instance'

  constructor(value: unknown) {
    super(
      typeof value === 'function'
        ? `Class 'Function' is not mapped; was a class (${value.name}) supplied where an instance was required?`
        : `Class '${typeName(value)}' is not mapped`,
    )
  }
}

/** What messages call the type of a value: its class, or `null`. @internal */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return (value as object).constructor?.name ?? typeof value
}
