/** TypeScript expressions under construction: a document, how tightly it binds, and its links if it is a chain of calls. */
import {
  bracketed,
  group,
  hardline,
  indent,
  join,
  line,
  softline,
  type Doc,
  render,
} from './doc.js'

/** How tightly an expression binds; higher binds tighter. */
export const PRECEDENCE = {
  assignment: 1,
  conditional: 2,
  coalesce: 3,
  or: 3,
  and: 4,
  bitOr: 5,
  bitXor: 6,
  bitAnd: 7,
  equality: 8,
  relational: 9,
  shift: 10,
  additive: 11,
  multiplicative: 12,
  exponent: 13,
  unary: 14,
  call: 17,
  primary: 18,
} as const

export interface Code {
  readonly doc: Doc
  readonly precedence: number
  /** For chains: what they start with and each `.name(…)`. */
  readonly chain?: { readonly head: Doc; readonly links: readonly Doc[]; readonly calls: number }
  /** The operator, if it is an operation with two operands. */
  readonly operator?: string
  /** The identifier, if it is nothing else. */
  readonly identifier?: string
  /** The arrow function's or object's own layout hugs the brackets of a call. */
  readonly hugs?: boolean
}

export function raw(doc: Doc, precedence: number = PRECEDENCE.primary): Code {
  return { doc, precedence }
}

export function identifier(name: string): Code {
  return { doc: name, precedence: PRECEDENCE.primary, identifier: name }
}

/** In brackets, if it binds less tightly than needed. */
export function wrap(code: Code, minimum: number): Doc {
  return code.precedence < minimum ? ['(', code.doc, ')'] : code.doc
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text)
}

/** A quoted text: single quotes unless that needs more escapes. */
export function quoted(text: string): string {
  const json = JSON.stringify(text).slice(1, -1)
  const plain = json.replaceAll('\\"', '"')
  if (text.includes("'") && !text.includes('"')) return `"${json}"`
  return `'${plain.replaceAll("'", "\\'")}'`
}

export function stringLiteral(text: string): Code {
  return raw(quoted(text))
}

/** `object.name`, or `object['odd name']`. */
export function member(object: Code, name: string): Code {
  const link = isIdentifier(name) ? `.${name}` : `[${quoted(name)}]`
  return extend(object, link, 0)
}

/** `object?.name`: null has no members. */
export function optionalMember(object: Code, name: string): Code {
  return extend(object, `?.${name}`, 0)
}

export function elementOf(object: Code, index: Code): Code {
  return extend(object, ['[', index.doc, ']'], 0)
}

export function call(callee: Code, args: readonly Code[]): Code {
  return extend(callee, argumentList(args), 1)
}

export function newObject(callee: Code, args: readonly Code[]): Code {
  return raw(['new ', wrap(callee, PRECEDENCE.call), argumentList(args)], PRECEDENCE.call)
}

/** `(a, b)`; a lone object, list or function at the end hugs the brackets. */
function argumentList(args: readonly Code[]): Doc {
  const last = args.at(-1)
  const others = args.slice(0, -1)
  if (last?.hugs && others.every((each) => !each.hugs) && isShort(others)) {
    return [
      '(',
      join(
        ', ',
        args.map((each) => each.doc),
      ),
      ')',
    ]
  }
  return bracketed(
    '(',
    args.map((each) => wrap(each, PRECEDENCE.assignment)),
    ')',
  )
}

/** Room for them and the beginning of a bracket in one line. */
function isShort(args: readonly Code[]): boolean {
  const text = render(
    args.map(({ doc }) => doc),
    Number.POSITIVE_INFINITY,
  )
  return text.length <= 80 && !text.includes('\n')
}

/** Adds a link to a chain. An argument list joins the member before it. */
function extend(object: Code, link: Doc, calls: number): Code {
  const chain = object.chain ?? { head: wrap(object, PRECEDENCE.call), links: [], calls: 0 }
  const joined =
    calls > 0 && chain.links.length > 0
      ? [...chain.links.slice(0, -1), [chain.links.at(-1) ?? '', link]]
      : calls > 0
        ? []
        : [...chain.links, link]
  const head = calls > 0 && chain.links.length === 0 ? [chain.head, link] : chain.head
  const next = { head, links: joined, calls: chain.calls + calls }
  return { doc: chainDoc(next), precedence: PRECEDENCE.call, chain: next }
}

/** Three calls or more get a line each when they do not fit in one. */
function chainDoc(chain: NonNullable<Code['chain']>): Doc {
  if (chain.calls < 3 || chain.links.length < 2) return [chain.head, ...chain.links]
  return group([chain.head, indent(chain.links.map((link) => [softline, link]))])
}

