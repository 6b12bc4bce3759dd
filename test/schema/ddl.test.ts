/** CREATE TABLE, indexes and the other statements that change a schema. */
import { describe, expect, test } from 'vitest'
import {
  array,
  bigInteger,
  boolean,
  char,
  CompileError,
  date,
  dateTime,
  enumType,
  float,
  func,
  integer,
  interval,
  json,
  largeBinary,
  numeric,
  smallInteger,
  string,
  text,
  textType,
  time,
  true_,
  uuid,
} from '../../src/sql/index.js'
import {
  addConstraint,
  checkConstraint,
  column,
  Computed,
  conv,
  createIndex,
  createTable,
  CreateEnumType,
  CreateSequence,
  ddl,
  dropConstraint,
  dropTable,
  foreignKey,
  foreignKeyConstraint,
  Identity,
  index,
  MetaData,
  Sequence,
  Table,
  uniqueConstraint,
  type TableOptions,
  type Column,
} from '../../src/schema/index.js'
import { expectSql } from '../helpers/expect-sql.js'

const nullable = { nullable: true } as const
const key = { primaryKey: true } as const

function table<Columns extends Readonly<Record<string, Column>>>(
  name: string,
  columns: Columns,
  options: TableOptions = {},
) {
  return new Table(name, new MetaData(), columns, options)
}

