/** Skill: a database per test, an object per test; the tests of the chapter. */
import { test as base, expect } from 'vitest'
import {
  createEngine,
  func,
  NoResultFound,
  select,
  sessionmaker,
  StaticPool,
  type Session,
} from 'orm-shell'
import { Base, User } from './blog.js'

const test = base.extend<{ db: Session; testUser: User }>({
  db: async ({}, use) => {
    const engine = createEngine('sqlite:///:memory:', { poolClass: StaticPool })
    Base.metadata.createAll(engine)
    const TestingSession = sessionmaker({ bind: engine, autoflush: false })
    using session = TestingSession()
    await use(session)
    session.close()
    Base.metadata.dropAll(engine)
    engine.dispose()
  },
  testUser: async ({ db }, use) => {
    const user = new User({ email: 'test@example.com', username: 'testuser' })
    db.add(user)
    db.commit()
    db.refresh(user)
    await use(user)
  },
})

test('test examples: create a user', ({ db }) => {
  const user = new User({ email: 'new@example.com', username: 'newuser' })
  db.add(user)
  db.commit()
  expect(user.id).toBe(1)
  expect(user.email).toBe('new@example.com')
  expect(user.createdAt).not.toBeNull()
})

test('query a user', ({ db, testUser }) => {
  const stmt = select(User).where(User.email.eq('test@example.com'))
  const found = db.execute(stmt).scalarOne()
  expect([found.id, found.username]).toEqual([testUser.id, testUser.username])
})

test('update a user', ({ db, testUser }) => {
  testUser.username = 'updated'
  db.commit()
  const stmt = select(User).where(User.id.eq(testUser.id))
  expect(db.execute(stmt).scalarOne().username).toBe('updated')
})

test('delete a user', ({ db, testUser }) => {
  const { id } = testUser
  db.delete(testUser)
  db.commit()
  const stmt = select(User).where(User.id.eq(id))
  expect(db.execute(stmt).scalarOneOrNone()).toBeNull()
  expect(() => db.execute(stmt).scalarOne()).toThrow(NoResultFound)
})

test('test database setup: every test begins with an empty database', ({ db }) => {
  expect(db.scalar(select(func.count(User.id)))).toBe(0)
})
