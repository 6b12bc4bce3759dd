/** The rules of the public API: names, operators, null, types, disposal; only `orm-shell` is imported. */
import { describe, expect, it } from 'vitest'
import * as orm from 'orm-shell'
import {
  and,
  column,
  createAsyncEngine,
  createEngine,
  declarativeBase,
  integer,
  mapped,
  not,
  or,
  select,
  Session,
  sessionmaker,
  string,
  text,
} from 'orm-shell'
import { openBlog, Post, User } from './blog.js'

describe('names', () => {
  it.each(
    (
      'integer bigInteger smallInteger string textType boolean float double numeric date time dateTime ' +
      'interval largeBinary json jsonb array enumType uuid unicode unicodeText ' +
      'outerjoin joinedload selectinload subqueryload lazyload raiseload noload sessionmaker aliased ' +
      'Session Query Select MetaData Table Mapper InstanceState Inspector NoResultFound ' +
      'and or not case_ cast extract literal literalColumn text bindparam null_ true_ false_ tuple_ ' +
      'distinct desc asc exists any_ all_ union unionAll intersect except_ values lateral func ' +
      'select insert update delete_ createEngine createAsyncEngine makeUrl QueuePool declarativeBase mapped ' +
      'column foreignKey uniqueConstraint checkConstraint index many one createTable columnProperty synonym ' +
      'composite deferred validates associationProxy automapBase automap scopedSession AsyncSession ' +
      'awaitableAttrs withPolymorphic selectinPolymorphic containsEager defer undefer undeferGroup loadOnly ' +
      'withLoaderCriteria withExpression event inspect ' +
      'NoResultFound MultipleResultsFound IntegrityError OperationalError ProgrammingError DataError ' +
      'InterfaceError DBAPIError InvalidRequestError PendingRollbackError DetachedInstanceError ' +
      'ObjectDeletedError StaleDataError FlushError UnmappedInstanceError UnmappedClassError ArgumentError ' +
      'CompileError NoSuchTableError NoSuchModuleError TimeoutError ObjectNotExecutableError ' +
      'ResourceClosedError NoForeignKeysError AmbiguousForeignKeysError CircularDependencyError OrmError ' +
      'AsyncLoadRequired'
    ).split(' '),
  )('%s is exported', (name) => {
    expect(orm).toHaveProperty(name)
  })
})