describe('columns', () => {
  test('are NOT NULL unless they say so; a lone integer key counts up', () => {
    const a = table('a', {
      id: column(integer, key),
      n: column(integer),
      x: column(string(5), nullable),
    })
    expectSql(createTable(a), {
      sqlite:
        'CREATE TABLE a ( id INTEGER NOT NULL, n INTEGER NOT NULL, x VARCHAR(5), PRIMARY KEY (id) )',
      postgresql:
        'CREATE TABLE a ( id SERIAL NOT NULL, n INTEGER NOT NULL, x VARCHAR(5), PRIMARY KEY (id) )',
      mysql:
        'CREATE TABLE a ( id INTEGER NOT NULL AUTO_INCREMENT, n INTEGER NOT NULL, x VARCHAR(5), PRIMARY KEY (id) )',
    })
  })

  test('that do not count up are plain', () => {
    expectSql(createTable(table('b', { id: column(integer, { ...key, autoincrement: false }) })), {
      postgresql: 'CREATE TABLE b ( id INTEGER NOT NULL, PRIMARY KEY (id) )',
    })
    expectSql(createTable(table('d', { a: column(integer, key), b: column(integer, key) })), {
      postgresql: 'CREATE TABLE d ( a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b) )',
    })
    expectSql(createTable(table('f', { id: column(bigInteger, key) })), {
      postgresql: 'CREATE TABLE f ( id BIGSERIAL NOT NULL, PRIMARY KEY (id) )',
    })
  })

  test('a composite key cannot count up on SQLite', () => {
    const e = table('e', {
      a: column(integer, { ...key, autoincrement: true }),
      b: column(integer, key),
    })
    expect(() => createTable(e).compile({ dialect: 'sqlite' })).toThrow(
      "(in table 'e', column 'a'): SQLite does not support autoincrement for composite primary keys",
    )
    expectSql(createTable(e), {
      postgresql: 'CREATE TABLE e ( a SERIAL NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b) )',
    })
  })

  test('have types of the database', () => {
    const t = table('t', {
      a: column(smallInteger, nullable),
      b: column(textType, nullable),
      c: column(boolean, nullable),
      d: column(date, nullable),
      e: column(time, nullable),
      f: column(dateTime({ timezone: true }), nullable),
      g: column(interval, nullable),
      h: column(float(5), nullable),
      i: column(numeric(10, 2), nullable),
      j: column(largeBinary, nullable),
      k: column(json, nullable),
      l: column(uuid, nullable),
      m: column(enumType('a', 'bb', { name: 'en' }), nullable),
      n: column(char(3), nullable),
    })
    expectSql(createTable(t), {
      sqlite:
        'CREATE TABLE t ( a SMALLINT, b TEXT, c BOOLEAN, d DATE, e TIME, f DATETIME, g DATETIME, h FLOAT, ' +
        'i NUMERIC(10, 2), j BLOB, k JSON, l CHAR(32), m VARCHAR(2), n CHAR(3) )',
      postgresql:
        'CREATE TABLE t ( a SMALLINT, b TEXT, c BOOLEAN, d DATE, e TIME WITHOUT TIME ZONE, ' +
        'f TIMESTAMP WITH TIME ZONE, g INTERVAL, h FLOAT(5), i NUMERIC(10, 2), j BYTEA, k JSON, l UUID, m en, n CHAR(3) )',
      mysql:
        'CREATE TABLE t ( a SMALLINT, b TEXT, c BOOL, d DATE, e TIME, f DATETIME, g DATETIME, h FLOAT(5), ' +
        "i NUMERIC(10, 2), j BLOB, k JSON, l CHAR(32), m ENUM('a','bb'), n CHAR(3) )",
    })
  })

  test('of types a database does not have are errors that say where', () => {
    const s = table('s', { x: column(string, nullable) })
    expect(() => createTable(s).compile({ dialect: 'mysql' })).toThrow(
      "(in table 's', column 'x'): VARCHAR requires a length on dialect mysql",
    )
    const a = table('a', { x: column(array(integer), nullable) })
    expect(() => createTable(a).compile({ dialect: 'sqlite' })).toThrow(CompileError)
    expectSql(createTable(a), { postgresql: 'CREATE TABLE a ( x INTEGER[] )' })
    const n = table('n', { x: column('x') })
    expect(() => createTable(n).compile({ dialect: 'postgresql' })).toThrow(
      /did you forget to specify a type on this Column/,
    )
  })

  test('have defaults of the server', () => {
    const a = table('a', {
      s: column(string(5), { ...nullable, serverDefault: "it's" }),
      t: column(integer, { ...nullable, serverDefault: text('5') }),
      ts: column(dateTime, { ...nullable, serverDefault: func.now() }),
      b: column(boolean, { ...nullable, serverDefault: true_() }),
      ex: column(integer, { ...nullable, serverDefault: func.abs(-5) }),
    })
    expectSql(createTable(a), {
      sqlite:
        "CREATE TABLE a ( s VARCHAR(5) DEFAULT 'it''s', t INTEGER DEFAULT 5, ts DATETIME DEFAULT CURRENT_TIMESTAMP, " +
        'b BOOLEAN DEFAULT 1, ex INTEGER DEFAULT (abs(-5)) )',
      postgresql:
        "CREATE TABLE a ( s VARCHAR(5) DEFAULT 'it''s', t INTEGER DEFAULT 5, " +
        'ts TIMESTAMP WITHOUT TIME ZONE DEFAULT now(), b BOOLEAN DEFAULT true, ex INTEGER DEFAULT abs(-5) )',
    })
  })

  test('can be computed or identities', () => {
    const c = table('c', {
      id: column(integer, {
        ...key,
        identity: new Identity({ always: true, start: 42, increment: 5, cycle: true }),
      }),
      d: column(integer, { ...nullable, computed: new Computed('x * 2', { persisted: true }) }),
    })
    expectSql(createTable(c), {
      sqlite:
        'CREATE TABLE c ( id INTEGER NOT NULL, d INTEGER GENERATED ALWAYS AS (x * 2) STORED, PRIMARY KEY (id) )',
      postgresql:
        'CREATE TABLE c ( id INTEGER GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 START WITH 42 CYCLE), ' +
        'd INTEGER GENERATED ALWAYS AS (x * 2) STORED, PRIMARY KEY (id) )',
    })
  })
})

