/** The models of the tool sheet. */
import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  integer,
  many,
  mapped,
  one,
  string,
  type Engine,
} from 'orm-shell'

export const Base = declarativeBase()

export class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  email: column(string(100), { unique: true, nullable: true }),
  posts: () => many(Post, { backPopulates: 'author' }),
}) {
  static {
    mapped(this)
  }
}

export class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string(100)),
  authorId: column('author_id', integer, foreignKey('users.id'), { nullable: true }),
  author: () => one(User, { backPopulates: 'posts', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export function openBlog(url = 'sqlite://'): Engine {
  const engine = createEngine(url)
  Base.metadata.createAll(engine)
  return engine
}
