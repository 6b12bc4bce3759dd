/**
 * Word boundaries: identifiers for Alt-B/F/D, white-space runs for Ctrl-W, the expression arguments for Alt-.
 * Pure functions on text and offset.
 */
const WORD = /[\p{L}\p{N}\p{M}_$]/u

function isWord(text: string, index: number): boolean {
  const codepoint = text.codePointAt(index)
  return codepoint !== undefined && WORD.test(String.fromCodePoint(codepoint))
}

/** Start of the word at or before `offset`. */
export function wordLeft(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !isWord(text, previous(text, at))) at = previous(text, at)
  while (at > 0 && isWord(text, previous(text, at))) at = previous(text, at)
  return at
}

/** End of the word at or after `offset`. */
export function wordRight(text: string, offset: number): number {
  let at = offset
  while (at < text.length && !isWord(text, at)) at = next(text, at)
  while (at < text.length && isWord(text, at)) at = next(text, at)
  return at
}

/** Start of the run of non-blank characters before `offset`. */
export function blankWordLeft(text: string, offset: number): number {
  const before = text.slice(0, offset)
  return before.replace(/\S*\s*$/u, '').length
}

/** The last word of an input, what Alt-. inserts. */
export function lastArgument(text: string): string {
  return /[^\s(),;]+(?=[\s(),;]*$)/u.exec(text)?.[0] ?? ''
}

function previous(text: string, offset: number): number {
  const low = text.charCodeAt(offset - 1)
  return low >= 0xdc00 && low <= 0xdfff && offset > 1 ? offset - 2 : offset - 1
}

function next(text: string, offset: number): number {
  const high = text.charCodeAt(offset)
  return high >= 0xd800 && high <= 0xdbff && offset + 1 < text.length ? offset + 2 : offset + 1
}
