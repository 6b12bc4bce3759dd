/** What is being typed at the cursor: a member, a name, a key of an object argument, or nothing to help with. */
import { enclosingOpener, postfixEndingAt, tokenize, type PlacedToken } from './tokens.js'

export type Cursor =
  | {
      readonly kind: 'member'
      readonly receiver: string
      readonly prefix: string
      /** Name of the function that the member stands in as its argument, where it does. */
      readonly argumentOf: string | null
    }
  | { readonly kind: 'name'; readonly prefix: string }
  /** A key in `callee({ …`; `used` are the keys already there. */
  | {
      readonly kind: 'key'
      readonly callee: string
      readonly used: ReadonlySet<string>
      readonly prefix: string
    }
  | { readonly kind: 'nothing' }

const NOTHING: Cursor = { kind: 'nothing' }

/** Reads the text up to the cursor. */
export function readCursor(before: string): Cursor {
  const tokens = tokenize(before)
  const last = tokens.at(-1)
  if (!last) return { kind: 'name', prefix: '' }
  if (!last.closed || isLiteral(last)) return NOTHING
  const touches = last.start + last.value.length === before.length
  const prefix = last.type === 'IdentifierName' && touches ? last.value : ''
  const end = prefix === '' ? tokens.length - 1 : tokens.length - 2
  const separator = tokens[end]?.value
  if (separator === '.' || separator === '?.') {
    const receiver = postfixEndingAt(tokens, end - 1)
    if (receiver === null) return NOTHING
    return { kind: 'member', receiver, prefix, argumentOf: calledAround(tokens, end) }
  }
  return keyCursor(tokens, end, prefix) ?? { kind: 'name', prefix }
}

function calledAround(tokens: readonly PlacedToken[], end: number): string | null {
  const opener = enclosingOpener(tokens, end)
  const name = tokens[opener - 1]
  const isCall = tokens[opener]?.value === '(' && name?.type === 'IdentifierName'
  return isCall ? name.value : null
}

/** A number before the cursor wants a digit, not a name. */
function isLiteral(token: PlacedToken): boolean {
  return token.type === 'NumericLiteral' || token.type === 'PrivateIdentifier'
}

function keyCursor(tokens: readonly PlacedToken[], end: number, prefix: string): Cursor | null {
  const separator = tokens[end]?.value
  if (separator !== '{' && separator !== ',') return null
  const brace = enclosingOpener(tokens, end)
  if (tokens[brace]?.value !== '{' || tokens[brace - 1]?.value !== '(') return null
  const callee = postfixEndingAt(tokens, brace - 2)
  return callee === null ? null : { kind: 'key', callee, used: keysAfter(tokens, brace), prefix }
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
