/** Skill: the same models with an asynchronous engine, on both databases. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  asyncSessionmaker,
  createAsyncEngine,
  select,
  type AsyncEngine,
  type AsyncSession,
  type AsyncSessionMaker,
} from 'orm-shell'
import { freshDatabase } from '../../helpers/postgres.js'
import { Base, User } from './blog.js'

/** Databases in memory have a pool without sizes. */
const urls = {
  SQLite: () =>
    Promise.resolve(`sqlite+aiosqlite:///${join(mkdtempSync(join(tmpdir(), 'skill-')), 'app.db')}`),
  PostgreSQL: async () => (await freshDatabase()).replace('postgresql:', 'postgresql+asyncpg:'),
}

describe.each(Object.entries(urls))('on %s', (_name, url) => {
  let engine: AsyncEngine
  let SessionLocal: AsyncSessionMaker
  beforeEach(async () => {
    engine = createAsyncEngine(await url(), { echo: false, poolSize: 5, maxOverflow: 10 })
    SessionLocal = asyncSessionmaker({ bind: engine, expireOnCommit: false })
    await engine.begin((connection) => Base.metadata.createAll(connection))
  })
  afterEach(() => engine.dispose())

  async function getUser(id: number): Promise<User | null> {
    await using session = SessionLocal()
    const result = await session.execute(select(User).where(User.id.eq(id)))
    return result.scalarOneOrNone()
  }

  async function createUser(email: string, username: string): Promise<User> {
    await using session = SessionLocal()
    const user = new User({ email, username })
    session.add(user)
    await session.commit()
    await session.refresh(user)
    return user
  }

  test('async CRUD operations: create and read', async () => {
    const user = await createUser('ada@example.com', 'ada')
    expect([user.id, user.isActive]).toEqual([1, true])
    expect((await getUser(1))?.email).toBe('ada@example.com')
    expect(await getUser(99)).toBeNull()
  })

  test('async setup: a session per request', async () => {
    await createUser('ada@example.com', 'ada')
    async function* getAsyncDb(): AsyncGenerator<AsyncSession> {
      await using session = SessionLocal()
      yield session
    }
    for await (const db of getAsyncDb()) {
      const result = await db.execute(select(User).where(User.id.eq(1)))
      expect(result.scalarOneOrNone()?.username).toBe('ada')
    }
  })
})
