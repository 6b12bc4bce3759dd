/** No `any` reaches the user: rows, objects, options and results of the public API. Compiled; nothing runs. */
import { describe, expectTypeOf, it } from 'vitest'
import {
  aliased,
  event,
  func,
  insert,
  joinedload,
  literal,
  select,
  selectinload,
  union,
  update,
  type AsyncSession,
  type ColumnElement,
  type Connection,
  type Session,
} from 'orm-shell'
import { Post, Tag, User } from '../acceptance/blog.js'

/** The compiler reads the function; calling it would need a database. */
function compiled(check: (session: Session, asyncSession: AsyncSession) => unknown): void {
  expectTypeOf(check).toBeFunction()
}

describe('rows', () => {
  it('of columns are typed by place and by name', () => {
    compiled((session) => {
      const [row] = session.execute(select(User.name, User.nickname, User.createdAt)).all()
      expectTypeOf(row![0]).toEqualTypeOf<string>()
      expectTypeOf(row!.name).toEqualTypeOf<string>()
      expectTypeOf(row!.nickname).toEqualTypeOf<string | null>()
      expectTypeOf(row!.createdAt).toEqualTypeOf<Date>()
      expectTypeOf(row!.somethingElse).toEqualTypeOf<unknown>()
    })
  })

  it('of labels and functions', () => {
    compiled((session) => {
      const stmt = select(
        func.count(Post.id).label('posts'),
        func.max(Post.title).label('last'),
        literal(5).label('five'),
      )
      const row = session.execute(stmt).one()
      expectTypeOf(row.posts).toEqualTypeOf<number>()
      expectTypeOf(row.last).toEqualTypeOf<string>()
      const [posts] = row
      expectTypeOf(posts).toEqualTypeOf<number>()
    })
  })

  it('of entities, aliases and joins', () => {
    compiled((session) => {
      const Author = aliased(User)
      const stmt = select(Post, Author, Author.name.label('author')).join(Author, Post.author)
      const row = session.execute(stmt).one()
      expectTypeOf(row[0]).toEqualTypeOf<Post>()
      expectTypeOf(row[1]).toEqualTypeOf<User>()
      expectTypeOf(row.author).toEqualTypeOf<string>()
      expectTypeOf(session.scalars(stmt).all()).toEqualTypeOf<Post[]>()
    })
  })

  it('of subqueries, CTEs and unions', () => {
    compiled((session) => {
      const counts = select(Post.userId, func.count(Post.id).label('n'))
        .groupBy(Post.userId)
        .subquery()
      expectTypeOf(counts.c.userId).toEqualTypeOf<ColumnElement<number>>()
      expectTypeOf(counts.c.n).toEqualTypeOf<ColumnElement<number>>()
      const row = session
        .execute(select(User.name, counts.c.n).join(counts, User.id.eq(counts.c.userId)))
        .one()
      expectTypeOf(row[1]).toEqualTypeOf<number>()
      const people = select(User).cte('people')
      expectTypeOf(people.c.name).toEqualTypeOf<ColumnElement<string>>()
      const both = select(User.name).union(select(Tag.label))
      expectTypeOf(session.scalars(both).all()).toEqualTypeOf<string[]>()
      expectTypeOf(union(select(User.name), select(Tag.label)).subquery().c.name).not.toBeNever()
      const oldest = select(func.max(User.age)).scalarSubquery()
      expectTypeOf(session.scalar(select(oldest))).toEqualTypeOf<number | null>()
    })
  })
})

describe('sessions', () => {
  it('answer objects', () => {
    compiled(async (session, asyncSession) => {
      expectTypeOf(session.get(User, 1)).toEqualTypeOf<User | null>()
      expectTypeOf(session.getOne(User, 1)).toEqualTypeOf<User>()
      expectTypeOf(session.merge(new User())).toEqualTypeOf<User>()
      expectTypeOf(session.query(User).all()).toEqualTypeOf<User[]>()
      expectTypeOf(await asyncSession.get(User, 1)).toEqualTypeOf<User | null>()
      expectTypeOf((await asyncSession.scalars(select(User))).all()).toEqualTypeOf<User[]>()
      const [row] = session.query(User.name, func.count(Post.id).label('n')).all()
      expectTypeOf(row!.n).toEqualTypeOf<number>()
      expectTypeOf(row!.name).toEqualTypeOf<string>()
      expectTypeOf(session.query(User).withEntities(User.id).all()[0]!.id).toEqualTypeOf<number>()
    })
  })

  it('follow relationships', () => {
    compiled((session) => {
      const user = session.getOne(User, 1)
      expectTypeOf(user.posts[0]!.author.posts[0]!.tags[0]!.label).toEqualTypeOf<string>()
      expectTypeOf(user.profile).not.toBeAny()
      select(User).options(selectinload(User.posts).joinedload(Post.tags), joinedload(User.profile))
    })
  })

  it('answer what RETURNING says', () => {
    compiled((session) => {
      const made = session.execute(insert(User).returning(User.id, User.name)).one()
      expectTypeOf(made[0]).toEqualTypeOf<number>()
      expectTypeOf(made.name).toEqualTypeOf<string>()
      expectTypeOf(
        session.scalars(update(User).values({ age: 5 }).returning(User)).one(),
      ).toEqualTypeOf<User>()
    })
  })
})

describe('expressions', () => {
  it('refuse values of other types', () => {
    compiled(() => {
      // @ts-expect-error -- a number is no name
      User.name.in([1])
      // @ts-expect-error -- an enum has its own values
      User.role.eq('owner')
      // @ts-expect-error -- a text is no age
      User.age.between('a', 'b')
    })
  })

  it('of hybrids and unknown functions', () => {
    compiled((session) => {
      expectTypeOf(new User().greeting).toEqualTypeOf<string>()
      expectTypeOf(session.scalar(select(User.greeting))).toEqualTypeOf<string | null>()
      expectTypeOf(func.coalesce(User.nickname, User.name)).not.toBeAny()
      expectTypeOf(session.scalar(select(func.round(User.age)))).not.toBeAny()
    })
  })
})

describe('events', () => {
  it('type what listeners of models and engines get', () => {
    compiled((session) => {
      event.listen(User, 'beforeInsert', (mapper, connection, user) => {
        expectTypeOf(user).toEqualTypeOf<User>()
        expectTypeOf(connection).toEqualTypeOf<Connection>()
        expectTypeOf(mapper).not.toBeAny()
      })
      event.listen(User.name, 'set', (user, value, oldValue) => {
        expectTypeOf(user).not.toBeAny()
        expectTypeOf(value).toEqualTypeOf<string>()
        expectTypeOf(oldValue).not.toBeAny()
      })
      event.listen(session, 'beforeCommit', (given) => {
        expectTypeOf(given).toEqualTypeOf<Session>()
      })
    })
  })
})
