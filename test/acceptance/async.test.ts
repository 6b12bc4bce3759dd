/** Asynchronous engines and sessions as the public API promises them, on both databases; only `orm-shell` is imported. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  AsyncLoadRequired,
  AsyncSession,
  asyncSessionmaker,
  awaitableAttrs,
  createAsyncEngine,
  Session,
  select,
  selectinload,
  type AsyncEngine,
} from 'orm-shell'
import { freshDatabase } from '../helpers/postgres.js'
import { Base, openBlog, Post, Tag, User } from './blog.js'

describe.each(['sqlite', 'postgresql'])('AsyncSession on %s', (dialect) => {
  let engine: AsyncEngine

  beforeAll(async () => {
    engine = createAsyncEngine(dialect === 'sqlite' ? 'sqlite://' : await freshDatabase())
    await Base.metadata.createAll(engine)
    await using session = new AsyncSession(engine)
    const ed = new User({ name: 'ed', posts: [new Post({ title: 'First' })] })
    session.addAll([ed, new User({ name: 'wendy' }), new Tag({ label: 'red' })])
    await session.commit()
    return () => engine.dispose()
  })

  it('does what Session does, awaited', async () => {
    await using session = new AsyncSession(engine)
    const users = (await session.scalars(select(User).orderBy(User.id))).all()
    expect(users.map(({ name }) => name)).toEqual(['ed', 'wendy'])
    session.add(new Tag({ label: 'x' }))
    await session.commit()
    expect((await session.get(Tag, 2))?.label).toBe('x')
    expect(await session.scalar(select(Tag.label).where(Tag.id.eq(2)))).toBe('x')
    await session.rollback()
    const streamed: string[] = []
    for await (const tag of await session.streamScalars(select(Tag).orderBy(Tag.id))) {
      streamed.push(tag.label)
    }
    expect(streamed).toEqual(['red', 'x'])
  })

  it('says how to load what was not loaded', async () => {
    await using session = new AsyncSession(engine)
    const ed = await session.getOne(User, 1)
    expect(() => ed.posts).toThrow(AsyncLoadRequired)
    expect(() => ed.posts).toThrow(/posts/)
    const { hint } = thrownBy(() => ed.posts) as AsyncLoadRequired
    expect(hint).toContain('selectinload')
    expect(hint).toContain('refresh')
    expect(hint).toContain('awaitableAttrs')
    expect(await awaitableAttrs(ed).posts).toHaveLength(1)
    session.expungeAll()
    const again = await session.getOne(User, 1)
    await session.refresh(again, ['posts'])
    expect(again.posts).toHaveLength(1)
    session.expungeAll()
    const statement = select(User).options(selectinload(User.posts)).where(User.id.eq(1))
    expect((await session.scalars(statement)).one().posts).toHaveLength(1)
  })

  it('has factories and transactions', async () => {
    const SessionLocal = asyncSessionmaker({ bind: engine })
    await expect(
      SessionLocal.begin(async (session) => {
        session.add(new Tag({ label: 'lost' }))
        await session.flush()
        throw new RangeError('no')
      }),
    ).rejects.toThrow(RangeError)
    await using session = SessionLocal()
    const labels = (await session.scalars(select(Tag.label))).all()
    expect(labels).not.toContain('lost')
  })
})

it('PostgreSQL works synchronously', async () => {
  const engine = openBlog(await freshDatabase())
  using session = new Session(engine)
  expect(session.getOne(User, 1).posts.map(({ title }) => title)).toEqual(['Second', 'First'])
  expect(session.scalars(select(User.settings.get('theme').asString())).all()).toContain('dark')
  engine.dispose()
})

function thrownBy(work: () => unknown): unknown {
  try {
    return void work()
  } catch (error) {
    return error
  }
}
