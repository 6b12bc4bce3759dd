/** The Inspector on SQLite: what SQLAlchemy reads, with the statements SQLAlchemy reads it by. */
import { formatPlan } from '../../../src/engine/explain.js'
import { runSync } from '../../../src/engine/io.js'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createEngine } from '../../../src/create-engine.js'
import type { Engine } from '../../../src/engine/engine.js'
import { NoSuchTableError } from '../../../src/engine/errors.js'
import { Inspector } from '../../../src/engine/inspector.js'
import { ObjectKind, ObjectScope } from '../../../src/engine/reflection/multi.js'
import { StaticPool } from '../../../src/engine/pool/simple-pools.js'
import { collectWarnings } from '../../../src/util/warnings.js'

const schema = `
  CREATE TABLE city (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, country CHAR(2) DEFAULT 'AT', pop BIGINT, area NUMERIC(10, 2), founded DATE, UNIQUE (name, country));
  CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT CONSTRAINT uq_email UNIQUE, age INTEGER CHECK (age > 0), city_id INTEGER REFERENCES city (id) ON DELETE SET NULL,
    boss_id INTEGER, active BOOLEAN NOT NULL DEFAULT 1, data JSON, created DATETIME DEFAULT CURRENT_TIMESTAMP, CONSTRAINT fk_boss FOREIGN KEY (boss_id) REFERENCES person (id) ON UPDATE CASCADE,
    CONSTRAINT ck_mail CHECK (email LIKE '%@%'));
  CREATE TABLE pair (a INTEGER NOT NULL, b VARCHAR(5) NOT NULL, note BLOB, PRIMARY KEY (b, a));
  CREATE TABLE pair_child (id INTEGER PRIMARY KEY, pa INTEGER, pb VARCHAR(5), FOREIGN KEY (pb, pa) REFERENCES pair (b, a));
  CREATE TABLE gen (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, size INTEGER GENERATED ALWAYS AS (w * h) STORED, dbl INTEGER AS (w * 2));
  CREATE TABLE untyped (x, y WEIRDTYPE(3));
  CREATE INDEX ix_person_age ON person (age, active);
  CREATE UNIQUE INDEX ix_city_pop ON city (pop) WHERE pop > 0;
  CREATE INDEX ix_expr ON city (lower(name));
  CREATE VIEW adults AS SELECT id, email FROM person WHERE age >= 18;
  CREATE TEMP TABLE scratch (id INTEGER)`

let engine: Engine
let inspector: Inspector
let statements: string[]

beforeAll(() => {
  engine = createEngine('sqlite://', { poolClass: StaticPool })
  engine.begin((c) => {
    for (const statement of schema.split(';')) c.execDriverSql(statement.trim())
  })
  engine.observe({ statementStart: ({ sql }) => statements.push(sql.replace(/\s+/g, ' ')) })
})

beforeEach(() => {
  inspector = new Inspector(engine)
  statements = []
})

test('names', () => {
  expect(inspector.getTableNames()).toEqual([
    'city',
    'gen',
    'pair',
    'pair_child',
    'person',
    'untyped',
  ])
  expect(statements).toEqual([
    "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
  ])
  expect(inspector.getViewNames()).toEqual(['adults'])
  expect(inspector.getTempTableNames()).toEqual(['scratch'])
  expect(inspector.getSchemaNames()).toEqual(['main'])
  expect([
    inspector.hasTable('city'),
    inspector.hasTable('adults'),
    inspector.hasTable('nope'),
  ]).toEqual([true, true, false])
  expect(statements.slice(-2)).toEqual([
    'PRAGMA main.table_info("nope")',
    'PRAGMA temp.table_info("nope")',
  ])
  expect(inspector.getViewDefinition('adults')).toBe(
    'CREATE VIEW adults AS SELECT id, email FROM person WHERE age >= 18',
  )
  expect(inspector.getSortedTableAndFkcNames().map(([name]) => name)).toEqual([
    'city',
    'gen',
    'pair',
    'untyped',
    'pair_child',
    'person',
    null,
  ])
})

test('columns', () => {
  const columns = inspector
    .getColumns('city')
    .map((c) => [c.name, String(c.type), c.nullable, c.default, c.primaryKey])
  expect(columns).toEqual([
    ['id', 'INTEGER', true, null, 1],
    ['name', 'VARCHAR(50)', false, null, 0],
    ['country', 'CHAR(2)', true, "'AT'", 0],
    ['pop', 'BIGINT', true, null, 0],
    ['area', 'NUMERIC(10, 2)', true, null, 0],
    ['founded', 'DATE', true, null, 0],
  ])
  expect(
    inspector
      .getColumns('gen')
      .slice(3)
      .map((c) => [String(c.type), c.computed?.persisted]),
  ).toEqual([
    ['INTEGER', true],
    ['INTEGER', false],
  ])
  expect(inspector.getColumns('untyped').map((c) => String(c.type))).toEqual(['NULL', 'NUMERIC(3)'])
  expect(() => inspector.getColumns('nope')).toThrow(new NoSuchTableError('nope'))
})

