/** Options and arguments that are wrong; constraints and names that move with copies; types that are created with tables. */
import { expect, test } from 'vitest'
import {
  addConstraint,
  ArgumentError,
  checkConstraint,
  column,
  createMockEngine,
  createTable,
  enumType,
  foreignKey,
  func,
  index,
  integer,
  MetaData,
  postgresql,
  primaryKeyConstraint,
  Sequence,
  select,
  sortTablesAndConstraints,
  string,
  Table,
  uniqueConstraint,
  varchar,
} from 'orm-shell'
import { collectWarnings } from '../../src/util/warnings.js'
import { collapse, expectSql } from '../helpers/expect-sql.js'

const nullable = { nullable: true } as const
const key = { primaryKey: true } as const

/** The statements of a run against PostgreSQL, which nobody executes. */
function statementsOf(work: (engine: ReturnType<typeof createMockEngine>) => void): string[] {
  const log: string[] = []
  const engine = createMockEngine('postgresql://', (ddl) => {
    log.push(
      collapse(String((ddl as { compile(o: object): object }).compile({ dialect: 'postgresql' }))),
    )
  })
  work(engine)
  return log
}

test('an option that neither a column nor a dialect has is an error', () => {
  const misspelt = { primarykey: true } as object
  expect(() => column('x', integer, misspelt)).toThrow(
    "Additional arguments should be named <dialectname>_<argument>, got 'primarykey'",
  )
  expect(() => new Table('t', new MetaData(), [], { shema: 's' } as never)).toThrow(ArgumentError)
  expect(() => index('ix', 'a', { uniqe: true } as never)).toThrow(/got 'uniqe'/)
  const { warnings } = collectWarnings(() => column('x', integer, { firebirdThing: 1 } as object))
  expect(warnings.map(({ message }) => message)).toEqual([
    "Can't validate argument 'firebird_thing'; can't locate any SQLAlchemy dialect named 'firebird'",
  ])
})

test('a second type and texts that mean nothing are errors of column()', () => {
  const untyped = column as (...args: readonly unknown[]) => unknown
  expect(() => untyped('x', integer, 'y')).toThrow(
    "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got 'y'",
  )
  expect(() => untyped('x', integer, integer)).toThrow("got <class 'Integer'>")
})

test('columns of a primary key constraint are NOT NULL', () => {
  const table = new Table(
    't',
    new MetaData(),
    { a: column(integer, nullable), b: column(integer, nullable) },
    { constraints: [primaryKeyConstraint('a', { name: 'pk_t' })] },
  )
  expectSql(createTable(table), {
    sqlite: 'CREATE TABLE t ( a INTEGER NOT NULL, b INTEGER, CONSTRAINT pk_t PRIMARY KEY (a) )',
  })
})

test('a check stands beside its column', () => {
  const table = new Table('t', new MetaData(), {
    a: column('a', integer, checkConstraint('a > 0', { name: 'ck' }), nullable),
  })
  expectSql(createTable(table), {
    sqlite: 'CREATE TABLE t ( a INTEGER CONSTRAINT ck CHECK (a > 0) )',
  })
  expectSql(createTable(table.toMetadata(new MetaData(), { schema: 's' })), {
    postgresql: 'CREATE TABLE s.t ( a INTEGER CONSTRAINT ck CHECK (a > 0) )',
  })
})

test('copies of indexes and checks are over the columns of the copy, under the names they had', () => {
  const metadata = new MetaData({
    namingConvention: { ix: 'ix_%(column_0_label)s', pk: 'pk_%(table_name)s' },
  })
  const table = new Table('a', metadata, { id: column(integer, key), n: column(string(5)) })
  index(null, table.c.n)
  index('fx', func.lower(table.c.n), { where: table.c.id.gt(5) })
  table.appendConstraint(checkConstraint(table.c.id.gt(1)))
  const copy = table.toMetadata(new MetaData(), { schema: 'other' })
  expect([...copy.indexes].map((each) => each.name)).toEqual(['ix_a_n', 'fx'])
  expect([...copy.indexes].map((each) => each.columns.map((c) => c.table === copy))).toEqual([
    [true],
    [true],
  ])
  expect(table.indexes.size).toBe(2)
  expectSql(createTable(copy), {
    postgresql:
      'CREATE TABLE other.a ( id SERIAL NOT NULL, n VARCHAR(5) NOT NULL, CONSTRAINT pk_a PRIMARY KEY (id), CHECK (id > 1) )',
  })
})

