/** What `console.log` and `JSON.stringify` show of statements. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { select, update } from '../../src/sql/index.js'
import { u, users } from './tables.js'

test('an element shows its SQL in one line', () => {
  expect(inspect(u.name.eq('ed'))).toBe('<BinaryExpression users.name = :name_1>')
  expect(inspect(select(u.id).where(u.age.gt(3)))).toBe(
    '<Select SELECT users.id FROM users WHERE users.age > :age_1>',
  )
})

test('an element that cannot be compiled yet shows its kind', () => {
  expect(inspect(update(users).values({ missing: 1 }))).toBe('<Update update>')
})

test('a compiled statement is its text and its parameters', () => {
  const compiled = select(u.id).where(u.name.eq('ed')).compile()
  const sql = 'SELECT users.id \nFROM users \nWHERE users.name = :name_1'
  expect(JSON.parse(JSON.stringify(compiled))).toEqual({ sql, params: { name_1: 'ed' } })
  expect(inspect(compiled)).toBe(`Compiled ${inspect({ sql, params: { name_1: 'ed' } })}`)
})
