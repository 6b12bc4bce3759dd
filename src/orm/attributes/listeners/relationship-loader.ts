/**
 * What a relationship does on a miss until a loader strategy takes over: it asks the session.
 */
import type { Io } from '../../../engine/io.js'
import { DetachedInstanceError } from '../../errors.js'
import type { InstanceState, LoaderCallable } from '../../state/instance-state.js'
import { ATTR_EMPTY, NO_RAISE, PASSIVE_NO_RESULT, type Passive } from '../../state/passive.js'
import type { AttributeImpl } from '../attribute-impl.js'

/** @internal */
export function loadThroughSession(impl: AttributeImpl): LoaderCallable {
  return function* (state: InstanceState, passive: Passive): Io<unknown> {
    if (!state.hasIdentity && !state.loadPending) return ATTR_EMPTY
    if (state.session !== null)
      return yield* state.session.loadRelationship(state, impl.key, passive)
    if (passive & NO_RAISE) return PASSIVE_NO_RESULT
    throw new DetachedInstanceError(
      `Parent instance ${state.toString()} is not bound to a Session; lazy load operation of attribute '${impl.key}' cannot proceed`,
    )
  }
}
