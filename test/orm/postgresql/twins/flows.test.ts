/** Whole tasks on PostgreSQL: merging, cascades, hooks, hierarchies, deleting a user, get-or-create, transfers. */
import {
  boolean,
  column,
  declarativeBase,
  event,
  float,
  foreignKey,
  inspect,
  IntegrityError,
  integer,
  many,
  mapped,
  one,
  select,
  Session,
  string,
  Table,
  tableOf,
  text,
} from 'orm-shell'
import { Child, family, insertFamily, Parent } from './models.js'
import { raised, stageOnPostgres, twin, type Prepared } from './twin.js'

stageOnPostgres()

twin('pg_twins/orm_merge__merge_graph', family, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const children = [new Child({ id: 1, name: 'C1' }), new Child({ name: 'new' })]
  const p = watch('p', new Parent({ id: 1, name: 'P', children }))
  yield
  const m = watch('m', s.merge(p))
  yield
  yield m.children.map((c) => [c.id, c.name])
  yield s.flush()
  yield s.execute(select(Child.id, Child.name, Child.parent_id)).all()
})

function orphans() {
  const Base = declarativeBase()
  class Parent extends Base.model('parent', {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    children: () => many(Child, { backPopulates: 'parent', cascade: 'all, delete-orphan' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Child extends Base.model('child', {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    parent_id: column(integer, foreignKey('parent.id'), { nullable: true }),
    parent: () => one(Parent, { backPopulates: 'children', nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  const setup = insertFamily(tableOf(Parent), tableOf(Child))
  return { Parent, Child, metadata: Base.metadata, setup }
}

const strict = orphans()

twin('pg_twins/orm_cascade__delete_orphan', strict, function* ({ engine, watch }) {
  const { Parent, Child } = strict
  const s = watch('s', new Session(engine))
  yield
  const p = watch('p', s.get(Parent, 1)!)
  yield
  const [c1, c2] = p.children as unknown as [InstanceType<typeof Child>, InstanceType<typeof Child>]
  watch('c1', c1)
  watch('c2', c2)
  yield
  p.children.splice(p.children.indexOf(c1), 1)
  yield
  yield s.deleted.has(c1)
  yield s.flush()
  c2.parent = null
  yield
  yield s.flush()
  yield inspect(c2).persistent
  yield s.scalars(select(Child.id)).all()
  const p2 = watch('p2', s.get(Parent, 2)!)
  yield
  p2.children = [new Child({ name: 'r' })]
  yield
  yield s.flush()
  yield s.scalars(select(Child.name)).all()
})

const BlogBase = declarativeBase()

const postTag = new Table('post_tag', BlogBase.metadata, {
  post_id: column(foreignKey('post.id'), { primaryKey: true }),
  tag_id: column(foreignKey('tag.id'), { primaryKey: true }),
})

class User extends BlogBase.model('user', {
  id: column(integer, { primaryKey: true }),
  email: column(string(50), { unique: true }),
  active: column(boolean, { default: true }),
  posts: () =>
    many(Post, { backPopulates: 'author', cascade: 'all, delete-orphan', orderBy: Post.id }),
  comments: () => many(Comment, { backPopulates: 'user' }),
}) {
  static {
    mapped(this)
  }
}

class Post extends BlogBase.model('post', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  score: column(integer, { default: 0 }),
  author_id: column(integer, foreignKey('user.id')),
  author: () => one(User, { backPopulates: 'posts' }),
  comments: () =>
    many(Comment, { backPopulates: 'post', cascade: 'all, delete-orphan', orderBy: Comment.id }),
  tags: () => many(Tag, { secondary: postTag, backPopulates: 'posts', orderBy: Tag.name }),
}) {
  static {
    mapped(this)
  }
}

class Comment extends BlogBase.model('comment', {
  id: column(integer, { primaryKey: true }),
  body: column(string),
  post_id: column(integer, foreignKey('post.id')),
  user_id: column(integer, foreignKey('user.id'), { nullable: true }),
  post: () => one(Post, { backPopulates: 'comments' }),
  user: () => one(User, { backPopulates: 'comments', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Tag extends BlogBase.model('tag', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { unique: true }),
  posts: () => many(Post, { secondary: postTag, backPopulates: 'tags' }),
}) {
  static {
    mapped(this)
  }
}

const blog: Prepared = {
  metadata: BlogBase.metadata,
  setup(engine) {
    using s = new Session(engine)
    const one = <T extends object>(object: T): T => {
      s.add(object)
      s.flush()
      return object
    }
    const [py, js, go] = ['py', 'js', 'go'].map((name) => one(new Tag({ name })))
    const [ann, bob] = ['ann', 'bob'].map((name) => one(new User({ email: `${name}@x` })))
    const cat = one(new User({ email: 'cat@x', active: false }))
    const posts = [
      one(new Post({ title: 'A1', author: ann!, tags: [py!], score: 3 })),
      one(new Post({ title: 'A2', author: ann!, tags: [py!, js!], score: 7 })),
      one(new Post({ title: 'B1', author: bob!, tags: [go!], score: 5 })),
      one(new Post({ title: 'B2', author: bob!, tags: [], score: 1 })),
    ]
    one(new Comment({ post: posts[0]!, user: bob!, body: 'nice' }))
    one(new Comment({ post: posts[0]!, user: ann!, body: 'thanks' }))
    one(new Comment({ post: posts[2]!, user: cat, body: 'meh' }))
    s.commit()
  },
}

twin('pg_twins/orm_flows__delete_user', blog, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const ann = watch('ann', s.get(User, 1)!)
  yield
  yield s.delete(ann)
  yield s.commit()
  yield s.execute(select(Comment.body, Comment.user_id)).all()
  yield s.scalars(select(Post.title)).all()
  yield s.execute(select(postTag)).all()
})

twin('pg_twins/orm_flows__get_or_create', blog, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const called = (name: string) => s.scalars(select(Tag).filterBy({ name }))
  const getOrCreate = (name: string): Tag => {
    const known = called(name).oneOrNone()
    if (known) return known
    try {
      const made = new Tag({ name })
      s.beginNested(() => s.add(made))
      return made
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error
      return called(name).one()
    }
  }
  yield
  yield getOrCreate('py').id
  yield getOrCreate('new').id
  yield getOrCreate('new').id
  yield void s.execute(text("insert into tag (name) values ('racy')"))
  yield void raised(() => s.beginNested(() => s.add(new Tag({ name: 'racy' }))))
  yield called('racy').one().id
  yield s.commit()
})

function people() {
  const Base = declarativeBase()
  class Person extends Base.model('person', {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    age: column(integer, { nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  const setup: Prepared['setup'] = (engine) => {
    using s = new Session(engine)
    s.addAll([
      new Person({ id: 1, name: 'ann', age: 30 }),
      new Person({ id: 2, name: 'bob', age: 25 }),
      new Person({ id: 3, name: 'cid', age: 41 }),
      new Person({ id: 4, name: 'dan', age: null }),
    ])
    s.commit()
  }
  return { Person, metadata: Base.metadata, setup }
}

const watched = people()

const hooks = {
  before_insert: 'beforeInsert',
  after_insert: 'afterInsert',
  before_update: 'beforeUpdate',
  after_update: 'afterUpdate',
  before_delete: 'beforeDelete',
  after_delete: 'afterDelete',
} as const

twin('pg_twins/orm_events__mapper_events', watched, function* ({ engine, watch, note }) {
  const { Person } = watched
  for (const [recorded, name] of Object.entries(hooks)) {
    const hook = (_mapper: unknown, _connection: unknown, target: object): void =>
      note(recorded, { target })
    event.listen(Person, name, hook as never)
  }
  yield
  const s = watch('s', new Session(engine))
  yield
  const [a, b, c] = [1, 2, 3].map((id) => s.get(Person, id)!) as [
    InstanceType<typeof Person>,
    InstanceType<typeof Person>,
    InstanceType<typeof Person>,
  ]
  yield
  const fresh = [new Person({ name: 'n1' }), new Person({ name: 'n2' })]
  yield
  yield s.addAll(fresh)
  a.name = 'A'
  yield
  c.age = 5
  yield
  yield s.delete(b)
  yield s.flush()
})

function accounts() {
  const Base = declarativeBase()
  class User extends Base.model('users', {
    id: column(integer, { primaryKey: true }),
    balance: column(float),
  }) {
    static {
      mapped(this)
    }
  }
  const setup: Prepared['setup'] = (engine) => {
    using s = new Session(engine)
    s.addAll([new User({ balance: 100 }), new User({ balance: 5 })])
    s.commit()
  }
  return { User, metadata: Base.metadata, setup }
}

const bank = accounts()

twin('pg_twins/seed_001_skill__transfer', bank, function* ({ engine, watch }) {
  const { User } = bank
  const transfer = (db: Session, ...[from, to, amount]: [number, number, number]): void => {
    const locked = (id: number) => select(User).where(User.id.eq(id)).withForUpdate()
    try {
      db.beginNested(() => {
        db.execute(locked(from)).scalarOne().balance -= amount
        db.execute(locked(to)).scalarOne().balance += amount
      })
      db.commit()
    } catch (error) {
      db.rollback()
      throw error
    }
  }
  yield
  const db = watch('db', new Session(engine))
  yield
  yield transfer(db, 1, 2, 30)
  yield db.scalars(select(User.balance).orderBy(User.id)).all()
  yield raised(() => transfer(db, 1, 99, 30))
  yield db.scalars(select(User.balance).orderBy(User.id)).all()
  yield
})
