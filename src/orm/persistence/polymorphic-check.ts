/** Warns about objects whose discriminator says they are of another class. Asked before each INSERT and UPDATE. */
import { warn } from '../../util/warnings.js'
import type { Mapper } from '../mapping/mapper.js'
import type { InstanceState } from '../state/instance-state.js'

export function checkPolymorphicIdentity(state: InstanceState): void {
  const { mapper } = state
  const key = mapper.polymorphicKey
  if (key === null || mapper.polymorphicOn === null) return
  const value = state.value(key)
  if (value === undefined || acceptableIdentities(mapper).has(value)) return
  warn(
    `Flushing object ${state.toString()} with incompatible polymorphic identity '${String(value)}'; the object may ` +
      'not refresh and/or load correctly (this warning may be suppressed after 10 occurrences)',
  )
}

/** Its own, and those of subclasses that have no table of their own. */
function acceptableIdentities(mapper: Mapper): ReadonlySet<unknown> {
  const sameTable = mapper.selfAndDescendants.filter(
    ({ localTable }) => localTable === mapper.localTable,
  )
  return new Set(sameTable.map(({ polymorphicIdentity }) => polymorphicIdentity))
}
