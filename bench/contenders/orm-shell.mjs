/** The same work with mapped classes and a session. */
import {
  Session,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  integer,
  mapped,
  select,
  string,
  textType,
} from 'orm-shell'

const Base = declarativeBase()

class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  email: column(string(120)),
}) {
  static {
    mapped(this)
  }
}

class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey(User.id)),
  title: column(string(200)),
  body: column(textType),
  views: column(integer),
  createdAt: column('created_at', integer),
}) {
  static {
    mapped(this)
  }
}

export function open(path) {
  const engine = createEngine(`sqlite:///${path}`)
  const load = (session) => session.scalars(select(Post)).all()
  return {
    select: {
      prepare: () => new Session(engine),
      run: load,
      release: (session) => session.close(),
    },
    insert: {
      prepare: (rows) => ({ session: new Session(engine), rows }),
      run({ session, rows }) {
        const posts = rows.map((row) => new Post(row))
        session.addAll(posts)
        session.flush()
        // Expiring what was just written would make reading the keys back part of the work.
        const ids = posts.map((post) => ({ id: post.id }))
        session.commit()
        return ids
      },
      release: ({ session }) => session.close(),
    },
    update: {
      prepare() {
        const session = new Session(engine, { expireOnCommit: false })
        return { session, posts: load(session) }
      },
      run({ session, posts }) {
        for (const post of posts) post.views += 1
        session.commit()
        return posts
      },
      release: ({ session }) => session.close(),
    },
  }
}
