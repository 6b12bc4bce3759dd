/** Models that take their columns from the database when they are prepared. */
import { beforeEach, expect, test } from 'vitest'
import {
  column,
  createAsyncEngine,
  createEngine,
  declarativeBase,
  DeferredReflection,
  foreignKey,
  integer,
  InvalidRequestError,
  many,
  mapped,
  MetaData,
  one,
  select,
  Session,
  StaticPool,
  Table,
  UnmappedClassError,
  type Engine,
} from 'orm-shell'

const DDL = [
  'CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20), kind VARCHAR(10))',
  'CREATE TABLE admins (id INTEGER PRIMARY KEY REFERENCES users (id), level INTEGER)',
  'CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), title TEXT)',
  'CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT)',
  'CREATE TABLE post_tags (post_id INTEGER REFERENCES posts (id), tag_id INTEGER REFERENCES tags (id), PRIMARY KEY (post_id, tag_id))',
]

let engine: Engine

beforeEach(() => {
  engine = createEngine('sqlite://', { poolClass: StaticPool })
  engine.begin((connection) => {
    for (const statement of DDL) connection.execDriverSql(statement)
  })
})

function models() {
  const Base = declarativeBase()
  const Reflected = DeferredReflection(Base)
  const postTags = new Table('post_tags', Base.metadata, [], {})
  class User extends Reflected.model(
    'users',
    { posts: () => many(Post, { backPopulates: 'user' }) },
    { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'user' } },
  ) {
    declare id: number
    static {
      mapped(this)
    }
  }
  class Admin extends User.inherits('admins', {}, { mapper: { polymorphicIdentity: 'admin' } }) {
    static {
      mapped(this)
    }
  }
  class Post extends Reflected.model('posts', {
    user_id: column('user_id', integer, foreignKey('users.id'), { nullable: true }),
    user: () => one(User, { backPopulates: 'posts', nullable: true }),
    tags: () => many(Tag, { secondary: postTags }),
  }) {
    static {
      mapped(this)
    }
  }
  class Tag extends Reflected.model('tags', {}) {
    static {
      mapped(this)
    }
  }
  return { Base, Reflected, User, Admin, Post, Tag, postTags }
}

test('columns, keys and tables between come from the database; what is declared stays', () => {
  const { Reflected, User, Admin, Post, Tag, postTags } = models()
  Reflected.prepare(engine)
  expect(User.__table__.columns.keys()).toEqual(['id', 'name', 'kind'])
  expect([...Post.__table__.foreignKeys].map((each) => each.targetFullname)).toEqual(['users.id'])
  expect(postTags.c.keys()).toEqual(['post_id', 'tag_id'])
  const session = new Session(engine)
  const author = new Admin({ name: 'ed', level: 3 } as object)
  session.add(
    new Post({ title: 'hi', user: author, tags: [new Tag({ label: 'new' } as object)] } as object),
  )
  session.commit()
  const [post] = session.scalars(select(Post)).all() as unknown as {
    user: Record<string, unknown>
    tags: unknown[]
  }[]
  expect([post?.user['name'], post?.user['level'], post?.tags.length]).toEqual(['ed', 3, 1])
})

test('a class cannot be used before its base is prepared', () => {
  const { User, Reflected } = models()
  expect(() => select(User)).toThrow(UnmappedClassError)
  expect(() => select(User)).toThrow(/Class User is a subclass of DeferredReflection/)
  Reflected.prepare(engine)
  expect(String(select(User))).toContain('FROM users')
})

test('a table that is not there is an error', () => {
  const Base = declarativeBase({ metadata: new MetaData() })
  const Reflected = DeferredReflection(Base)
  class Nothing extends Reflected.model('nothing', {}) {
    static {
      mapped(this)
    }
  }
  expect(() => Reflected.prepare(engine)).toThrow(InvalidRequestError)
  expect(Nothing.name).toBe('Nothing')
})

test('an asynchronous engine answers a promise', async () => {
  const asynchronous = createAsyncEngine('sqlite://', { poolClass: StaticPool })
  await asynchronous.begin(async (connection) => {
    await connection.execDriverSql('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)')
  })
  const Reflected = DeferredReflection(declarativeBase())
  class User extends Reflected.model('users', {}) {
    static {
      mapped(this)
    }
  }
  await Reflected.prepare(asynchronous)
  expect(User.__table__.columns.keys()).toEqual(['id', 'name'])
})
