/** A cursor inside a text: what has been typed of it, and what the text is for. */
import { callOfObject, enclosingCalls, type EnclosingCall } from './calls.js'
import { enclosingOpener, postfixEndingAt, type PlacedToken } from './tokens.js'

export interface TextCursor {
  readonly kind: 'text'
  /** What stands between the quote and the cursor. */
  readonly prefix: string
  readonly quote: string
  readonly place: TextPlace
}

export type TextPlace =
  | { readonly in: 'argument'; readonly call: EnclosingCall }
  /** The value of a key in `callee({ …`. */
  | { readonly in: 'key'; readonly call: EnclosingCall; readonly key: string }
  /** `user.role === "`, `user.role = "` */
  | { readonly in: 'comparison'; readonly operand: string }
  /** `import … from "` */
  | { readonly in: 'import' }

const COMPARING = /^(?:[!=]==?|=)$/

/** Null where the open token is no text, or nobody knows what belongs into it. */
export function readText(tokens: readonly PlacedToken[]): TextCursor | null {
  const last = tokens.at(-1)
  if (!last || !/^(?:StringLiteral|NoSubstitutionTemplate)$/.test(last.type)) return null
  const place = placeOf(tokens)
  const quote = last.value.charAt(0)
  return place && { kind: 'text', prefix: last.value.slice(1), quote, place }
}

function placeOf(tokens: readonly PlacedToken[]): TextPlace | null {
  const before = tokens.length - 2
  const { value = '' } = tokens[before] ?? {}
  if (value === 'from' || value === 'import') return { in: 'import' }
  if (COMPARING.test(value)) {
    const operand = postfixEndingAt(tokens, before - 1)
    return operand === null ? null : { in: 'comparison', operand }
  }
  if (value === ':') return placeOfKey(tokens, before)
  const [call] = /^[(,[]$/.test(value) ? enclosingCalls(tokens, before) : []
  return call ? { in: 'argument', call } : null
}

function placeOfKey(tokens: readonly PlacedToken[], colon: number): TextPlace | null {
  const brace = enclosingOpener(tokens, colon)
  const key = tokens[colon - 1]
  const call = tokens[brace]?.value === '{' ? callOfObject(tokens, brace) : null
  return call && key ? { in: 'key', call, key: key.value } : null
}
