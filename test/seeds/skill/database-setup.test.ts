/** Skill: engine and session configuration, a session per request. */
import { describe, expect, test } from 'vitest'
import { createEngine, inspect, QueuePool, select, sessionmaker, type Session } from 'orm-shell'
import { freshDatabase } from '../../helpers/postgres.js'
import { Base, openBlog, User } from './blog.js'

describe('engine and session configuration', () => {
  test('a pool, a factory, the tables', async () => {
    const engine = createEngine(await freshDatabase(), {
      poolClass: QueuePool,
      poolSize: 5,
      maxOverflow: 10,
      poolPrePing: true,
      echo: false,
    })
    const SessionLocal = sessionmaker({ bind: engine, autoflush: false, expireOnCommit: false })
    Base.metadata.createAll(engine)
    expect([...inspect(engine).getTableNames()].sort()).toEqual([
      'post_tags',
      'posts',
      'tags',
      'users',
    ])
    const ada = SessionLocal.begin((session) => {
      const user = new User({ email: 'ada@example.com', username: 'ada' })
      session.add(user)
      return user
    })
    // Not expired by the commit, so it can be read without its session.
    expect(ada.username).toBe('ada')
    engine.dispose()
  })
})

describe('dependency injection', () => {
  test('a generator opens a session for a handler and closes it', () => {
    const SessionLocal = sessionmaker({ bind: openBlog() })
    let closed = 0
    function* getDb(): Generator<Session> {
      const db = SessionLocal()
      try {
        yield db
      } finally {
        db.close()
        closed += 1
      }
    }
    const getUser = (id: number): User | null => {
      for (const db of getDb()) {
        return db.execute(select(User).where(User.id.eq(id))).scalarOneOrNone()
      }
      return null
    }
    expect(inspect(getUser(1)!).detached).toBe(true)
    expect(getUser(99)).toBeNull()
    expect(closed).toBe(2)
  })
})
