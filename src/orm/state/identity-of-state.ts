/** The identity an object's present key values say it has. */
import type { IdentityKey } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import type { InstanceState } from './instance-state.js'
import { NO_VALUE, PASSIVE_RETURN_NO_VALUE } from './passive.js'

/** `Mapper._identity_key_from_state`: values that were never set count as null. */
export function identityKeyOf(state: InstanceState): IdentityKey {
  const { mapper } = state
  const keys = keyAttributes(mapper)
  const values = new Array<unknown>(keys.length)
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string
    const value = state.value(key) ?? state.impl(key).get(state, PASSIVE_RETURN_NO_VALUE)
    values[index] = value === NO_VALUE ? null : value
  }
  return mapper.identityKeyFromPrimaryKey(values, state.identityToken)
}

const attributesByMapper = new WeakMap<Mapper, readonly string[]>()

/** The attributes that hold the key. */
function keyAttributes(mapper: Mapper): readonly string[] {
  let keys = attributesByMapper.get(mapper)
  if (!keys) {
    keys = mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key)
    attributesByMapper.set(mapper, keys)
  }
  return keys
}
