/** No query, row, expression or option of API.md answers `any`. Compiled by `npm run test:types`; nothing runs. */
import { expect, it } from 'vitest'
import {
  aliased,
  alias,
  and,
  asc,
  between,
  bindparam,
  Bundle,
  case_,
  cast,
  closeAllSessions,
  column,
  containsEager,
  defer,
  delete_,
  desc,
  distinct,
  except_,
  exists,
  extract,
  func,
  identityKey,
  insert,
  integer,
  intersect,
  joinedload,
  lateral,
  literal,
  literalColumn,
  load,
  loadOnly,
  not,
  objectSession,
  or,
  postgresql,
  select,
  selectinload,
  type Session,
  sessionmaker,
  sqlite,
  string,
  text,
  true_,
  tuple_,
  typeCoerce,
  union,
  unionAll,
  undefer,
  update,
  values,
  withExpression,
  withLoaderCriteria,
  withPolymorphic,
  type Engine,
} from 'orm-shell'
import { Post, postTags, Profile, Tag, User } from '../acceptance/blog.js'
import { known } from './known.js'

/** The compiler reads the functions; calling them would need a database. */
const checks: unknown[] = []

checks.push((session: Session, user: User, engine: Engine) => {
  known(session.get(User, 1))
  known(session.getOne(User, 1))
  known(session.get(User, 1, { options: [selectinload(User.posts)] }))
  known(session.merge(user))
  known(session.scalars(select(User)))
  known(session.scalars(select(User)).all())
  known(session.scalars(select(User)).unique().first())
  known(session.scalars(select(User.nickname)).one())
  known(session.scalars(text('select 1')).all())
  known(session.scalar(select(func.count(User.id))))
  known(session.scalar(text('select 1')))
  known(session.execute(text('select 1')).all())
  known(session.execute(text('select 1')).one()[0])
  known(session.execute(text('select 1')).one().name)
  known(session.execute(text('select 1')).scalar())
  known(session.execute(text('select 1')).first())
  known(session.execute(select(User)).one()[0])
  known(session.execute(update(User).values({ name: 'x' })).rowcount)
  known(session.execute(insert(User), [{ name: 'x' }]))
  known(session.execute(insert(User).values({ name: 'x' })).insertedPrimaryKey)
  known(session.new)
  known(session.dirty)
  known(session.deleted)
  known(session.identityMap)
  known(session.contains(user))
  known(session.info)
  known([...session])
  known(session.isModified(user))
  known(session.connection())
  known(session.begin())
  known(session.begin((open) => open.get(User, 1)))
  known(session.beginNested())
  known(session.beginNested((savepoint) => [savepoint]))
  known(session.noAutoflush(() => session.get(User, 1)))
  known(session.getTransaction())
  known(session.bind)
  known(session.getBind())
  known(identityKey({ instance: user }))
  known(objectSession(user))
  const SessionLocal = sessionmaker({ bind: engine })
  known(SessionLocal())
  known(SessionLocal.begin((open) => open.getOne(User, 1).posts))
  known(closeAllSessions())
})

checks.push((session: Session) => {
  known(session.query(User).all())
  known(session.query(User).first())
  known(session.query(User).one())
  known(session.query(User).oneOrNone())
  known(session.query(User).get(1))
  known(session.query(User).count())
  known(session.query(User.name).scalar())
  known(session.query(User, Post.title).all())
  known(session.query(User, Post.title).all()[0]![1])
  known(session.query(User).addColumns(Post.title).all())
  known(session.query(User).addColumns(Post.title).all()[0]![0])
  known(session.query(User).withEntities(User.name).all())
  known(session.query(User).filter(User.name.eq('x')).update({ name: 'y' }))
  known(session.query(User).filterBy({ name: 'x' }).delete())
  known(session.query(User).exists())
  known(session.query(User.id).scalarSubquery())
  known(session.query(User).union(session.query(User)).all())
  known(session.query(User).yieldPer(5))
  known([...session.query(User)])
  known(session.query(User).slice(1, 5).all())
  known(session.query(User).populateExisting().all())
  known(session.query(User).selectFrom(User).join(User.posts).all())
})

checks.push((session: Session) => {
  const rows = session.execute(select(User.id, User.name, func.count().label('n')))
  known(rows)
  known(rows.all())
  known(rows.one().mapping)
  known(rows.one().mapping.name)
  known(rows.one().asObject())
  known(rows.one().keys())
  known(rows.keys())
  known(rows.first()?.n)
  known(rows.oneOrNone())
  known(rows.mappings().all())
  known(rows.mappings().one().name)
  known(rows.mappings().first()?.somethingElse)
  known(rows.scalars().all())
  known(rows.scalars('name').all())
  known(rows.scalarOne())
  known(rows.scalarOneOrNone())
  known(rows.columns('id').all())
  known(rows.columns('id').one()[0])
  known([...rows.partitions(5)])
  known(rows.fetchone())
  known(rows.fetchmany(2))
  known(rows.fetchall())
  known(rows.unique())
  known(rows.unique((row) => known(row)))
  known(rows.yieldPer(10))
  known(rows.freeze())
  known(rows.tuples().all())
  known(rows.rowcount)
  for (const row of rows) known(row)
  for (const [id, name, n] of rows) {
    known(id)
    known(name)
    known(n)
  }
})

