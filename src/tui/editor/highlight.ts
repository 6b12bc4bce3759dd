/**
 * Classifies the input for colouring, by js-tokens: fast enough for every keystroke, tolerant of unfinished code.
 * Yields spans with roles; the theme decides what they look like.
 */
import type { TokenRole } from '../../shell/format/theme.js'
import jsTokens, { type Token } from 'js-tokens'

export interface Span {
  readonly from: number
  readonly to: number
  readonly role: TokenRole
}

/** Larger inputs are shown without colours, so that typing stays quick. */
const LIMIT = 20_000

const KEYWORDS = new Set(
  `abstract as async await break case catch class const continue debugger declare default delete do else enum export
  extends finally for from function get if implements import in instanceof interface let new of private protected
  public readonly return satisfies set static super switch this throw try type typeof using var void while with
  yield`.split(/\s+/),
)
const LITERALS = new Set(['true', 'false', 'null', 'undefined', 'NaN', 'Infinity'])
const COMMAND = /^(?:\.[a-z][\w-]*\??|\\[a-z?]\S*)(?=\s|$)/i

export function highlight(text: string): readonly Span[] {
  if (text.length > LIMIT) return [{ from: 0, to: text.length, role: 'plain' }]
  const command = COMMAND.exec(text)?.[0]
  if (command !== undefined) {
    return [
      { from: 0, to: command.length, role: 'command' },
      { from: command.length, to: text.length, role: 'plain' },
    ]
  }
  return spansOf([...jsTokens(text)])
}

function spansOf(tokens: readonly Token[]): readonly Span[] {
  const spans: Span[] = []
  let from = 0
  let afterDot = false
  for (const [index, token] of tokens.entries()) {
    const to = from + token.value.length
    spans.push({ from, to, role: roleOf(token, tokens[index + 1], afterDot) })
    if (token.type !== 'WhiteSpace') afterDot = token.value === '.' || token.value === '?.'
    from = to
  }
  return spans
}

function roleOf(token: Token, next: Token | undefined, afterDot: boolean): TokenRole {
  switch (token.type) {
    case 'StringLiteral':
    case 'NoSubstitutionTemplate':
    case 'TemplateHead':
    case 'TemplateMiddle':
    case 'TemplateTail':
    case 'RegularExpressionLiteral':
      return 'string'
    case 'NumericLiteral':
      return 'number'
    case 'MultiLineComment':
    case 'SingleLineComment':
    case 'HashbangComment':
      return 'comment'
    case 'IdentifierName':
      return nameRole(token.value, next, afterDot)
    case 'PrivateIdentifier':
      return 'property'
    case 'Punctuator':
      return 'punctuation'
    default:
      return 'plain'
  }
}

function nameRole(name: string, next: Token | undefined, afterDot: boolean): TokenRole {
  const called = next?.value === '('
  if (afterDot) return called ? 'call' : 'property'
  if (KEYWORDS.has(name) && next?.value !== ':') return 'keyword'
  if (LITERALS.has(name)) return 'literal'
  if (/^[A-Z]/.test(name)) return 'type'
  return called ? 'call' : 'plain'
}
