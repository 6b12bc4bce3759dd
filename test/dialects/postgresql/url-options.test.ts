/** Options in the query of a PostgreSQL URL: misspelt ones are errors before anything is sent. */
import { expect, test } from 'vitest'
import { planConnection } from '../../../src/dialects/postgresql/connect/connect-plan.js'
import { makeUrl } from '../../../src/index.js'

const plan = (query: string) => planConnection(makeUrl(`postgresql://me@host/app?${query}`), {})

test('options of libpq are known, whether or not they change anything', () => {
  expect(plan('sslmode=require&application_name=a&target_session_attrs=any').client).toMatchObject({
    application_name: 'a',
  })
})

test('a misspelt option is an error that says what was meant', () => {
  expect(() => plan('sslmod=require')).toThrow(
    expect.objectContaining({
      message: "Invalid query parameter in the database URL: 'sslmod'",
      hint: 'did you mean sslmode?',
    }),
  )
})
