/** Errors of loading objects, with the names and sentences of `sqlalchemy.orm.exc`. */
import { InvalidRequestError } from '../../errors.js'
import type { MapperProperty } from '../mapping/property.js'
import type { InstanceState } from '../state/instance-state.js'

/** A loader strategy does not fit the attribute; `sqlalchemy.orm.exc.LoaderStrategyException`. */
export class LoaderStrategyException extends InvalidRequestError {
  override readonly code = 'orm/loader-strategy'
}

/** The row of an object that was to be refreshed is gone; `sqlalchemy.orm.exc.ObjectDeletedError`. */
export class ObjectDeletedError extends InvalidRequestError {
  override readonly code = 'orm/object-deleted'

  constructor(state: InstanceState) {
    super(`Instance '${state.toString()}' has been deleted, or its row is otherwise not present.`)
  }
}

/** Reading a relationship that a raising strategy guards. */
export function raiseloadError(
  property: MapperProperty,
  lazy: 'raise' | 'raise_on_sql',
): InvalidRequestError {
  return new InvalidRequestError(`'${String(property)}' is not available due to lazy='${lazy}'`, {
    hint: `load it first: selectinload(${String(property)}) or joinedload(${String(property)})`,
  })
}

/** Reading a column that a query left out with `raiseload`. */
export function raiseloadColumnError(property: MapperProperty): InvalidRequestError {
  return new InvalidRequestError(`'${String(property)}' is not available due to raiseload=True`, {
    hint: `load it first: undefer(${String(property)})`,
  })
}
