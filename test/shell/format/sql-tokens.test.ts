/** SQL in tokens: every character once, and the words of the language told from names. */
import { describe, expect, test } from 'vitest'
import {
  highlightSql,
  loadSqlHighlighter,
} from '../../../src/shell/format/paint/sql-highlighter.js'
import { sqlTokens } from '../../../src/shell/format/sql-tokens.js'
import { createTheme } from '../../../src/shell/format/theme.js'

const of = (kind: string, sql: string) =>
  sqlTokens(sql)
    .filter((token) => token.kind === kind)
    .map(({ text }) => text)

describe('tokens', () => {
  test.each([
    ['UPDATE users SET name=? WHERE users.id = ?', ['UPDATE', 'SET', 'WHERE']],
    ['select a from t limit 3 offset 1', ['select', 'from', 'limit', 'offset']],
    ['INSERT INTO t (a) VALUES (?) RETURNING id', ['INSERT', 'INTO', 'VALUES', 'RETURNING']],
    ['SELECT t.order, "limit", :from, Value FROM t', ['SELECT', 'FROM']],
    ["SELECT 'FROM' -- WHERE\nFROM t /* LIMIT */", ['SELECT', 'FROM']],
  ])('keywords of %s', (sql, keywords) => expect(of('keyword', sql)).toEqual(keywords))

  test('types are written large, functions stand before a bracket', () => {
    expect(of('type', 'CAST(date AS DATE)')).toEqual(['DATE'])
    expect(of('function', 'SELECT count(*), max(date)')).toEqual(['count', 'max'])
  })

  test.each(["it's", '"open', '/* open', '-- x', "SELECT 'a''b', 1e5 % 日本"])(
    '%s loses nothing',
    (sql) =>
      expect(
        sqlTokens(sql)
          .map(({ text }) => text)
          .join(''),
      ).toBe(sql),
  )

  test('what has no end yet is open', () => {
    expect(sqlTokens("a 'b").at(-1)?.closed).toBe(false)
    expect(sqlTokens("a 'b'").at(-1)?.closed).toBe(true)
    expect(sqlTokens('-- a').at(-1)?.closed).toBe(false)
  })
})

test('keywords have the colour of keywords', async () => {
  await loadSqlHighlighter()
  const theme = createTheme({ color: true })
  const painted = highlightSql('UPDATE t SET a = 1 LIMIT 2', theme)
  for (const word of ['UPDATE', 'SET', 'LIMIT']) expect(painted).toContain(theme.keyword(word))
})
