/** Finds the column of a FROM element that stands for a column of what it was made from. */
import type { ColumnElement } from '../elements/column-element.js'
import type { ColumnCollection } from './column-collection.js'

/**
 * The member of `columns` that corresponds to `column`: the one sharing most of its lineage;
 * `ColumnCollection.corresponding_column`.
 */
export function correspondingColumn(
  columns: ColumnCollection,
  column: ColumnElement,
  requireEmbedded = false,
): ColumnElement | null {
  if (columns.includes(column)) return column
  return column.proxies.length === 0
    ? standingFor(columns, column)
    : sharingMost(columns.values(), column, requireEmbedded)
}

/** The member that stands for a column which itself stands for nothing else. */
function standingFor(columns: ColumnCollection, column: ColumnElement): ColumnElement | null {
  const { identity } = column
  let only: ColumnElement | null = null
  for (const candidate of columns.values()) {
    if (!candidate.standsFor(identity)) continue
    if (only !== null) return sharingMost(columns.values(), column, false)
    only = candidate
  }
  return only
}

function sharingMost(
  columns: readonly ColumnElement[],
  column: ColumnElement,
  requireEmbedded: boolean,
): ColumnElement | null {
  const target = column.proxySet
  let best: ColumnElement | null = null
  let bestShared: ReadonlySet<ColumnElement> = new Set()
  for (const candidate of columns) {
    const shared = intersection(candidate.proxySet, target)
    if (shared.size === 0 || (requireEmbedded && !embedded(candidate, target))) continue
    if (best === null || prefers(candidate, shared, best, bestShared, column)) {
      best = candidate
      bestShared = shared
    }
  }
  return best
}

/** Everything in the target's lineage is in the candidate's, or comes from there. */
function embedded(candidate: ColumnElement, target: ReadonlySet<ColumnElement>): boolean {
  const lineage = candidate.proxySet
  for (const each of target) {
    if (!lineage.has(each) && intersection(each.proxySet, lineage).size === 0) return false
  }
  return true
}

function prefers(
  candidate: ColumnElement,
  shared: ReadonlySet<ColumnElement>,
  ...[best, bestShared, column]: [ColumnElement, ReadonlySet<ColumnElement>, ColumnElement]
): boolean {
  if (shared.size !== bestShared.size) return shared.size > bestShared.size
  return weight(candidate, column) < weight(best, column)
}

/** In unions columns of earlier SELECTs win. */
function weight(candidate: ColumnElement, column: ColumnElement): number {
  return candidate.proxyList
    .filter((proxy) => proxy.sharesLineage(column))
    .reduce((sum, proxy) => sum + Number(proxy.annotations['weight'] ?? 1), 0)
}

function intersection<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  const result = new Set<T>()
  for (const each of a) if (b.has(each)) result.add(each)
  return result
}
