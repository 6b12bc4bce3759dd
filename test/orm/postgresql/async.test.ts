/** The asynchronous session on PostgreSQL: everything awaited, nothing loads by itself, connections come back. */
import {
  AsyncLoadRequired,
  AsyncSession,
  asyncSessionmaker,
  awaitableAttrs,
  createAsyncEngine,
  func,
  IntegrityError,
  joinedload,
  PendingRollbackError,
  type QueuePool,
  select,
  selectinload,
  Session,
  subqueryload,
  text,
  type AsyncEngine,
} from 'orm-shell'
import { Base, Comment, Media, Post, seed, Tag, User } from 'orm-shell/sample-models'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/create-engine.js'
import { freshDatabase } from '../../helpers/postgres.js'

let engine: AsyncEngine

beforeAll(async () => {
  const url = await freshDatabase()
  const sync = createEngine(url)
  Base.metadata.createAll(sync)
  using session = new Session(sync)
  seed(session)
  sync.begin((connection) => {
    for (const table of ['users', 'tags', 'posts', 'comments'])
      connection.execute(text(`SELECT setval('${table}_id_seq', (SELECT max(id) FROM ${table}))`))
  })
  sync.dispose()
  engine = createAsyncEngine(url)
})

afterEach(() => {
  expect((engine.pool as QueuePool).checkedout()).toBe(0)
})

afterAll(() => engine.dispose())

describe('what is not loaded', () => {
  it('is refused with the remedies, and loads on demand', async () => {
    await using session = new AsyncSession(engine)
    const user = await session.getOne(User, 1)
    expect(() => user.posts).toThrow(AsyncLoadRequired)
    expect(() => user.posts).toThrow(/User\.posts is not loaded/)
    const posts = await awaitableAttrs(user).posts
    expect(posts.length).toBeGreaterThan(0)
    expect(user.posts).toBe(posts)
    await session.refresh(user, ['comments'])
    expect(user.comments.every((comment) => comment instanceof Comment)).toBe(true)
  })

  it('includes what a commit expired', async () => {
    await using session = new AsyncSession(engine)
    const tag = await session.getOne(Tag, 1)
    const { name } = tag
    tag.name = `${name}s`
    await session.commit()
    expect(() => tag.name).toThrow(AsyncLoadRequired)
    expect(await awaitableAttrs(tag).name).toBe(`${name}s`)
    tag.name = name
    await session.commit()
  })
})

describe('eager loads', () => {
  const withAll = {
    selectin: [selectinload(User.posts).selectinload(Post.tags), selectinload(User.profile)],
    joined: [joinedload(User.posts).joinedload(Post.tags), joinedload(User.profile)],
    subquery: [subqueryload(User.posts).subqueryload(Post.tags), subqueryload(User.profile)],
  }

  it.each(Object.entries(withAll))(
    '%s: everything is there after execute()',
    async (_, options) => {
      await using session = new AsyncSession(engine)
      const stmt = select(User)
        .options(...options)
        .orderBy(User.id)
      const users = (await session.scalars(stmt)).unique().all()
      expect(users).toHaveLength(50)
      expect(users.flatMap((user) => user.posts)).toHaveLength(500)
      const tags = users.flatMap((user) => user.posts).flatMap((post) => post.tags)
      expect(tags.length).toBeGreaterThan(1000)
      expect(users[0]!.profile!.user).toBe(users[0])
    },
  )

  it('hierarchies come whole when they are asked for', async () => {
    await using session = new AsyncSession(engine)
    const post = await session.scalar(
      select(Post).where(Post.media.any()).options(selectinload(Post.media)),
    )
    expect(post!.media[0]).toBeInstanceOf(Media)
  })

  it('streams', async () => {
    await using session = new AsyncSession(engine)
    const seen: number[] = []
    const stmt = select(Post).options(selectinload(Post.tags)).orderBy(Post.id).limit(5)
    for await (const post of session.streamScalars(stmt)) seen.push(post.tags.length)
    expect(seen).toHaveLength(5)
  })
})

describe('a unit of work', () => {
  it('inserts, updates and deletes a graph', async () => {
    await using session = new AsyncSession(engine)
    const author = await session.getOne(User, 2)
    const tag = await session.getOne(Tag, 1)
    const draft = new Post({ title: 'New', slug: 'new', body: '…', author, tags: [tag] })
    session.add(draft)
    await session.commit()
    await session.refresh(draft, ['title', 'tags', 'authorId'])
    expect([draft.authorId, draft.tags.map(({ id }) => id)]).toEqual([2, [1]])
    draft.title = 'Newer'
    await session.commit()
    await session.delete(draft)
    await session.commit()
    expect(await session.scalar(select(func.count(Post.id)))).toBe(500)
  })

  it('names what failed, needs a rollback, and goes on', async () => {
    await using session = new AsyncSession(engine)
    const first = await session.getOne(Tag, 1)
    session.add(new Tag({ name: first.name }))
    await expect(session.flush()).rejects.toThrow(IntegrityError)
    await expect(session.scalar(select(func.count(Tag.id)))).rejects.toThrow(PendingRollbackError)
    await session.rollback()
    expect(await session.scalar(select(func.count(Tag.id)))).toBe(30)
  })

  it('keeps what surrounds a savepoint that failed', async () => {
    await using session = new AsyncSession(engine)
    const known = (await session.getOne(Tag, 1)).name
    session.add(new Tag({ name: 'kept' }))
    await expect(
      session.beginNested(() => void session.add(new Tag({ name: known }))),
    ).rejects.toThrow(IntegrityError)
    await session.commit()
    const kept = await session.scalar(select(Tag).where(Tag.name.eq('kept')))
    await session.delete(kept!)
    await session.commit()
  })
})

describe('connections', () => {
  it('come back from concurrent sessions, from errors and from sessions left in the middle', async () => {
    const makeSession = asyncSessionmaker({ bind: engine })
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await using session = makeSession()
        await session.scalar(select(User).where(User.id.eq(index + 1)))
        if (index % 3 === 0) await session.execute(text('select 1/0')).catch(() => undefined)
      }),
    )
    expect((engine.pool as QueuePool).checkedout()).toBe(0)
  })
})
