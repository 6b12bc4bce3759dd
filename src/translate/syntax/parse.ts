/** Python source to a syntax tree. The only file that runs the parser library. */
import { parser } from '@lezer/python'
import { EXPRESSIONS } from './expressions.js'
import type { Expression, Program } from './nodes.js'
import { Reader } from './reader.js'
import { readStatements } from './statements.js'

/** Reads a program; what cannot be read becomes `unknownStatement`, never an error. */
export function parse(source: string): Program {
  const text = source.endsWith('\n') ? source : `${source}\n`
  const reader = new Reader(text, EXPRESSIONS)
  return { source: text, ...readStatements(reader, parser.parse(text).topNode) }
}

/** Reads a single expression, as relationships hold them in strings; null if it is none. */
export function parseExpression(source: string): Expression | null {
  const [statement, ...others] = parse(`(${source})`).body
  if (others.length > 0 || statement?.kind !== 'expression') return null
  return statement.value
}
