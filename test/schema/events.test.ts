/** Events of tables and MetaData, and DDL that listens to them, on SQLite. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  CircularDependencyError,
  column,
  createEngine,
  createMockEngine,
  DDL,
  event,
  foreignKey,
  index,
  inspect,
  integer,
  MetaData,
  string,
  Table,
  uniqueConstraint,
  type Engine,
} from '../../src/index.js'

let engine: Engine
let metadata: MetaData
let users: Table

beforeEach(() => {
  engine = createEngine('sqlite://')
  metadata = new MetaData()
  users = new Table('users', metadata, { id: column(integer, { primaryKey: true }) }) as Table
})

test('tables and their MetaData say before and after', () => {
  const log: string[] = []
  for (const name of ['beforeCreate', 'afterCreate', 'beforeDrop', 'afterDrop']) {
    event.listen(users, name, (target: Table) => log.push(`${name} ${target.name}`))
    event.listen(metadata, name, (_target, _connection, { tables }) => {
      log.push(`${name} all: ${(tables as Table[]).map((each) => each.name).join()}`)
    })
  }
  metadata.createAll(engine)
  metadata.dropAll(engine)
  expect(log).toEqual([
    'beforeCreate all: users',
    'beforeCreate users',
    'afterCreate users',
    'afterCreate all: users',
    'beforeDrop all: users',
    'beforeDrop users',
    'afterDrop users',
    'afterDrop all: users',
  ])
})

test('listeners get the connection of the operation', () => {
  event.listen(users, 'afterCreate', (_target, connection) => {
    connection.execDriverSql('INSERT INTO users VALUES (7)')
  })
  users.create(engine)
  expect(engine.connect((it) => it.execDriverSql('SELECT id FROM users').scalar())).toBe(7)
})

describe('DDL as a listener', () => {
  test('names the table, and takes values', () => {
    const trail = new DDL('CREATE INDEX ix_%(suffix)s ON %(fullname)s (id)', {
      context: { suffix: 'extra' },
    })
    event.listen(users, 'afterCreate', trail)
    users.create(engine)
    expect(
      inspect(engine)
        .getIndexes('users')
        .map(({ name }) => name),
    ).toEqual(['ix_extra'])
    event.remove(users, 'afterCreate', trail)
    expect(event.contains(users, 'afterCreate', trail)).toBe(false)
  })

  test('is executed only for its dialects, and when its function says so', () => {
    const ddl = new DDL('no SQL at all')
    event.listen(users, 'afterCreate', ddl.executeIf({ dialect: 'postgresql' }))
    event.listen(users, 'afterCreate', ddl.executeIf({ dialect: ['mysql', 'postgresql'] }))
    event.listen(users, 'afterCreate', ddl.executeIf({ callable: () => false }))
    users.create(engine)
    expect(inspect(engine).hasTable('users')).toBe(true)
  })

  test('a percent sign is doubled', () => {
    expect(String(new DDL("SELECT '100%%'"))).toBe("SELECT '100%'")
    expect(() => String(new DDL('%(nothing)s'))).toThrow('DDL text has no value for %(nothing)s')
  })
})

test('columnReflect may change what is taken over', () => {
  engine.begin((it) => it.execDriverSql('CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT)'))
  const reflected = new MetaData()
  event.listen(reflected, 'columnReflect', (_inspector, _table, info) => {
    info.key = `k_${info.name}`
  })
  const t = new Table('t', reflected, {}, { autoloadWith: engine })
  expect(t.columns.keys()).toEqual(['k_id', 'k_n'])
})

describe('names', () => {
  test('follow the convention, as plain texts', () => {
    const named = new MetaData({
      namingConvention: {
        pk: 'pk_%(table_name)s',
        uq: 'uq_%(table_name)s_%(column_0_N_name)s',
        fk: 'fk_%(table_name)s_%(referred_table_name)s_%(referred_column_0_name)s',
      },
    })
    const t = new Table(
      't',
      named,
      {
        id: column(integer, { primaryKey: true }),
        a: column(integer, foreignKey('missing.key')),
        b: column(string, { index: true }),
      },
      { constraints: [uniqueConstraint('a', 'b')] },
    )
    expect([...t.constraints].map(({ name }) => name).sort()).toEqual([
      'fk_t_missing_key',
      'pk_t',
      'uq_t_a_b',
    ])
    expect([...t.indexes].map(({ name }) => name)).toEqual(['ix_t_b'])
  })

  test('are null where there is no convention', () => {
    expect(users.primaryKeyConstraint.name).toBeNull()
    expect(index(null, 'id').name).toBeNull()
  })
})

test('tables in a circle of nameless keys cannot be dropped where that takes ALTER', () => {
  const circle = new MetaData()
  new Table('a', circle, { id: column(integer, foreignKey('b.id'), { primaryKey: true }) })
  new Table('b', circle, { id: column(integer, foreignKey('a.id'), { primaryKey: true }) })
  const mock = createMockEngine('postgresql://', () => undefined)
  expect(() => circle.dropAll(mock, { checkfirst: false })).toThrow(CircularDependencyError)
  expect(() => circle.dropAll(mock, { checkfirst: false })).toThrow(
    "Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: a, b.",
  )
})

describe('schemaTranslateMap', () => {
  test('translates schemas in statements and DDL, per connection', () => {
    engine.begin((it) => it.execDriverSql("ATTACH ':memory:' AS tenant_7"))
    const t = new Table('t', new MetaData(), { id: column(integer) }, { schema: 'tenant' })
    engine.connect((connection) => {
      connection.executionOptions({ schemaTranslateMap: { tenant: 'tenant_7', null: 'tenant_7' } })
      t.create(connection)
      users.create(connection)
      connection.execute(t.insert(), { id: 1 })
      expect(connection.execute(t.select()).all()).toEqual([[1]])
      connection.commit()
    })
    expect(inspect(engine).getTableNames({ schema: 'tenant_7' })).toEqual(['t', 'users'])
    expect(String(t.select())).toContain('FROM tenant.t')
  })

  test('two maps do not share a cached statement', () => {
    engine.begin((it) => {
      it.execDriverSql('CREATE TABLE main.t (id INTEGER)')
      it.execDriverSql('CREATE TEMP TABLE t (id INTEGER)')
      it.execDriverSql('INSERT INTO temp.t VALUES (1)')
    })
    const t = new Table('t', new MetaData(), { id: column(integer) }, { schema: 'x' })
    const count = (schema: string) =>
      engine.connect(
        (it) =>
          it
            .executionOptions({ schemaTranslateMap: { x: schema } })
            .execute(t.select())
            .all().length,
      )
    expect([count('main'), count('temp'), count('main')]).toEqual([0, 1, 0])
  })
})