export function array(items: readonly Code[]): Code {
  const docs = items.map((each) => wrap(each, PRECEDENCE.assignment))
  return { ...raw(bracketed('[', docs, ']')), hugs: items.length > 1 }
}

export function spread(value: Code): Code {
  return raw(['...', wrap(value, PRECEDENCE.assignment)], PRECEDENCE.assignment)
}

export interface Property {
  /** A name, an expression in brackets, or null for `...value`. */
  readonly key: string | Code | null
  readonly value: Code
  /** Comments above it. */
  readonly comments?: readonly string[]
}

export function object(properties: readonly Property[]): Code {
  return { ...raw(bracketed('{', properties.map(commented), '}', line)), hugs: true }
}

function commented(property: Property): Doc {
  const comments = property.comments ?? []
  return [...comments.flatMap((text) => [`// ${text}`, hardline]), propertyDoc(property)]
}

function propertyDoc({ key, value }: Property): Doc {
  if (key === null) return ['...', wrap(value, PRECEDENCE.assignment)]
  if (typeof key !== 'string') return ['[', key.doc, ']: ', wrap(value, PRECEDENCE.assignment)]
  if (value.identifier === key) return key
  return [isIdentifier(key) ? key : quoted(key), ': ', wrap(value, PRECEDENCE.assignment)]
}

export function binary(left: Code, operator: string, right: Code, precedence: number): Code {
  const leftDoc = mixes(operator, left) ? ['(', left.doc, ')'] : wrap(left, precedence)
  const rightDoc = mixes(operator, right) ? ['(', right.doc, ')'] : wrap(right, precedence + 1)
  const code = raw(group([leftDoc, ` ${operator}`, indent([line, rightDoc])]), precedence)
  return { ...code, operator }
}

/** `??` next to `||` or `&&` needs brackets, whatever binds tighter. */
function mixes(operator: string, part: Code): boolean {
  const logical = ['||', '&&']
  const [here, there] = [operator, part.operator ?? '']
  return (here === '??' && logical.includes(there)) || (there === '??' && logical.includes(here))
}

export function unary(operator: string, operand: Code): Code {
  return raw([operator, wrap(operand, PRECEDENCE.unary)], PRECEDENCE.unary)
}

export function conditional(test: Code, body: Code, otherwise: Code): Code {
  const part = (code: Code): Doc => wrap(code, PRECEDENCE.assignment)
  return raw(
    group([
      wrap(test, PRECEDENCE.coalesce),
      indent([line, '? ', part(body), line, ': ', part(otherwise)]),
    ]),
    PRECEDENCE.conditional,
  )
}

/** `(a, b) => body`; the body is an expression or a block in braces. */
export function arrow(
  parameters: Doc,
  body: Code | Doc,
  options: { isAsync?: boolean } = {},
): Code {
  const start = options.isAsync ? 'async ' : ''
  return { ...raw([start, parameters, ' => ', arrowBody(body)], PRECEDENCE.assignment), hugs: true }
}

function arrowBody(body: Code | Doc): Doc {
  if (!isCode(body)) return body
  const doc = wrap(body, PRECEDENCE.assignment)
  return startsWithBrace(doc) ? ['(', doc, ')'] : doc
}

function isCode(body: Code | Doc): body is Code {
  return typeof body === 'object' && 'precedence' in body
}

/** Whether the text begins with a brace: an object where a block is expected. */
export function startsWithBrace(doc: Doc): boolean {
  return firstCharacter(doc) === '{'
}

/** The first character that will be printed. */
export function firstCharacter(doc: Doc): string {
  if (typeof doc === 'string') return doc[0] ?? ''
  if (Array.isArray(doc)) {
    for (const part of doc as readonly Doc[]) {
      const first = firstCharacter(part)
      if (first !== '') return first
    }
    return ''
  }
  const each = doc as Exclude<Doc, string | readonly Doc[]>
  if (each.kind === 'line') return each.flat ?? ''
  return firstCharacter(each.kind === 'broken' ? each.flat : each.body)
}

/** `` `text ${value}` ``. */
export function template(parts: readonly (string | Code)[]): Code {
  const docs = parts.map((part) =>
    typeof part === 'string'
      ? part
          .replace(/\\/g, '\\\\')
          .replaceAll('`', '\\`')
          .replaceAll('${', '\\${')
          .replaceAll('\n', '\\n')
      : (['${', part.doc, '}'] as Doc),
  )
  return raw(['`', ...docs, '`'])
}

/** `{` statements `}`. */
export function braces(statements: readonly Doc[]): Doc {
  if (statements.length === 0) return '{}'
  return ['{', indent([hardline, join(hardline, statements)]), hardline, '}']
}
