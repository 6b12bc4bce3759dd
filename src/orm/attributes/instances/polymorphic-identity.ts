/**
 * Gives new objects of a hierarchy their discriminator.
 */
import { InvalidRequestError } from '../../../errors.js'
import type { InstanceState } from '../../state/instance-state.js'

/** `Mapper._set_polymorphic_identity`. @internal */
export function setPolymorphicIdentity(state: InstanceState): void {
  const { mapper } = state
  const { polymorphicKey: key } = mapper
  if (mapper.polymorphicAbstract) {
    throw new InvalidRequestError(
      `Can't instantiate class for ${mapper.toString()}; mapper is marked polymorphic_abstract=True`,
    )
  }
  if (key !== null && mapper.polymorphicOn !== null)
    state.impl(key).set(state, mapper.polymorphicIdentity)
}
