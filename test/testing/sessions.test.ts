/** Sessions for users' tests: their own database, or undone work. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAsyncEngine, createEngine, func, select, type Engine, type Session } from 'orm-shell'
import { Base, User } from 'orm-shell/sample-models'
import {
  memoryAsyncSession,
  memorySession,
  undoneAsyncSession,
  undoneSession,
  useSession,
} from 'orm-shell/testing'
import { freshDatabase } from '../helpers/postgres.js'

const ada = () => new User({ name: 'Ada', email: 'ada@example.com' })
const count = (session: Session) => session.scalar(select(func.count(User.id)))

test('a memory session has the tables and nothing in them', () => {
  for (let round = 0; round < 2; round += 1) {
    using own = memorySession(Base.metadata)
    expect(count(own.session)).toBe(0)
    own.session.add(ada())
    own.session.commit()
    expect(count(own.session)).toBe(1)
  }
})

describe.each(['SQLite', 'PostgreSQL'])('an undone session on %s', (database) => {
  let engine: Engine
  beforeAll(async () => {
    engine = createEngine(database === 'SQLite' ? 'sqlite://' : await freshDatabase())
    Base.metadata.createAll(engine)
  })
  afterAll(() => engine.dispose())

  test('takes back what was committed', () => {
    {
      using undone = undoneSession(engine)
      const { session } = undone
      session.add(ada())
      session.commit()
      session.add(ada())
      expect(() => session.commit()).toThrow()
      session.rollback()
      expect(count(session)).toBe(1)
    }
    using next = undoneSession(engine)
    expect(count(next.session)).toBe(0)
  })

  test('is a fixture', async () => {
    let used: Session | undefined
    await useSession(engine)({}, async (session) => {
      used = session
      session.add(ada())
      session.commit()
    })
    expect(used?.inTransaction()).toBe(false)
    using next = undoneSession(engine)
    expect(count(next.session)).toBe(0)
  })
})

test('asynchronous sessions do the same', async () => {
  const engine = createAsyncEngine(await freshDatabase())
  await Base.metadata.createAll(engine)
  const users = select(func.count(User.id))
  {
    await using undone = await undoneAsyncSession(engine)
    undone.session.add(ada())
    await undone.session.commit()
    expect(await undone.session.scalar(users)).toBe(1)
  }
  {
    await using next = await undoneAsyncSession(engine)
    expect(await next.session.scalar(users)).toBe(0)
  }
  await engine.dispose()
  await using own = await memoryAsyncSession(Base.metadata)
  expect(await own.session.scalar(users)).toBe(0)
})
