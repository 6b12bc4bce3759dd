/** Statements with bodies: branches, loops, `with`, `try`, functions, classes. */
import type { Block, Expression, Handler } from './nodes.js'
import { readArguments } from './expressions.js'
import { readAnnotation, readParameters } from './parameters.js'
import { readList, splitAt, type Reader, type SyntaxNode } from './reader.js'
import type { Bare } from './statements.js'

type ReadBody = (reader: Reader, node: SyntaxNode) => Block

interface Clause {
  readonly word: string
  readonly head: readonly SyntaxNode[]
  readonly body: Block
}

interface Context {
  readonly reader: Reader
  readonly node: SyntaxNode
  readonly readBody: ReadBody
}

const READERS: Readonly<Record<string, (context: Context) => Bare>> = {
  IfStatement: readIf,
  ForStatement: readFor,
  WhileStatement: readWhile,
  WithStatement: readWith,
  TryStatement: readTry,
  FunctionDefinition: (context) => readFunction(context, []),
  ClassDefinition: (context) => readClass(context, []),
  DecoratedStatement: readDecorated,
}

/** The statement, or null if it is none of these. */
export function readCompound(reader: Reader, node: SyntaxNode, readBody: ReadBody): Bare | null {
  return READERS[node.name]?.({ reader, node, readBody }) ?? null
}

/** `word head: body` parts in order; an `async` in front is skipped. */
function clauses({ reader, node, readBody }: Context): readonly Clause[] {
  const found: Clause[] = []
  let word = ''
  let head: SyntaxNode[] = []
  for (const child of reader.children(node)) {
    if (child.name === 'Body') {
      found.push({ word, head, body: readBody(reader, child) })
      ;[word, head] = ['', []]
    } else if (word === '' && child.name !== 'async') word = child.name
    else if (child.name !== 'async') head.push(child)
  }
  return found
}

function isAsync({ reader, node }: Context): boolean {
  return reader.children(node)[0]?.name === 'async'
}

function bodyOf(parts: readonly Clause[], word: string): Block | null {
  return parts.find((part) => part.word === word)?.body ?? null
}

function readIf(context: Context): Bare {
  const { reader, node } = context
  const parts = clauses(context)
  const branches = parts
    .filter(({ word }) => word === 'if' || word === 'elif')
    .map(({ head, body }) => ({ test: readList(reader, head, node), body }))
  return { kind: 'if', branches, otherwise: bodyOf(parts, 'else'), ...reader.span(node) }
}

function readFor(context: Context): Bare {
  const { reader, node } = context
  const parts = clauses(context)
  const head = parts[0]?.head ?? []
  const at = head.findIndex((child) => child.name === 'in')
  return {
    kind: 'for',
    target: readList(reader, head.slice(0, at), node),
    iterable: readList(reader, head.slice(at + 1), node),
    body: parts[0]?.body ?? [],
    otherwise: bodyOf(parts, 'else'),
    isAsync: isAsync(context),
    ...reader.span(node),
  }
}

function readWhile(context: Context): Bare {
  const { reader, node } = context
  const parts = clauses(context)
  return {
    kind: 'while',
    test: readList(reader, parts[0]?.head ?? [], node),
    body: parts[0]?.body ?? [],
    otherwise: bodyOf(parts, 'else'),
    ...reader.span(node),
  }
}

function readWith(context: Context): Bare {
  const { reader, node } = context
  const [part] = clauses(context)
  const items = splitAt(part?.head ?? [], ',').map((item) => {
    const [value, target] = splitAt(item, 'as')
    return {
      value: readList(reader, value ?? [], node),
      target: target ? readList(reader, target, node) : null,
    }
  })
  const body = part?.body ?? []
  return { kind: 'with', items, body, isAsync: isAsync(context), ...reader.span(node) }
}

function readTry(context: Context): Bare {
  const { reader, node } = context
  const parts = clauses(context)
  const handlers: Handler[] = parts
    .filter(({ word }) => word === 'except')
    .map(({ head, body }) => {
      const [type, name] = splitAt(head, 'as')
      return {
        type: type && type.length > 0 ? readList(reader, type, node) : null,
        name: name?.[0] ? reader.text(name[0]) : null,
        body,
      }
    })
  return {
    kind: 'try',
    body: bodyOf(parts, 'try') ?? [],
    handlers,
    otherwise: bodyOf(parts, 'else'),
    finalizer: bodyOf(parts, 'finally'),
    ...reader.span(node),
  }
}

function readFunction(context: Context, decorators: readonly Expression[]): Bare {
  const { reader, node, readBody } = context
  const children = reader.children(node)
  const find = (name: string): SyntaxNode | undefined =>
    children.find((child) => child.name === name)
  const [name, list, body] = [find('VariableName'), find('ParamList'), find('Body')]
  const returns = find('TypeDef')
  return {
    kind: 'function',
    name: name ? reader.text(name) : '',
    decorators,
    parameters: list ? readParameters(reader, list) : [],
    returns: returns ? readAnnotation(reader, returns) : null,
    body: body ? readBody(reader, body) : [],
    isAsync: isAsync(context),
    ...reader.span(node),
  }
}

function readClass(context: Context, decorators: readonly Expression[]): Bare {
  const { reader, node, readBody } = context
  const children = reader.children(node)
  const find = (name: string): SyntaxNode | undefined =>
    children.find((child) => child.name === name)
  const [name, list, body] = [find('VariableName'), find('ArgList'), find('Body')]
  return {
    kind: 'class',
    name: name ? reader.text(name) : '',
    decorators,
    args: list ? readArguments(reader, list) : [],
    body: body ? readBody(reader, body) : [],
    ...reader.span(node),
  }
}

function readDecorated(context: Context): Bare {
  const { reader, node } = context
  const children = reader.children(node)
  const decorators = children
    .filter((child) => child.name === 'Decorator')
    .map((child) => readDecorator(reader, child))
  const definition = children.at(-1)
  if (!definition) return { kind: 'unknownStatement', what: node.name, ...reader.span(node) }
  const inner = { ...context, node: definition }
  const read = definition.name === 'ClassDefinition' ? readClass : readFunction
  return { ...read(inner, decorators), ...reader.span(node) }
}

/** A decorator is a dotted name, perhaps called; its parts are not grouped by the parser. */
function readDecorator(reader: Reader, node: SyntaxNode): Expression {
  const [, first, ...rest] = reader.children(node)
  let found: Expression = first
    ? reader.expression(first)
    : { kind: 'unknown', what: 'decorator', ...reader.span(node) }
  for (const child of rest) {
    const span = { from: found.from, to: child.to }
    if (child.name === 'PropertyName' || child.name === 'VariableName') {
      found = { kind: 'attribute', object: found, name: reader.text(child), ...span }
    } else if (child.name === 'ArgList') {
      found = { kind: 'call', callee: found, args: readArguments(reader, child), ...span }
    }
  }
  return found
}
