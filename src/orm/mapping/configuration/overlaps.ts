/**
 * Warns when two relationships that do not know each other write the same column.
 */
import { warn } from '../../../util/warnings.js'
import type { Mapper } from '../mapper.js'
import type { RelationshipProperty } from '../relationship.js'
import type { Column } from '../sql-types.js'

/** Which relationship copies which column into a target column. */
const targets = new WeakMap<Column, Map<RelationshipProperty, Column>>()

/** `JoinCondition._warn_for_conflicting_sync_targets`. @internal */
export function warnForOverlaps(property: RelationshipProperty): void {
  if (property.viewonly) return
  const pairs = [...property.synchronizePairs, ...property.secondarySynchronizePairs]
  for (const [from, to] of pairs) {
    const writers = targets.get(to) ?? new Map<RelationshipProperty, Column>()
    const others = [...writers].filter(([other]) => conflicts(property, other))
    if (others.length > 0) warn(messageFor(property, [from, to], others))
    writers.set(property, from)
    targets.set(to, writers)
  }
}

function conflicts(property: RelationshipProperty, other: RelationshipProperty): boolean {
  if (property === other || property.reverseProperty.has(other)) return false
  if (overlapsOf(property).includes(other.key) || overlapsOf(other).includes(property.key))
    return false
  const mine = [property.parent, property.mapper]
  const theirs = [other.parent, other.mapper]
  if (mine.some((left) => theirs.some((right) => areSiblings(left, right)))) return false
  return property.key !== other.key || !property.parent.commonParent(other.parent)
}

function overlapsOf({ options }: RelationshipProperty): readonly string[] {
  return (options.overlaps ?? '').split(/\s*,\s*/)
}

/** Two subclasses of one class that are not above each other. */
function areSiblings(left: Mapper, right: Mapper): boolean {
  return left.commonParent(right) && !left.isa(right) && !right.isa(left)
}

function messageFor(
  property: RelationshipProperty,
  [from, to]: readonly [Column, Column],
  others: readonly (readonly [RelationshipProperty, Column])[],
): string {
  const list = others
    .map(
      ([other, source]) =>
        `'${other.toString()}' (copies ${source.describe()} to ${to.describe()})`,
    )
    .sort()
  const keys = others.map(([other]) => other.key).sort()
  return `relationship '${property.toString()}' will copy column ${from.describe()} to column ${to.describe()}, which conflicts with relationship(s): ${list.join(', ')}. If this is not the intention, consider if these relationships should be linked with back_populates, or if viewonly=True should be applied to one or more if they are read-only. For the less common case that foreign key constraints are partially overlapping, the orm.foreign() annotation can be used to isolate the columns that should be written towards.   To silence this warning, add the parameter 'overlaps="${keys.join(',')}"' to the '${property.toString()}' relationship.`
}
