/** Runs of neighbours that are alike. */
export function groupAlike<T>(
  items: readonly T[],
  areAlike: (left: T, right: T) => boolean,
): T[][] {
  const groups: T[][] = []
  let group: T[] = []
  let last: T | null = null
  items.forEach((item) => {
    if (last === null || !areAlike(last, item)) groups.push((group = []))
    group.push(item)
    last = item
  })
  return groups
}

/** Runs of neighbours with equal keys: the flush keeps the order of objects and batches what stands together. */
export function groupConsecutive<T>(items: Iterable<T>, keyOf: (item: T) => string): T[][] {
  const groups: T[][] = []
  let lastKey: string | null = null
  for (const item of items) {
    const key = keyOf(item)
    if (key === lastKey) groups.at(-1)?.push(item)
    else groups.push([item])
    lastKey = key
  }
  return groups
}
