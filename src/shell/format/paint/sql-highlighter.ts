/** SQL in the theme's colours; where there are none it stays as it is. */
import { sqlTokens, type SqlTokenKind } from '../sql-tokens.js'
import type { Paint, Theme } from '../theme.js'

export function highlightSql(sql: string, theme: Theme): string {
  if (!theme.color) return sql
  const paints: Readonly<Record<SqlTokenKind, Paint>> = {
    keyword: theme.keyword,
    type: theme.token.type,
    function: theme.token.type,
    name: theme.tone.normal,
    string: theme.string,
    number: theme.number,
    comment: theme.token.comment,
    other: theme.tone.normal,
  }
  return sqlTokens(sql)
    .map(({ kind, text }) => paints[kind](text))
    .join('')
}
