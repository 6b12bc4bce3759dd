/** The tokens before the cursor, and the postfix expression that ends at one of them. */
import jsTokens, { type Token } from 'js-tokens'

export interface PlacedToken {
  readonly type: Token['type']
  readonly value: string
  readonly start: number
  /** False for a string, template or comment that goes on beyond the cursor. */
  readonly closed: boolean
}

const OPENER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Words that end where an identifier would be a callee: `if (a).` continues nothing. */
const NOT_A_CALLEE = new Set([
  'if',
  'for',
  'while',
  'switch',
  'return',
  'typeof',
  'await',
  'of',
  'in',
])

/** Everything but white space and closed comments. */
export function tokenize(code: string): readonly PlacedToken[] {
  const tokens: PlacedToken[] = []
  let start = 0
  for (const token of jsTokens(code)) {
    const closed = !('closed' in token) || token.closed
    const isBlank = /WhiteSpace|LineTerminator|SingleLineComment/.test(token.type)
    const isComment = token.type === 'MultiLineComment' && closed
    const endsLine = start + token.value.length < code.length
    const openComment = token.type === 'SingleLineComment' && !endsLine
    if (openComment) tokens.push({ type: token.type, value: token.value, start, closed: false })
    else if (!isBlank && !isComment) {
      tokens.push({ type: token.type, value: token.value, start, closed })
    }
    start += token.value.length
  }
  return tokens
}

/** Index of the bracket that opens what the token at `close` closes; -1 when it is not there. */
export function openerOf(tokens: readonly PlacedToken[], close: number): number {
  let depth = 0
  for (let index = close; index >= 0; index--) {
    const value = tokens[index]?.value ?? ''
    if (value in OPENER) depth++
    else if (isOpener(value) && --depth === 0) return index
  }
  return -1
}

/** Index of the innermost bracket that is open at the end of `tokens`; -1 outside all. */
export function enclosingOpener(tokens: readonly PlacedToken[], from: number): number {
  let depth = 0
  for (let index = from; index >= 0; index--) {
    const value = tokens[index]?.value ?? ''
    if (value in OPENER) depth++
    else if (isOpener(value) && depth-- === 0) return index
  }
  return -1
}

/**
 * Source of the postfix expression whose last token is `end`: `session.query(User)` before a dot.
 * TypeScript's `!` falls away. Null where no such expression ends there.
 */
export function postfixEndingAt(tokens: readonly PlacedToken[], end: number): string | null {
  const parts: string[] = []
  let index = end
  for (;;) {
    const token = tokens[index]
    if (!token) return null
    if (token.value === '!') {
      index--
      continue
    }
    const first = firstOfOperand(tokens, index)
    if (first < 0) return null
    parts.unshift(textOf(tokens, first, index))
    const before = tokens[first - 1]
    if (before?.value === '.' || before?.value === '?.') {
      parts.unshift(before.value)
      index = first - 2
    } else if (isCall(tokens, first)) {
      index = first - 1
    } else {
      return before?.value === 'new' ? `new ${parts.join(' ')}` : parts.join(' ')
    }
  }
}

/** A name or a literal is one token, brackets reach back to their opener. */
function firstOfOperand(tokens: readonly PlacedToken[], index: number): number {
  const token = tokens[index]
  if (!token) return -1
  if (token.value === '}') return -1
  if (token.value in OPENER) return openerOf(tokens, index)
  const isOperand = /IdentifierName|StringLiteral|NoSubstitutionTemplate|NumericLiteral/
  return isOperand.test(token.type) ? index : -1
}

/** Whether the bracket at `index` is applied to what stands before it. */
function isCall(tokens: readonly PlacedToken[], index: number): boolean {
  const bracket = tokens[index]?.value
  if (bracket !== '(' && bracket !== '[') return false
  const before = tokens[index - 1]
  if (!before) return false
  if (before.value === ')' || before.value === ']' || before.value === '!') return true
  return before.type === 'IdentifierName' && !NOT_A_CALLEE.has(before.value)
}

export function textOf(tokens: readonly PlacedToken[], first: number, last: number): string {
  return tokens
    .slice(first, last + 1)
    .map((token) => token.value)
    .join(' ')
}

function isOpener(value: string): boolean {
  return value === '(' || value === '[' || value === '{'
}
