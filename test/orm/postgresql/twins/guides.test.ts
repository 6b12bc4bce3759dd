/** What guides to SQLAlchemy show, on PostgreSQL: creating, filtering, many-to-many, server defaults, eager loads. */
import {
  boolean,
  column,
  type ColumnElement,
  dateTime,
  declarativeBase,
  float,
  foreignKey,
  func,
  inspect,
  integer,
  joinedload,
  loadOnly,
  many,
  mapped,
  not,
  numeric,
  one,
  or,
  select,
  selectinload,
  Session,
  sessionmaker,
  string,
  Table,
  textType,
} from 'orm-shell'
import { raised, stageOnPostgres, twin, type Prepared } from './twin.js'

stageOnPostgres()

const FIXED_NOW = new Date('2024-05-17T12:30:45Z')
const utcnow = (): Date => FIXED_NOW

function accounts() {
  const Base = declarativeBase()
  class User extends Base.model('users', {
    id: column(integer, { primaryKey: true, autoincrement: true }),
    username: column(string(50), { unique: true, index: true }),
    email: column(string(100), { unique: true }),
    bio: column(textType, { nullable: true }),
    age: column(integer, { nullable: true }),
    salary: column(numeric(10, 2), { nullable: true }),
    rating: column(float, { nullable: true }),
    is_active: column(boolean, { default: true }),
    created_at: column(dateTime, { default: utcnow }),
    updated_at: column(dateTime, { nullable: true, default: utcnow, onupdate: utcnow }),
  }) {
    static {
      mapped(this)
    }
  }
  return { User, metadata: Base.metadata }
}

const { User: Account, metadata: accountTables } = accounts()

twin('pg_twins/seed_000_guide__crud_create', { metadata: accountTables }, function* (stage) {
  const SessionLocal = sessionmaker({ bind: stage.engine })
  yield
  const db = stage.watch('db', SessionLocal())
  yield
  const john = { username: 'john_doe', email: 'john@example.com', age: 30, salary: 50000 as never }
  const newUser = stage.watch('new_user', new Account(john))
  yield
  yield db.add(newUser)
  yield db.commit()
  yield db.refresh(newUser)
  yield
  const users = ['alice', 'bob', 'charlie'].map(
    (username) => new Account({ username, email: `${username}@example.com` }),
  )
  yield
  yield db.addAll(users)
  yield db.commit()
  const data = ['user1', 'user2'].map((username) => ({
    username,
    email: `${username}@example.com`,
  }))
  yield
  yield db.bulkInsertMappings(Account, data)
  yield db.commit()
  yield db.query(Account.id, Account.username, Account.is_active).orderBy(Account.id).all()
})

const accountRows: Prepared = {
  metadata: accountTables,
  setup(engine) {
    using s = new Session(engine)
    const user = (username: string, rest: object) =>
      new Account({ username, email: `${username.toLowerCase()}@example.com`, ...rest })
    s.addAll([
      user('john_doe', { email: 'john@example.com', age: 30, salary: '50000.00', bio: 'hi' }),
      user('alice', { age: 22, salary: '41000.50' }),
      user('bob', { age: 65, is_active: false }),
      user('jane', { age: 30, rating: 4.5 }),
      user('JACK', {}),
    ])
    s.commit()
  },
}

twin('pg_twins/seed_000_guide__query_filters', accountRows, function* ({ engine, watch }) {
  const db = watch('db', new Session(engine))
  yield
  const ids = (...criteria: ColumnElement<boolean>[]) =>
    db
      .query(Account)
      .filter(...criteria)
      .all()
      .map((u) => u.id)
  yield ids(Account.age.gt(25))
  yield ids(Account.username.in(['alice', 'bob']))
  yield ids(Account.age.gt(25), Account.is_active.eq(true))
  yield ids(or(Account.age.lt(25), Account.age.gt(60)))
  yield ids(not(Account.is_active))
  yield ids(Account.username.like('j%'))
  yield ids(Account.username.ilike('j%'))
  yield ids(Account.bio.is(null))
  yield ids(Account.bio.isNot(null))
})

