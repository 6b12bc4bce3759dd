/** Functions that move an object between states without a database; SQLAlchemy keeps them beside `Session`. */
import { InvalidRequestError } from '../../errors.js'
import { identityKeyOf } from '../state/identity-of-state.js'
import { instanceState } from '../state/state-of.js'
import { liveSessions, type SessionObjects } from './session-objects.js'

/**
 * The session an object is attached to, or null; `sqlalchemy.orm.object_session`.
 *
 * @throws UnmappedInstanceError for what is no mapped object
 * @example
 * objectSession(user)?.expunge(user)
 */
export function objectSession(object: object): object | null {
  return instanceState(object).session?.face ?? null
}

/**
 * Whether a flush has deleted the object's row, in this transaction or in one that is over;
 * `sqlalchemy.orm.was_deleted`.
 *
 * @example
 * wasDeleted(user)
 */
export function wasDeleted(object: object): boolean {
  return instanceState(object).wasDeleted
}

/**
 * Makes an object new again: no session, no identity, values kept; `sqlalchemy.orm.make_transient`.
 *
 * @example
 * makeTransient(user)
 * user.id = null
 * session.add(user) // a copy of the row
 */
export function makeTransient(object: object): void {
  const state = instanceState(object)
  const session = state.session as SessionObjects | null
  session?.expungeStates([state])
  state.expiredAttributes.clear()
  state.callables.clear()
  state.key = null
  state.deletedFlag = false
}

/**
 * Declares that the row of a new object exists: its other attributes load when it is added to a session;
 * `sqlalchemy.orm.make_transient_to_detached`.
 *
 * @throws InvalidRequestError when the object is attached or has an identity
 * @example
 * const user = new User({ id: 5 })
 * makeTransientToDetached(user)
 * session.add(user)
 */
export function makeTransientToDetached(object: object): void {
  const state = instanceState(object)
  if (state.session !== null || state.hasIdentity) {
    throw new InvalidRequestError('Given object must be transient')
  }
  state.key = identityKeyOf(state)
  state.deletedFlag = false
  state.commitAll()
  state.expireAttributes([...state.unloaded])
}

/**
 * Closes every session that is still in use somewhere; `sqlalchemy.orm.close_all_sessions`. Sessions of asynchronous
 * engines are closed when the promise is fulfilled.
 *
 * @example
 * closeAllSessions()
 */
export function closeAllSessions(): Promise<void> {
  const faces = [...liveSessions].map((session) => (session as unknown as SessionFace).face)
  return Promise.all(faces.map((face) => face.close())).then(() => undefined)
}

interface SessionFace {
  readonly face: { close(): void | Promise<void> }
}
