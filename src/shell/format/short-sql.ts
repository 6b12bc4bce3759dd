/** A statement on one line of limited width: of a SELECT, what it reads from says more than its columns. */
import { oneLine } from './sanitize.js'
import { displayWidth, truncate } from './width.js'

/**
 * The statement as it is where it fits, else without its column list, else cut.
 *
 * @example
 * shortSql('SELECT users.id, users.name FROM users WHERE users.id = ?', 45) // 'SELECT … FROM users WHERE users.id = ?'
 */
export function shortSql(sql: string, width: number): string {
  const line = oneLine(sql.replace(/\s+/g, ' ').trim())
  return displayWidth(line) <= width ? line : truncate(withoutColumns(line), width)
}

function withoutColumns(sql: string): string {
  const from = /^select\b/i.test(sql) ? outermostFrom(sql) : -1
  return from < 0 ? sql : `SELECT … ${sql.slice(from)}`
}

const LANDMARK = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|\bfrom\b/gi

/** Where the FROM stands that belongs to no subquery; -1 without one. */
function outermostFrom(sql: string): number {
  let depth = 0
  for (const { 0: mark, index } of sql.matchAll(LANDMARK)) {
    if (mark === '(') depth++
    else if (mark === ')') depth--
    else if (depth === 0 && /^from$/i.test(mark)) return index
  }
  return -1
}