function school() {
  const Base = declarativeBase()
  const enrolled = new Table('student_courses', Base.metadata, {
    student_id: column(integer, foreignKey('students.id'), { primaryKey: true }),
    course_id: column(integer, foreignKey('courses.id'), { primaryKey: true }),
    enrolled_at: column(dateTime, { nullable: true, default: utcnow }),
  })
  class Student extends Base.model('students', {
    id: column(integer, { primaryKey: true }),
    name: column(string(50)),
    courses: () => many(Course, { secondary: enrolled, backPopulates: 'students' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Course extends Base.model('courses', {
    id: column(integer, { primaryKey: true }),
    title: column(string(100)),
    students: () => many(Student, { secondary: enrolled, backPopulates: 'courses' }),
  }) {
    static {
      mapped(this)
    }
  }
  return { Student, Course, metadata: Base.metadata }
}

const { Student, Course, metadata: schoolTables } = school()

twin('pg_twins/seed_000_guide__many_to_many', { metadata: schoolTables }, function* (stage) {
  const { watch } = stage
  const db = watch('db', new Session(stage.engine))
  yield
  const math = watch('math', new Course({ title: 'Mathematics' }))
  yield
  const physics = watch('physics', new Course({ title: 'Physics' }))
  yield
  const alice = watch('alice', new Student({ name: 'Alice', courses: [math, physics] }))
  yield
  const bob = watch('bob', new Student({ name: 'Bob', courses: [math] }))
  yield
  yield db.addAll([alice, bob, math, physics])
  yield db.commit()
  const student = db.query(Student).filter(Student.name.eq('Alice')).first()!
  yield
  void student.name
  yield
  student.courses.map((course) => course.title)
  yield
  const course = db.query(Course).filter(Course.title.eq('Mathematics')).first()!
  yield
  void course.title
  yield
  course.students.map((each) => each.name)
  yield
})

function posts() {
  const Base = declarativeBase()
  const postTags = new Table('post_tags', Base.metadata, {
    post_id: column(integer, foreignKey('posts.id'), { primaryKey: true }),
    tag_id: column(integer, foreignKey('tags.id'), { primaryKey: true }),
  })
  const made = { serverDefault: func.now() } as const
  class User extends Base.model('users', {
    id: column(integer, { primaryKey: true }),
    email: column(string(255), { unique: true, index: true }),
    username: column(string(50), { unique: true }),
    hashed_password: column(string(255)),
    full_name: column(string(100), { nullable: true }),
    is_active: column(boolean, { default: true }),
    created_at: column(dateTime({ timezone: true }), made),
    updated_at: column(dateTime({ timezone: true }), { ...made, onupdate: func.now() as never }),
    posts: () => many(Post, { backPopulates: 'author' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Post extends Base.model('posts', {
    id: column(integer, { primaryKey: true }),
    title: column(string(200)),
    content: column(string),
    user_id: column(integer, foreignKey('users.id')),
    author: () => one(User, { backPopulates: 'posts' }),
    tags: () => many(Tag, { secondary: postTags, backPopulates: 'posts' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Tag extends Base.model('tags', {
    id: column(integer, { primaryKey: true }),
    name: column(string(50), { unique: true }),
    posts: () => many(Post, { secondary: postTags, backPopulates: 'tags' }),
  }) {
    static {
      mapped(this)
    }
  }
  return { User, Post, Tag, metadata: Base.metadata }
}

const { User, Post, Tag, metadata: blogTables } = posts()

twin('pg_twins/seed_001_skill__server_defaults', { metadata: blogTables }, function* (stage) {
  const session = stage.watch('session', new Session(stage.engine))
  yield
  const u = stage.watch('u', new User({ email: 'e@x', username: 'e', hashed_password: 'h' }))
  yield
  yield session.add(u)
  yield session.flush()
  yield Object.keys(inspect(u).dict).sort()
  yield u.created_at
  yield
  u.username = 'e2'
  yield
  yield session.flush()
  yield 'updated_at' in inspect(u).dict
  yield u.updated_at
  yield session.commit()
})

twin('pg_twins/seed_001_skill__crud_create_hundred', { metadata: blogTables }, function* (stage) {
  const db = stage.watch('db', new Session(stage.engine))
  yield
  const users = Array.from({ length: 6 }, (_, i) => {
    const times = { created_at: FIXED_NOW, updated_at: FIXED_NOW }
    const name = { email: `user${i}@example.com`, username: `user${i}` }
    return new User({ ...name, hashed_password: 'h', ...times })
  })
  yield
  yield db.addAll(users)
  yield db.commit()
  yield db.execute(select(func.count()).selectFrom(User)).scalar()
})

const blogRows: Prepared = {
  metadata: blogTables,
  setup(engine) {
    using s = new Session(engine)
    const day = (text: string) => ({ created_at: new Date(text), updated_at: new Date(text) })
    const [py, js] = [new Tag({ name: 'python' }), new Tag({ name: 'js' })]
    s.addAll([py, js])
    s.flush()
    const user = (email: string, username: string, rest: object) =>
      new User({ email, username, hashed_password: 'h', ...rest })
    const a = user('user@example.com', 'ann', { full_name: 'Ann A', ...day('2024-03-01') })
    const b = user('bob@gmail.com', 'bob', { is_active: false, ...day('2023-03-01') })
    const c = user('cy@yahoo.com', 'cy', day('2024-02-01'))
    s.addAll([a, b, c])
    s.flush()
    s.addAll([
      new Post({ title: 'T1', content: 'c1', user_id: a.id, tags: [py, js] }),
      new Post({ title: 'T2', content: 'c2', user_id: a.id, tags: [py] }),
      new Post({ title: 'T3', content: 'c3', user_id: b.id }),
    ])
    s.commit()
  },
}

twin('pg_twins/seed_001_skill__eager_loading', blogRows, function* ({ engine, watch }) {
  const session = watch('session', new Session(engine))
  yield
  const withPosts = select(User).options(selectinload(User.posts))
  yield
  const users = session.execute(withPosts).scalars().all()
  yield
  yield users.map((u) => u.posts.length)
  yield session.expungeAll()
  const withAuthor = select(Post).options(joinedload(Post.author))
  yield
  const found = session.execute(withAuthor).unique().scalars().all()
  yield
  yield found.map((p) => p.author.username)
  yield session.expungeAll()
  const withTags = select(User).options(selectinload(User.posts).selectinload(Post.tags))
  yield
  const tagged = session.execute(withTags).scalars().all()
  yield
  yield tagged.map((u) => u.posts.map((p) => p.tags.map((t) => t.name)))
  yield session.expungeAll()
  const narrow = select(User).options(loadOnly(User.id, User.email))
  yield
  const few = session.execute(narrow).scalars().all()
  yield
  yield few[0]!.username
  const joined = select(User).options(joinedload(User.posts))
  yield raised(() => session.execute(joined).scalars().all())
})

function tool() {
  const Base = declarativeBase()
  class User extends Base.model('users', {
    id: column(integer, { primaryKey: true }),
    name: column(string(50)),
    email: column(string(100), { nullable: true, unique: true }),
    posts: () => many(Post, { backPopulates: 'author' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Post extends Base.model('posts', {
    id: column(integer, { primaryKey: true }),
    title: column(string(100)),
    author_id: column(integer, foreignKey('users.id'), { nullable: true }),
    author: () => one(User, { backPopulates: 'posts', nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  return { User, metadata: Base.metadata }
}

const { User: ToolUser, metadata: toolTables } = tool()

twin('pg_twins/seed_003_tool__crud', { metadata: toolTables }, function* ({ engine, watch }) {
  const makeSession = sessionmaker({ bind: engine })
  yield
  const session = watch('session', makeSession())
  yield
  const user = watch('user', new ToolUser({ name: 'John', email: 'john@example.com' }))
  yield
  yield session.add(user)
  yield session.commit()
  session.query(ToolUser).all()
  yield
  session.query(ToolUser).filterBy({ id: 1 }).first()
  yield
  session.query(ToolUser).filter(ToolUser.name.eq('John')).first()
  yield
  user.name = 'Johnny'
  yield
  yield session.commit()
  yield session.delete(user)
  yield session.commit()
  yield user.name
  yield session.query(ToolUser).all()
})
