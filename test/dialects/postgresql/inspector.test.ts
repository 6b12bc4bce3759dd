/** The Inspector on PostgreSQL: columns, keys, constraints, indexes of a real catalog. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine } from '../../../src/create-engine.js'
import type { Engine } from '../../../src/engine/engine.js'
import { NoSuchTableError } from '../../../src/engine/errors.js'
import { Inspector } from '../../../src/engine/inspector.js'
import { freshDatabase } from '../../helpers/postgres.js'

let engine: Engine
let inspector: Inspector

const schema = [
  `create type mood as enum ('sad', 'ok')`,
  `create schema other`,
  `create table other.place (id int primary key)`,
  `create table city (id serial primary key, name varchar(50) not null, pop bigint, area numeric(10, 2) default 0, constraint uq_city unique (name, pop))`,
  `create table person (id int generated always as identity primary key, email text, age int constraint ck_age check (age > 0), mood mood, tags text[],
    at timestamp with time zone default now(), at2 time(3), data jsonb, ident uuid, double_age int generated always as (age * 2) stored,
    city_id int constraint fk_city references city (id) on delete set null deferrable initially deferred, place_id int references other.place (id))`,
  `create index ix_lower on person (lower(email), age desc) include (mood) where age > 18`,
  `create unique index ix_tags on person using btree (age)`,
  `create index ix_gin on person using gin (data)`,
  `comment on table person is 'people'`,
  `comment on column person.email is 'an address'`,
  `create view adults as select id, email from person where age >= 18`,
  `create materialized view counted as select count(*) as n from person`,
  `create table "Odd Name" ("Id" int, "select" int, primary key ("select", "Id"))`,
]

beforeAll(async () => {
  engine = createEngine(await freshDatabase())
  engine.begin((c) => schema.forEach((sql) => c.execDriverSql(sql)))
  inspector = new Inspector(engine)
})

afterAll(() => engine.dispose())

test('names', () => {
  expect([...inspector.getTableNames()].sort()).toEqual(['Odd Name', 'city', 'person'])
  expect(inspector.getTableNames({ schema: 'other' })).toEqual(['place'])
  expect([inspector.getViewNames(), inspector.getMaterializedViewNames()]).toEqual([
    ['adults'],
    ['counted'],
  ])
  expect([...inspector.getSequenceNames()].sort()).toEqual(['city_id_seq', 'person_id_seq'])
  expect(inspector.getSchemaNames()).toEqual(['information_schema', 'other', 'public'])
  expect([
    inspector.hasTable('person'),
    inspector.hasTable('adults'),
    inspector.hasTable('nope'),
  ]).toEqual([true, true, false])
  expect(inspector.hasTable('place', { schema: 'other' })).toBe(true)
  expect(inspector.getViewDefinition('adults')).toContain('age >= 18')
  expect(inspector.getTableComment('person')).toEqual({ text: 'people' })
  expect(inspector.getSortedTableAndFkcNames().map(([name]) => name)).toContain('person')
})

test('columns', () => {
  const columns = Object.fromEntries(inspector.getColumns('person').map((c) => [c.name, c]))
  const types = Object.values(columns).map((c) => String(c.type))
  expect(types).toEqual([
    'INTEGER',
    'TEXT',
    'INTEGER',
    'VARCHAR(3)',
    'ARRAY',
    'TIMESTAMP',
    'TIME',
    'JSONB',
    'UUID',
    'INTEGER',
    'INTEGER',
    'INTEGER',
  ])
  expect(columns['id']).toMatchObject({
    nullable: false,
    autoincrement: true,
    identity: { always: true, start: 1, increment: 1 },
  })
  expect(columns['double_age']).toMatchObject({
    default: null,
    computed: { sqltext: '(age * 2)', persisted: true },
  })
  expect(columns['email']?.comment).toBe('an address')
  expect(
    inspector.getColumns('city').map((c) => [c.name, String(c.type), c.nullable, c.default]),
  ).toEqual([
    ['id', 'INTEGER', false, "nextval('city_id_seq'::regclass)"],
    ['name', 'VARCHAR(50)', false, null],
    ['pop', 'BIGINT', true, null],
    ['area', 'NUMERIC(10, 2)', true, '0'],
  ])
  expect(() => inspector.getColumns('nope')).toThrow(new NoSuchTableError('nope'))
})

test('keys and constraints', () => {
  expect(inspector.getPkConstraint('Odd Name')).toMatchObject({
    constrainedColumns: ['select', 'Id'],
  })
  expect(inspector.getForeignKeys('person')).toEqual([
    {
      name: 'fk_city',
      constrainedColumns: ['city_id'],
      referredSchema: null,
      referredTable: 'city',
      referredColumns: ['id'],
      options: { ondelete: 'SET NULL', deferrable: true, initially: 'DEFERRED' },
      comment: null,
    },
    {
      name: 'person_place_id_fkey',
      constrainedColumns: ['place_id'],
      referredSchema: 'other',
      referredTable: 'place',
      referredColumns: ['id'],
      options: {},
      comment: null,
    },
  ])
  expect(inspector.getUniqueConstraints('city')).toEqual([
    { name: 'uq_city', columnNames: ['name', 'pop'], comment: null },
  ])
  expect(inspector.getCheckConstraints('person')).toEqual([
    { name: 'ck_age', sqltext: 'age > 0', comment: null },
  ])
})

test('indexes', () => {
  expect(inspector.getIndexes('person')).toMatchObject([
    {
      name: 'ix_gin',
      columnNames: ['data'],
      unique: false,
      dialectOptions: { postgresqlUsing: 'gin' },
    },
    {
      name: 'ix_lower',
      columnNames: [null, 'age'],
      expressions: ['lower(email)', 'age'],
      includeColumns: ['mood'],
    },
    { name: 'ix_tags', columnNames: ['age'], unique: true },
  ])
  expect(inspector.getIndexes('city')).toMatchObject([
    { name: 'uq_city', duplicatesConstraint: 'uq_city' },
  ])
})

test('types only PostgreSQL has, enumerations and domains', () => {
  engine.begin((connection) => {
    connection.execDriverSql('CREATE SCHEMA IF NOT EXISTS odd')
    connection.execDriverSql("CREATE TYPE odd.mood AS ENUM ('up', 'down')")
    connection.execDriverSql(
      'CREATE DOMAIN odd.positive AS numeric(8, 2) DEFAULT 1 NOT NULL CONSTRAINT over CHECK (VALUE > 0)',
    )
    connection.execDriverSql(
      'CREATE TABLE odd.kinds (a inet, b cidr, c macaddr, d int4range, e tsvector, f bit(3), g bit varying(5), ' +
        'h money, i oid, j regclass, k interval year to month, l interval(3), m timestamp(2), n odd.mood, ' +
        'o odd.positive, p int[][], q time(1) with time zone, r double precision, s name, t odd.mood[])',
    )
  })
  const fresh = new Inspector(engine)
  const types = fresh.getColumns('kinds', { schema: 'odd' }).map(({ type }) => type)
  expect(types.map((type) => type.compile({ dialect: 'postgresql' }))).toEqual([
    'INET',
    'CIDR',
    'MACADDR',
    'INT4RANGE',
    'TSVECTOR',
    'BIT(3)',
    'BIT VARYING(5)',
    'MONEY',
    'OID',
    'REGCLASS',
    'INTERVAL YEAR TO MONTH',
    'INTERVAL (3)',
    'TIMESTAMP(2) WITHOUT TIME ZONE',
    'odd.mood',
    'odd.positive',
    'INTEGER[]',
    'TIME(1) WITH TIME ZONE',
    'DOUBLE PRECISION',
    'VARCHAR(63)',
    'odd.mood[]',
  ])
  expect(fresh.getEnums({ schema: 'odd' })).toEqual([
    { name: 'mood', schema: 'odd', visible: false, labels: ['up', 'down'] },
  ])
  expect(fresh.getDomains({ schema: 'odd' })).toEqual([
    {
      name: 'positive',
      schema: 'odd',
      visible: false,
      type: 'numeric(8,2)',
      nullable: false,
      default: '1',
      constraints: [{ name: 'over', check: 'VALUE > 0::numeric' }],
      collation: null,
    },
  ])
  expect(fresh.getEnums().map(({ name }) => name)).not.toContain('odd')
  expect(fresh.getTableOptions('kinds', { schema: 'odd' })).toEqual({})
})
