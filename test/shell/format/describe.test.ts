/** The library's own objects in one line. */
import { expect, test } from 'vitest'
import { createEngine, text } from '../../../src/index.js'
import { describe } from '../../../src/shell/format/describe.js'

test('a result says its columns, or that it has no rows and how many were changed', () => {
  const engine = createEngine('sqlite://')
  using connection = engine.connect()
  const shown = (sql: string) => describe(connection.execute(text(sql)))
  expect(shown('create table t (id integer)')).toBe('<CursorResult without rows>')
  expect(shown('insert into t values (1), (2)')).toBe('<CursorResult without rows: 2 changed>')
  expect(shown('select id, 1 as one from t')).toBe(
    '<CursorResult of id, one: .all() fetches the rows>',
  )
})

test('what prints well by itself is left to inspect', () => {
  expect(describe({ plain: 1 })).toBeNull()
})
