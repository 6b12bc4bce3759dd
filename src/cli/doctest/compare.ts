/** Decides whether an answer is the expected one: white space and timings do not count, `...` stands for anything. */

const remark =
  /\[(?:generated in|cached since|no key|caching disabled|raw sql|insertmanyvalues)[^\]\n]*\]/g
const masks: readonly (readonly [RegExp, (text: string) => string])[] = [
  [remark, (text) => text.replace(/\d[\d.e-]*s( ago)?\b/g, 'TIME')],
  [/\b\d+(\.\d+)? ?(ms|µs)(?=\W|$)/g, () => 'TIME'],
  // Rules under a table's titles are as long as its cells, durations among them.
  [/─{2,}/g, () => '──'],
]

/** True when `actual` is what `expected` describes. */
export function matches(expected: string, actual: string): boolean {
  const pieces = normalize(expected).split('...')
  const text = normalize(actual)
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first.trimEnd())) return false
  let at = first.trimEnd().length
  for (const piece of rest) {
    const found = text.indexOf(piece.trim(), at)
    if (found < 0) return false
    at = found + piece.trim().length
  }
  const tail = last.trimStart()
  return text.length - tail.length >= at && text.endsWith(tail)
}

/** One space for any white space, and no durations. */
export function normalize(text: string): string {
  const masked = masks.reduce((before, [pattern, mask]) => before.replace(pattern, mask), text)
  return masked.replace(/\s+/g, ' ').trim()
}
