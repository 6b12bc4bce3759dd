/** SQL scripts in statements: a semicolon ends one, unless it stands in a text, a comment or the body of a trigger. */
import { sqlTokens, type SqlToken } from '../format/sql-tokens.js'

/** The statements, without their semicolons and without those that are only comments. */
export function sqlStatements(script: string): readonly string[] {
  const statements: SqlToken[][] = [[]]
  for (const token of sqlTokens(script)) {
    const current = statements.at(-1) as SqlToken[]
    if (token.text === ';' && !isInsideBody(current)) statements.push([])
    else current.push(token)
  }
  return statements.filter(saysSomething).map(textOf)
}

function saysSomething(tokens: readonly SqlToken[]): boolean {
  return tokens.some(({ kind, text }) => kind !== 'comment' && text.trim() !== '')
}

function textOf(tokens: readonly SqlToken[]): string {
  return tokens
    .map(({ text }) => text)
    .join('')
    .trim()
}

/** `CREATE TRIGGER … BEGIN …; …; END`: what is made of statements has semicolons of its own. */
function isInsideBody(tokens: readonly SqlToken[]): boolean {
  const words = tokens
    .filter(({ kind }) => kind !== 'comment' && kind !== 'string')
    .map(({ text }) => text.toUpperCase())
    .filter((text) => /^\w+$/.test(text))
  if (words[0] !== 'CREATE' || !words.slice(0, 6).some((word) => HAVING_BODIES.has(word)))
    return false
  const begun = words.filter((word) => word === 'BEGIN' || word === 'CASE').length
  return begun > words.filter((word) => word === 'END').length
}

const HAVING_BODIES = new Set(['TRIGGER', 'FUNCTION', 'PROCEDURE'])
