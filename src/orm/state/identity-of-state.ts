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

/** Whether a part of the key is known; a new object whose key the database makes has none. */
export function hasKeyValue(state: InstanceState): boolean {
  for (const key of keyAttributes(state.mapper)) {
    const value = state.value(key)
    if (value !== undefined && value !== null) return true
  }
  return false
}

/** Whether the values in memory are still those of the object's identity. */
export function hasKeptKey(state: InstanceState, { identity }: IdentityKey): boolean {
  const keys = keyAttributes(state.mapper)
  for (let index = 0; index < keys.length; index += 1) {
    const value = state.value(keys[index] as string)
    if (value === undefined || value === null || value !== identity[index]) return false
  }
  return keys.length === identity.length
}

/** The value in memory of a key of one column; undefined where there is none, or the key has several. */
export function singleKeyValue(state: InstanceState): unknown {
  const keys = keyAttributes(state.mapper)
  return keys.length === 1 ? (state.value(keys[0] as string) ?? undefined) : undefined
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
