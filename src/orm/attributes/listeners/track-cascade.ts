/**
 * What changes of relationships mean for the session: objects that enter come along, orphans that were never flushed
 * go. The counterpart of `sqlalchemy.orm.unitofwork.track_cascade_events`.
 */
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import { isOrphan } from '../../state/orphan.js'
import { NO_VALUE, PASSIVE_NO_RESULT } from '../../state/passive.js'
import { instanceState } from '../../state/state-of.js'
import type { AttributeEventToken } from '../attribute-event.js'
import type { AttributeImpl } from '../attribute-impl.js'

/** @internal */
export function trackCascade(impl: AttributeImpl, key: string): void {
  const listen = (name: string, call: (...args: never[]) => unknown) =>
    impl.dispatch.listen(name, call as never, { retval: true, raw: true })
  const prop = (state: InstanceState) => state.mapper.props.get(key) as RelationshipProperty

  listen('append', (state: InstanceState, item: unknown, initiator: AttributeEventToken) => {
    state.session?.onRelationshipChange('collection append')
    if (item !== null) cascadeSave(prop(state), state, { item: item as object, initiator })
    return item
  })
  listen('remove', (state: InstanceState, item: unknown) => {
    const property = prop(state)
    state.session?.onRelationshipChange(
      property.uselist ? 'collection remove' : 'related attribute delete',
    )
    if (isPresent(item)) dropOrphan(property, state, item)
  })
  listen(
    'set',
    (state: InstanceState, item: unknown, old: unknown, initiator: AttributeEventToken) => {
      if (old === item || state.session === null) return item
      const property = prop(state)
      state.session.onRelationshipChange('related attribute set')
      if (item !== null) cascadeSave(property, state, { item: item as object, initiator })
      if (isPresent(old) && property.cascade.deleteOrphan) expungeOld(property, state, old)
      return item
    },
  )
}

function isPresent(value: unknown): value is object {
  return value !== null && value !== NO_VALUE && value !== PASSIVE_NO_RESULT
}

/** Only the side the user touched cascades: since 2.0 nothing enters a session through a backref. */
function cascadeSave(
  prop: RelationshipProperty,
  state: InstanceState,
  { item, initiator }: { readonly item: object; readonly initiator: AttributeEventToken },
): void {
  if (state.session === null || !prop.cascade.saveUpdate || initiator.key !== prop.key) return
  state.session.cascadeInto(instanceState(item), prop.toString())
}

function dropOrphan(prop: RelationshipProperty, state: InstanceState, item: object): void {
  if (!prop.cascade.deleteOrphan) return
  const itemState = instanceState(item)
  if (!isOrphan(prop.mapper, itemState)) return
  if (!state.session?.expungeOrphan(itemState)) itemState.orphanedOutsideOfSession = true
}

function expungeOld(prop: RelationshipProperty, state: InstanceState, old: object): void {
  const oldState = instanceState(old)
  if (oldState.pending && isOrphan(prop.mapper, oldState)) state.session?.expungeOrphan(oldState)
}
