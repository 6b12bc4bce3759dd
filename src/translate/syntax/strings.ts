/** Python string literals: prefixes, quotes, escapes. */

export interface DecodedString {
  readonly value: string
  readonly isBytes: boolean
  readonly isFormat: boolean
}

const LITERAL = /^([a-zA-Z]*)('''|"""|'|")([\s\S]*)$/

/** The value of one literal, prefix and quotes included. Format strings keep their replacement fields. */
export function decodeString(literal: string): DecodedString {
  const match = LITERAL.exec(literal)
  if (!match) return { value: literal, isBytes: false, isFormat: false }
  const [, prefix = '', quote = '', rest = ''] = match
  const body = rest.endsWith(quote) ? rest.slice(0, -quote.length) : rest
  const flags = prefix.toLowerCase()
  const isBytes = flags.includes('b')
  return {
    value: flags.includes('r') ? body : unescape(body),
    isBytes,
    isFormat: flags.includes('f'),
  }
}

/** True for `r"…"` and the like, in which a backslash is one. */
export function isRaw(literal: string): boolean {
  return /^[a-zA-Z]*[rR]/.test(literal)
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\n': '',
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g

/** Resolves backslash escapes. */
export function unescape(text: string): string {
  return text.replace(ESCAPE, (whole, x, u, long, octal, single: string | undefined) => {
    const hex = (x ?? u ?? long) as string | undefined
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal as string, 8))
    if (single === undefined) return whole
    if (single in SIMPLE) return SIMPLE[single] ?? ''
    return `'"\\`.includes(single) ? single : whole
  })
}
