/** Raw syntax nodes to statements, with the comments that belong to them. */
import type { Block, Comment, Expression, Statement } from './nodes.js'
import { readCompound } from './compound.js'
import { readComments, type CommentReader } from './comments.js'
import { readList, splitAt, type Reader, type SyntaxNode } from './reader.js'
import { readYield } from './expressions.js'

/** A statement without its comments. */
export type Bare<T = Statement> = T extends Statement
  ? Omit<T, 'comments' | 'trailing' | 'spaced'>
  : never

type Read = (reader: Reader, node: SyntaxNode) => Bare

const SIMPLE: Readonly<Record<string, Read>> = {
  ExpressionStatement: (reader, node) => ({
    kind: 'expression',
    value: readList(reader, reader.children(node), node),
    ...reader.span(node),
  }),
  AssignStatement: readAssign,
  UpdateStatement: readUpdate,
  ReturnStatement: (reader, node) => ({
    kind: 'return',
    value: rest(reader, node),
    ...reader.span(node),
  }),
  YieldStatement: (reader, node) => ({
    kind: 'expression',
    value: readYield(reader, node),
    ...reader.span(node),
  }),
  RaiseStatement: readRaise,
  DeleteStatement: (reader, node) => ({
    kind: 'delete',
    targets: splitAt(reader.children(node).slice(1), ',').map((part) =>
      readList(reader, part, node),
    ),
    ...reader.span(node),
  }),
  AssertStatement: readAssert,
  ImportStatement: readImport,
  PassStatement: word('pass'),
  BreakStatement: word('break'),
  ContinueStatement: word('continue'),
  ScopeStatement: word('scope'),
}

/** The statements of a body, in order, each with its comments. */
export function readBlock(reader: Reader, node: SyntaxNode): Block {
  return readStatements(reader, node).body
}

export function readStatements(
  reader: Reader,
  node: SyntaxNode,
): { readonly body: Block; readonly comments: readonly Comment[] } {
  const comments: CommentReader = readComments(reader, node)
  const body = statementNodes(node).map((child) => ({
    ...readBare(reader, child),
    ...comments.of(child),
  }))
  return { body: body as Block, comments: comments.left() }
}

function statementNodes(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === 'StatementGroup') found.push(...statementNodes(child))
    else if (child.name !== 'Comment' && child.name !== ':' && child.name !== ';') {
      if (!(child.type.isError && child.from === child.to)) found.push(child)
    }
  }
  return found
}

function readBare(reader: Reader, node: SyntaxNode): Bare {
  if (!hasErrors(node)) {
    const read = SIMPLE[node.name]
    if (read) return read(reader, node)
    const compound = readCompound(reader, node, readBlock)
    if (compound) return compound
  }
  return { kind: 'unknownStatement', what: node.name, ...reader.span(node) }
}

/** Errors inside of bodies belong to the statements there. */
function hasErrors(node: SyntaxNode): boolean {
  if (node.type.isError) return true
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === 'Body') continue
    const isBareYield = node.name === 'YieldExpression' || node.name === 'YieldStatement'
    if (!isBareYield && hasErrors(child)) return true
  }
  return false
}

function word(kind: 'pass' | 'break' | 'continue' | 'scope'): Read {
  return (reader, node) => ({ kind, ...reader.span(node) })
}

function rest(reader: Reader, node: SyntaxNode): Expression | null {
  const values = reader.children(node).slice(1)
  return values.length > 0 ? readList(reader, values, node) : null
}

function readAssign(reader: Reader, node: SyntaxNode): Bare {
  const children = reader.children(node)
  const typed = children.find((child) => child.name === 'TypeDef')
  const annotated = typed ? reader.children(typed).at(-1) : undefined
  const parts = splitAt(
    children.filter((child) => child !== typed),
    'AssignOp',
  )
  const lists = parts.map((part) => readList(reader, part, node))
  const hasValue = children.some((child) => child.name === 'AssignOp')
  return {
    kind: 'assign',
    targets: hasValue ? lists.slice(0, -1) : lists,
    annotation: annotated && annotated.name !== ':' ? reader.expression(annotated) : null,
    value: hasValue ? (lists.at(-1) ?? null) : null,
    ...reader.span(node),
  }
}

function readUpdate(reader: Reader, node: SyntaxNode): Bare {
  const children = reader.children(node)
  const at = children.findIndex((child) => child.name === 'UpdateOp')
  const operator = children[at]
  return {
    kind: 'update',
    target: readList(reader, children.slice(0, at), node),
    operator: operator ? reader.text(operator).slice(0, -1) : '',
    value: readList(reader, children.slice(at + 1), node),
    ...reader.span(node),
  }
}

function readRaise(reader: Reader, node: SyntaxNode): Bare {
  const [value, cause] = splitAt(reader.children(node).slice(1), 'from')
  return {
    kind: 'raise',
    value: value ? readList(reader, value, node) : null,
    cause: cause ? readList(reader, cause, node) : null,
    ...reader.span(node),
  }
}

function readAssert(reader: Reader, node: SyntaxNode): Bare {
  const [test, message] = splitAt(reader.children(node).slice(1), ',')
  return {
    kind: 'assert',
    test: readList(reader, test ?? [], node),
    message: message ? readList(reader, message, node) : null,
    ...reader.span(node),
  }
}

function readImport(reader: Reader, node: SyntaxNode): Bare {
  const words = reader.children(node)
  const isFrom = words[0]?.name === 'from'
  const importAt = words.findIndex((child) => child.name === 'import')
  const path = (nodes: readonly SyntaxNode[]): string =>
    nodes.map((child) => reader.text(child)).join('')
  const imported = words
    .slice(importAt + 1)
    .filter((child) => child.name !== '(' && child.name !== ')')
  const names = splitAt(imported, ',').map((part) => {
    const [name, alias] = splitAt(part, 'as')
    return { path: path(name ?? []), alias: alias ? path(alias) : null }
  })
  const module = isFrom ? path(words.slice(1, importAt)) : null
  return { kind: 'import', module, names, ...reader.span(node) }
}
