/** MetaData, tables and columns as objects: lookup, order, creation, copies, errors. */
import { describe, expect, test } from 'vitest'
import {
  enumType,
  integer,
  NoReferencedColumnError,
  NoReferencedTableError,
  select,
  string,
} from '../../src/sql/index.js'
import {
  column,
  Column,
  foreignKey,
  MetaData,
  Sequence,
  Table,
  uniqueConstraint,
  type DdlDialect,
  type DdlElement,
  type SchemaBind,
  type SchemaExecutor,
} from '../../src/schema/index.js'
import { postgresqlCompiler } from '../../src/dialects/postgresql/compiler.js'
import { sqliteCompiler } from '../../src/dialects/sqlite/compiler.js'
import { collapse } from '../helpers/expect-sql.js'

const key = { primaryKey: true } as const
const nullable = { nullable: true } as const

/** Records what would be sent; says that the tables named exist. */
class RecordingBind implements SchemaBind<void> {
  readonly log: string[] = []

  constructor(
    private readonly dialect: DdlDialect,
    private readonly existing: readonly string[] = [],
  ) {}

  runSchema(operation: Parameters<SchemaBind['runSchema']>[0]): void {
    const io = operation(this.executor())
    while (!io.next().done) continue
  }

  private executor(): SchemaExecutor<never> {
    const { log, dialect, existing } = this
    const has = (kind: string) =>
      function* (name: string) {
        log.push(`has ${kind} ${name}`)
        return existing.includes(name)
      }
    return {
      dialect,
      *executeDdlIo(element: DdlElement) {
        log.push(collapse(element.compile({ dialect }).sql))
      },
      hasTableIo: has('table'),
      hasSequenceIo: has('sequence'),
      hasTypeIo: has('type'),
    } as unknown as SchemaExecutor<never>
  }
}

function family(): MetaData {
  const metadata = new MetaData()
  new Table('z_child', metadata, {
    id: column(integer, key),
    pId: column('p_id', foreignKey('m_parent.id'), nullable),
  })
  new Table('m_parent', metadata, {
    id: column(integer, key),
    gId: column('g_id', foreignKey('a_grand.id'), nullable),
  })
  new Table('a_grand', metadata, { id: column(integer, key) })
  new Table('b_alone', metadata, {
    id: column(integer, key),
    x: column(integer, { ...nullable, index: true }),
  })
  return metadata
}

describe('order', () => {
  test('tables come after those they refer to, otherwise by name', () => {
    expect(family().sortedTables.map(({ name }) => name)).toEqual([
      'a_grand',
      'b_alone',
      'm_parent',
      'z_child',
    ])
  })

  test('circles are broken: foreign keys are added later where that is possible', () => {
    const metadata = new MetaData()
    new Table('a', metadata, {
      id: column(integer, key),
      b: column(foreignKey('b.id', { name: 'fk_ab' }), nullable),
    })
    new Table('b', metadata, {
      id: column(integer, key),
      a: column(foreignKey('a.id', { name: 'fk_ba' }), nullable),
    })
    const postgres = new RecordingBind(postgresqlCompiler)
    metadata.createAll(postgres, { checkfirst: false })
    expect(postgres.log).toEqual([
      'CREATE TABLE a ( id SERIAL NOT NULL, b INTEGER, PRIMARY KEY (id) )',
      'CREATE TABLE b ( id SERIAL NOT NULL, a INTEGER, PRIMARY KEY (id) )',
      'ALTER TABLE a ADD CONSTRAINT fk_ab FOREIGN KEY(b) REFERENCES b (id)',
      'ALTER TABLE b ADD CONSTRAINT fk_ba FOREIGN KEY(a) REFERENCES a (id)',
    ])
    const sqlite = new RecordingBind(sqliteCompiler)
    metadata.createAll(sqlite, { checkfirst: false })
    expect(sqlite.log).toHaveLength(2)
    expect(sqlite.log[0]).toContain('FOREIGN KEY(b) REFERENCES b (id)')
  })
})

