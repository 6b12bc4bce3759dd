/** The difference between two texts, line by line; for messages, so small texts and no options. */

/** Lines marked `-` (only in `before`), `+` (only in `after`) or with a space. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const common = commonSuffixLengths(before, after)
  const lines: string[] = []
  let left = 0
  let right = 0
  while (left < before.length || right < after.length) {
    const skipLeft = common[left + 1]?.[right] ?? -1
    const skipRight = common[left]?.[right + 1] ?? -1
    if (left < before.length && right < after.length && before[left] === after[right]) {
      lines.push(`  ${before[left]}`)
      left += 1
      right += 1
    } else if (right >= after.length || (left < before.length && skipLeft >= skipRight)) {
      lines.push(`- ${before[left]}`)
      left += 1
    } else {
      lines.push(`+ ${after[right]}`)
      right += 1
    }
  }
  return lines
}

/** `[i][j]`: how many lines the ends from `i` and `j` have in common, in order. */
function commonSuffixLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  )
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = table[i] as number[]
    const below = table[i + 1] as number[]
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const same = before[i] === after[j]
      row[j] = same ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}