test('a name that is too long is cut when it was made, refused when it was given', () => {
  const long = 'x'.repeat(70)
  const table = new Table('t', new MetaData(), { a: column(integer) })
  const given = addConstraint(uniqueConstraint(table.c.a, { name: long }))
  expect(() => given.compile({ dialect: 'postgresql' })).toThrow(
    `Identifier '${long}' exceeds maximum length of 63 characters`,
  )
})

test('the schema is quoted when told so, and a sequence is written with its own', () => {
  const table = new Table(
    'lower',
    new MetaData(),
    { id: column(integer, nullable) },
    {
      schema: 'sss',
      quoteSchema: true,
    },
  )
  expectSql(createTable(table), { postgresql: 'CREATE TABLE "sss".lower ( id INTEGER )' })
  expectSql(select(table.c.id), { postgresql: 'SELECT "sss".lower.id FROM "sss".lower' })
  expect(String(select(new Sequence('sq', { schema: 'q' }).nextValue()))).toBe(
    'SELECT <next sequence value: q.sq> AS next_value_1',
  )
})

test('tables come with the foreign keys they can be created with', () => {
  const metadata = new MetaData()
  const a = new Table('a', metadata, {
    id: column(integer, key),
    bid: column(integer, foreignKey('b.id', { name: 'fk_ab' }), nullable),
  })
  const b = new Table('b', metadata, {
    id: column(integer, key),
    aid: column(integer, foreignKey('a.id', { name: 'fk_ba' }), nullable),
  })
  const parts = sortTablesAndConstraints([a, b], (each) => (each.name === 'fk_ab' ? null : false))
  expect(parts.map(([table, keys]) => [table?.name ?? null, [...keys].map((k) => k.name)])).toEqual(
    [
      ['a', []],
      ['b', ['fk_ba']],
      [null, ['fk_ab']],
    ],
  )
})

test('types are created once, those of the MetaData first, and not where somebody else does', () => {
  const metadata = new MetaData()
  const bound = enumType('q', { name: 'e_meta', metadata })
  const own = enumType('a', 'b', { name: 'e_own' })
  new Table('t', metadata, {
    id: column(integer, key),
    e: column(own),
    e2: column(own),
    f: column(enumType('x', { name: 'elsewhere', createType: false })),
    g: column(bound),
    p: column(postgresql.domain('positive', integer, { check: 'VALUE > 0', notNull: true })),
  })
  const created = statementsOf((engine) => metadata.createAll(engine, { checkfirst: false }))
  expect(created.filter((each) => !each.startsWith('CREATE TABLE'))).toEqual([
    "CREATE TYPE e_meta AS ENUM ('q')",
    "CREATE TYPE e_own AS ENUM ('a', 'b')",
    'CREATE DOMAIN positive AS INTEGER NOT NULL CHECK (VALUE > 0)',
  ])
  const dropped = statementsOf((engine) => metadata.dropAll(engine, { checkfirst: false }))
  expect(dropped).toEqual([
    'DROP TABLE t',
    'DROP TYPE e_meta',
    'DROP TYPE e_own',
    'DROP DOMAIN positive',
  ])
  const alone = statementsOf((engine) => metadata.tables.get('t')?.create(engine))
  expect(alone.filter((each) => each.startsWith('CREATE TYPE'))).toEqual([
    "CREATE TYPE e_own AS ENUM ('a', 'b')",
  ])
})

test('no two rows may overlap', () => {
  const table = new Table(
    'booking',
    new MetaData(),
    { room: column(integer, nullable), during: column(postgresql.tsrange, nullable) },
    {
      constraints: [
        new postgresql.ExcludeConstraint(['room', '='], ['during', '&&'], {
          name: 'no_overlap',
          where: 'room > 1',
          ops: { during: 'range_ops' },
          deferrable: true,
        }),
      ],
    },
  )
  const sql =
    'CREATE TABLE booking ( room INTEGER, during TSRANGE, CONSTRAINT no_overlap EXCLUDE USING gist ' +
    '(room WITH =, during range_ops WITH &&) WHERE (room > 1) DEFERRABLE )'
  expectSql(createTable(table), { postgresql: sql })
  expectSql(createTable(table.toMetadata(new MetaData())), { postgresql: sql })
})

test('types print as SQL, and say what they are', () => {
  expect([integer(), varchar(20), enumType('a', 'bb'), postgresql.inet()].map(String)).toEqual([
    'INTEGER',
    'VARCHAR(20)',
    'VARCHAR(2)',
    'INET',
  ])
  expect(integer().compile({ dialect: 'mysql' })).toBe('INTEGER')
  expect([integer() instanceof integer, varchar(2) instanceof integer]).toEqual([true, false])
  expect([varchar(2) instanceof string, string(2) instanceof varchar]).toEqual([true, false])
})
