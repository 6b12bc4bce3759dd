/** Engines, URLs, connections as the public API promises them; only `orm-shell` is imported. */
import { mkdtempSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  bindparam,
  createAsyncEngine,
  createEngine,
  event,
  insert,
  inspect,
  Inspector,
  makeUrl,
  NullPool,
  ObjectNotExecutableError,
  OperationalError,
  QueuePool,
  ResourceClosedError,
  select,
  StaticPool,
  text,
  TimeoutError,
  ArgumentError,
  NoSuchModuleError,
  CompileError,
} from 'orm-shell'
import { openBlog, Tag, User } from './blog.js'

describe('createEngine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acceptance-'))

  it('does not connect', () => {
    const file = join(folder, 'late.db')
    const engine = createEngine(`sqlite:///${file}`)
    expect(existsSync(file)).toBe(false)
    engine.connect((connection) => connection.execute(text('select 1')).all())
    expect(existsSync(file)).toBe(true)
  })

  it.each(['late.db', 'late.sqlite', 'late.sqlite3'])('takes a bare path (%s)', (name) => {
    const engine = createEngine(join(folder, name))
    expect(engine.url.drivername).toBe('sqlite')
    expect(engine.connect((connection) => connection.execute(text('select 1')).scalar())).toBe(1)
  })

  it.each(['sqlite://', 'sqlite:///:memory:'])('%s is in memory', (url) => {
    expect(createEngine(url).connect((c) => c.execute(text('select 1')).scalar())).toBe(1)
  })

  it.each(['postgresql://u:p@host:5432/db?sslmode=require', 'postgres://u:p@host:5432/db'])(
    '%s is PostgreSQL, synchronous and asynchronous',
    (url) => {
      expect(createEngine(url).dialect.name).toBe('postgresql')
      expect(createAsyncEngine(url).dialect.name).toBe('postgresql')
    },
  )

  it('says what it does not know', () => {
    expect(() => createEngine('nosuch://x/y')).toThrow(NoSuchModuleError)
    expect(() => createEngine('nosuch://x/y')).toThrow(
      "Can't load plugin: sqlalchemy.dialects:nosuch",
    )
    expect(() => createEngine('what is it')).toThrow(ArgumentError)
    expect(() => createEngine('what is it')).toThrow(
      'Could not parse SQLAlchemy URL from given URL string',
    )
    expect(() => createEngine('sqlite://', { poolSise: 5 } as never)).toThrow(ArgumentError)
    expect(() => createEngine('sqlite://', { poolSise: 5 } as never)).toThrow(/poolSise/)
  })

  it('logs to a function', () => {
    const records: unknown[] = []
    const engine = createEngine('sqlite://', { echo: (record) => records.push(record) })
    engine.begin((connection) => connection.execute(text('select 1')))
    expect(JSON.stringify(records)).toContain('select 1')
    expect(JSON.stringify(records)).toContain('COMMIT')
  })

  it('takes the options of pools', () => {
    const engine = createEngine('sqlite://', {
      poolSize: 1,
      maxOverflow: 0,
      poolTimeout: 0.05,
      poolRecycle: 3600,
      poolPrePing: true,
      poolClass: QueuePool,
      isolationLevel: 'SERIALIZABLE',
      connectArgs: {},
    })
    using first = engine.connect()
    expect(first.execute(text('select 1')).scalar()).toBe(1)
    expect(() => engine.connect()).toThrow(TimeoutError)
    expect(() => engine.connect()).toThrow(
      /QueuePool limit of size 1 overflow 0 reached, connection timed out, timeout 0.05/,
    )
  })

  it.each([NullPool, StaticPool])('takes other pools', (poolClass) => {
    const engine = createEngine('sqlite://', { poolClass })
    expect(engine.connect((c) => c.execute(text('select 1')).scalar())).toBe(1)
    expect(engine.pool).toBeInstanceOf(poolClass)
  })
})

