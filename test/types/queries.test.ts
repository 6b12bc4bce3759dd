/** The types of rows: what `select()`, `session.get` and `Query` make of models. Compiled, never run. */
import { describe, expectTypeOf, it } from 'vitest'
import {
  delete_,
  func,
  insert,
  joinedload,
  select,
  selectinload,
  update,
  type Session,
} from '../../src/index.js'
import { Post, User } from '../orm/attributes/models.js'

describe('query types', () => {
  it('type rows and objects', () => {
    const queries = (session: Session) => {
      expectTypeOf(session.scalars(select(User)).all()).toEqualTypeOf<User[]>()
      const rows = session.execute(select(User, Post.title).join(User.posts)).all()
      expectTypeOf(rows[0]![0]).toEqualTypeOf<User>()
      expectTypeOf(rows[0]![1]).toEqualTypeOf<string>()
      expectTypeOf(session.get(User, 1)).toEqualTypeOf<User | null>()
      return select(User)
        .where(User.posts.any(Post.title.eq('x')))
        .orderBy(User.name.desc())
    }
    expectTypeOf(queries).toBeFunction()
  })

  it('type queries of the first generation', () => {
    const queries = (session: Session, author: User) => {
      const users = session.query(User).filterBy({ name: 'ed', nickname: null })
      expectTypeOf(users.first()).toEqualTypeOf<User | null>()
      session.query(Post).filterBy({ author })
      // @ts-expect-error -- no such attribute
      session.query(User).filterBy({ surname: 'x' })
      // @ts-expect-error -- of another type
      session.query(User).filterBy({ id: 'x' })
      const joined = session.query(User).join(User.posts).filterBy({ title: 'x' })
      expectTypeOf(joined.all()).toEqualTypeOf<User[]>()
      const counted = session.query(User.name, func.count(Post.id)).outerjoin(User.posts)
      expectTypeOf(counted.all()[0]![0]).toEqualTypeOf<string>()
    }
    expectTypeOf(queries).toBeFunction()
  })

  it('type options by what they are given', () => {
    const queries = (session: Session) => {
      const options = [selectinload(User.posts).joinedload(Post.author), joinedload(User.profile)]
      expectTypeOf(session.scalars(select(User).options(...options)).all()).toEqualTypeOf<User[]>()
      // @ts-expect-error -- names are not enough
      selectinload('posts')
      // @ts-expect-error -- neither is a class
      select(User).options(User)
    }
    expectTypeOf(queries).toBeFunction()
  })

  it('type what INSERT, UPDATE and DELETE answer', () => {
    const queries = (session: Session) => {
      const result = session.execute(update(User).values({ name: 'x' }))
      expectTypeOf(result.rowcount).toEqualTypeOf<number>()
      expectTypeOf(session.execute(delete_(User)).rowcount).toEqualTypeOf<number>()
      const made = session.scalars(insert(User).returning(User), [{ name: 'x' }])
      expectTypeOf(made.one()).toEqualTypeOf<User>()
    }
    expectTypeOf(queries).toBeFunction()
  })
})