checks.push(() => {
  const Author = aliased(User)
  known(Author)
  known(Author.name)
  known(Author.posts)
  known(new Author().name)
  known(alias(postTags, 'x').c)
  known(select(User).subquery().c.name)
  known(select(User).cte('people').c.name)
  known(select(User.name.label('n')).subquery().c.n)
  known(select(User.name.label('n')).subquery().alias('x').c.n)
  known(select(User.id).scalarSubquery())
  known(aliased(User, select(User).subquery()).name)
  known(lateral(select(User.name)).c.name)
  known(postTags.c.postId)
  known(postTags.alias('x').c.postId)
  known(values(column('id', integer), { name: 'v' }).data([[1]]))
  known(select(User).selectedColumns)
  known(select(User).exists())
  known(select(User).compile({ dialect: 'sqlite' }))
  known(select(User).compile().params)
  known(union(select(User.name), select(Tag.label)))
  known(unionAll(select(User.name), select(Tag.label)).subquery().c)
  known(intersect(select(User.id), select(Post.id)))
  known(except_(select(User.id), select(Post.id)))
  known(withPolymorphic(User, '*'))
})

checks.push(() => {
  known(User.name.eq('x'))
  known(User.age.add(1))
  known(User.age.div(2))
  known(User.name.concat('x'))
  known(User.name.in(['x']))
  known(User.name.op('~')('x'))
  known(User.age.between(1, 2))
  known(User.name.cast(integer))
  known(User.settings.get('theme'))
  known(User.settings.get('theme').asString())
  known(User.name.label('n'))
  known(User.name.desc().nullsLast())
  known(User.name.collate('nocase'))
  known(User.posts.any(Post.title.eq('x')))
  known(Post.author.has({ name: 'x' }))
  known(User.posts.contains(new Post()))
  known(Post.author.eq(new User()))
  known(User.posts.ofType(Post))
  known(User.posts.and(Post.title.eq('x')))
  known(User.greeting)
  known(User.name.property)
  known(User.name.type)
  known(User.metadata.tables)
  known(User.metadata.sortedTables)
  known(User.__table__)
  known(User.__mapper__)
  known(and(User.name.eq('x'), or(User.age.gt(1), not(User.age.lt(1)))))
  known(case_([User.age.gt(1), 'x'], { else: 'y' }))
  known(cast(User.age, string))
  known(extract('year', User.createdAt))
  known(literal(5))
  known(literalColumn('x'))
  known(bindparam('x'))
  known(tuple_(User.id, User.name))
  known(between(User.age, 1, 2))
  known(distinct(User.name))
  known(asc(User.name))
  known(desc(User.name))
  known(exists(select(User.id)))
  known(typeCoerce(User.age, string))
  known(true_())
  known(func.count(User.id).over({ partitionBy: User.name }))
  known(func.sum(User.age).filter(User.age.gt(1)))
  known(func.coalesce(User.nickname, 'x'))
  known(func.lower(User.name))
  known(func.rowNumber().over({ orderBy: User.id }))
})

checks.push(() => {
  known(selectinload(User.posts).joinedload(Post.tags))
  known(joinedload(User.profile).loadOnly(Profile.bio))
  known(load(User).loadOnly(User.name))
  known(loadOnly(User.name, { raiseload: true }))
  known(defer(User.name))
  known(undefer(User.name))
  known(containsEager(User.posts))
  known(withExpression(User.name, func.lower(User.name)))
  known(
    withLoaderCriteria(User, (entity) => {
      known(entity)
      return entity.name.eq('x')
    }),
  )
  known(new Bundle('b', User.id, User.name))
  known(
    insert(User)
      .values([{ name: 'x' }])
      .returning(User.id),
  )
  known(
    update(User)
      .where(User.id.eq(1))
      .values({ age: User.age.add(1) }),
  )
  known(delete_(User).where(User.id.eq(1)).returning(User.name))
  known(
    sqlite
      .insert(User)
      .values({ name: 'x' })
      .onConflictDoUpdate({ indexElements: [User.name], set: { age: 1 } }),
  )
  const upsert = postgresql.insert(User).values({ name: 'x' })
  known(upsert.excluded)
  known(upsert.onConflictDoNothing())
})

it('no call answers any', () => {
  expect(checks).not.toEqual([])
})