describe('makeUrl', () => {
  it('has parts and hides the password', () => {
    const url = makeUrl('postgresql://me:secret@host:5433/db?sslmode=require')
    expect(url.drivername).toBe('postgresql')
    expect(url.username).toBe('me')
    expect(url.password).toBe('secret')
    expect(url.host).toBe('host')
    expect(url.port).toBe(5433)
    expect(url.database).toBe('db')
    expect(url.query).toEqual({ sslmode: 'require' })
    expect(url.render({ hidePassword: true })).toBe(
      'postgresql://me:***@host:5433/db?sslmode=require',
    )
    expect(url.render({ hidePassword: false })).toContain('secret')
    expect(String(url)).toContain('***')
    expect(url.set({ database: 'other' }).database).toBe('other')
  })
})

describe('connections', () => {
  it('execute text with parameters', () => {
    const engine = openBlog()
    const rows = engine.connect((c) => c.execute(text('select 1 where :x = 1'), { x: 1 }).all())
    expect(rows.map((row) => row[0])).toEqual([1])
    const names = text('select name from users where id in :ids').bindparams(
      bindparam('ids', { expanding: true }),
    )
    expect(
      engine.connect((c) =>
        c
          .execute(names, { ids: [1, 2] })
          .scalars()
          .all(),
      ),
    ).toEqual(['ed', 'wendy'])
  })

  it('refuse strings', () => {
    using connection = openBlog().connect()
    expect(() => connection.execute('select 1' as never)).toThrow(ObjectNotExecutableError)
    expect(() => connection.execute('select 1' as never)).toThrow(
      "Not an executable object: 'select 1'",
    )
    expect(connection.execDriverSql('select 1').scalar()).toBe(1)
  })

  it('commit, roll back, nest', () => {
    const engine = openBlog()
    using connection = engine.connect()
    connection.execute(insert(Tag), { label: 'a' })
    expect(connection.inTransaction()).toBe(true)
    connection.rollback()
    const transaction = connection.begin()
    connection.execute(insert(Tag), [{ label: 'b' }, { label: 'c' }])
    const savepoint = connection.beginNested()
    connection.execute(insert(Tag), { label: 'd' })
    savepoint.rollback()
    transaction.commit()
    expect(connection.execute(select(Tag.label).orderBy(Tag.id)).scalars().all()).toEqual([
      'red',
      'blue',
      'b',
      'c',
    ])
  })

  it('say what is wrong with a statement, its parameters and the cause', () => {
    using connection = openBlog().connect()
    try {
      connection.execute(text('select * from nowhere where a = :a'), { a: 5 })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(OperationalError)
      const problem = error as OperationalError
      expect(problem.statement).toBe('select * from nowhere where a = ?')
      expect(problem.params).toEqual([5])
      expect(problem.orig).toBeInstanceOf(Error)
      expect(problem.message).toContain('[SQL: select * from nowhere where a = ?]')
    }
  })

  it('reject columns the table does not have', () => {
    using connection = openBlog().connect()
    expect(() => connection.execute(insert(Tag).values({ nope: 1 } as never))).toThrow(CompileError)
    expect(() => connection.execute(insert(Tag).values({ nope: 1 } as never))).toThrow(
      'Unconsumed column names: nope',
    )
  })

  it('are of no use once closed', () => {
    const connection = openBlog().connect()
    connection.close()
    expect(connection.closed).toBe(true)
    expect(() => connection.execute(text('select 1'))).toThrow(ResourceClosedError)
    expect(() => connection.execute(text('select 1'))).toThrow('This Connection is closed')
  })

  it('take execution options, as engines do', () => {
    const engine = openBlog()
    const other = engine.executionOptions({ isolationLevel: 'AUTOCOMMIT' })
    expect(other.pool).toBe(engine.pool)
    expect(other.getExecutionOptions()).toMatchObject({ isolationLevel: 'AUTOCOMMIT' })
    using connection = engine.connect().executionOptions({ streamResults: true })
    expect(connection.getExecutionOptions()).toMatchObject({ streamResults: true })
  })
})

