/** Attributes that are places inside of other attributes. */
import { expect, expectTypeOf, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  indexProperty,
  integer,
  json,
  mapped,
  select,
  Session,
} from '../../../src/index.js'

class Account extends declarativeBase().model('accounts', {
  id: column(integer, { primaryKey: true }),
  settings: column(json<Record<string, unknown>>(), { nullable: true }),
  scores: column(json<(number | null)[]>(), { nullable: true }),
  theme: indexProperty<string>('settings', 'theme', { default: 'light' }),
  owner: indexProperty<string>('settings', 'owner'),
  second: indexProperty<number | null>('scores', 1, { onebased: false }),
}) {
  static {
    mapped(this)
  }
}

test('a place is read and written, and the column knows that it changed', () => {
  const engine = createEngine('sqlite://')
  Account.metadata.createAll(engine)
  const session = new Session(engine)
  const account = new Account({ owner: 'ed', second: 7 })
  expectTypeOf(account.theme).toEqualTypeOf<string>()
  expect([account.theme, account.settings, account.scores]).toEqual([
    'light',
    { owner: 'ed' },
    [null, 7],
  ])
  session.add(account)
  session.commit()
  account.theme = 'dark'
  expect(session.dirty.has(account)).toBe(true)
  session.commit()
  expect(account.settings).toEqual({ owner: 'ed', theme: 'dark' })
})

test('a place without a value and without a default says so', () => {
  expect(() => new Account().owner).toThrow("Account.settings has no 'owner'")
})

test('in queries it is the place in the column', () => {
  expect(String(select(Account.id).where(Account.theme.eq('dark')))).toContain(
    'WHERE accounts.settings[:settings_1] = :param_1',
  )
  const compiled = select(Account.second).compile({ dialect: 'postgresql' })
  expect(compiled.sql).toContain('accounts.scores -> $1')
  expect(Object.values(compiled.params)).toEqual([1])
})
