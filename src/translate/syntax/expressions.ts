/** Raw syntax nodes to expressions. */
import { readComprehension } from './comprehensions.js'
import {
  readConstant,
  readContinued,
  readDict,
  readFormat,
  readString,
  sequence,
} from './literals.js'
import { isLogical, readLogical } from './logical.js'
import type { Argument, Expression } from './nodes.js'
import { readParameters } from './parameters.js'
import {
  inside,
  missing,
  readItem,
  readList,
  splitAt,
  type ReadExpression,
  type Reader,
  type SyntaxNode,
} from './reader.js'

/** A reader for each kind of raw node. */
export const EXPRESSIONS: Readonly<Record<string, ReadExpression>> = {
  VariableName: (reader, node) => ({ kind: 'name', id: reader.text(node), ...reader.span(node) }),
  Number: (reader, node) => ({ kind: 'number', text: reader.text(node), ...reader.span(node) }),
  String: readString,
  FormatString: readFormat,
  ContinuedString: readContinued,
  Boolean: readConstant,
  None: readConstant,
  Ellipsis: readConstant,
  TupleExpression: (reader, node) => sequence(reader, node, 'tuple'),
  ArrayExpression: (reader, node) => sequence(reader, node, 'list'),
  SetExpression: (reader, node) => sequence(reader, node, 'set'),
  DictionaryExpression: readDict,
  CallExpression: readCall,
  MemberExpression: readMember,
  ParenthesizedExpression: (reader, node) => readList(reader, inside(reader.children(node)), node),
  UnaryExpression: readUnary,
  BinaryExpression: readBinary,
  ConditionalExpression: readConditional,
  LambdaExpression: readLambda,
  ArrayComprehensionExpression: (reader, node) => readComprehension(reader, node, 'list'),
  SetComprehensionExpression: (reader, node) => readComprehension(reader, node, 'set'),
  DictionaryComprehensionExpression: (reader, node) => readComprehension(reader, node, 'dict'),
  ComprehensionExpression: (reader, node) => readComprehension(reader, node, 'generator'),
  AwaitExpression: (reader, node) => ({
    kind: 'await',
    value: last(reader, node),
    ...reader.span(node),
  }),
  YieldExpression: readYield,
  NamedExpression: readNamed,
}

function last(reader: Reader, node: SyntaxNode): Expression {
  const child = reader.children(node).at(-1)
  return child ? reader.expression(child) : missing()
}

function readCall(reader: Reader, node: SyntaxNode): Expression {
  const [callee, list] = reader.children(node)
  if (!callee || !list) return missing()
  return {
    kind: 'call',
    callee: reader.expression(callee),
    args: readArguments(reader, list),
    ...reader.span(node),
  }
}

/** The arguments of a call, of a class, of a decorator. */
export function readArguments(reader: Reader, list: SyntaxNode): readonly Argument[] {
  const children = inside(reader.children(list))
  if (children.some((child) => child.name === 'for')) {
    const value = readComprehension(reader, list, 'generator')
    return [{ name: null, star: '', value, ...reader.span(list) }]
  }
  return splitAt(children, ',').map((part) => readArgument(reader, part))
}

function readArgument(reader: Reader, part: readonly SyntaxNode[]): Argument {
  const [first, second, third] = part
  const span = { from: first?.from ?? 0, to: part.at(-1)?.to ?? 0 }
  if (first && second && (first.name === '*' || first.name === '**')) {
    return { name: null, star: first.name, value: reader.expression(second), ...span }
  }
  if (first && second?.name === 'AssignOp' && reader.text(second) === '=' && third) {
    return { name: reader.text(first), star: '', value: reader.expression(third), ...span }
  }
  return { name: null, star: '', value: first ? reader.expression(first) : missing(), ...span }
}

function readMember(reader: Reader, node: SyntaxNode): Expression {
  const [object, opening, ...rest] = reader.children(node)
  if (!object || !opening) return missing()
  const target = reader.expression(object)
  if (opening.name === '.') {
    const property = rest[0]
    return {
      kind: 'attribute',
      object: target,
      name: property ? reader.text(property) : '',
      ...reader.span(node),
    }
  }
  const inner = rest.filter((child) => child.name !== ']')
  return {
    kind: 'subscript',
    object: target,
    index: readIndex(reader, inner, node),
    ...reader.span(node),
  }
}