test('keys', () => {
  expect(inspector.getPkConstraint('pair')).toEqual({ name: null, constrainedColumns: ['b', 'a'] })
  expect(inspector.getPkConstraint('untyped')).toEqual({ name: null, constrainedColumns: [] })
  expect(inspector.getForeignKeys('person')).toEqual([
    {
      name: 'fk_boss',
      constrainedColumns: ['boss_id'],
      referredSchema: null,
      referredTable: 'person',
      referredColumns: ['id'],
      options: { onupdate: 'CASCADE' },
    },
    {
      name: null,
      constrainedColumns: ['city_id'],
      referredSchema: null,
      referredTable: 'city',
      referredColumns: ['id'],
      options: {},
    },
  ])
  expect(inspector.getForeignKeys('pair_child')[0]?.constrainedColumns).toEqual(['pb', 'pa'])
})

test('constraints and indexes', () => {
  const { result: uniques, warnings } = collectWarnings(() =>
    inspector.getUniqueConstraints('city'),
  )
  expect(uniques).toEqual([{ name: null, columnNames: ['name', 'country'] }])
  expect(warnings.map(({ message }) => message)).toEqual([
    'Skipped unsupported reflection of expression-based index ix_expr',
  ])
  expect(inspector.getUniqueConstraints('person')).toEqual([{ name: null, columnNames: ['email'] }])
  expect(inspector.getCheckConstraints('person')).toEqual([
    { name: 'ck_mail', sqltext: "email LIKE '%@%'" },
    { name: null, sqltext: 'age > 0' },
  ])
  expect(inspector.getIndexes('person')).toEqual([
    { name: 'ix_person_age', columnNames: ['age', 'active'], unique: false, dialectOptions: {} },
  ])
  const { result: indexes } = collectWarnings(() => inspector.getIndexes('city'))
  expect(indexes[0]).toMatchObject({ name: 'ix_city_pop', unique: true, columnNames: ['pop'] })
  expect(indexes[0]?.dialectOptions['sqliteWhere']).toMatchObject({ text: 'pop > 0' })
  expect(inspector.hasIndex('person', 'ix_person_age')).toBe(true)
})

test('a plan is a tree of scans', () => {
  const target = { sql: 'SELECT * FROM person WHERE id = ?', parameters: [1] }
  const plan = engine.connect((c) => runSync(engine.dialect.explainIo(c, target, {})))
  expect(formatPlan(plan)).toMatch(/SEARCH person USING INTEGER PRIMARY KEY/)
})

test('one aspect of many tables, by kind and scope, is read once', () => {
  const columns = inspector.getMultiColumns({ filterNames: ['city', 'gen', 'nope'] })
  expect([...columns.keys()]).toEqual([
    [null, 'city'],
    [null, 'gen'],
  ])
  expect(columns.get([null, 'gen'])?.map(({ name }) => name)).toEqual([
    'id',
    'w',
    'h',
    'size',
    'dbl',
  ])
  const seen = statements.length
  expect(inspector.getColumns('city')).toBe(columns.get([null, 'city']))
  expect(statements).toHaveLength(seen)
  const views = inspector.getMultiColumns({ kind: ObjectKind.ANY_VIEW })
  expect([...views.keys()]).toEqual([[null, 'adults']])
  const temporary = inspector.getMultiPkConstraint({ scope: ObjectScope.TEMPORARY })
  expect(temporary.has([null, 'scratch'])).toBe(true)
  expect(inspector.getMultiForeignKeys().get([null, 'pair_child'])).toHaveLength(1)
  expect(inspector.getMultiUniqueConstraints().get([null, 'person'])).toHaveLength(1)
  expect(inspector.getMultiCheckConstraints().get([null, 'person'])).toHaveLength(2)
  expect(inspector.getMultiIndexes().get([null, 'person'])).toHaveLength(1)
})

test('a schema that is not attached has no tables', () => {
  expect(inspector.hasTable('city', { schema: 'elsewhere' })).toBe(false)
  expect(inspector.hasTable('city', { schema: 'main' })).toBe(true)
  expect(inspector.getPkConstraint('city', { schema: 'main' }).constrainedColumns).toEqual(['id'])
})

test('types are known by the name the database has for them', () => {
  const names = inspector.getColumns('city').map(({ type }) => [type.className, String(type)])
  expect(names).toEqual([
    ['INTEGER', 'INTEGER'],
    ['VARCHAR', 'VARCHAR(50)'],
    ['CHAR', 'CHAR(2)'],
    ['BIGINT', 'BIGINT'],
    ['NUMERIC', 'NUMERIC(10, 2)'],
    ['DATE', 'DATE'],
  ])
  expect(inspector.getColumns('city')[3]?.type.asGeneric().className).toBe('BigInteger')
})