describe('inspect(engine)', () => {
  it('reads the schema', () => {
    const inspector: Inspector = inspect(openBlog())
    expect(inspector).toBeInstanceOf(Inspector)
    expect(inspector.getTableNames()).toEqual(['post_tags', 'posts', 'profiles', 'tags', 'users'])
    expect(inspector.getColumns('tags').map(({ name }) => name)).toEqual(['id', 'label'])
    expect(inspector.getPkConstraint('post_tags').constrainedColumns).toEqual(['post_id', 'tag_id'])
    expect(inspector.getForeignKeys('posts')[0]).toMatchObject({
      constrainedColumns: ['user_id'],
      referredTable: 'users',
      referredColumns: ['id'],
      options: { ondelete: 'CASCADE' },
    })
    expect(inspector.getIndexes('users').map(({ name }) => name)).toEqual([
      'ix_name_role',
      'ix_users_name',
    ])
    expect(inspector.getUniqueConstraints('users')[0]).toMatchObject({
      name: 'uq_name_created',
      columnNames: ['name', 'created_at'],
    })
    expect(inspector.getCheckConstraints('users')).toMatchObject([
      { name: 'check_age_positive', sqltext: 'age >= 0' },
    ])
    expect(inspector.getViewNames()).toEqual([])
    expect(inspector.getSchemaNames()).toEqual(['main'])
    expect(inspector.hasTable('users')).toBe(true)
    expect(inspector.hasTable('nope')).toBe(false)
    expect(() => inspector.getColumns('nope')).toThrow('nope')
  })
})

describe('events of engines', () => {
  it('come in order', () => {
    const seen: string[] = []
    const engine = createEngine('sqlite://', { poolClass: QueuePool })
    const names = [
      'connect',
      'firstConnect',
      'checkout',
      'checkin',
      'close',
      'begin',
      'commit',
      'rollback',
      'savepoint',
      'releaseSavepoint',
      'rollbackSavepoint',
      'beforeCursorExecute',
      'afterCursorExecute',
      'beforeExecute',
      'afterExecute',
      'handleError',
      'invalidate',
      'engineDisposed',
    ] as const
    for (const name of names) event.listen(engine, name, () => void seen.push(name))
    engine.connect((connection) => {
      connection.execute(text('select 1'))
      connection.beginNested().commit()
      connection.commit()
      expect(() => connection.execute(text('nonsense'))).toThrow()
    })
    engine.dispose()
    expect(seen).toEqual([
      'firstConnect',
      'connect',
      'checkout',
      'beforeExecute',
      'begin',
      'beforeCursorExecute',
      'afterCursorExecute',
      'afterExecute',
      'savepoint',
      'beforeExecute',
      'beforeCursorExecute',
      'afterCursorExecute',
      'afterExecute',
      'releaseSavepoint',
      'beforeExecute',
      'beforeCursorExecute',
      'afterCursorExecute',
      'afterExecute',
      'commit',
      'beforeExecute',
      'begin',
      'beforeCursorExecute',
      'handleError',
      'rollback',
      'checkin',
      'close',
      'engineDisposed',
    ])
  })

  it('may rewrite a statement', () => {
    const engine = openBlog()
    event.listen(
      engine,
      'beforeCursorExecute',
      (_connection: unknown, _cursor: unknown, statement: string, parameters: unknown) => [
        `${statement} -- noted`,
        parameters,
      ],
      { retval: true },
    )
    const seen: string[] = []
    event.listen(engine, 'afterCursorExecute', (_c: unknown, _cursor: unknown, sql: string) => {
      seen.push(sql)
    })
    engine.connect((c) => c.execute(select(User.id)).all())
    expect(seen[0]).toContain('-- noted')
  })

  it('say what fails', () => {
    const engine = openBlog()
    const failed: unknown[] = []
    event.listen(engine, 'handleError', (context) => void failed.push(context))
    expect(() => engine.connect((c) => c.execute(text('nonsense')))).toThrow(OperationalError)
    expect(failed).toMatchObject([{ statement: 'nonsense' }])
  })

  it('reject unknown names', () => {
    expect(() => event.listen(openBlog(), 'beforeLunch', () => {})).toThrow(
      /No such event 'beforeLunch' for target/,
    )
  })
})
