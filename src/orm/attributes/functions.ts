/**
 * Attributes by name: what `sqlalchemy.orm.attributes` offers beside plain access.
 */
import { InvalidRequestError } from '../../errors.js'
import type { History } from '../state/history.js'
import { NO_VALUE, PASSIVE_OFF, type Passive } from '../state/passive.js'
import { instanceState } from '../state/state-of.js'
import { CollectionAttributeImpl } from './collection-attribute.js'
import type { CollectionAdapter } from './collections/collection-adapter.js'

/**
 * The value of an attribute, as reading it gives it; `attributes.get_attribute`.
 *
 * @example
 * getAttribute(user, 'name')
 */
export function getAttribute(object: object, key: string): unknown {
  const state = instanceState(object)
  return state.impl(key).get(state)
}

/**
 * Sets an attribute, with history and events; `attributes.set_attribute`.
 *
 * @example
 * setAttribute(user, 'name', 'wendy')
 */
export function setAttribute(object: object, key: string, value: unknown): void {
  const state = instanceState(object)
  state.impl(key).set(state, value === undefined ? null : value)
}

/**
 * Deletes the value of an attribute; `attributes.del_attribute`, `del user.name` in Python.
 *
 * @example
 * delAttribute(post, 'author') // the foreign key becomes NULL
 */
export function delAttribute(object: object, key: string): void {
  const state = instanceState(object)
  state.impl(key).delete(state)
}

/**
 * Sets an attribute as if it had been loaded: no history; `attributes.set_committed_value`.
 *
 * @example
 * setCommittedValue(user, 'posts', [post])
 */
export function setCommittedValue(object: object, key: string, value: unknown): void {
  const state = instanceState(object)
  state.impl(key).setCommittedValue(state, value)
}

/**
 * What changed in an attribute; `attributes.get_history`.
 *
 * @param passive what may be loaded to find out; everything by default
 * @example
 * getHistory(user, 'name').deleted
 */
export function getHistory(object: object, key: string, passive: Passive = PASSIVE_OFF): History {
  const state = instanceState(object)
  return state.impl(key).getHistory(state, passive)
}

/**
 * Marks an attribute as changed, e.g. after a JSON value was changed in place; `attributes.flag_modified`.
 *
 * @throws InvalidRequestError when the attribute has no value in memory
 * @example
 * user.settings.theme = 'dark'; flagModified(user, 'settings')
 */
export function flagModified(object: object, key: string): void {
  const state = instanceState(object)
  const impl = state.impl(key)
  if (!state.has(key)) {
    throw new InvalidRequestError(
      `Can't flag attribute '${key}' modified; it's not present in the object state`,
    )
  }
  state.modifiedEvent(impl, NO_VALUE, { flagged: true })
  for (const listener of impl.dispatch.listeners('modified')) listener.call(state, impl.appendToken)
}

/**
 * Makes an object dirty without a changed attribute: its flush events run; `attributes.flag_dirty`.
 *
 * @example
 * flagDirty(user)
 */
export function flagDirty(object: object): void {
  instanceState(object).markModified()
}

/**
 * An empty collection in place of whatever an attribute holds, to be filled by a loader;
 * `attributes.init_collection`.
 *
 * @example
 * initCollection(user, 'posts').appendWithoutEvent(post)
 */
export function initCollection(object: object, key: string): CollectionAdapter {
  const state = instanceState(object)
  const impl = state.impl(key)
  if (!(impl instanceof CollectionAttributeImpl)) {
    throw new InvalidRequestError(`Attribute '${impl.what}' is not a collection`)
  }
  const adapter = impl.initializeCollection(state)
  impl.store(state, adapter.data)
  return adapter
}
