/** What the types of the public API say; compiled by `npm run test:types`. Only `orm-shell` is imported. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  column,
  declarativeBase,
  func,
  inspect,
  integer,
  many,
  mapped,
  select,
  selectinload,
  Session,
  string,
  text,
  type ColumnElement,
  type InstanceState,
  type Mapper,
} from 'orm-shell'
import { openBlog, Post, User, type Preferences } from './blog.js'

describe('types', () => {
  const session = new Session(openBlog())

  it('of instances', () => {
    const user = session.getOne(User, 1)
    expectTypeOf(user.name).toEqualTypeOf<string>()
    expectTypeOf(user.nickname).toEqualTypeOf<string | null>()
    expectTypeOf(user.role).toEqualTypeOf<'admin' | 'user'>()
    expectTypeOf(user.createdAt).toEqualTypeOf<Date>()
    expectTypeOf(user.settings).toEqualTypeOf<Preferences | null>()
    expectTypeOf(user.posts).toEqualTypeOf<Post[]>()
    expectTypeOf(user.posts[0]!.author.name).toEqualTypeOf<string>()
    expectTypeOf(user.profile?.bio).toEqualTypeOf<string | null | undefined>()
    expectTypeOf(session.get(User, 1)).toEqualTypeOf<User | null>()
    expect(user.greeting satisfies string).toBe('Hello ed')
  })

  it('of queries', () => {
    const rows = session
      .execute(select(User, Post.title).join(User.posts).options(selectinload(User.posts)))
      .all()
    const [user, title] = rows[0]!
    expectTypeOf(user).toEqualTypeOf<User>()
    expectTypeOf(title).toEqualTypeOf<string>()
    expectTypeOf(session.scalars(select(User)).all()).toEqualTypeOf<User[]>()
    expectTypeOf(session.query(User).filterBy({ name: 'ed' }).first()).toEqualTypeOf<User | null>()
    const counted = select(User.name, func.count(Post.id).label('n')).join(User.posts)
    const row = session.execute(counted).first()!
    expect(row.n satisfies number).toBe(3)
    expectTypeOf(row[0]).toEqualTypeOf<string>()
  })

  it('of functions of any name', () => {
    expect(func.somethingOfMine(User.id, 5).compile().sql).toBe(
      'something_of_mine(users.id, :something_of_mine_1)',
    )
    expect(func.myPackage.call(1).label('n').name).toBe('n')
  })

  it('of what inspect() answers', () => {
    expectTypeOf(inspect(new User())).toExtend<InstanceState>()
    expectTypeOf(inspect(User)).toEqualTypeOf<Mapper>()
  })

  it('of defaults', () => {
    const Base = declarativeBase()
    class Item extends Base.model('items', {
      id: column(integer, { primaryKey: true }),
      a: column(integer, { serverDefault: text('1'), onupdate: text('2') }),
      b: column(integer, { default: func.max(7) }),
      c: column(string, { default: func.lower('X'), onupdate: () => 'y' }),
    }) {
      static {
        mapped(this)
      }
    }
    expectTypeOf(new Item().a).toEqualTypeOf<number>()
    expectTypeOf(new Item().c).toEqualTypeOf<string>()
  })

  it('reject mistakes', () => {
    const mistakes = () => {
      // @ts-expect-error another type
      User.name.eq(3)
      // @ts-expect-error no such attribute
      new User({ nope: 1 })
      // @ts-expect-error no such attribute
      session.query(User).filterBy({ nope: 1 })
      const Base = declarativeBase()
      class Bad extends Base.model('bad', {
        id: column(integer, { primaryKey: true }),
        // @ts-expect-error no such attribute on the other side
        users: () => many(User, { backPopulates: 'nope' }),
      }) {}
      return Bad
    }
    expect(mistakes).toBeInstanceOf(Function)
  })

  it('of expressions', () => {
    expectTypeOf(User.age.gt(5)).toExtend<ColumnElement<boolean>>()
    expectTypeOf(User.settings.get('theme').asString()).toExtend<ColumnElement<string>>()
    const sub = select(User.id).subquery()
    expect(select(sub.c.id).compile().sql).toContain('anon_1.id')
  })
})
