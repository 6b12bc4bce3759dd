/** The models of the skill's chapters: users, their posts, the posts' tags. */
import {
  boolean,
  column,
  createEngine,
  dateTime,
  declarativeBase,
  foreignKey,
  func,
  index,
  integer,
  many,
  mapped,
  numeric,
  one,
  Session,
  string,
  Table,
  textType,
  type Engine,
} from 'orm-shell'

export const Base = declarativeBase()

export class User extends Base.model(
  'users',
  {
    id: column(integer, { primaryKey: true }),
    email: column(string(255), { unique: true, index: true }),
    username: column(string(50), { unique: true }),
    hashedPassword: column('hashed_password', string(255), { default: 'hashed' }),
    fullName: column('full_name', string(100), { nullable: true }),
    isActive: column('is_active', boolean, { default: true }),
    balance: column(numeric(10, 2, { asdecimal: false }), { default: 0 }),
    createdAt: column('created_at', dateTime({ timezone: true }), { serverDefault: func.now() }),
    updatedAt: column('updated_at', dateTime({ timezone: true }), {
      serverDefault: func.now(),
      onupdate: func.now(),
    }),
    deletedAt: column('deleted_at', dateTime, { nullable: true }),
    posts: () => many(Post, { backPopulates: 'author' }),
  },
  { constraints: [index('ix_user_email_active', 'email', 'isActive')] },
) {
  static {
    mapped(this)
  }

  override toString(): string {
    return `User(id=${this.id}, email=${this.email})`
  }
}

export const postTags = new Table('post_tags', Base.metadata, {
  postId: column('post_id', integer, foreignKey('posts.id'), { primaryKey: true }),
  tagId: column('tag_id', integer, foreignKey('tags.id'), { primaryKey: true }),
})

export class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string(200)),
  content: column(textType, { default: '' }),
  userId: column('user_id', integer, foreignKey('users.id')),
  author: () => one(User, { backPopulates: 'posts' }),
  tags: () => many(Tag, { secondary: postTags, backPopulates: 'posts' }),
}) {
  static {
    mapped(this)
  }
}

export class Tag extends Base.model('tags', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50), { unique: true }),
  posts: () => many(Post, { secondary: postTags, backPopulates: 'tags' }),
}) {
  static {
    mapped(this)
  }
}

/** Ada with two posts, Bob (inactive) with one, Cleo with none. */
export function openBlog(url = 'sqlite://'): Engine {
  const engine = createEngine(url)
  Base.metadata.createAll(engine)
  using session = new Session(engine)
  const sql = new Tag({ name: 'sql' })
  const ada = new User({ email: 'ada@gmail.com', username: 'ada', balance: 100 })
  ada.posts = [
    new Post({ title: 'First', tags: [sql] }),
    new Post({ title: 'Second', tags: [sql, new Tag({ name: 'orm' })] }),
  ]
  const bob = new User({ email: 'bob@yahoo.com', username: 'bob', isActive: false })
  bob.posts = [new Post({ title: 'Third' })]
  session.addAll([ada, bob, new User({ email: 'cleo@example.com', username: 'cleo' })])
  session.commit()
  return engine
}
