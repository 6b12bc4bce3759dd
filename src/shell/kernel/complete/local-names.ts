/**
 * Names the unfinished input itself declares: a loop variable, a parameter of a callback, a constant.
 * Says which expression they come from; the resolver looks at that expression.
 */
import { openerOf, postfixEndingAt, textOf, tokenize, type PlacedToken } from './tokens.js'

export interface LocalName {
  readonly source: string
  /** Whether the name stands for one element of what `source` yields. */
  readonly element: boolean
}

/** Where `name` comes from, judged by the last declaration before the cursor; null when there is none. */
export function findLocalName(before: string, name: string): LocalName | null {
  const tokens = tokenize(before)
  for (let index = tokens.length - 1; index >= 0; index--) {
    if (tokens[index]?.value !== name) continue
    const found = loopVariable(tokens, index) ?? parameter(tokens, index) ?? constant(tokens, index)
    if (found) return found
  }
  return null
}

/** `for (const name of SOURCE)` */
function loopVariable(tokens: readonly PlacedToken[], index: number): LocalName | null {
  if (tokens[index + 1]?.value !== 'of') return null
  const source = expressionAfter(tokens, index + 1)
  return source === '' ? null : { source, element: true }
}

/** `SOURCE.map((name) => …`, with the parentheses or without. */
function parameter(tokens: readonly PlacedToken[], index: number): LocalName | null {
  const bare = tokens[index + 1]?.value === '=>'
  const wrapped = tokens[index + 1]?.value === ')' && tokens[index + 2]?.value === '=>'
  if (!bare && !wrapped) return null
  const call = wrapped ? openerOf(tokens, index + 1) - 1 : index - 1
  if (tokens[call]?.value !== '(' || tokens[call - 2]?.value !== '.') return null
  const source = postfixEndingAt(tokens, call - 3)
  return source === null ? null : { source, element: true }
}

/** `const name = SOURCE` */
function constant(tokens: readonly PlacedToken[], index: number): LocalName | null {
  const isDeclared = /^(?:const|let|var|using)$/.test(tokens[index - 1]?.value ?? '')
  if (!isDeclared || tokens[index + 1]?.value !== '=') return null
  const source = expressionAfter(tokens, index + 1)
  return source === '' ? null : { source, element: false }
}

/** The tokens up to the end of the statement or the bracket that encloses it. */
function expressionAfter(tokens: readonly PlacedToken[], index: number): string {
  let depth = 0
  let last = index
  for (let next = index + 1; next < tokens.length; next++) {
    const value = tokens[next]?.value ?? ''
    if (/^[([{]$/.test(value)) depth++
    else if (/^[)\]}]$/.test(value) && depth-- === 0) break
    else if (value === ';' && depth === 0) break
    else if (depth === 0 && startsStatement(tokens, next)) break
    last = next
  }
  return textOf(tokens, index + 1, last)
}

/** Two operands side by side: a line break has ended the statement. */
function startsStatement(tokens: readonly PlacedToken[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]]
  if (token?.type !== 'IdentifierName' || !before) return false
  const isPrefix = /^(?:await|new|typeof|of|in)$/.test(before.value)
  return (
    before.value === ')' || before.value === ']' || (before.type === 'IdentifierName' && !isPrefix)
  )
}