describe('constraints', () => {
  test('stand after the columns, the primary key first, those of columns last', () => {
    const metadata = new MetaData()
    new Table('p', metadata, { id: column(integer, key) })
    const t = new Table(
      't',
      metadata,
      {
        id: column(integer, key),
        a: column(integer, { ...nullable, unique: true }),
        pId: column('p_id', integer, foreignKey('p.id', { ondelete: 'CASCADE' }), nullable),
      },
      {
        constraints: [checkConstraint('a > 0', { name: 'positive' }), uniqueConstraint('a', 'pId')],
      },
    )
    expectSql(createTable(t), {
      sqlite:
        'CREATE TABLE t ( id INTEGER NOT NULL, a INTEGER, p_id INTEGER, PRIMARY KEY (id), ' +
        'CONSTRAINT positive CHECK (a > 0), UNIQUE (a, p_id), UNIQUE (a), ' +
        'FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE )',
    })
  })

  test('of several columns, with all options', () => {
    const metadata = new MetaData()
    new Table('p', metadata, { a: column(integer, key), b: column(integer, key) })
    const t = new Table(
      't',
      metadata,
      { x: column(integer, key), y: column(integer) },
      {
        constraints: [
          foreignKeyConstraint(['x', 'y'], ['p.a', 'p.b'], {
            name: 'fk',
            onupdate: 'SET NULL',
            deferrable: true,
            initially: 'DEFERRED',
            match: 'FULL',
          }),
        ],
      },
    )
    expectSql(createTable(t), {
      postgresql:
        'CREATE TABLE t ( x INTEGER NOT NULL, y INTEGER NOT NULL, PRIMARY KEY (x), CONSTRAINT fk ' +
        'FOREIGN KEY(x, y) REFERENCES p (a, b) MATCH FULL ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED )',
    })
  })

  test('of types are written where the database needs them', () => {
    const t = table('t', {
      n: column(enumType('x', { nativeEnum: false, createConstraint: true }), nullable),
      b: column(boolean({ createConstraint: true, name: 'ck_b' }), nullable),
    })
    expectSql(createTable(t), {
      sqlite:
        "CREATE TABLE t ( n VARCHAR(1), b BOOLEAN, CHECK (n IN ('x')), CONSTRAINT ck_b CHECK (b IN (0, 1)) )",
      postgresql: "CREATE TABLE t ( n VARCHAR(1), b BOOLEAN, CHECK (n IN ('x')) )",
    })
  })

  test('are added and dropped later', () => {
    const t = table('t', { id: column(integer, key) })
    expectSql(addConstraint(uniqueConstraint(t.c.id, { name: 'uq_late' })), {
      postgresql: 'ALTER TABLE t ADD CONSTRAINT uq_late UNIQUE (id)',
    })
    const check = checkConstraint('id > 0', { name: 'ck_late' })
    t.appendConstraint(check)
    expectSql(dropConstraint(check), {
      postgresql: 'ALTER TABLE t DROP CONSTRAINT ck_late',
      mysql: 'ALTER TABLE t DROP CHECK ck_late',
    })
  })

  test('reject unknown columns and strange actions', () => {
    expect(() =>
      createTable(table('t', {}, { constraints: [uniqueConstraint('nope')] })).compile(),
    ).toThrow(/no column named 'nope' is present/)
    const metadata = new MetaData()
    new Table('p', metadata, { id: column(integer, key) })
    const t = new Table('t', metadata, {
      x: column(integer, foreignKey('p.id', { ondelete: 'DROP ALL' })),
    })
    expect(() => createTable(t).compile()).toThrow(/Unexpected SQL phrase: 'DROP ALL'/)
  })
})

