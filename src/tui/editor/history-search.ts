/**
 * Incremental search through the history (Ctrl-R, Ctrl-S). Pure; case matters only when the query has capitals.
 */
export interface HistorySearch {
  readonly query: string
  /** The matching entry, or `entries.length` before the first match. */
  readonly index: number
  readonly failed: boolean
}

export function startSearch(entries: readonly string[]): HistorySearch {
  return { query: '', index: entries.length, failed: false }
}

/** Changes the query and looks again from the present match towards the past. */
export function searchFor(
  entries: readonly string[],
  search: HistorySearch,
  query: string,
): HistorySearch {
  const from = query.startsWith(search.query) ? search.index : entries.length - 1
  return find(entries, { query, from: Math.min(from, entries.length - 1), step: -1 }, search)
}

/** Goes on to the next match, older (-1) or newer (1). */
export function searchOn(
  entries: readonly string[],
  search: HistorySearch,
  step: -1 | 1,
): HistorySearch {
  return find(entries, { query: search.query, from: search.index + step, step }, search)
}

interface Sweep {
  readonly query: string
  readonly from: number
  readonly step: -1 | 1
}

function find(entries: readonly string[], sweep: Sweep, present: HistorySearch): HistorySearch {
  const { query, step } = sweep
  if (query === '') return { query, index: entries.length, failed: false }
  const shown = entries[present.index]
  for (let index = sweep.from; index >= 0 && index < entries.length; index += step) {
    const entry = entries[index] ?? ''
    const repeated = entry === shown && index !== present.index
    if (!repeated && matchAt(entry, query) >= 0) return { query, index, failed: false }
  }
  return { query, index: present.index, failed: true }
}

/** Where the query occurs in an entry, -1 if nowhere. */
export function matchAt(entry: string, query: string): number {
  const sensitive = query !== query.toLowerCase()
  return sensitive ? entry.indexOf(query) : entry.toLowerCase().indexOf(query)
}
