/**
 * Finds the partner of the bracket at the cursor, ignoring brackets inside strings, comments and patterns. Pure.
 */
import jsTokens from 'js-tokens'

const LIMIT = 20_000
const PARTNER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Offsets of both brackets of the pair the cursor is on or just behind. */
export function matchingPair(text: string, cursor: number): readonly [number, number] | null {
  const near = /[()[\]{}]/.test(text.slice(Math.max(0, cursor - 1), cursor + 1))
  if (!near || text.length > LIMIT) return null
  const pairs = bracketPairs(text)
  return (
    pairs.find((pair) => pair.includes(cursor)) ??
    pairs.find((pair) => pair.includes(cursor - 1)) ??
    null
  )
}

function bracketPairs(text: string): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = []
  const open: { readonly bracket: string; readonly at: number }[] = []
  let at = 0
  for (const token of jsTokens(text)) {
    if (token.type === 'Punctuator') {
      const opener = PARTNER[token.value]
      if (opener === undefined) {
        if ('([{'.includes(token.value)) open.push({ bracket: token.value, at })
      } else if (open.at(-1)?.bracket === opener) {
        pairs.push([open.pop()?.at ?? at, at])
      }
    }
    at += token.value.length
  }
  return pairs
}
