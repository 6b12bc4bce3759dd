/** The numbered facts about connections, isolation, pools, URLs, inspection, automap and wrapped errors. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  automapBase,
  column,
  createEngine,
  createMockEngine,
  DataError,
  event,
  foreignKey,
  inspect,
  IntegrityError,
  integer,
  makeUrl,
  MetaData,
  NullPool,
  ObjectNotExecutableError,
  OperationalError,
  ProgrammingError,
  QueuePool,
  SingletonThreadPool,
  StaticPool,
  string,
  Table,
  text,
  type EngineOptions,
} from 'orm-shell'
import { expectStatements } from '../../helpers/expect-statements.js'
import { freshDatabase } from '../../helpers/postgres.js'

function memory(options: EngineOptions = {}) {
  const engine = createEngine('sqlite://', options)
  onTestFinished(() => engine.dispose())
  return engine
}

function library(): MetaData {
  const metadata = new MetaData()
  new Table('author', metadata, {
    id: column(integer, { primaryKey: true }),
    name: column(string(50), { unique: true, index: true }),
  })
  new Table('book', metadata, {
    id: column(integer, { primaryKey: true }),
    author_id: column(integer, foreignKey('author.id')),
  })
  new Table('tag', metadata, { id: column(integer, { primaryKey: true }) })
  new Table('book_tag', metadata, {
    book_id: column(integer, foreignKey('book.id'), { primaryKey: true }),
    tag_id: column(integer, foreignKey('tag.id'), { primaryKey: true }),
  })
  return metadata
}

test('79: a connection begins with its first statement and rolls back when nobody commits', () => {
  const engine = memory()
  expectStatements(engine, () => {
    const connection = engine.connect()
    connection.execute(text('SELECT 1'))
    connection.close()
    engine.begin((each) => each.execute(text('SELECT 2')))
  }, ['BEGIN (implicit)', 'SELECT 1', 'ROLLBACK', 'BEGIN (implicit)', 'SELECT 2', 'COMMIT'])
  const connection = engine.connect()
  expect(() => connection.execute('SELECT 1' as never)).toThrow(ObjectNotExecutableError)
  expect(connection.execDriverSql('SELECT 1').scalar()).toBe(1)
  connection.close()
})

test('80: an isolation level of SQLite holds for an engine or for one connection', () => {
  const engine = memory({ isolationLevel: 'READ UNCOMMITTED' })
  const level = () => engine.connect((connection) => connection.getIsolationLevel())
  expect(level()).toBe('READ UNCOMMITTED')
  engine.connect((connection) => {
    connection.executionOptions({ isolationLevel: 'SERIALIZABLE' })
    expect(connection.getIsolationLevel()).toBe('SERIALIZABLE')
  })
  expect(level()).toBe('READ UNCOMMITTED')
  expect(() => memory({ isolationLevel: 'NONE' }).connect()).toThrow(/Invalid value 'NONE'/)
})

test('82: SQLite gets a real BEGIN, before a SELECT as before a savepoint', () => {
  const engine = memory()
  engine.connect((connection) => {
    connection.execute(text('SELECT 1'))
    expect(() => connection.execDriverSql('BEGIN')).toThrow(
      /cannot start a transaction within a transaction/,
    )
  })
})

test('124: the pool follows the database, and can be chosen', () => {
  const poolOf = (url: string, options: EngineOptions = {}) => createEngine(url, options).pool
  expect(poolOf('sqlite://')).toBeInstanceOf(SingletonThreadPool)
  expect(poolOf('sqlite:///some.db')).toBeInstanceOf(QueuePool)
  expect(poolOf('postgresql://localhost/x')).toBeInstanceOf(QueuePool)
  expect(poolOf('sqlite://', { poolClass: StaticPool })).toBeInstanceOf(StaticPool)
  expect(poolOf('sqlite:///some.db', { poolClass: NullPool })).toBeInstanceOf(NullPool)
  expect((poolOf('postgresql://localhost/x') as QueuePool).size()).toBe(5)
})

test('125: a URL escapes what it is made of, hides its password, and a mock engine prints', () => {
  const url = makeUrl('postgresql://me:p%40ss@host:5433/db')
  expect(url.password).toBe('p@ss')
  expect([String(url), url.render({ hidePassword: false })]).toEqual([
    'postgresql://me:***@host:5433/db',
    'postgresql://me:p%40ss@host:5433/db',
  ])
  const printed: string[] = []
  const mock = createMockEngine('postgresql://', (statement) => printed.push(String(statement)))
  library().createAll(mock, { checkfirst: false })
  expect(printed.join('\n')).toMatch(/CREATE TABLE book_tag/)
})

test('126: the inspector tells tables, columns, keys, indexes; tables load themselves from it', () => {
  const engine = memory()
  library().createAll(engine)
  const inspector = inspect(engine)
  expect(inspector.getTableNames()).toEqual(['author', 'book', 'book_tag', 'tag'])
  expect(inspector.getColumns('author').map(({ name }) => name)).toEqual(['id', 'name'])
  expect(inspector.getPkConstraint('book_tag').constrainedColumns).toEqual(['book_id', 'tag_id'])
  expect(inspector.getForeignKeys('book')[0]?.referredTable).toBe('author')
  expect(inspector.getIndexes('author').map(({ name }) => name)).toEqual(['ix_author_name'])
  expect([inspector.hasTable('tag'), inspector.hasTable('x')]).toEqual([true, false])
  const reflected = new MetaData()
  reflected.reflect(engine, { only: ['book'] })
  expect([...reflected.tables.keys()]).toEqual(['book', 'author'])
})

test('127: automap makes classes of tables with a key, and sees a secondary table', () => {
  const engine = memory()
  library().createAll(engine)
  const Base = automapBase()
  Base.prepare(engine)
  const classes = Object.keys(Base.classes).map((name) => name.toLowerCase())
  expect(classes.sort()).toEqual(['author', 'book', 'tag'])
})

describe('128: errors of the driver', () => {
  let url: string
  beforeAll(async () => (url = await freshDatabase()))

  const failures = [
    ['INSERT INTO t VALUES (1), (1)', IntegrityError],
    ['SELECT * FROM nowhere', ProgrammingError],
    ["SELECT 'x'::text::integer", DataError],
    ['SELECT pg_terminate_backend(pg_backend_pid())', OperationalError],
  ] as const

  test('are wrapped by class, with statement and parameters, on PostgreSQL', () => {
    const engine = createEngine(url)
    onTestFinished(() => engine.dispose())
    engine.begin((connection) => connection.execDriverSql('CREATE TABLE t (id int PRIMARY KEY)'))
    for (const [sql, errorClass] of failures) {
      const run = () => engine.begin((connection) => connection.execDriverSql(sql))
      expect(run).toThrow(errorClass)
      expect(run).toThrow(`[SQL: ${sql}]`)
    }
  })

  test('may be replaced by a listener of handleError', () => {
    const engine = memory()
    event.listen(engine, 'handleError', () => {
      throw new RangeError('mine')
    })
    expect(() => engine.connect((connection) => connection.execDriverSql('SELECT x'))).toThrow(
      RangeError,
    )
  })
})

test('80: PostgreSQL has five levels, reset when the connection returns', async () => {
  const engine = createEngine(await freshDatabase(), { poolSize: 1, maxOverflow: 0 })
  onTestFinished(() => engine.dispose())
  const levels = {
    'READ COMMITTED': 'READ COMMITTED',
    'REPEATABLE READ': 'REPEATABLE READ',
    SERIALIZABLE: 'SERIALIZABLE',
    // As in SQLAlchemy the server is asked, and it knows transactions only.
    AUTOCOMMIT: 'READ COMMITTED',
  }
  for (const [isolationLevel, told] of Object.entries(levels)) {
    engine.connect((connection) => {
      connection.executionOptions({ isolationLevel })
      expect(connection.getIsolationLevel()).toBe(told)
    })
    engine.connect((connection) => expect(connection.getIsolationLevel()).toBe('READ COMMITTED'))
  }
  engine.connect((connection) => {
    connection.executionOptions({ postgresqlReadonly: true })
    expect(() => connection.execDriverSql('CREATE TABLE no (id int)')).toThrow(/read-only/)
  })
})