describe('createAll and dropAll', () => {
  test('look first, in the order of definition, and create in dependency order', () => {
    const bind = new RecordingBind(sqliteCompiler, ['a_grand', 'm_parent'])
    family().createAll(bind)
    expect(bind.log).toEqual([
      'has table z_child',
      'has table m_parent',
      'has table a_grand',
      'has table b_alone',
      'CREATE TABLE z_child ( id INTEGER NOT NULL, p_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(p_id) REFERENCES m_parent (id) )',
      'CREATE TABLE b_alone ( id INTEGER NOT NULL, x INTEGER, PRIMARY KEY (id) )',
      'CREATE INDEX ix_b_alone_x ON b_alone (x)',
    ])
  })

  test('drop in the opposite order', () => {
    const bind = new RecordingBind(sqliteCompiler)
    family().dropAll(bind, { checkfirst: false })
    expect(bind.log).toEqual([
      'DROP TABLE z_child',
      'DROP TABLE m_parent',
      'DROP TABLE b_alone',
      'DROP TABLE a_grand',
    ])
  })

  test('take part of the tables', () => {
    const metadata = family()
    const bind = new RecordingBind(sqliteCompiler)
    metadata.createAll(bind, {
      checkfirst: false,
      tables: [metadata.tables.get('a_grand') as Table],
    })
    expect(bind.log).toEqual(['CREATE TABLE a_grand ( id INTEGER NOT NULL, PRIMARY KEY (id) )'])
  })

  test('make types, sequences and comments where the database has them', () => {
    const metadata = new MetaData()
    new Table(
      't',
      metadata,
      {
        id: column(integer, { ...key, default: new Sequence('t_seq') }),
        e: column(enumType('a', 'b', { name: 'mood' }), { comment: 'how' }),
      },
      { comment: 'things' },
    )
    const bind = new RecordingBind(postgresqlCompiler, ['t_seq'])
    metadata.createAll(bind)
    expect(bind.log).toEqual([
      'has table t',
      'has type mood',
      "CREATE TYPE mood AS ENUM ('a', 'b')",
      'has sequence t_seq',
      'CREATE TABLE t ( id INTEGER NOT NULL, e mood NOT NULL, PRIMARY KEY (id) )',
      "COMMENT ON TABLE t IS 'things'",
      "COMMENT ON COLUMN t.e IS 'how'",
    ])
  })
})

describe('tables', () => {
  test('are known by name, once', () => {
    const metadata = family()
    expect([...metadata.tables.keys()]).toEqual(['z_child', 'm_parent', 'a_grand', 'b_alone'])
    expect(new Table('a_grand', metadata)).toBe(metadata.tables.get('a_grand'))
    expect(() => new Table('a_grand', metadata, { id: column(integer) })).toThrow(
      /Table 'a_grand' is already defined for this MetaData instance/,
    )
    metadata.remove(metadata.tables.get('b_alone') as Table)
    expect(metadata.has('b_alone')).toBe(false)
    metadata.clear()
    expect(metadata.tables.size).toBe(0)
  })

  test('name their columns by attribute; unknown ones are an error', () => {
    const t = new Table('t', new MetaData(), { userId: column('user_id', integer, nullable) })
    expect(t.c.userId.name).toBe('user_id')
    expect(t.c.userId.key).toBe('userId')
    expect(t.c.keys()).toEqual(['userId'])
    expect('userId' in t.c).toBe(true)
    expect(() => t.c['nope']).toThrow("t has no column 'nope'")
    expect(t.columnByReference('user_id')).toBe(t.c.userId)
  })

  test('are copied to other MetaData', () => {
    const metadata = new MetaData()
    const p = new Table('p', metadata, { id: column(integer, key) })
    const t = new Table(
      't',
      metadata,
      {
        id: column(integer, key),
        pId: column('p_id', foreignKey('p.id'), { ...nullable, index: true }),
      },
      { constraints: [uniqueConstraint('pId', { name: 'uq' })] },
    )
    const other = new MetaData({ schema: 's' })
    const copy = t.toMetadata(other)
    p.toMetadata(other)
    expect([...other.tables.keys()]).toEqual(['s.t', 's.p'])
    expect(copy.c['pId']?.foreignKeys[0]?.targetFullname).toBe('s.p.id')
    expect([...copy.constraints].map(({ kind }) => kind).sort()).toEqual([
      'foreignKey',
      'primaryKey',
      'unique',
    ])
    expect(copy.indexes.size).toBe(1)
    expect(t.toMetadata(new MetaData(), { name: 'renamed' }).name).toBe('renamed')
  })

  test('tell their autoincrementing column', () => {
    const t = new Table('t', new MetaData(), { id: column(integer, key), s: column(string(5)) })
    expect(t.autoincrementColumn).toBe(t.c.id)
    const s = new Table('s', new MetaData(), { id: column(string(5), key) })
    expect(s.autoincrementColumn).toBeNull()
  })
})