describe('naming conventions', () => {
  const namingConvention = {
    ix: 'ix_%(column_0_label)s',
    uq: 'uq_%(table_name)s_%(column_0_N_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
  }

  test('name what has no name', () => {
    const metadata = new MetaData({ namingConvention })
    new Table('p', metadata, { id: column(integer, key) })
    const t = new Table(
      't',
      metadata,
      {
        id: column(integer, key),
        a: column(integer, { ...nullable, index: true }),
        pId: column('p_id', foreignKey('p.id'), nullable),
      },
      {
        constraints: [
          checkConstraint('a > 0', { name: 'positive' }),
          checkConstraint('a > 1', { name: conv('as_is') }),
          uniqueConstraint('a', 'pId'),
        ],
      },
    )
    expectSql(createTable(t), {
      sqlite:
        'CREATE TABLE t ( id INTEGER NOT NULL, a INTEGER, p_id INTEGER, CONSTRAINT pk_t PRIMARY KEY (id), ' +
        'CONSTRAINT ck_t_positive CHECK (a > 0), CONSTRAINT as_is CHECK (a > 1), ' +
        'CONSTRAINT uq_t_a_p_id UNIQUE (a, p_id), CONSTRAINT fk_t_p_id_p FOREIGN KEY(p_id) REFERENCES p (id) )',
    })
    const [ix] = t.indexes
    expectSql(createIndex(ix as never), { sqlite: 'CREATE INDEX ix_t_a ON t (a)' })
  })

  test('that need a name say so', () => {
    const metadata = new MetaData({ namingConvention: { ck: 'ck_%(constraint_name)s' } })
    const columns = { a: column(integer, nullable) }
    expect(
      () => new Table('t', metadata, columns, { constraints: [checkConstraint('a > 1')] }),
    ).toThrow(/requires that constraint is explicitly named/)
  })

  test('made up names are cut, given ones are not', () => {
    const t = table(`verylong_${'x'.repeat(60)}`, {
      some_column_name_that_is_long: column(integer, { ...nullable, index: true }),
    })
    const [ix] = t.indexes
    const { sql } = createIndex(ix as never).compile({ dialect: 'postgresql' })
    expect(sql).toContain(
      'CREATE INDEX ix_verylong_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_1cbf ON',
    )
  })
})

describe('indexes', () => {
  const t = table(
    't',
    {
      id: column(integer, key),
      email: column(string(50), nullable),
      active: column(boolean, nullable),
    },
    { schema: 'app', constraints: [index('ix_email', 'email', 'active', { unique: true })] },
  )

  test('over columns; schemas stand where the database wants them', () => {
    const [ix] = t.indexes
    expectSql(createIndex(ix as never), {
      sqlite: 'CREATE UNIQUE INDEX app.ix_email ON t (email, active)',
      postgresql: 'CREATE UNIQUE INDEX ix_email ON app.t (email, active)',
    })
  })

  test('over expressions, partial, with methods', () => {
    const ix = index('ix_low', func.lower(t.c.email), {
      using: 'GIN',
      where: t.c.active.is(true),
      include: ['id'],
    })
    expectSql(createIndex(ix), {
      postgresql:
        'CREATE INDEX ix_low ON app.t USING gin (lower(email)) INCLUDE (id) WHERE active IS true',
      sqlite: 'CREATE INDEX app.ix_low ON t (lower(email)) WHERE active IS 1',
    })
  })
})

describe('tables', () => {
  test('have options', () => {
    const t = table(
      't',
      { id: column(integer, { ...key, comment: 'the key' }) },
      {
        prefixes: ['TEMPORARY'],
        comment: "it's",
        dialectOptions: {
          mysql_engine: 'InnoDB',
          sqlite_autoincrement: true,
          postgresql_tablespace: 'ts',
        },
      },
    )
    expectSql(createTable(t, { ifNotExists: true }), {
      sqlite:
        'CREATE TEMPORARY TABLE IF NOT EXISTS t ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT )',
      postgresql:
        'CREATE TEMPORARY TABLE IF NOT EXISTS t ( id SERIAL NOT NULL, PRIMARY KEY (id) ) TABLESPACE ts',
      mysql:
        "CREATE TEMPORARY TABLE IF NOT EXISTS t ( id INTEGER NOT NULL COMMENT 'the key' AUTO_INCREMENT, " +
        "PRIMARY KEY (id) )ENGINE=InnoDB COMMENT='it''s'",
    })
    expectSql(dropTable(t, { ifExists: true }), { sqlite: 'DROP TABLE IF EXISTS t' })
  })

  test('other statements', () => {
    expectSql(
      new CreateSequence(new Sequence('s1', { start: 1, increment: 2, maxvalue: 99, cycle: true })),
      {
        postgresql: 'CREATE SEQUENCE s1 INCREMENT BY 2 START WITH 1 MAXVALUE 99 CYCLE',
      },
    )
    expectSql(new CreateEnumType(enumType('a', "b'c", { name: 'pe' })), {
      postgresql: "CREATE TYPE pe AS ENUM ('a', 'b''c')",
    })
    expectSql(ddl('ALTER TABLE t ADD x INT'), { sqlite: 'ALTER TABLE t ADD x INT' })
  })
})
