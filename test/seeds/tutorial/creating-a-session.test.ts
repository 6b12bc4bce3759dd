/** Tutorial: a factory of sessions, given its engine at once or later. */
import { expect, test } from 'vitest'
import { createEngine, sessionmaker, UnboundExecutionError } from 'orm-shell'
import { Base, User } from './user.js'

test('a factory may get its engine later', () => {
  const Session = sessionmaker()
  expect(() => Session().query(User).all()).toThrow(UnboundExecutionError)
  const engine = createEngine('sqlite:///:memory:')
  Base.metadata.createAll(engine)
  Session.configure({ bind: engine })
  using session = Session()
  expect(session.inTransaction()).toBe(false)
  expect(session.query(User).all()).toEqual([])
  expect(session.inTransaction()).toBe(true)
})
