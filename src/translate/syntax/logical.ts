/**
 * `and`, `or`, `not` by Python's precedence. The grammar lets `not` reach over what follows (`not a and b` as
 * `not (a and b)`), so that the operands and operators are taken in their order and put together anew.
 */
import type { Expression } from './nodes.js'
import { missing, type ReadExpression, type Reader, type SyntaxNode } from './reader.js'

type Operator = 'and' | 'or' | 'not'
type Token = { readonly operator: Operator; readonly at: SyntaxNode } | SyntaxNode

/** True for a raw node with one of the three operators. */
export function isLogical(reader: Reader, node: SyntaxNode): boolean {
  return operatorOf(reader, node) !== null
}

export const readLogical: ReadExpression = (reader, node) => {
  const tokens = [...flat(reader, node)]
  let next = 0
  const takes = (operator: Operator): SyntaxNode | null => {
    const token = tokens[next]
    if (!token || !('operator' in token) || token.operator !== operator) return null
    next += 1
    return token.at
  }
  const negation = (): Expression => {
    const at = takes('not')
    if (at) {
      const operand = negation()
      return { kind: 'unary', operator: 'not', operand, from: at.from, to: operand.to }
    }
    const leaf = tokens[next]
    next += 1
    return leaf && !('operator' in leaf) ? reader.expression(leaf) : missing()
  }
  const chain = (operator: 'and' | 'or', part: () => Expression): Expression => {
    let left = part()
    while (takes(operator)) {
      const right = part()
      left = { kind: 'binary', operator, left, right, from: left.from, to: right.to }
    }
    return left
  }
  return chain('or', () => chain('and', negation))
}

function* flat(reader: Reader, node: SyntaxNode): Generator<Token> {
  const operator = operatorOf(reader, node)
  if (operator === null) {
    yield node
    return
  }
  const children = reader.children(node)
  const [first, second, third] = children
  if (operator === 'not') {
    if (first) yield { operator, at: first }
    if (second) yield* flat(reader, second)
    return
  }
  if (first) yield* flat(reader, first)
  if (second) yield { operator, at: second }
  if (third) yield* flat(reader, third)
}

function operatorOf(reader: Reader, node: SyntaxNode): Operator | null {
  const children = reader.children(node)
  if (node.name === 'UnaryExpression') {
    return children[0] && reader.text(children[0]) === 'not' ? 'not' : null
  }
  if (node.name !== 'BinaryExpression' || children.length !== 3 || !children[1]) return null
  const operator = reader.text(children[1])
  return operator === 'and' || operator === 'or' ? operator : null
}
