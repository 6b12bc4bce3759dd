/** The types of rows: what `select()`, `session.get` and `Query` make of models. Compiled, never run. */
import { describe, expectTypeOf, it } from 'vitest'
import { select, type Session } from '../../src/index.js'
import { Post, User } from '../orm/attributes/models.js'

describe('query types', () => {
  it('type rows and objects', () => {
    const queries = (session: Session) => {
      expectTypeOf(session.scalars(select(User)).all()).toEqualTypeOf<User[]>()
      const rows = session.execute(select(User, Post.title).join(User.posts)).all()
      expectTypeOf(rows[0]![0]).toEqualTypeOf<User>()
      expectTypeOf(rows[0]![1]).toEqualTypeOf<string>()
      expectTypeOf(session.get(User, 1)).toEqualTypeOf<User | null>()
      expectTypeOf(
        session.query(User).filterBy({ name: 'ed' }).first(),
      ).toEqualTypeOf<User | null>()
      return select(User)
        .where(User.posts.any(Post.title.eq('x')))
        .orderBy(User.name.desc())
    }
    expectTypeOf(queries).toBeFunction()
  })
})
