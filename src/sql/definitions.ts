/**
 * Counts how often tables and mappings have changed: what was worked out from them is good until the next change.
 * Programs define them first and then ask; only shells and tests go on defining.
 */
let changes = 0

/** A table got a column, a class joined a hierarchy. */
export function noteDefinition(): void {
  changes += 1
}

/** How many changes there were. */
export function definitionsSoFar(): number {
  return changes
}
