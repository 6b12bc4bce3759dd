/** Access to the raw syntax nodes of the parser library: children, text, splitting at commas. Used by the files beside it. */
import type { SyntaxNode } from '@lezer/common'
import type { Expression, Span } from './nodes.js'

export type { SyntaxNode }

const SKIPPED = new Set(['Comment'])

/** Reads one kind of raw node. */
export type ReadExpression = (reader: Reader, node: SyntaxNode) => Expression

/** What the readers of expressions and statements share. */
export class Reader {
  constructor(
    readonly source: string,
    private readonly readers: Readonly<Record<string, ReadExpression>>,
  ) {}

  /** One expression; `unknown` for what has no reader. */
  expression(node: SyntaxNode): Expression {
    const read = this.readers[node.name]
    if (read && !node.type.isError) return read(this, node)
    return { kind: 'unknown', what: node.name, ...this.span(node) }
  }

  text(node: Span): string {
    return this.source.slice(node.from, node.to)
  }

  span(node: Span): Span {
    return { from: node.from, to: node.to }
  }

  /** Children without comments; what is missing in broken code is left out. */
  children(node: SyntaxNode): SyntaxNode[] {
    const found: SyntaxNode[] = []
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (SKIPPED.has(child.name) || (child.type.isError && child.from === child.to)) continue
      found.push(child)
    }
    return found
  }
}

/** The parts between separators; an empty last part (after a trailing comma) is left out. */
export function splitAt(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]]
  for (const node of nodes) {
    if (node.name === separator) parts.push([])
    else parts.at(-1)?.push(node)
  }
  if (parts.at(-1)?.length === 0) parts.pop()
  return parts
}

const BRACKETS = new Set(['(', ')', '[', ']', '{', '}'])

/** Without the brackets around. */
export function inside(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  return nodes.filter((node, index) => {
    const isEdge = index === 0 || index === nodes.length - 1
    return !(isEdge && BRACKETS.has(node.name))
  })
}

/** Stands for an expression that is not there. */
export function missing(): Expression {
  return { kind: 'unknown', what: 'nothing', from: 0, to: 0 }
}

/** Expressions separated by commas; more than one, or a trailing comma, make a tuple. */
export function readList(reader: Reader, nodes: readonly SyntaxNode[], around: Span): Expression {
  const [first] = nodes
  if (first && nodes.length === 1) return reader.expression(first)
  if (!first) return { kind: 'tuple', items: [], ...reader.span(around) }
  const items = splitAt(nodes, ',').map((part) => readItem(reader, part))
  const [single] = items
  const isTuple = items.length > 1 || nodes.some((node) => node.name === ',')
  if (!isTuple && single) return single
  return { kind: 'tuple', items, from: first.from, to: nodes.at(-1)?.to ?? first.to }
}

/** One item of a list, perhaps `*item`. */
export function readItem(reader: Reader, part: readonly SyntaxNode[]): Expression {
  const [first, second] = part
  if (first?.name === '*' && second) {
    const value = reader.expression(second)
    return { kind: 'starred', value, from: first.from, to: second.to }
  }
  return first ? reader.expression(first) : missing()
}
