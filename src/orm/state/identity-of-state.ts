/** The identity an object's present key values say it has. */
import type { IdentityKey } from '../mapping/identity-key.js'
import type { InstanceState } from './instance-state.js'
import { NO_VALUE, PASSIVE_RETURN_NO_VALUE } from './passive.js'

/** `Mapper._identity_key_from_state`: values that were never set count as null. */
export function identityKeyOf(state: InstanceState): IdentityKey {
  const { mapper } = state
  const values = mapper.primaryKey.map((column) => {
    const { key } = mapper.getPropertyByColumn(column)
    const value = state.value(key) ?? state.impl(key).get(state, PASSIVE_RETURN_NO_VALUE)
    return value === NO_VALUE ? null : value
  })
  return mapper.identityKeyFromPrimaryKey(values, state.identityToken)
}
