/**
 * Refuses a second parent for objects of a `singleParent` relationship.
 */
import { InvalidRequestError } from '../../../errors.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import { instanceState } from '../../state/state-of.js'
import type { AttributeEventToken } from '../attribute-event.js'
import type { AttributeImpl } from '../attribute-impl.js'

/** `single_parent_validator`. @internal */
export function installSingleParent(impl: AttributeImpl, property: RelationshipProperty): void {
  const check = (
    state: InstanceState,
    value: unknown,
    { initiator, old }: { readonly initiator: AttributeEventToken; readonly old?: unknown },
  ): unknown => {
    if (value === null || initiator.key !== property.key || old === value) return value
    const valueState = instanceState(value)
    if (!initiator.impl.hasparent(valueState)) return value
    throw new InvalidRequestError(
      `Instance ${valueState.toString()} is already associated with an instance of <class '${state.manager.className}'> via its ${property.toString()} attribute, and is only allowed a single parent.`,
    )
  }
  impl.dispatch.listen(
    'append',
    (state: InstanceState, value: unknown, initiator: AttributeEventToken) =>
      check(state, value, { initiator }),
  )
  impl.dispatch.listen(
    'set',
    (state: InstanceState, value: unknown, old: unknown, initiator: AttributeEventToken) =>
      check(state, value, { initiator, old }),
  )
}
