/**
 * Whether an object has lost the parent it may not live without (`cascade: 'all, delete-orphan'`).
 */
import type { Mapper } from '../mapping/mapper.js'
import type { InstanceState } from './instance-state.js'

/** `Mapper._is_orphan`: one missing parent is enough. @internal */
export function isOrphan(mapper: Mapper, state: InstanceState): boolean {
  for (let each: Mapper | null = mapper; each !== null; each = each.inherits) {
    if (each.deleteOrphans.length === 0) continue
    for (const { key, manager } of each.deleteOrphans) {
      if (!manager.impl(key).hasparent(state, state.hasIdentity)) return true
    }
  }
  return false
}
