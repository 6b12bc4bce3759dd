/** Options of single dialects on tables, columns, indexes and constraints, beside the other options. */
import { expect, test } from 'vitest'
import {
  checkConstraint,
  column,
  createIndex,
  createTable,
  foreignKey,
  foreignKeyConstraint,
  index,
  integer,
  MetaData,
  primaryKeyConstraint,
  Table,
  uniqueConstraint,
} from 'orm-shell'
import { expectSql } from '../helpers/expect-sql.js'

function constrained() {
  const metadata = new MetaData()
  new Table('a', metadata, { id: column(integer, { primaryKey: true }) })
  const deferrable = { deferrable: true }
  return new Table(
    't',
    metadata,
    {
      id: column(integer),
      x: column(integer, { sqliteOnConflictNotNull: 'FAIL' }),
      u: column(integer, { unique: true, nullable: true, sqliteOnConflictUnique: 'IGNORE' }),
      a_id: column(integer, { nullable: true }),
    },
    {
      constraints: [
        primaryKeyConstraint('id', {
          name: 'pk',
          postgresqlInclude: ['x'],
          sqliteOnConflict: 'REPLACE',
          mysqlUsing: 'btree',
          ...deferrable,
        }),
        uniqueConstraint('x', 'u', {
          postgresqlInclude: ['a_id'],
          postgresqlNullsNotDistinct: true,
          sqliteOnConflict: 'IGNORE',
          ...deferrable,
        }),
        checkConstraint('x > 0', { postgresqlNotValid: true, sqliteOnConflict: 'ABORT' }),
        foreignKeyConstraint(['a_id'], ['a.id'], { postgresqlNotValid: true, ...deferrable }),
      ],
    },
  )
}

test('constraints', () => {
  expectSql(createTable(constrained()), {
    postgresql:
      'CREATE TABLE t ( id SERIAL NOT NULL, x INTEGER NOT NULL, u INTEGER, a_id INTEGER, ' +
      'CONSTRAINT pk PRIMARY KEY (id) INCLUDE (x) DEFERRABLE, ' +
      'UNIQUE NULLS NOT DISTINCT (x, u) INCLUDE (a_id) DEFERRABLE, CHECK (x > 0) NOT VALID, ' +
      'FOREIGN KEY(a_id) REFERENCES a (id) DEFERRABLE NOT VALID, UNIQUE (u) )',
    sqlite:
      'CREATE TABLE t ( id INTEGER NOT NULL, x INTEGER NOT NULL ON CONFLICT FAIL, u INTEGER, a_id INTEGER, ' +
      'CONSTRAINT pk PRIMARY KEY (id) DEFERRABLE ON CONFLICT REPLACE, ' +
      'UNIQUE (x, u) DEFERRABLE ON CONFLICT IGNORE, CHECK (x > 0) ON CONFLICT ABORT, ' +
      'FOREIGN KEY(a_id) REFERENCES a (id) DEFERRABLE, UNIQUE (u) ON CONFLICT IGNORE )',
    mysql:
      'CREATE TABLE t ( id INTEGER NOT NULL AUTO_INCREMENT, x INTEGER NOT NULL, u INTEGER, a_id INTEGER, ' +
      'CONSTRAINT pk PRIMARY KEY (id) DEFERRABLE USING btree, UNIQUE (x, u) DEFERRABLE, CHECK (x > 0), ' +
      'FOREIGN KEY(a_id) REFERENCES a (id) DEFERRABLE, UNIQUE (u) )',
  })
})

test('keys of SQLite, inside and outside of the column', () => {
  const columns = () => ({
    id: column(integer, { primaryKey: true, sqliteOnConflictPrimaryKey: 'FAIL' }),
  })
  expectSql(createTable(new Table('t', new MetaData(), columns(), { sqliteStrict: true })), {
    sqlite: 'CREATE TABLE t ( id INTEGER NOT NULL, PRIMARY KEY (id) ON CONFLICT FAIL ) STRICT',
  })
  expectSql(createTable(new Table('t', new MetaData(), columns(), { sqliteAutoincrement: true })), {
    sqlite: 'CREATE TABLE t ( id INTEGER NOT NULL PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT )',
  })
})

test('indexes', () => {
  const { c } = constrained()
  const ix = index('i', c['x']!, {
    sqliteWhere: c['x']!.gt(5),
    postgresqlWhere: c['x']!.gt(6),
    postgresqlWith: { fillfactor: 50 },
    postgresqlTablespace: 'ts',
    postgresqlNullsNotDistinct: true,
    postgresqlInclude: ['u'],
    postgresqlUsing: 'hash',
    postgresqlOps: { x: 'int4_ops' },
    mysqlUsing: 'hash',
    mysqlLength: 5,
    mysqlPrefix: 'FULLTEXT',
    mysqlWithParser: 'ngram',
  })
  expectSql(createIndex(ix), {
    postgresql:
      'CREATE INDEX i ON t USING hash (x int4_ops) INCLUDE (u) NULLS NOT DISTINCT WITH (fillfactor = 50) ' +
      'TABLESPACE ts WHERE x > 6',
    sqlite: 'CREATE INDEX i ON t (x) WHERE x > 5',
    mysql: 'CREATE FULLTEXT INDEX i ON t (x(5)) WITH PARSER ngram USING hash',
  })
})

test('a misspelt option names the likely one', () => {
  const { c } = constrained()
  expect(() => index('i', c['x']!, { postgresqlUsng: 'gin' })).toThrow(
    "Argument 'postgresql_usng' is not accepted by dialect 'postgresql' on behalf of <class 'Index'>. " +
      "Did you mean 'postgresql_using'?",
  )
  expect(() => new Table('q', new MetaData(), {}, { sqliteFoo: 1 })).toThrow(/'sqlite_foo'/)
  const late = uniqueConstraint('id', { sqliteBar: 2 })
  const columns = { id: column(integer, foreignKey('a.id')) }
  expect(() => new Table('q', new MetaData(), columns, { constraints: [late] })).toThrow(
    /'sqlite_bar' is not accepted by dialect 'sqlite' on behalf of <class 'UniqueConstraint'>/,
  )
})
