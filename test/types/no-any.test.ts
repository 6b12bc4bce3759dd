/** No object, engine, event, helper or migration of API.md answers `any`, or hands it to a callback. Compiled by `npm run test:types`; nothing runs. */
import { expect, expectTypeOf, it } from 'vitest'
import {
  associationProxy,
  attributeKeyedDict,
  automap,
  automapBase,
  awaitableAttrs,
  column,
  columnProperty,
  compiles,
  composite,
  createAsyncEngine,
  createEngine,
  createTable,
  declarativeBase,
  event,
  func,
  FunctionElement,
  getHistory,
  indexProperty,
  inspect,
  integer,
  json,
  literalColumn,
  makeUrl,
  many,
  mapped,
  select,
  Session,
  sessionmaker,
  string,
  synonym,
  type Table,
  text,
  TypeDecorator,
  validates,
  type AsyncEngine,
  type AsyncSession,
  type Connection,
  type Engine,
  type MetaData,
} from 'orm-shell'
import * as testing from 'orm-shell/testing'
import { context, op, type MigrationContext } from 'orm-shell/migrate'
import { Post, postTags, Tag, User } from '../acceptance/blog.js'
import { known } from './known.js'

/** The compiler reads the functions; calling them would need a database. */
const checks: unknown[] = []

checks.push((user: User, post: Post) => {
  known(user.posts)
  known(user.posts[0]?.tags)
  known(user.profile)
  known(user.settings)
  known(user.greeting)
  known(post.author.posts)
  const state = inspect(user)
  known(state)
  known(state.attrs)
  known(state.attrs.name.value)
  known(state.attrs.name.loadedValue)
  known(state.attrs.name.history)
  known(state.attrs.name.history.added)
  known(state.unloaded)
  known(state.identity)
  known(state.session)
  known(getHistory(user, 'name'))
  known(getHistory(user, 'name').deleted)
  const mapper = inspect(User)
  known(mapper)
  known(mapper.attrs)
  known(mapper.columns)
  known(mapper.relationships)
  known(mapper.primaryKey)
  known(mapper.class_)
  known(mapper.localTable)
  known(mapper.polymorphicMap)
})

checks.push((engine: Engine, connection: Connection, metadata: MetaData) => {
  known(createEngine('sqlite://', { echo: (record) => known(record) }))
  known(engine.connect())
  known(engine.connect((open) => open.execute(text('select 1')).all()))
  known(engine.connect((open) => open.execute(text('select 1')).all()[0]![0]))
  known(engine.begin((open) => open.scalar(text('select 1'))))
  known(engine.pool)
  known(engine.url)
  known(engine.dialect.name)
  known(engine.executionOptions({ isolationLevel: 'AUTOCOMMIT' }))
  known(connection.execute(select(User.name)).all())
  known(connection.execute(select(postTags.c.postId)).one()[0])
  known(connection.execute(select(postTags)).one()[0])
  known(connection.scalars(select(User.id)).all())
  known(connection.scalar(select(User.id)))
  known(connection.execDriverSql('select 1').all())
  known(connection.execDriverSql('select 1').one()[0])
  known(connection.begin())
  known(connection.beginNested())
  known(connection.info)
  known(makeUrl('sqlite://').render({ hidePassword: true }))
  known(makeUrl('sqlite://').query)
  known(metadata.tables)
  known(metadata.info)
  known(createTable(postTags).compile())
  const inspector = inspect(engine)
  known(inspector.getTableNames())
  known(inspector.getColumns('users'))
  known(inspector.getColumns('users')[0]?.type)
  known(inspector.getColumns('users')[0]?.default)
  known(inspector.getPkConstraint('users'))
  known(inspector.getForeignKeys('users'))
  known(inspector.getIndexes('users'))
  known(inspector.getUniqueConstraints('users'))
  known(inspector.getCheckConstraints('users'))
  known(inspector.getTableComment('users'))
  known(inspector.getViewNames())
  known(inspector.getSchemaNames())
  known(inspector.hasTable('users'))
})

