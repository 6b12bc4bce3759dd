/** Tool sheet: CRUD, filters, relationships, the 2.0 style, async. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  and,
  AsyncSession,
  asyncSessionmaker,
  createAsyncEngine,
  joinedload,
  select,
  Session,
  sessionmaker,
  type Engine,
} from 'orm-shell'
import { expectQueryCount } from 'orm-shell/testing'
import { freshDatabase } from '../../helpers/postgres.js'
import { Base, openBlog, Post, User } from './blog.js'

let engine: Engine
let session: Session
beforeEach(() => {
  engine = openBlog()
  session = sessionmaker({ bind: engine })()
  session.addAll([
    new User({ name: 'John', email: 'john@example.com' }),
    new User({ name: 'Jane', email: 'jane@elsewhere.com' }),
  ])
  session.commit()
})

test('CRUD operations', () => {
  const user = new User({ name: 'Jim', email: 'jim@example.com' })
  session.add(user)
  session.commit()
  expect(session.query(User).all()).toHaveLength(3)
  expect(session.query(User).filterBy({ id: 3 }).first()).toBe(user)
  expect(session.query(User).filter(User.name.eq('Jim')).first()).toBe(user)
  user.name = 'Jimmy'
  session.commit()
  expect(session.query(User).filterBy({ name: 'Jimmy' }).count()).toBe(1)
  session.delete(user)
  session.commit()
  expect(session.get(User, 3)).toBeNull()
})

describe('query filtering', () => {
  test('basic filters', () => {
    const names = (users: User[]): string[] => users.map(({ name }) => name)
    expect(names(session.query(User).filter(User.name.eq('John')).all())).toEqual(['John'])
    expect(names(session.query(User).filter(User.name.like('%oh%')).all())).toEqual(['John'])
    expect(
      names(
        session
          .query(User)
          .filter(User.id.in([1, 2, 3]))
          .all(),
      ),
    ).toEqual(['John', 'Jane'])
  })

  test('several conditions, order and limit, a count', () => {
    const both = and(User.name.eq('John'), User.email.like('%@example.com'))
    expect(session.query(User).filter(both).all()).toHaveLength(1)
    const [first] = session.query(User).orderBy(User.name).limit(10).all()
    expect(first?.name).toBe('Jane')
    expect(session.query(User).count()).toBe(2)
  })
})

describe('relationships', () => {
  test('are loaded when they are read, or eagerly', () => {
    session.add(new Post({ title: 'Hello', author: session.getOne(User, 1) }))
    session.commit()
    const user = session.query(User).filterBy({ id: 1 }).first()
    expectQueryCount(session, 1, () =>
      expect(user?.posts.map(({ title }) => title)).toEqual(['Hello']),
    )
    session.expungeAll()
    expectQueryCount(session, 1, () => {
      const users = session.query(User).options(joinedload(User.posts)).all()
      expect(users.map(({ posts }) => posts.length)).toEqual([1, 0])
    })
  })

  test('a new post brings itself into its author’s', () => {
    const john = session.getOne(User, 1)
    const post = new Post({ title: 'Hello', author: john })
    session.add(post)
    session.commit()
    expect([post.authorId, john.posts]).toEqual([1, [post]])
  })
})

test('SQLAlchemy 2.0 style', () => {
  using other = new Session(engine)
  const stmt = select(User).where(User.name.eq('John'))
  expect(
    other
      .scalars(stmt)
      .all()
      .map(({ id }) => id),
  ).toEqual([1])
  other.add(new User({ name: 'Judy', email: 'judy@example.com' }))
  other.commit()
  expect(session.query(User).count()).toBe(3)
})

test('async support', async () => {
  const asyncEngine = createAsyncEngine(
    (await freshDatabase()).replace('postgresql:', 'postgresql+asyncpg:'),
  )
  await Base.metadata.createAll(asyncEngine)
  const makeSession = asyncSessionmaker({ bind: asyncEngine })
  await using db = makeSession()
  expect(db).toBeInstanceOf(AsyncSession)
  db.add(new User({ name: 'John' }))
  await db.commit()
  const result = await db.execute(select(User))
  const [user] = result.scalars().all()
  expect(user?.name).toBe('John')
  await db.close()
  await asyncEngine.dispose()
})
