/** Literals: constants, strings, format strings, displays. */
import type { DictLiteral, Expression, FormatPart, Sequence } from './nodes.js'
import { inside, missing, readItem, splitAt, type Reader, type SyntaxNode } from './reader.js'
import { decodeString, isRaw, unescape } from './strings.js'

/** @internal */
export function readConstant(reader: Reader, node: SyntaxNode): Expression {
  const value = reader.text(node) as 'None' | 'True' | 'False' | '...'
  return { kind: 'constant', value, ...reader.span(node) }
}

/** @internal */
export function readString(reader: Reader, node: SyntaxNode): Expression {
  const { value, isBytes } = decodeString(reader.text(node))
  return { kind: 'string', value, isBytes, ...reader.span(node) }
}

/** @internal */
export function readFormat(reader: Reader, node: SyntaxNode): Expression {
  return { kind: 'format', parts: formatParts(reader, node), ...reader.span(node) }
}

function formatParts(reader: Reader, node: SyntaxNode): (string | FormatPart)[] {
  const literal = reader.text(node)
  const plain = (text: string): string => {
    const braces = text.replaceAll('{{', '{').replaceAll('}}', '}')
    return isRaw(literal) ? braces : unescape(braces)
  }
  const opening = /^[a-zA-Z]*('''|"""|'|")/.exec(literal)
  let position = node.from + (opening?.[0].length ?? 0)
  const end = node.to - (opening?.[1]?.length ?? 0)
  const parts: (string | FormatPart)[] = []
  for (const child of reader.children(node)) {
    if (child.name !== 'FormatReplacement') continue
    if (child.from > position) parts.push(plain(reader.source.slice(position, child.from)))
    parts.push(...readReplacement(reader, child))
    position = child.to
  }
  if (end > position) parts.push(plain(reader.source.slice(position, end)))
  return parts
}

function readReplacement(reader: Reader, node: SyntaxNode): (string | FormatPart)[] {
  const children = inside(reader.children(node))
  const find = (name: string): string | null => {
    const found = children.find((child) => child.name === name)
    return found ? reader.text(found) : null
  }
  const [first] = children
  const part: FormatPart = {
    value: first ? reader.expression(first) : missing(),
    conversion: find('FormatConversion')?.slice(1) ?? null,
    spec: find('FormatSpec')?.slice(1) ?? null,
  }
  const documents = children.some((child) => child.name === 'FormatSelfDoc')
  return documents && first
    ? [`${reader.text(first)}=`, { ...part, conversion: part.conversion ?? 'r' }]
    : [part]
}

/** @internal */
export function readContinued(reader: Reader, node: SyntaxNode): Expression {
  const parts = reader.children(node).map((child) => reader.expression(child))
  const span = reader.span(node)
  if (parts.every((part) => part.kind === 'string')) {
    const value = parts.map((part) => part.value).join('')
    return { kind: 'string', value, isBytes: parts.some((part) => part.isBytes), ...span }
  }
  const merged = parts.flatMap((part) =>
    part.kind === 'format' ? part.parts : part.kind === 'string' ? [part.value] : [],
  )
  return { kind: 'format', parts: merged, ...span }
}

/** @internal */
export function sequence(reader: Reader, node: SyntaxNode, kind: Sequence['kind']): Expression {
  const parts = splitAt(inside(reader.children(node)), ',')
  return { kind, items: parts.map((part) => readItem(reader, part)), ...reader.span(node) }
}

/** @internal */
export function readDict(reader: Reader, node: SyntaxNode): Expression {
  const entries: DictLiteral['entries'][number][] = []
  for (const part of splitAt(inside(reader.children(node)), ',')) {
    const [first, second, third] = part
    if (first?.name === '**' && second) {
      entries.push({ key: null, value: reader.expression(second) })
    } else if (first && third) {
      entries.push({ key: reader.expression(first), value: reader.expression(third) })
    }
  }
  return { kind: 'dict', entries, ...reader.span(node) }
}
