/** The parameters of functions and lambdas. */
import type { Expression, Parameter } from './nodes.js'
import { inside, splitAt, type Reader, type SyntaxNode } from './reader.js'

/** Parameters in order; bare `*` and `/` only mark the others. */
export function readParameters(reader: Reader, list: SyntaxNode): readonly Parameter[] {
  const parameters: Parameter[] = []
  let keywordOnly = false
  for (const part of splitAt(inside(reader.children(list)), ',')) {
    const parameter = readParameter(reader, part, keywordOnly)
    if (parameter) parameters.push(parameter)
    if (part[0]?.name === '*') keywordOnly = true
  }
  return parameters
}

function readParameter(
  reader: Reader,
  part: readonly SyntaxNode[],
  keywordOnly: boolean,
): Parameter | null {
  const star = part[0]?.name === '*' || part[0]?.name === '**' ? part[0].name : ''
  const [name, ...rest] = star ? part.slice(1) : part
  if (name?.name !== 'VariableName') return null
  const typed = rest.find((node) => node.name === 'TypeDef')
  const assignment = rest.findIndex((node) => node.name === 'AssignOp')
  const fallback = assignment >= 0 ? rest[assignment + 1] : undefined
  return {
    name: reader.text(name),
    star,
    annotation: typed ? readAnnotation(reader, typed) : null,
    fallback: fallback ? reader.expression(fallback) : null,
    keywordOnly,
    from: name.from,
    to: part.at(-1)?.to ?? name.to,
  }
}

/** The type after `:` or `->`. */
export function readAnnotation(reader: Reader, node: SyntaxNode): Expression | null {
  const type = reader.children(node).at(-1)
  return type && type.name !== ':' ? reader.expression(type) : null
}
