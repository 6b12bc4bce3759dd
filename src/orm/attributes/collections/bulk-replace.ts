/**
 * Assigning a whole collection: events for what enters and what leaves, none for what stays.
 */
import type { AttributeEventToken } from '../attribute-event.js'
import type { CollectionAdapter } from './collection-adapter.js'

/** `sqlalchemy.orm.collections.bulk_replace`. @internal */
export function bulkReplace(
  members: readonly unknown[],
  existing: CollectionAdapter | null,
  replacement: CollectionAdapter,
  initiator: AttributeEventToken,
): void {
  const before = new Set(existing?.members ?? [])
  const entering = new Set(members.filter((member) => !before.has(member)))
  for (const member of members) {
    if (entering.has(member)) replacement.appendWithEvent(member, initiator)
    else replacement.appendWithoutEvent(replacement.fireAppendWoMutationEvent(member, initiator))
  }
  const staying = new Set(members)
  for (const member of before)
    if (!staying.has(member)) existing?.fireRemoveEvent(member, initiator)
}
