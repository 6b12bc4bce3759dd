import {
  column,
  integer,
  string,
  foreignKey,
  primaryKeyConstraint,
  table,
  text,
  createAsyncEngine,
  createEngine,
  event,
  inspect,
  date,
  uniqueConstraint,
  checkConstraint,
} from 'orm-shell'
import {
  CommandError,
  MigrateOperation,
  MigrationContext,
  NotImplementedError,
  op as running,
  Operations,
  type Operations as Op,
} from 'orm-shell/migrate'
import { describe, expect, test } from 'vitest'
import { scriptOf } from './helpers.js'

function scripts(work: (op: Op) => void): Record<string, string[]> {
  return Object.fromEntries(
    ['sqlite', 'postgresql', 'mysql'].map((name) => [name, scriptOf(name, work)]),
  )
}

describe('scripts', () => {
  test('a table with its index', () => {
    expect(
      scriptOf('postgresql', (op) => {
        op.createTable(
          'users',
          column('id', integer()),
          column('email', string(255)),
          primaryKeyConstraint('id'),
          { comment: 'people' },
        )
        op.createIndex('ix_users_email', 'users', ['email'], { unique: true })
      }),
    ).toEqual([
      'CREATE TABLE users ( id SERIAL NOT NULL, email VARCHAR(255) NOT NULL, PRIMARY KEY (id) )',
      "COMMENT ON TABLE users IS 'people'",
      'CREATE UNIQUE INDEX ix_users_email ON users (email)',
    ])
  })

  test('a column with a foreign key', () => {
    const add = (op: Op): void =>
      op.addColumn(
        't',
        column('y', integer, foreignKey('p.id', { name: 'fk_y' }), { nullable: true }),
      )
    expect(scriptOf('postgresql', add)).toEqual([
      'ALTER TABLE t ADD COLUMN y INTEGER',
      'ALTER TABLE t ADD CONSTRAINT fk_y FOREIGN KEY(y) REFERENCES p (id)',
    ])
    expect(() => scriptOf('sqlite', add)).toThrow(NotImplementedError)
  })

  test('altered columns', () => {
    expect(
      scripts((op) => op.alterColumn('t', 'y', { newColumnName: 'z', existingType: integer() })),
    ).toEqual({
      sqlite: ['ALTER TABLE t RENAME COLUMN y TO z'],
      postgresql: ['ALTER TABLE t RENAME y TO z'],
      mysql: ['ALTER TABLE t CHANGE y z INTEGER NULL'],
    })
    expect(
      scripts((op) => op.alterColumn('t', 'y', { serverDefault: null, existingType: integer() })),
    ).toEqual({
      sqlite: ['ALTER TABLE t ALTER COLUMN y DROP DEFAULT'],
      postgresql: ['ALTER TABLE t ALTER COLUMN y DROP DEFAULT'],
      mysql: ['ALTER TABLE t ALTER COLUMN y DROP DEFAULT'],
    })
    expect(
      scriptOf('postgresql', (op) =>
        op.alterColumn('t', 'y', { type: string(10), postgresqlUsing: 'y::text' }),
      ),
    ).toEqual(['ALTER TABLE t ALTER COLUMN y TYPE VARCHAR(10) USING y::text'])
  })

  test('constraints', () => {
    expect(
      scriptOf('postgresql', (op) => {
        op.createUniqueConstraint('uq_a', 't', ['a'])
        op.createForeignKey('fk_a', 't', 'p', ['a'], ['id'], { ondelete: 'CASCADE' })
        op.createCheckConstraint('ck_a', 't', 'a > 5')
        op.createPrimaryKey('pk_t', 't', ['a', 'b'])
        op.dropConstraint('uq_a', 't', { type: 'unique' })
        op.dropIndex('ix_a', { tableName: 't' })
        op.createIndex('ix_f', 't', [text('lower(a)')])
      }),
    ).toEqual([
      'ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)',
      'ALTER TABLE t ADD CONSTRAINT fk_a FOREIGN KEY(a) REFERENCES p (id) ON DELETE CASCADE',
      'ALTER TABLE t ADD CONSTRAINT ck_a CHECK (a > 5)',
      'ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a, b)',
      'ALTER TABLE t DROP CONSTRAINT uq_a',
      'DROP INDEX ix_a',
      'CREATE INDEX ix_f ON t (lower(a))',
    ])
    expect(
      scriptOf('mysql', (op) => op.dropConstraint('fk_a', 't', { type: 'foreignkey' })),
    ).toEqual(['ALTER TABLE t DROP FOREIGN KEY fk_a'])
  })

  test('rows and statements', () => {
    const t = table('t', column('id', integer), column('x', string), column('d', date))
    expect(
      scriptOf('postgresql', (op) => {
        op.execute("update t set x = 'y'")
        op.bulkInsert(t, [{ id: 1, x: "it's", d: '2024-01-02' }])
        op.createTableComment('t', 'hello')
        op.dropTableComment('t')
      }),
    ).toEqual([
      "update t set x = 'y'",
      "INSERT INTO t (id, x, d) VALUES (1, 'it''s', '2024-01-02')",
      "COMMENT ON TABLE t IS 'hello'",
      'COMMENT ON TABLE t IS NULL',
    ])
  })
})

