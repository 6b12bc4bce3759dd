/** The two ends of a range, and their order: which of two comes first, which touch. Used by `Range`. */

/** An end; null is infinite. */
export interface Edge {
  readonly value: unknown
  readonly isLower: boolean
  readonly isInclusive: boolean
}

const DAY = /^\d{4,}-\d{2}-\d{2}$/

/** Whole numbers and calendar days have a next one; other values have not. */
export function stepAfter(value: unknown): unknown {
  if (typeof value === 'bigint') return value + 1n
  if (typeof value === 'number' && Number.isInteger(value)) return value + 1
  if (typeof value !== 'string' || !DAY.test(value)) return undefined
  const day = new Date(`${value}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

/** Lower ends as `[`, upper ends as `)`, where values have a next one: `(0` and `[1` are the same. */
function normal(edge: Edge): Edge {
  if (edge.isInclusive === edge.isLower) return edge
  const value = stepAfter(edge.value)
  return value === undefined ? edge : { ...edge, value, isInclusive: edge.isLower }
}

const side = (edge: Edge): number => (edge.isLower ? 1 : -1)

/** -1, 0 or 1 as the first lies before, at or behind the second; `Range._compare_edges`. */
export function compareEdges(first: Edge, second: Edge): number {
  if (first.value === null && second.value === null) {
    return first.isLower === second.isLower ? 0 : -side(first)
  }
  if (first.value === null) return -side(first)
  if (second.value === null) return side(second)
  const [a, b] = [normal(first), normal(second)]
  const order = compareValues(a.value, b.value)
  if (order !== 0) return order
  if (a.isInclusive && b.isInclusive) return 0
  if (!a.isInclusive && !b.isInclusive) return a.isLower === b.isLower ? 0 : side(a)
  return a.isInclusive ? -side(b) : side(a)
}

/** Whether an upper end touches a lower one without a gap and without a shared value. */
export function touches(upper: Edge, lower: Edge): boolean {
  if (upper.value === null || lower.value === null) return false
  const [a, b] = [normal(upper), normal(lower)]
  return a.isInclusive !== b.isInclusive && compareValues(a.value, b.value) === 0
}

/** Dates count by their time, texts by their characters: ISO dates, padded times. */
export function compareValues(first: unknown, second: unknown): number {
  const [a, b] = [comparable(first), comparable(second)]
  return a < b ? -1 : a > b ? 1 : 0
}

function comparable(value: unknown): number | bigint | string {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'number' || typeof value === 'bigint' ? value : String(value)
}

/** The opposite end at the same place: where a difference is cut. */
export function cut(edge: Edge): Edge {
  return { value: edge.value, isLower: !edge.isLower, isInclusive: !edge.isInclusive }
}