checks.push(async (session: AsyncSession, engine: AsyncEngine, user: User) => {
  known(createAsyncEngine('sqlite://'))
  known(session.get(User, 1))
  known((await session.execute(select(User, Post.title))).all())
  known((await session.execute(text('select 1'))).one()[0])
  known((await session.execute(select(User.name))).mappings().one().name)
  known((await session.scalars(select(User))).all())
  known(await session.scalar(select(User.name)))
  known(await session.merge(user))
  known(await session.stream(select(User)))
  for await (const row of await session.stream(select(User, Post.title))) known(row)
  for await (const each of await session.streamScalars(select(User))) known(each)
  known((await session.stream(select(User.name))).mappings())
  known(session.runSync((plain) => plain.get(User, 1)))
  known(session.begin(() => 5))
  known(session.beginNested())
  known(session.connection())
  known(awaitableAttrs(user).posts)
  known(await awaitableAttrs(user).posts)
  known(engine.connect())
  known(engine.begin(async (open) => (await open.execute(select(User.name))).all()))
  known(engine.connect(async (open) => open.scalar(text('select 1'))))
})

checks.push((session: Session, engine: Engine, table: Table) => {
  event.listen(User, 'beforeInsert', (...args) => known(args))
  event.listen(User, 'afterDelete', (...args) => known(args))
  event.listen(User, 'load', (...args) => known(args))
  event.listen(User, 'refresh', (...args) => known(args))
  event.listen(User, 'init', (...args) => known(args))
  event.listen(User.name, 'set', (...args) => known(args))
  event.listen(User.posts, 'append', (...args) => known(args))
  event.listen(User.posts, 'remove', (...args) => known(args))
  event.listen(Post.author, 'set', (...args) => known(args))
  event.listen(User.posts, 'bulkReplace', (...args) => known(args))
  event.listen(session, 'beforeCommit', (...args) => known(args))
  event.listen(session, 'afterBegin', (...args) => known(args))
  event.listen(Session, 'beforeFlush', (...args) => known(args))
  event.listen(Session, 'afterFlush', (...args) => known(args))
  event.listen(Session, 'beforeAttach', (...args) => known(args))
  event.listen(Session, 'transientToPending', (...args) => known(args))
  event.listen(Session, 'persistentToDeleted', (...args) => known(args))
  event.listen(Session, 'loadedAsPersistent', (...args) => known(args))
  event.listen(Session, 'doOrmExecute', (...args) => known(args))
  event.listen(Session, 'afterBulkUpdate', (...args) => known(args))
  event.listen(Session, 'afterBulkDelete', (...args) => known(args))
  event.listen(sessionmaker(), 'afterCommit', (...args) => known(args))
  event.listen(engine, 'connect', (...args) => known(args))
  event.listen(engine, 'checkout', (...args) => known(args))
  event.listen(engine, 'invalidate', (...args) => known(args))
  event.listen(engine, 'beforeCursorExecute', (...args) => known(args))
  event.listen(engine, 'afterCursorExecute', (...args) => known(args))
  event.listen(engine, 'beforeExecute', (...args) => known(args))
  event.listen(engine, 'afterExecute', (...args) => known(args))
  event.listen(engine, 'savepoint', (...args) => known(args))
  event.listen(engine, 'releaseSavepoint', (...args) => known(args))
  event.listen(engine, 'begin', (...args) => known(args))
  event.listen(engine, 'handleError', (...args) => known(args))
  event.listen(engine.pool, 'checkin', (...args) => known(args))
  event.listen(table, 'beforeCreate', (...args) => known(args))
  event.listen(table, 'afterDrop', (...args) => known(args))
  event.listen(table, 'columnReflect', (...args) => known(args))
  event.listen(table.metadata, 'afterCreate', (...args) => known(args))
  event.listen(User, 'mapperConfigured', (...args) => known(args))
  event.listen(User, 'beforeMapperConfigured', (...args) => known(args))
  known(event.listensFor(session, 'afterCommit', (given) => given.new))
  known(event.contains(session, 'afterCommit', () => undefined))
})

