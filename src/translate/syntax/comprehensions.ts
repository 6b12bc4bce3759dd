/** Comprehensions and generator expressions. */
import type { ComprehensionClause, Expression } from './nodes.js'
import { inside, missing, readList, splitAt, type Reader, type SyntaxNode } from './reader.js'

/** A comprehension of any kind, or a bare generator argument. */
export function readComprehension(
  reader: Reader,
  node: SyntaxNode,
  makes: 'list' | 'set' | 'dict' | 'generator',
): Expression {
  const children = inside(reader.children(node))
  const start = children.findIndex((child) => child.name === 'for' || child.name === 'async')
  const [element, , value] = children.slice(0, start)
  return {
    kind: 'comprehension',
    makes,
    element: element ? reader.expression(element) : missing(),
    value: value ? reader.expression(value) : null,
    clauses: readClauses(reader, children.slice(start), node),
    ...reader.span(node),
  }
}

function readClauses(
  reader: Reader,
  nodes: readonly SyntaxNode[],
  around: SyntaxNode,
): readonly ComprehensionClause[] {
  const clauses: { target: SyntaxNode[]; rest: SyntaxNode[]; isAsync: boolean }[] = []
  let isAsync = false
  let inTarget = false
  for (const node of nodes) {
    const clause = clauses.at(-1)
    if (node.name === 'async') isAsync = true
    else if (node.name === 'for') {
      clauses.push({ target: [], rest: [], isAsync })
      ;[inTarget, isAsync] = [true, false]
    } else if (node.name === 'in' && inTarget) inTarget = false
    else (inTarget ? clause?.target : clause?.rest)?.push(node)
  }
  return clauses.map(({ target, rest, isAsync: async }) => {
    const [iterable, ...conditions] = splitAt(rest, 'if')
    return {
      target: readList(reader, target, around),
      iterable: readList(reader, iterable ?? [], around),
      conditions: conditions.map((part) => readList(reader, part, around)),
      isAsync: async,
    }
  })
}