function readIndex(reader: Reader, nodes: readonly SyntaxNode[], around: SyntaxNode): Expression {
  if (!nodes.some((node) => node.name === ':')) return readList(reader, nodes, around)
  const parts = splitAt(nodes, ',').map((part) => readSlice(reader, part, around))
  const [single] = parts
  return parts.length === 1 && single
    ? single
    : { kind: 'tuple', items: parts, ...reader.span(around) }
}

function readSlice(reader: Reader, part: readonly SyntaxNode[], around: SyntaxNode): Expression {
  if (!part.some((node) => node.name === ':')) return readItem(reader, part)
  const bounds: (Expression | null)[] = [null]
  for (const node of part) {
    if (node.name === ':') bounds.push(null)
    else bounds[bounds.length - 1] = reader.expression(node)
  }
  const [start = null, stop = null, step = null] = bounds
  return { kind: 'slice', start, stop, step, ...reader.span(around) }
}

function readUnary(reader: Reader, node: SyntaxNode): Expression {
  if (isLogical(reader, node)) return readLogical(reader, node)
  const [operator] = reader.children(node)
  return {
    kind: 'unary',
    operator: (operator ? reader.text(operator) : '-') as '-' | '+' | '~',
    operand: last(reader, node),
    ...reader.span(node),
  }
}

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=', 'in', 'not in', 'is', 'is not'])

function readBinary(reader: Reader, node: SyntaxNode): Expression {
  if (isLogical(reader, node)) return readLogical(reader, node)
  const children = reader.children(node)
  const [left, right] = [children[0], children.at(-1)]
  if (!left || !right || children.length < 3) return missing()
  const operator = children
    .slice(1, -1)
    .map((child) => reader.text(child))
    .join(' ')
  if (COMPARISONS.has(operator)) return readComparison(reader, [left, right], operator)
  return {
    kind: 'binary',
    operator,
    left: reader.expression(left),
    right: reader.expression(right),
    ...reader.span(node),
  }
}

function readComparison(
  reader: Reader,
  [left, right]: readonly [SyntaxNode, SyntaxNode],
  operator: string,
): Expression {
  const first = reader.expression(left)
  const second = reader.expression(right)
  const span = { from: left.from, to: right.to }
  if (first.kind === 'compare' && left.name === 'BinaryExpression') {
    const operands = [...first.operands, second]
    return { kind: 'compare', operators: [...first.operators, operator], operands, ...span }
  }
  return { kind: 'compare', operators: [operator], operands: [first, second], ...span }
}

function readConditional(reader: Reader, node: SyntaxNode): Expression {
  const [body, , test, , otherwise] = reader.children(node)
  if (!body || !test || !otherwise) return missing()
  return {
    kind: 'conditional',
    body: reader.expression(body),
    test: reader.expression(test),
    otherwise: reader.expression(otherwise),
    ...reader.span(node),
  }
}

function readLambda(reader: Reader, node: SyntaxNode): Expression {
  const list = reader.children(node).find((child) => child.name === 'ParamList')
  return {
    kind: 'lambda',
    parameters: list ? readParameters(reader, list) : [],
    body: last(reader, node),
    ...reader.span(node),
  }
}

/** `yield`, `yield x`, `yield from x`; `yield x, y` has more children. */
export function readYield(reader: Reader, node: SyntaxNode): Expression {
  const rest = reader.children(node).slice(1)
  const delegates = rest[0]?.name === 'from'
  const values = delegates ? rest.slice(1) : rest
  const value = values.length > 0 ? readList(reader, values, node) : null
  return { kind: 'yield', value, delegates, ...reader.span(node) }
}

function readNamed(reader: Reader, node: SyntaxNode): Expression {
  const [target, , value] = reader.children(node)
  if (!target || !value) return missing()
  return {
    kind: 'named',
    target: reader.text(target),
    value: reader.expression(value),
    ...reader.span(node),
  }
}
