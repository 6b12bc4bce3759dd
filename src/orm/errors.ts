/**
 * Errors of the object-relational layer, with the names and sentences of `sqlalchemy.orm.exc`. Thrown by everything
 * below `src/orm`; sorted by name.
 */
import { InvalidRequestError, OrmError } from '../errors.js'
import { classNameOf } from '../util/class-name.js'

/** Reading an attribute that was never set, in order to delete it; Python's `AttributeError`. */
export class AttributeMissingError extends OrmError {
  override readonly code = 'orm/attribute-missing'
}

/** An object of a concrete subclass has no attribute that only its parent maps; Python's `AttributeError`. */
export class ConcreteAttributeError extends OrmError {
  override readonly code = 'orm/concrete-attribute'
}

/** A value is needed from the database, and the object has no session; `sqlalchemy.orm.exc.DetachedInstanceError`. */
export class DetachedInstanceError extends OrmError {
  override readonly code = 'orm/detached-instance'
}

/** An object without a session has something to load. */
export function notBoundToLoad(state: { toString(): string }): DetachedInstanceError {
  return new DetachedInstanceError(
    `Instance ${state.toString()} is not bound to a Session; attribute refresh operation cannot proceed`,
  )
}

/** A class field redeclares a mapped attribute without `declare` and would hide it. */
export class HiddenAttributeError extends InvalidRequestError {
  override readonly code = 'orm/hidden-attribute'

  constructor(className: string, key: string) {
    super(
      `Class field '${key}' of ${className} hides the mapped attribute of the same name: remove the field, or write 'declare ${key}: …'`,
    )
  }
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

  constructor(value: unknown) {
    const remedy = `class ${(value as { name?: string } | null)?.name ?? ''} is not mapped: extend Base.model(…)`
    super(
      `No inspection system is available for object of type <class '${typeName(value)}'>`,
      typeof value === 'function' ? { hint: remedy } : {},
    )
  }
}

/** An object is taken out of a relationship that does not hold it; Python's `ValueError`. */
export class NotAssociatedError extends OrmError {
  override readonly code = 'orm/not-associated'

  constructor(object: unknown, attribute: string) {
    super(`Object ${String(object)} not associated with the attribute '${attribute}'`)
  }
}

/** An operator that relationships do not have; Python's `NotImplementedError`. */
export class NotSupportedForRelationshipError extends OrmError {
  override readonly code = 'orm/not-supported-for-relationship'
}

/** An operation on data that is gone or was changed by somebody else; `sqlalchemy.orm.exc.StaleDataError`. */
export class StaleDataError extends OrmError {
  override readonly code = 'orm/stale-data'
}

/** The class is not mapped; `sqlalchemy.orm.exc.UnmappedClassError`. */
export class UnmappedClassError extends InvalidRequestError {
  override readonly code = 'orm/unmapped-class'

  constructor(value: unknown, message?: string) {
    const name = typeof value === 'function' ? classNameOf(value as never) : typeName(value)
    super(message ?? `Class '${name}' is not mapped`, {
      hint: `extend Base.model(…) and register the class: static { mapped(this) }`,
    })
  }
}

/** The class is going to be mapped: once all its subclasses are known, or its table; SQLAlchemy's `UnmappedClassError`. */
export class PendingMappingError extends UnmappedClassError {
  constructor(className: string, why: string) {
    super(className, `Class ${className} ${why}`)
  }
}

/** A column has no attribute in the mapping; `sqlalchemy.orm.exc.UnmappedColumnError`. */
export class UnmappedColumnError extends InvalidRequestError {
  override readonly code = 'orm/unmapped-column'

  constructor(column: { describe(): string }, mapper: string) {
    super(`No column ${column.describe()} is configured on mapper ${mapper}...`)
  }
}

/** Instances of the object's class are not mapped; `sqlalchemy.orm.exc.UnmappedInstanceError`. */
export class UnmappedInstanceError extends InvalidRequestError {
  override readonly code = 'orm/unmapped-instance'

  constructor(value: unknown) {
    super(
      typeof value === 'function'
        ? `Class 'Function' is not mapped; was a class (${classNameOf(value as never)}) supplied where an instance was required?`
        : `Class '${typeName(value)}' is not mapped`,
    )
  }
}

/** A class that extends `Base.model(…)` is used without having been registered. */
export class UnregisteredClassError extends InvalidRequestError {
  override readonly code = 'orm/unregistered-class'

  constructor(className: string) {
    super(
      `Class ${className} is not registered: add 'static { mapped(this) }' to its body, or decorate it with @mapped`,
    )
  }
}

/** What messages call the type of a value: its class, or `null`. @internal */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return (value as object).constructor?.name ?? typeof value
}
