/** The calls the cursor stands in: what is called, on what, and in which argument. */
import { enclosingOpener, postfixEndingAt, type PlacedToken } from './tokens.js'

export interface EnclosingCall {
  /** Its source: `session.query(User).join`. */
  readonly callee: string
  /** The last name of that: `join`. */
  readonly name: string
  /** What stands before it: `session.query(User)`; null for a function. */
  readonly receiver: string | null
  /** Which argument the cursor is in, from 0. */
  readonly position: number
}

/** Innermost first; `from` is the last token that counts. */
export function enclosingCalls(
  tokens: readonly PlacedToken[],
  from: number,
): readonly EnclosingCall[] {
  const calls: EnclosingCall[] = []
  let end = from
  for (;;) {
    const opener = enclosingOpener(tokens, end)
    if (opener < 0) return calls
    const call = tokens[opener]?.value === '(' ? callAt(tokens, { opener, end }) : null
    if (call) calls.push(call)
    end = opener - 1
  }
}

/** The call whose argument is the object, or the list of objects, that opens at `brace`. */
export function callOfObject(tokens: readonly PlacedToken[], brace: number): EnclosingCall | null {
  const around = enclosingOpener(tokens, brace - 1)
  const isList = tokens[around]?.value === '['
  const opener = isList ? enclosingOpener(tokens, around - 1) : around
  if (tokens[opener]?.value !== '(') return null
  return callAt(tokens, { opener, end: (isList ? around : brace) - 1 })
}

function callAt(
  tokens: readonly PlacedToken[],
  { opener, end }: { readonly opener: number; readonly end: number },
): EnclosingCall | null {
  const callee = postfixEndingAt(tokens, opener - 1)
  if (callee === null) return null
  const { receiver, member } = splitMember(callee)
  return { callee, receiver, name: member, position: commasBetween(tokens, opener, end) }
}

/** `a.b.c` as `a.b` and `c`. */
export function splitMember(source: string): {
  readonly receiver: string | null
  readonly member: string
} {
  const [, receiver = null, member = source] = /^([^]*?)\s*\??\.\s*([\w$]+)$/.exec(source) ?? []
  return { receiver, member }
}

function commasBetween(tokens: readonly PlacedToken[], opener: number, end: number): number {
  let commas = 0
  let depth = 0
  for (const { value } of tokens.slice(opener + 1, end + 1)) {
    if (/^[([{]$/.test(value)) depth++
    else if (/^[)\]}]$/.test(value)) depth--
    else if (value === ',' && depth === 0) commas++
  }
  return commas
}
