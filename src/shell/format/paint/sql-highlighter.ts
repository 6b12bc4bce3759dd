/**
 * SQL colours by cli-highlight, in PostgreSQL's grammar: the plain one knows no UPDATE, LIMIT or RETURNING. It is slow
 * to load: until it is there, and where there are no colours, SQL is printed as it is. `loadSqlHighlighter` is called
 * once, when the first frame is on the screen.
 */
import type { Theme } from '../theme.js'

type Highlighter = (sql: string, theme: Theme) => string

let highlighter: Highlighter = (sql) => sql

export async function loadSqlHighlighter(): Promise<void> {
  const { highlight } = await import('cli-highlight')
  highlighter = (sql, theme) =>
    highlight(sql, { language: 'pgsql', ignoreIllegals: true, theme: sqlTheme(theme) })
}

export function highlightSql(sql: string, theme: Theme): string {
  return theme.color ? highlighter(sql, theme) : sql
}

function sqlTheme(theme: Theme) {
  return {
    keyword: theme.keyword,
    literal: theme.token.literal,
    built_in: theme.token.type,
    type: theme.token.type,
    string: theme.string,
    number: theme.number,
    comment: theme.token.comment,
    default: theme.tone.normal,
  }
}
