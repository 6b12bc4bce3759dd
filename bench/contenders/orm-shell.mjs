/** The work with mapped classes and a session: what a user would write, from the package as it is built. */
import {
  Session,
  Table,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  integer,
  joinedload,
  many,
  mapped,
  one,
  select,
  selectinload,
  textType,
} from '../../dist/index.js'
import { newPostValues, newUserValues } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const Base = declarativeBase()

class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(textType),
  email: column(textType),
  age: column(integer),
  created_at: column(integer),
  posts: () => many(Post, { backPopulates: 'user', cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

const postTags = new Table('post_tags', Base.metadata, {
  post_id: column(integer, foreignKey('posts.id'), { primaryKey: true }),
  tag_id: column(integer, foreignKey('tags.id'), { primaryKey: true }),
})

class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(textType),
  body: column(textType),
  user_id: column(integer, foreignKey(User.id)),
  user: () => one(User, { backPopulates: 'posts' }),
  tags: () => many(Tag, { secondary: postTags, passiveDeletes: true }),
}) {
  static {
    mapped(this)
  }
}

class Tag extends Base.model('tags', {
  id: column(integer, { primaryKey: true }),
  name: column(textType),
}) {
  static {
    mapped(this)
  }
}

const times = (n, make) => Array.from({ length: n }, (_, i) => make(i))

const mediumSelect = () =>
  select(Post.id, Post.title, User.name.label('user'), Tag.name.label('tag'))
    .join(Post.user)
    .join(Post.tags)
    .where(
      User.age.gt(20),
      Post.title.like('Post%'),
      Tag.name.in(['tag-1', 'tag-2']),
      User.email.eq('user5@example.com'),
    )
    .orderBy(Post.title)
    .limit(10)

export function open(path) {
  const engine = createEngine(`sqlite:///${path}`)
  const sessions = []
  const newSession = () => {
    const session = new Session(engine)
    sessions.push(session)
    return session
  }
  const all = (session, statement) => session.scalars(statement).all()
  return {
    W1: () => all(newSession(), select(Post)),
    W2: () => all(newSession(), select(User).options(selectinload(User.posts))),
    W3: () =>
      newSession()
        .scalars(select(User).options(joinedload(User.posts)))
        .unique()
        .all(),
    W4: () => all(newSession(), select(Post).options(selectinload(Post.tags))),
    W5() {
      const session = newSession()
      const users = times(count.inserted, (i) => new User(newUserValues(i)))
      session.addAll(users)
      session.commit()
      return users
    },
    W6() {
      const session = newSession()
      const posts = all(session, select(Post))
      for (const post of posts) post.title = `changed ${post.id}`
      session.commit()
      return posts
    },
    W7() {
      const session = newSession()
      return times(10_000, (i) => session.get(Post, i + 1))
    },
    prepare: {
      W7b() {
        const session = newSession()
        return { session, held: all(session, select(Post)) }
      },
    },
    W7b: ({ session }) => times(10_000, (i) => session.get(Post, i + 1)),
    W8() {
      let compiled
      for (let i = 0; i < count.built; i += 1) {
        compiled = mediumSelect().compile({ dialect: engine.dialect })
      }
      return compiled.toString()
    },
    /** What executing does before the driver: describe, look up, bind. */
    W8c() {
      let sent
      for (let i = 0; i < count.built; i += 1) sent = engine.compileForExplain(mediumSelect(), null)
      return sent.sql
    },
    W9() {
      const session = newSession()
      return all(session, select(User)).map((user) => [user, user.posts])
    },
    W10() {
      const session = newSession()
      const users = times(count.parents, (i) => {
        const values = newUserValues(i)
        const posts = times(count.children, (k) => new Post(newPostValues(values, k)))
        return new User({ ...values, posts })
      })
      session.addAll(users)
      session.commit()
      return users
    },
    W11() {
      const session = newSession()
      const statement = select(User).where(User.id.gt(1000)).options(selectinload(User.posts))
      for (const user of all(session, statement)) session.delete(user)
      session.commit()
    },
    W12: () => newSession().get(User, 1),
    release: () => sessions.splice(0).forEach((session) => session.close()),
    countStatements(work) {
      let statements = 0
      const stop = engine.observe({ statementStart: () => (statements += 1) })
      work()
      stop()
      return statements
    },
  }
}
