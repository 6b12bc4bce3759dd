/** Compares the expressions of indexes as PostgreSQL writes them with those of models; `PostgresqlImpl.compare_indexes`. */
import type { DdlDialect } from '../../schema/ddl-dialect.js'
import { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { Index } from '../../schema/table-index.js'

/** What PostgreSQL leaves out because it is the default; the order matters. */
const MODIFIERS = [
  /( asc nulls last)$/,
  /(?<! desc)( nulls last)$/,
  /( asc)$/,
  /( asc)(?= nulls first$)/,
  /(?<= desc)( nulls first)$/,
]

export function sameExpression(existing: Index, model: Index, dialect: DdlDialect): boolean {
  const compiler = new DdlCompiler(dialect)
  const texts = (index: Index): readonly string[] =>
    index.expressions.map((each) => cleaned(compiler.expression(each), model.table.name))
  return JSON.stringify(texts(existing)) === JSON.stringify(texts(model))
}

function cleaned(expression: string, table: string): string {
  const plain = expression
    .toLowerCase()
    .replace(/["']/g, '')
    .replaceAll(`${table.toLowerCase()}.`, '')
    .replace(/(::[\w ]+\w)/g, '')
  const inner = withoutParentheses(plain)
  const modifier = MODIFIERS.find((each) => each.test(inner))
  const short = withoutParentheses(modifier ? inner.replace(modifier, '') : inner)
  const isCast = /^cast\s*\(/.test(short)
  const uncast = isCast ? short.replace(/cast\s*\(/g, '').replace(/as\s+[^)]+\)/, '') : short
  return uncast.replaceAll(' ', '')
}

function withoutParentheses(text: string): string {
  let inner = text
  while (inner.startsWith('(') && inner.endsWith(')')) inner = inner.slice(1, -1)
  return inner
}