describe('foreign keys', () => {
  test('are resolved when somebody asks, and give columns their type', () => {
    const metadata = new MetaData()
    const child = new Table('child', metadata, {
      parentId: column('parent_id', foreignKey('parent.id')),
    })
    const parent = new Table('parent', metadata, { id: column(string(7), key) })
    expect(child.c.parentId.foreignKeys[0]?.column).toBe(parent.c.id)
    expect(child.c.parentId.type).toBe(parent.c.id.type)
    expect(child.c.parentId.references(parent.c.id)).toBe(true)
  })

  test('take columns and functions', () => {
    const metadata = new MetaData()
    const parent = new Table('parent', metadata, { id: column(integer, key) })
    const child = new Table('child', metadata, {
      a: column(integer, foreignKey(parent.c.id)),
      b: column(
        integer,
        foreignKey(() => parent.c.id),
      ),
    })
    expect(child.c.a.foreignKeys[0]?.targetFullname).toBe('parent.id')
    expect(child.c.b.foreignKeys[0]?.column).toBe(parent.c.id)
  })

  test('to nowhere are errors that say where', () => {
    const metadata = new MetaData()
    new Table('parent', metadata, { id: column(integer, key) })
    const child = new Table('child', metadata, {
      a: column(integer, foreignKey('nope.id')),
      b: column(integer, foreignKey('parent.nope')),
    })
    expect(() => child.c.a.foreignKeys[0]?.column).toThrow(NoReferencedTableError)
    expect(() => child.c.a.foreignKeys[0]?.column).toThrow(
      "Foreign key associated with column 'child.a' could not find table 'nope' with which to generate a " +
        "foreign key to target column 'id'",
    )
    expect(() => child.c.b.foreignKeys[0]?.column).toThrow(NoReferencedColumnError)
  })
})

describe('columns', () => {
  test('are declared with name, type, foreign key and options in that order', () => {
    const declared = column('company_id', integer, foreignKey('companies.id'), {
      ...nullable,
      index: true,
    })
    expect(declared).toBeInstanceOf(Column)
    expect([declared.name, declared.nullable, declared.index]).toEqual(['company_id', true, true])
    expect(column(integer).nullable).toBe(false)
    expect(() => column(5 as never)).toThrow(
      /'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got '5'/,
    )
  })

  test('belong to one table; copies are free', () => {
    const shared = column(integer, nullable)
    new Table('a', new MetaData(), { x: shared })
    expect(() => new Table('b', new MetaData(), { x: shared })).toThrow(
      /already assigned to Table 'a'/,
    )
    const b = new Table('b', new MetaData(), { x: shared.copy() })
    expect(b.c.x.table).toBe(b)
  })

  test('know their defaults', () => {
    const seq = new Sequence('s')
    const made = column(integer, { default: () => 5, onupdate: 7, serverDefault: '1' })
    expect([made.default?.isCallable, made.onupdate?.isScalar, made.serverDefault?.arg]).toEqual([
      true,
      true,
      '1',
    ])
    expect(made.default?.evaluate({ currentParameters: {}, connection: null })).toBe(5)
    expect(column(integer, { default: seq }).default?.isSequence).toBe(true)
    expect(
      column(integer, { default: select(column('x', integer)).scalarSubquery() }).default
        ?.isClauseElement,
    ).toBe(true)
  })
})
