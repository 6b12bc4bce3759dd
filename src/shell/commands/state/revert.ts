/** Takes back what was done to an object since it was loaded or flushed last; through attributes, so that backrefs follow. */
import { getAttribute, setAttribute } from '../../../orm/attributes/functions.js'
import type { Session } from '../../../orm/session/session.js'
import type { InstanceState } from '../../../orm/state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_INITIALIZE,
  isNoValue,
} from '../../../orm/state/passive.js'
import { isEntity } from '../../format/entity.js'
import { instanceState } from '../../../orm/state/state-of.js'

/** Answers what was done, in words. */
export function revertObject(session: Session, entity: object): string {
  const state = instanceState(entity)
  if (state.key === null) {
    session.expunge(entity)
    return 'is no longer added'
  }
  const wasDeleted = session.deletedStates.has(state)
  if (wasDeleted) session.add(entity)
  const keys = changedKeys(state)
  keys.forEach((key) => revertAttribute(session, entity, key))
  const kept = wasDeleted ? ['is not deleted'] : []
  const said = [...kept, ...(keys.length > 0 ? [`${keys.join(', ')} reverted`] : [])]
  return said.length > 0 ? said.join('; ') : 'has no changes'
}

/**
 * A value that was not loaded when it was set is forgotten: the next access reads it. Answers whether there was
 * anything to take back.
 */
export function revertAttribute(session: Session, entity: object, key: string): boolean {
  const state = instanceState(entity)
  const impl = state.impl(key)
  if (impl.collection) return revertCollection(session, entity, key)
  if (!state.committedState.has(key)) return false
  const before = state.committedState.get(key)
  if (isNoValue(before)) {
    // The other side lets go of the object first.
    if (isEntity(state.value(key))) setAttribute(entity, key, null)
    session.expire(entity, [key])
    // Nobody is known to be its parent, or not to be: it is no orphan.
    state.parents = null
  } else setAttribute(entity, key, before)
  state.committedState.delete(key)
  forgetUnchanged(session)
  return true
}

function revertCollection(session: Session, entity: object, key: string): boolean {
  const state = instanceState(entity)
  const history = state.getHistory(key, PASSIVE_NO_INITIALIZE | INCLUDE_PENDING_MUTATIONS)
  if (!history.hasChanges()) return false
  if (!state.has(key)) {
    session.expire(entity, [key])
    return true
  }
  const collection = getAttribute(entity, key) as Iterable<unknown>
  const gone = new Set(history.added)
  const kept = [...collection].filter((member) => !gone.has(member))
  setAttribute(entity, key, [...kept, ...history.deleted])
  state.committedState.delete(key)
  forgetUnchanged(session)
  return true
}

/** Objects whose changes cancel each other out, the other sides of relationships among them. */
function forgetUnchanged(session: Session): void {
  for (const entity of session.dirty)
    if (!session.isModified(entity)) instanceState(entity).commitAll(session.identityMap.modified)
}

function changedKeys(state: InstanceState): readonly string[] {
  const passive = PASSIVE_NO_INITIALIZE | INCLUDE_PENDING_MUTATIONS
  return state.manager.keys.filter((key) => state.getHistory(key, passive).hasChanges())
}