describe('operators', () => {
  const age = User.age

  it.each([
    [() => age.eq(1), 'users.age = :age_1'],
    [() => age.ne(1), 'users.age != :age_1'],
    [() => age.lt(1), 'users.age < :age_1'],
    [() => age.le(1), 'users.age <= :age_1'],
    [() => age.gt(1), 'users.age > :age_1'],
    [() => age.ge(1), 'users.age >= :age_1'],
    [() => age.add(1), 'users.age + :age_1'],
    [() => age.sub(1), 'users.age - :age_1'],
    [() => age.mul(2), 'users.age * :age_1'],
    [() => age.div(2), 'users.age / CAST(:age_1 AS NUMERIC)'],
    [() => age.floordiv(2), 'users.age / :age_1'],
    [() => age.mod(2), 'users.age % :age_1'],
    [() => age.neg(), '-users.age'],
    [() => User.name.concat('x'), 'users.name || :name_1'],
    [() => not(age.eq(1)), 'users.age != :age_1'],
    [() => and(age.eq(1), age.eq(2)), 'users.age = :age_1 AND users.age = :age_2'],
    [() => or(age.eq(1), age.eq(2)), 'users.age = :age_1 OR users.age = :age_2'],
    [() => age.eq(null as never), 'users.age IS NULL'],
    [() => age.ne(null as never), 'users.age IS NOT NULL'],
  ] as const)('%s is %s', (make, sql) => {
    expect(String(make().compile())).toBe(sql)
  })

  it.each([
    ['>', () => (User.age as never as number) > 25],
    ['+', () => (User.age as never as number) + 25],
    ['*', () => (User.age as never as number) * 2],
    ['template', () => `${User.age as never as string}`],
    ['expression', () => `${User.age.eq(1) as never as string}`],
    ['arithmetic of expressions', () => (User.age.add(1) as never as number) - 1],
  ])('the JavaScript operator (%s) says which method to use', (_name, use) => {
    expect(use).toThrow(TypeError)
    expect(use).toThrow(/\.(gt|eq|add|concat|compile|label)\(/)
  })
})

describe('null', () => {
  it('is what an unset attribute reads', () => {
    const user = new User()
    expect(user.name).toBeNull()
    expect(user.profile).toBeNull()
    expect(user.posts).toEqual([])
  })

  it('is what undefined becomes', () => {
    const user = new User({ name: 'x' })
    user.nickname = undefined as never
    expect(user.nickname).toBeNull()
    expect(new User({ nickname: undefined as never }).nickname).toBeNull()
  })

  it('is what NULL becomes', () => {
    const engine = openBlog()
    using session = new Session(engine)
    expect(session.scalars(select(User.nickname).where(User.name.eq('ed'))).all()).toEqual([null])
    expect(session.getOne(User, 1).nickname).toBeNull()
  })
})

describe('types', () => {
  it('are passed called or bare', () => {
    const { MetaData, Table, createTable } = orm
    const made = (type: never) =>
      String(createTable(new Table('t', new MetaData(), { a: column(type) })).compile())
    expect(made(integer as never)).toBe(made(integer() as never))
    expect(made(string as never)).toContain('a VARCHAR')
  })

  it('unknown keys are rejected by constructors', () => {
    // @ts-expect-error there is no such attribute
    expect(() => new User({ nope: 1 })).toThrow("'nope' is an invalid keyword argument for User")
  })
})

describe('classes', () => {
  it('cannot be used before mapped()', () => {
    const Base = declarativeBase()
    class Loose extends Base.model('loose', { id: column(integer, { primaryKey: true }) }) {}
    expect(() => new Loose()).toThrow(/static \{ mapped\(this\)/)
    expect(() => select(Loose)).toThrow(/static \{ mapped\(this\)/)
  })

  it('must not redeclare attributes as fields', () => {
    const Base = declarativeBase()
    class Loud extends Base.model('loud', { id: column(integer, { primaryKey: true }) }) {
      static {
        mapped(this)
      }
      override id = 5
    }
    expect(() => new Loud()).toThrow(/declare/)
  })

  it('give back attributes JavaScript has taken', () => {
    const Base = declarativeBase()
    class Ship extends Base.model('ship', {
      id: column(integer, { primaryKey: true }),
      name: column(string),
      length: column(integer),
    }) {
      static {
        mapped(this)
      }
    }
    expect(String(select(Ship.name, Ship.length))).toBe('SELECT ship.name, ship.length \nFROM ship')
  })

  it('may be mapped by a decorator', () => {
    const Base = declarativeBase()
    const mapping: (cls: never, context: never) => unknown = mapped as never
    class Thing extends Base.model('thing', { id: column(integer, { primaryKey: true }) }) {}
    mapping(Thing as never, { kind: 'class', name: 'Thing' } as never)
    expect(new Thing({ id: 1 }).id).toBe(1)
  })
})

describe('context managers', () => {
  it('dispose of sessions, connections and results', () => {
    const engine = createEngine('sqlite:///:memory:', { poolClass: orm.QueuePool })
    const checkedOut = () => (engine.pool as orm.QueuePool).checkedout()
    {
      using session = new Session(engine)
      session.execute(text('select 1'))
      expect(checkedOut()).toBe(1)
    }
    expect(checkedOut()).toBe(0)
    {
      using connection = engine.connect()
      using result = connection.execute(text('select 1'))
      expect(result.scalar()).toBe(1)
      expect(connection.closed).toBe(false)
    }
    expect(checkedOut()).toBe(0)
  })

  it('dispose of asynchronous ones', async () => {
    const engine = createAsyncEngine('sqlite:///:memory:')
    {
      await using session = new orm.AsyncSession(engine)
      expect(await session.scalar(text('select 1'))).toBe(1)
    }
    {
      await using connection = await engine.connect()
      expect((await connection.execute(text('select 1'))).scalar()).toBe(1)
    }
    await engine.dispose()
  })

  it('begin(fn) commits when it returns, rolls back and rethrows when it throws', () => {
    const engine = openBlog()
    const SessionLocal = sessionmaker({ bind: engine })
    const names = () => {
      using session = new Session(engine)
      return session.scalars(select(User.name).orderBy(User.id)).all()
    }
    const problem = new RangeError('no')
    const failing = (name: string) => (session: Session) => {
      session.add(new User({ name }))
      session.flush()
      throw problem
    }
    expect(() => SessionLocal.begin(failing('a'))).toThrow(problem)
    using session = SessionLocal()
    expect(() => session.begin(failing('b'))).toThrow(problem)
    expect(names()).toEqual(['ed', 'wendy'])
    expect(SessionLocal.begin((made) => (made.add(new User({ name: 'c' })), 5))).toBe(5)
    session.begin((made) => made.add(new User({ name: 'd' })))
    engine.begin((connection) => connection.execute(orm.insert(Post), [{ title: 'x', user_id: 1 }]))
    expect(() =>
      engine.begin((connection) => {
        connection.execute(orm.delete_(User))
        throw problem
      }),
    ).toThrow(problem)
    expect(names()).toEqual(['ed', 'wendy', 'c', 'd'])
  })

  it('begin(fn) of asynchronous ones, too', async () => {
    const engine = createAsyncEngine('sqlite:///:memory:')
    await engine.begin((connection) => connection.execute(text('create table t (a integer)')))
    await expect(
      engine.begin(async (connection) => {
        await connection.execute(text('insert into t values (1)'))
        throw new RangeError('no')
      }),
    ).rejects.toThrow(RangeError)
    const count = await engine.connect(async (connection) =>
      (await connection.execute(text('select count(*) from t'))).scalar(),
    )
    expect(count).toBe(0)
  })

  it('an engine made of a synchronous URL never connects by itself', () => {
    expect(createEngine('postgresql://nobody@nowhere.invalid/x').dialect.name).toBe('postgresql')
  })
})
