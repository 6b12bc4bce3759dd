/**
 * The models of the acceptance tests, written as a user writes them: only `orm-shell` is imported. Every test file
 * gets its database from `openBlog()`.
 */
import {
  checkConstraint,
  column,
  createEngine,
  dateTime,
  declarativeBase,
  enumType,
  foreignKey,
  func,
  index,
  integer,
  json,
  many,
  mapped,
  one,
  Session,
  string,
  Table,
  textType,
  uniqueConstraint,
  type Engine,
} from 'orm-shell'

export const Base = declarativeBase()

export interface Preferences {
  readonly theme?: string
  readonly size?: number
}

export class User extends Base.model(
  'users',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string(50), { unique: true, index: true }),
    nickname: column(string, { nullable: true }),
    age: column(integer, { default: 18 }),
    role: column(enumType('admin', 'user'), { default: 'user' }),
    createdAt: column('created_at', dateTime, { default: () => new Date() }),
    updatedAt: column('updated_at', dateTime, { serverDefault: func.now(), onupdate: func.now() }),
    settings: column(json<Preferences>(), { nullable: true }),
    posts: () =>
      many(Post, {
        backPopulates: 'author',
        cascade: 'all, delete-orphan',
        orderBy: Post.title.desc(),
      }),
    profile: () => one(Profile, { backPopulates: 'user', nullable: true }),
  },
  {
    comment: 'Who writes',
    constraints: [
      uniqueConstraint('name', 'createdAt', { name: 'uq_name_created' }),
      checkConstraint('age >= 0', { name: 'check_age_positive' }),
      index('ix_name_role', 'name', 'role'),
    ],
  },
) {
  static {
    mapped(this)
  }
  get greeting() {
    return `Hello ${this.name}`
  }
  static get greeting() {
    return func.concat('Hello ', this.name)
  }
}

export const postTags = new Table('post_tags', Base.metadata, {
  postId: column('post_id', integer, foreignKey('posts.id'), { primaryKey: true }),
  tagId: column('tag_id', integer, foreignKey('tags.id'), { primaryKey: true }),
})

export class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string(200)),
  body: column(textType, { nullable: true }),
  userId: column('user_id', integer, foreignKey('users.id', { ondelete: 'CASCADE' })),
  author: () => one(User, { backPopulates: 'posts' }),
  tags: () => many(Tag, { secondary: postTags, backPopulates: 'posts' }),
}) {
  static {
    mapped(this)
  }
}

export class Tag extends Base.model('tags', {
  id: column(integer, { primaryKey: true }),
  label: column(string(30)),
  posts: () => many(Post, { secondary: postTags, backPopulates: 'tags' }),
}) {
  static {
    mapped(this)
  }
}

export class Profile extends Base.model('profiles', {
  id: column(integer, { primaryKey: true }),
  bio: column(string, { nullable: true }),
  userId: column('user_id', integer, foreignKey('users.id')),
  user: () => one(User, { backPopulates: 'profile' }),
}) {
  static {
    mapped(this)
  }
}

/** A new database with two users, three posts and two tags. */
export function openBlog(url = 'sqlite:///:memory:'): Engine {
  const engine = createEngine(url)
  Base.metadata.createAll(engine)
  using session = new Session(engine)
  const [red, blue] = [new Tag({ label: 'red' }), new Tag({ label: 'blue' })]
  const ed = new User({ name: 'ed', age: 30, settings: { theme: 'dark', size: 12 } })
  ed.posts = [
    new Post({ title: 'First', tags: [red] }),
    new Post({ title: 'Second', tags: [red, blue] }),
  ]
  ed.profile = new Profile({ bio: 'Writes' })
  const wendy = new User({ name: 'wendy', nickname: 'w', age: 25, role: 'admin' })
  wendy.posts.push(new Post({ title: 'Third' }))
  session.addAll([ed, wendy])
  session.commit()
  return engine
}
