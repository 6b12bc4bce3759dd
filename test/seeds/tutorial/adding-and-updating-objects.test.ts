/** Tutorial: pending objects, one object per row, what a commit sends and what the next access reads. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Base, User } from './user.js'

const insert = 'INSERT INTO users (name, fullname, nickname) VALUES (?, ?, ?)'
const columns =
  'users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.nickname AS users_nickname'

test('the session writes when it must, and remembers who is who', () => {
  const session = fixtureSession(Base.metadata)
  const ed = new User({ name: 'ed', fullname: 'Ed Jones', nickname: 'edsnickname' })
  session.add(ed)
  let found: User | null = null
  expectStatements(session, () => {
    found = session.query(User).filterBy({ name: 'ed' }).first()
  }, [
    'BEGIN (implicit)',
    [insert, 'ed', 'Ed Jones', 'edsnickname'],
    [`SELECT ${columns} FROM users WHERE users.name = ? LIMIT ? OFFSET ?`, 'ed', 1, 0],
  ])
  expect(found).toBe(ed)
  expect(inspect(found)).toBe("<User(name='ed', fullname='Ed Jones', nickname='edsnickname')>")

  session.addAll([
    new User({ name: 'wendy', fullname: 'Wendy Williams', nickname: 'windy' }),
    new User({ name: 'mary', fullname: 'Mary Contrary', nickname: 'mary' }),
    new User({ name: 'fred', fullname: 'Fred Flintstone', nickname: 'freddy' }),
  ])
  ed.nickname = 'eddie'
  expect(inspect(session.dirty)).toBe(
    "IdentitySet([<User(name='ed', fullname='Ed Jones', nickname='eddie')>])",
  )
  expect([...session.new].map((each) => (each as User).name)).toEqual(['wendy', 'mary', 'fred'])

  expectStatements(session, () => session.commit(), [
    ['UPDATE users SET nickname=? WHERE users.id = ?', 'eddie', 1],
    [`${insert} RETURNING id`, 'wendy', 'Wendy Williams', 'windy'],
    [`${insert} RETURNING id`, 'mary', 'Mary Contrary', 'mary'],
    [`${insert} RETURNING id`, 'fred', 'Fred Flintstone', 'freddy'],
    'COMMIT',
  ])

  expectStatements(session, () => expect(ed.id).toBe(1), [
    'BEGIN (implicit)',
    [`SELECT ${columns} FROM users WHERE users.id = ?`, 1],
  ])
})