checks.push(() => {
  const Base = declarativeBase()
  class Point {
    constructor(
      readonly x: number,
      readonly y: number,
    ) {}
  }
  class Vertex extends Base.model('vertices', {
    id: column(integer, { primaryKey: true }),
    x: column(integer),
    y: column(integer),
    data: column(json<{ readonly tags: readonly string[] }>()),
    loose: column(json),
    point: composite(Point, 'x', 'y'),
    across: synonym('x'),
    sum: columnProperty(literalColumn<number>('x + y')),
    words: () => many(Tag, { collectionClass: attributeKeyedDict('id') }),
    labels: associationProxy('words', 'label'),
    first: indexProperty('data', 'tags'),
  }) {
    static {
      mapped(this)
      validates(this, 'x', (target, key, value) => {
        known(target)
        known(key)
        known(value)
        return value
      })
    }
  }
  const vertex = new Vertex()
  known(vertex.point)
  known(vertex.across)
  known(vertex.sum)
  known(vertex.data)
  known(vertex.loose)
  known(vertex.labels)
  known(vertex.first)
  known(Vertex.point)
  known(Vertex.sum)
  known(Vertex.data.get('tags'))
  known(automapBase())
  class Upper extends TypeDecorator<string> {
    impl = string(20)
    override processBindParam(value: string | null) {
      return value?.toUpperCase() ?? null
    }
  }
  known(column(new Upper()))
  class Utcnow extends FunctionElement<Date> {}
  compiles(Utcnow)((...args) => {
    known(args)
    return 'x'
  })
  compiles(
    Utcnow,
    'postgresql',
  )((element, compiler, options) => {
    known(element)
    known(compiler)
    known(options)
    known(compiler.processDefault(element))
    return 'x'
  })
})

checks.push((engine: Engine) => {
  const models = automap(engine)
  known(models)
  known(models.classes)
  known(models.classes.users)
})

checks.push((engine: Engine, metadata: MetaData, session: Session, asyncSession: AsyncSession) => {
  known(testing.memorySession(metadata))
  known(testing.memorySession(metadata).session)
  known(testing.undoneSession(engine))
  known(testing.memoryAsyncSession(metadata))
  known(testing.useSession(metadata))
  known(testing.recordStatements(session, () => session.get(User, 1)))
  known(testing.recordStatements(asyncSession, () => asyncSession.get(User, 1)))
  known(testing.expectQueryCount(session, 1, () => session.get(User, 1)))
  known(testing.expectStatements(session, () => session.get(User, 1), ['SELECT 1']))
})

checks.push((migration: MigrationContext) => {
  known(op.createTable('t', column('id', integer, { primaryKey: true })))
  known(op.addColumn('t', column('x', integer)))
  known(op.dropColumn('t', 'x'))
  known(op.alterColumn('t', 'x', { nullable: true }))
  known(op.createIndex('ix', 't', ['x']))
  known(op.execute('select 1'))
  known(op.getBind())
  known(op.getContext())
  known(op.bulkInsert(postTags, [{ postId: 1 }]))
  known(op.batchAlterTable('t', (batch) => known(batch)))
  known(op.f('x'))
  known(context.config)
  known(context.isOfflineMode())
  known(context.getXArgument())
  known(migration.getCurrentRevision())
  known(migration.opts)
  known(migration.bind)
})

checks.push((table: Table) => {
  // What no type can know. Any other type would read as `undefined` under `noUncheckedIndexedAccess`.
  expectTypeOf(new Session().query(User).subquery().c.name).toBeAny()
  known(table.c.anything)
  expectTypeOf(func.soundex).toBeAny()
  // An index signature of `unknown` does not: the name of a class, a column of a textual statement.
  expectTypeOf(new Session().execute(select(User, Post.title)).one().User).toBeUnknown()
})

it('no call answers any', () => {
  expect(checks).not.toEqual([])
})
