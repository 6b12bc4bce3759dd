/** Results, queries, loader options and DML as the public API promises them; only `orm-shell` is imported. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  containsEager,
  defer,
  delete_,
  func,
  insert,
  inspect,
  joinedload,
  loadOnly,
  MultipleResultsFound,
  NoResultFound,
  select,
  selectinload,
  Session,
  text,
  update,
  withLoaderCriteria,
  type Engine,
} from 'orm-shell'
import { expectQueryCount } from 'orm-shell/testing'
import { openBlog, Post, Tag, User } from './blog.js'

let engine: Engine
let session: Session
beforeEach(() => {
  engine = openBlog()
  session = new Session(engine)
})
const flat = (value: { toString(): string }): string =>
  value.toString().replaceAll(/\s+/g, ' ').trim()

describe('results', () => {
  const pairs = () =>
    session.execute(select(User, func.length(User.name).label('n')).orderBy(User.id))

  it('give rows', () => {
    const row = pairs().first()!
    const [user, n] = row
    user.name satisfies string
    n satisfies number
    expect([user.name, n, row[1], row.n, row.length]).toEqual(['ed', 2, 2, 2, 2])
    expect(row.mapping.get('n')).toBe(2)
    expect(Object.keys(row.asObject())).toEqual(['User', 'n'])
    expect([...pairs().keys()]).toEqual(['User', 'n'])
  })

  it('are read in many ways', () => {
    expect(pairs().all()).toHaveLength(2)
    expect([...pairs()]).toHaveLength(2)
    expect(pairs().fetchone()?.[1]).toBe(2)
    expect(pairs().fetchmany(1)).toHaveLength(1)
    expect([...pairs().partitions(1)].map((part) => part.length)).toEqual([1, 1])
    expect(pairs().yieldPer(1).all()).toHaveLength(2)
    expect(
      pairs()
        .columns('n')
        .all()
        .map((row) => [...row]),
    ).toEqual([[2], [5]])
    expect(pairs().mappings().all()[0]?.get('n')).toBe(2)
    expect(
      pairs()
        .scalars('n' as never)
        .all(),
    ).toEqual([2, 5])
    expect(pairs().scalars(1).all()).toEqual([2, 5])
    expect(session.execute(select(User.id)).scalar()).toBe(1)
    expect(session.scalars(select(User.id).where(User.id.eq(1))).one()).toBe(1)
    expect(session.execute(select(User.id).where(User.id.eq(1))).scalarOne()).toBe(1)
    expect(session.execute(select(User.id).where(User.id.eq(9))).scalarOneOrNone()).toBeNull()
    expect(session.execute(select(User.id).where(User.id.eq(9))).oneOrNone()).toBeNull()
    expect(() => session.execute(select(User.id).where(User.id.eq(9))).one()).toThrow(NoResultFound)
    expect(() => session.execute(select(User.id)).one()).toThrow(MultipleResultsFound)
    expect(() => session.execute(select(User.id)).scalarOne()).toThrow(
      'Multiple rows were found when exactly one was required',
    )
    expect(() => session.execute(select(User.id).where(User.id.eq(9))).one()).toThrow(
      'No row was found when one was required',
    )
    expect(session.scalars(select(User).join(User.posts)).unique().all()).toHaveLength(2)
    const result = session.execute(update(Tag).values({ label: 'x' }))
    expect(result.rowcount).toBe(2)
    const closed = pairs()
    closed.close()
    expect(() => closed.all()).toThrow('This result object is closed.')
  })
})

describe('Query', () => {
  it('does what Query does', () => {
    const query = session.query(User)
    expect(query.count()).toBe(2)
    expect(query.get(1)?.name).toBe('ed')
    expect(query.filter(User.name.eq('ed')).filterBy({ age: 30 }).one().id).toBe(1)
    expect(query.filterBy({ nickname: 'x' }).first()).toBeNull()
    expect(query.filterBy({ name: 'nobody' }).oneOrNone()).toBeNull()
    expect(() => query.one()).toThrow(MultipleResultsFound)
    expect(() => query.filterBy({ name: 'nobody' }).one()).toThrow(NoResultFound)
    expect(session.query(User.name).orderBy(User.id.desc()).limit(1).scalar()).toBe('wendy')
    expect(
      query
        .orderBy(User.id)
        .slice(1, 2)
        .all()
        .map(({ id }) => id),
    ).toEqual([2])
    expect(query.orderBy(User.id).offset(1).limit(5).all()).toHaveLength(1)
    expect(session.query(query.filterBy({ name: 'ed' }).exists()).scalar()).toBe(true)
    expect(
      session
        .query(User.name, func.count(Post.id))
        .join(User.posts)
        .groupBy(User.name)
        .having(func.count(Post.id).gt(1))
        .all()
        .map((row) => [...row]),
    ).toEqual([['ed', 2]])
    expect(
      session.query(User, Post).join(User.posts).outerjoin(Post.tags).distinct().all(),
    ).toHaveLength(3)
    const sub = session.query(Post.userId).subquery()
    expect(query.filter(User.id.in(select(sub.c.userId))).count()).toBe(2)
    expect(
      session
        .query(User.name)
        .filter(User.age.eq(session.query(func.max(User.age)).scalarSubquery()))
        .scalar(),
    ).toBe('ed')
    expect(
      query
        .filterBy({ id: 1 })
        .union(query.filterBy({ id: 2 }))
        .count(),
    ).toBe(2)
    expect(
      query
        .withEntities(User.id)
        .orderBy(User.id)
        .all()
        .map((row) => (row as unknown as [number])[0]),
    ).toEqual([1, 2])
    expect(session.query(User.id).addColumns(User.name).selectFrom(User).first()?.length).toBe(2)
    expect(query.options(selectinload(User.posts)).populateExisting().all()).toHaveLength(2)
    expect(
      query
        .executionOptions({ a: 1 } as never)
        .yieldPer(1)
        .enableEagerloads(false)
        .all(),
    ).toHaveLength(2)
    expect(query.withForUpdate().filter(text('id = :i')).params({ i: 2 }).one().id).toBe(2)
    expect(query.fromStatement(text('select * from users where id = 2')).one().name).toBe('wendy')
    expect([...query]).toHaveLength(2)
    expect(query.filterBy({ id: 1 }).update({ age: 31 })).toBe(1)
    expect(session.getOne(User, 1).age).toBe(31)
    expect(session.query(Tag).filter(Tag.id.eq(1)).delete()).toBe(1)
    expect(flat(query)).toContain('SELECT users.id AS users_id')
  })

  it('correlates', () => {
    const counted = session
      .query(func.count(Post.id))
      .filter(Post.userId.eq(User.id))
      .correlate(User)
      .scalarSubquery()
    expect(
      session
        .query(User.name, counted)
        .orderBy(User.id)
        .all()
        .map((row) => [...row]),
    ).toEqual([
      ['ed', 2],
      ['wendy', 1],
    ])
  })
})

describe('loader options', () => {
  it('load in as many statements as they say', () => {
    expectQueryCount(engine, 3, () => {
      session
        .scalars(
          select(User).options(
            selectinload(User.posts).selectinload(Post.tags),
            joinedload(User.profile),
          ),
        )
        .unique()
        .all()
        .flatMap((user) => user.posts.flatMap((post) => post.tags.map(({ label }) => label)))
    })
    session.expungeAll()
    const statement = select(User)
      .join(User.posts)
      .options(containsEager(User.posts))
      .where(Post.title.eq('First'))
    expect(session.scalars(statement).unique().one().posts).toHaveLength(1)
    session.expungeAll()
    const deferred = session.scalars(select(User).options(defer(User.age))).first()!
    expect(inspect(deferred).unloaded.has('age')).toBe(true)
    expect(flat(select(User).options(loadOnly(User.name)))).toBe(
      'SELECT users.id, users.name FROM users',
    )
    expect(
      session.scalars(select(Post).options(withLoaderCriteria(Post, Post.title.eq('First')))).all(),
    ).toHaveLength(1)
  })
})

describe('relationships in conditions', () => {
  it('mean keys', () => {
    const ed = session.getOne(User, 1)
    const post = ed.posts[0]!
    expect(session.scalars(select(User).where(User.posts.contains(post))).one()).toBe(ed)
    expect(session.scalars(select(Post).where(Post.author.eq(ed))).all()).toHaveLength(2)
    expect(
      session.scalars(select(User).where(User.posts.any(Post.title.eq('Third')))).one().name,
    ).toBe('wendy')
    expect(session.scalars(select(User).join(User.posts.and(Post.title.eq('First')))).one()).toBe(
      ed,
    )
    expect(
      session.scalars(select(Post).where(Post.author.has(User.name.eq('ed')))).all(),
    ).toHaveLength(2)
  })
})

describe('DML', () => {
  it('changes rows and objects', () => {
    const ed = session.getOne(User, 1)
    const ids = session
      .scalars(
        update(User)
          .where(User.age.gt(26))
          .values({ age: User.age.mul(2) })
          .returning(User.id),
      )
      .all()
    expect(ids).toEqual([1])
    expect(ed.age).toBe(60)
    session.execute(delete_(Tag).where(Tag.label.eq('red')))
    expect(session.query(Tag).count()).toBe(1)
    session.execute(insert(Tag).values([{ label: 'a' }, { label: 'b' }]))
    expect(session.scalars(insert(Tag).returning(Tag), [{ label: 'c' }]).all()[0]).toBeInstanceOf(
      Tag,
    )
    session.execute(insert(Post), [{ title: 'x', userId: 1 }])
    expect(session.query(Post).filterBy({ userId: 1 }).count()).toBe(3)
  })

  it('upserts', () => {
    const statement = insert(Tag).values({ id: 1, label: 'RED' })
    session.execute(statement.onConflictDoNothing())
    expect(session.scalar(select(Tag.label).where(Tag.id.eq(1)))).toBe('red')
    session.execute(
      statement.onConflictDoUpdate({
        indexElements: ['id'],
        set: { label: statement.excluded['label'] },
      }),
    )
    expect(session.scalar(select(Tag.label).where(Tag.id.eq(1)))).toBe('RED')
    expect(
      flat(
        statement
          .onConflictDoUpdate({ indexElements: [Tag.id], set: { label: 'x' }, where: Tag.id.gt(0) })
          .compile({ dialect: 'postgresql', literalBinds: true }),
      ),
    ).toBe(
      "INSERT INTO tags (id, label) VALUES (1, 'RED') ON CONFLICT (id) DO UPDATE SET label = 'x' WHERE tags.id > 0",
    )
  })
})
