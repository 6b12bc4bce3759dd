/** What is being typed at the cursor: a member, a name, a key of an object argument, a text, or nothing to help with. */
import { callOfObject, enclosingCalls, type EnclosingCall } from './calls.js'
import { readText, type TextCursor } from './text-cursor.js'
import { enclosingOpener, postfixEndingAt, tokenize, type PlacedToken } from './tokens.js'

export type Cursor =
  | {
      readonly kind: 'member'
      readonly receiver: string
      readonly prefix: string
      /** The calls around it, innermost first. */
      readonly calls: readonly EnclosingCall[]
    }
  | {
      readonly kind: 'name'
      readonly prefix: string
      readonly calls: readonly EnclosingCall[]
      /** Whether it begins an argument, instead of standing behind an operator. */
      readonly isArgument: boolean
    }
  /** A key in `callee({ …`; `used` are the keys already there. */
  | {
      readonly kind: 'key'
      readonly call: EnclosingCall
      readonly used: ReadonlySet<string>
      readonly prefix: string
    }
  | TextCursor
  | { readonly kind: 'nothing' }

const NOTHING: Cursor = { kind: 'nothing' }

/** Reads the text up to the cursor. */
export function readCursor(before: string): Cursor {
  const tokens = tokenize(before)
  const last = tokens.at(-1)
  if (!last) return { kind: 'name', prefix: '', calls: [], isArgument: false }
  if (!last.closed) return readText(tokens) ?? NOTHING
  if (isLiteral(last)) return NOTHING
  const touches = last.start + last.value.length === before.length
  const prefix = last.type === 'IdentifierName' && touches ? last.value : ''
  const end = prefix === '' ? tokens.length - 1 : tokens.length - 2
  const separator = tokens[end]?.value ?? ''
  const calls = enclosingCalls(tokens, end)
  if (separator === '.' || separator === '?.') {
    const receiver = postfixEndingAt(tokens, end - 1)
    return receiver === null ? NOTHING : { kind: 'member', receiver, prefix, calls }
  }
  const isArgument = /^[(,[]$/.test(separator)
  return keyCursor(tokens, end, prefix) ?? { kind: 'name', prefix, calls, isArgument }
}

/** A number before the cursor wants a digit, not a name. */
function isLiteral(token: PlacedToken): boolean {
  return token.type === 'NumericLiteral' || token.type === 'PrivateIdentifier'
}

function keyCursor(tokens: readonly PlacedToken[], end: number, prefix: string): Cursor | null {
  const separator = tokens[end]?.value
  if (separator !== '{' && separator !== ',') return null
  const brace = enclosingOpener(tokens, end)
  const call = tokens[brace]?.value === '{' ? callOfObject(tokens, brace) : null
  return call && { kind: 'key', call, used: keysAfter(tokens, brace), prefix }
}

function keysAfter(tokens: readonly PlacedToken[], brace: number): ReadonlySet<string> {
  const keys = new Set<string>()
  for (let index = brace; index < tokens.length - 1; index++) {
    const key = tokens[index + 1]
    const starts = tokens[index]?.value === '{' || tokens[index]?.value === ','
    if (starts && key && tokens[index + 2]?.value === ':') keys.add(key.value)
  }
  return keys
}
