/** Guide, chapter 8: the states of an object, and who closes a session when. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  column,
  declarativeBase,
  inspect,
  integer,
  IntegrityError,
  mapped,
  scopedSession,
  sessionmaker,
  string,
  type SessionMaker,
} from 'orm-shell'
import { expectQueryCount } from 'orm-shell/testing'
import { fixtureEngine } from '../../helpers/fixture-session.js'

const Base = declarativeBase()
class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  username: column(string(50), { unique: true }),
}) {
  static {
    mapped(this)
  }
}

let SessionLocal: SessionMaker
beforeEach(() => {
  SessionLocal = sessionmaker({ bind: fixtureEngine(Base.metadata) })
  SessionLocal.begin((session) => session.add(new User({ username: 'first' })))
})

test('session states: an object goes from transient to detached', () => {
  const db = SessionLocal()
  const user = new User({ username: 'new_user' })
  expect(inspect(user).transient).toBe(true)

  db.add(user)
  expect(inspect(user).pending).toBe(true)
  expect(db.contains(user)).toBe(true)
  expect(db.isModified(user)).toBe(true)

  db.flush()
  expect(inspect(user).persistent).toBe(true)
  expect(user.id).toBe(2)

  db.commit()
  expect(inspect(user).expired).toBe(true)
  expectQueryCount(db, 1, () => expect(user.username).toBe('new_user'))

  db.close()
  expect(inspect(user).detached).toBe(true)
  expect(db.contains(user)).toBe(false)
})

describe('session lifecycle patterns', () => {
  test('a scope closes its session', () => {
    {
      using session = SessionLocal()
      session.getOne(User, 1).username = 'updated'
      session.commit()
    }
    using session = SessionLocal()
    expect(session.get(User, 1)?.username).toBe('updated')
  })

  test('commit, or roll back and say why', () => {
    const save = (username: string): void => {
      const session = SessionLocal()
      try {
        session.add(new User({ username }))
        session.commit()
      } catch (error) {
        session.rollback()
        throw error
      } finally {
        session.close()
      }
    }
    save('test')
    expect(() => save('test')).toThrow(IntegrityError)
    using session = SessionLocal()
    expect(session.query(User).count()).toBe(2)
  })

  test('a scoped session belongs to the request', async () => {
    const ScopedSession = scopedSession(SessionLocal)
    const handleRequest = (): Promise<boolean> =>
      ScopedSession.scope(async () => {
        const session = ScopedSession()
        try {
          const user = session.get(User, 1)
          await Promise.resolve()
          return user === ScopedSession.get(User, 1) && session === ScopedSession()
        } finally {
          ScopedSession.remove()
        }
      })
    expect(await Promise.all([handleRequest(), handleRequest()])).toEqual([true, true])
    expect(ScopedSession.scope(() => ScopedSession())).not.toBe(ScopedSession())
    ScopedSession.remove()
  })
})
