/** Skill: queries with select(), joins, eager loading. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  and,
  desc,
  func,
  inspect,
  joinedload,
  loadOnly,
  or,
  select,
  selectinload,
  Session,
} from 'orm-shell'
import { expectQueryCount, expectStatements } from 'orm-shell/testing'
import { openBlog, Post, Tag, User } from './blog.js'

let session: Session
beforeEach(() => {
  session = new Session(openBlog())
})

const usernames = (users: readonly User[]): string[] => users.map(({ username }) => username)

describe('select queries', () => {
  test('one object or none', () => {
    const byEmail = (email: string) =>
      session.execute(select(User).where(User.email.eq(email))).scalarOneOrNone()
    expect(byEmail('ada@gmail.com')?.username).toBe('ada')
    expect(byEmail('user@example.com')).toBeNull()
  })

  test('several conditions, and alternatives', () => {
    const recent = select(User).where(
      and(User.isActive.eq(true), User.createdAt.gt(new Date('2024-01-01T00:00:00Z'))),
    )
    expect(usernames(session.execute(recent).scalars().all())).toEqual(['ada', 'cleo'])
    const mail = select(User).where(
      or(User.email.like('%@gmail.com'), User.email.like('%@yahoo.com')),
    )
    expect(usernames(session.scalars(mail.orderBy(User.id)).all())).toEqual(['ada', 'bob'])
  })

  test('order, limit, offset', () => {
    const page = select(User.username)
      .where(User.isActive.eq(true))
      .orderBy(desc(User.createdAt), User.id)
      .limit(10)
      .offset(1)
    expectStatements(session, () => expect(session.scalars(page).all()).toEqual(['cleo']), [
      [
        `SELECT users.username FROM users WHERE users.is_active = 1
         ORDER BY users.created_at DESC, users.id LIMIT ? OFFSET ?`,
        10,
        1,
      ],
    ])
  })

  test('counting', () => {
    const stmt = select(func.count()).selectFrom(User)
    expect(session.execute(stmt).scalar()).toBe(3)
  })
})

describe('joins', () => {
  test('inner, with both entities', () => {
    const stmt = select(Post, User)
      .join(User, Post.userId.eq(User.id))
      .where(User.isActive.eq(true))
      .orderBy(Post.id)
    const rows = session.execute(stmt).all()
    expect(rows.map(([post, user]) => [post.title, user.username])).toEqual([
      ['First', 'ada'],
      ['Second', 'ada'],
    ])
  })

  test('outer, with a count', () => {
    const stmt = select(User, func.count(Post.id).label('postCount'))
      .outerjoin(Post)
      .groupBy(User.id)
      .orderBy(User.id)
    const rows = session.execute(stmt).all()
    expect(rows.map((row) => [row[0].username, row.postCount])).toEqual([
      ['ada', 2],
      ['bob', 1],
      ['cleo', 0],
    ])
  })

  test('several, along relationships', () => {
    const stmt = select(Post).join(Post.author).join(Post.tags).where(Tag.name.eq('orm'))
    expect(
      session
        .scalars(stmt)
        .all()
        .map(({ title }) => title),
    ).toEqual(['Second'])
  })
})

describe('eager loading (solve N+1 problem)', () => {
  test('selectinload reads all posts with one more statement', () => {
    const stmt = select(User).options(selectinload(User.posts)).orderBy(User.id)
    expectQueryCount(session, 2, () => {
      const users = session.execute(stmt).scalars().all()
      expect(users.map(({ posts }) => posts.length)).toEqual([2, 1, 0])
    })
  })

  test('joinedload reads the author with the post', () => {
    const stmt = select(Post).options(joinedload(Post.author)).orderBy(Post.id)
    expectQueryCount(session, 1, () => {
      const posts = session.execute(stmt).unique().scalars().all()
      expect(posts.map(({ author }) => author.username)).toEqual(['ada', 'ada', 'bob'])
    })
  })

  test('nested', () => {
    const stmt = select(User).options(selectinload(User.posts).selectinload(Post.tags))
    expectQueryCount(session, 3, () => {
      const users = session.scalars(stmt).all()
      const tags = users.flatMap(({ posts }) => posts.flatMap((post) => post.tags))
      expect(tags.map(({ name }) => name).sort()).toEqual(['orm', 'sql', 'sql'])
    })
  })

  test('of some columns', () => {
    const [user] = session.scalars(select(User).options(loadOnly(User.id, User.email))).all()
    expect(inspect(user!).unloaded.has('username')).toBe(true)
    expect(inspect(user!).unloaded.has('email')).toBe(false)
  })
})
