/** Finds the likely meaning of a mistyped name; used wherever an unknown name is reported. */

/** Less than any edit: it only decides between equals. */
const CASE_PENALTY = 0.5

/** The candidate within a third of the name's length in edits, or null; of two equally near the one in the same case. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = Math.max(1, Math.ceil(name.length / 3)) + 1
  for (const candidate of candidates) {
    const letters = editDistance(name.toLowerCase(), candidate.toLowerCase())
    const distance = letters + (letters === editDistance(name, candidate) ? 0 : CASE_PENALTY)
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** Levenshtein distance in which swapping two neighbours counts once. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      current.push(cost)
    }
    ;[beforeLast, last] = [last, current]
  }
  return last[b.length] ?? 0
}
