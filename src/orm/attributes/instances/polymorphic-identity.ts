/**
 * Gives new objects of a hierarchy their discriminator.
 */
import type { InstanceState } from '../../state/instance-state.js'

/** `Mapper._set_polymorphic_identity`. @internal */
export function setPolymorphicIdentity(state: InstanceState): void {
  const { mapper } = state
  const { polymorphicKey: key } = mapper
  if (key !== null && mapper.polymorphicOn !== null)
    state.impl(key).set(state, mapper.polymorphicIdentity)
}