describe('batch on SQLite', () => {
  function fixture() {
    const engine = createEngine('sqlite://')
    const connection = engine.connect()
    const op = new Operations(MigrationContext.configure(connection))
    op.createTable('parent', column('id', integer, { primaryKey: true }))
    op.createTable(
      'users',
      column('id', integer, { primaryKey: true }),
      column('name', string(20)),
      column('age', string(5), { nullable: true, serverDefault: '7' }),
      column('parent_id', integer, foreignKey('parent.id', { name: 'fk_parent' }), {
        nullable: true,
      }),
      uniqueConstraint('name', { name: 'uq_name' }),
      checkConstraint("name != ''", { name: 'ck_name' }),
    )
    op.createIndex('ix_age', 'users', ['age'])
    op.execute("INSERT INTO users (name, age) VALUES ('ed', '5'), ('wendy', '6')")
    return { op, connection }
  }

  test('the table is made anew and its rows are kept', () => {
    const { op, connection } = fixture()
    op.batchAlterTable(
      'users',
      (batchOp) => {
        batchOp.addColumn(column('email', string(50), { nullable: true }), { insertAfter: 'name' })
        batchOp.alterColumn('age', {
          type: integer,
          existingType: string(5),
          newColumnName: 'years',
        })
        batchOp.createUniqueConstraint('uq_email', ['email'])
        batchOp.dropConstraint('uq_name', { type: 'unique' })
      },
      { recreate: 'always' },
    )
    expect(
      connection
        .execDriverSql('SELECT * FROM users')
        .all()
        .map((row) => [...row]),
    ).toEqual([
      [1, 'ed', null, 5, null],
      [2, 'wendy', null, 6, null],
    ])
    const inspector = inspect(connection)
    expect(
      inspector
        .getColumns('users')
        .map(({ name, type, nullable, default: value }) => [
          name,
          type.toString(),
          nullable,
          value,
        ]),
    ).toEqual([
      ['id', 'INTEGER', false, null],
      ['name', 'VARCHAR(20)', false, null],
      ['email', 'VARCHAR(50)', true, null],
      ['years', 'INTEGER', true, "'7'"],
      ['parent_id', 'INTEGER', true, null],
    ])
    expect(inspector.getUniqueConstraints('users').map(({ name }) => name)).toEqual(['uq_email'])
    expect(inspector.getCheckConstraints('users').map(({ name }) => name)).toEqual(['ck_name'])
    expect(inspector.getForeignKeys('users').map(({ name }) => name)).toEqual(['fk_parent'])
    expect(
      inspector.getIndexes('users').map(({ name, columnNames }) => [name, columnNames]),
    ).toEqual([['ix_age', ['years']]])
    expect(inspector.getTableNames()).toEqual(['parent', 'users'])
  })

  test('the table is read with those it refers to', () => {
    const { op, connection } = fixture()
    const read: string[] = []
    event.listen(connection.engine, 'beforeCursorExecute', (...args: unknown[]) => {
      const [table] = /(?<=table_xinfo\(").*(?="\))/.exec(String(args[2])) ?? []
      if (table !== undefined) read.push(table)
    })
    op.batchAlterTable('users', (batchOp) => batchOp.dropColumn('age'))
    expect(read).toEqual(['users', 'parent'])
  })

  test('a dropped column takes what it was part of along', () => {
    const { op, connection } = fixture()
    op.batchAlterTable('users', (batchOp) => {
      batchOp.dropConstraint('ck_name', { type: 'check' })
      batchOp.dropColumn('age')
      batchOp.dropColumn('name')
    })
    const inspector = inspect(connection)
    expect(inspector.getColumns('users').map(({ name }) => name)).toEqual(['id', 'parent_id'])
    expect(inspector.getIndexes('users')).toEqual([])
    expect(inspector.getUniqueConstraints('users')).toEqual([])
  })

  test('an added column needs no copy', () => {
    const statements = scriptOf('sqlite', (op) =>
      op.batchAlterTable('users', (batchOp) =>
        batchOp.addColumn(column('c', integer, { nullable: true })),
      ),
    )
    expect(statements).toEqual(['ALTER TABLE users ADD COLUMN c INTEGER'])
  })
})

test('op stands for nothing outside of a migration', () => {
  expect(() => running.dropTable('t')).toThrow('No migration is running')
})

test('a context wants a connection that answers at once', async () => {
  const engine = createAsyncEngine('sqlite://')
  const connection = await engine.connect()
  expect(() => MigrationContext.configure(connection as never)).toThrow(CommandError)
  await connection.close()
  expect(() => MigrationContext.configure({})).toThrow(
    'Connection, url, or dialectName is required.',
  )
})

test('operations of your own', () => {
  class CreateViewOp extends MigrateOperation {
    constructor(
      readonly name: string,
      readonly query: string,
    ) {
      super()
    }
  }
  Operations.implementationFor(CreateViewOp, (operations, { name, query }) =>
    operations.execute(`CREATE VIEW ${name} AS ${query}`),
  )
  expect(scriptOf('sqlite', (op) => op.invoke(new CreateViewOp('active', 'SELECT 1')))).toEqual([
    'CREATE VIEW active AS SELECT 1',
  ])
})
