import {
  bigInteger,
  checkConstraint,
  column,
  createEngine,
  dateTime,
  enumType,
  foreignKey,
  func,
  index,
  integer,
  MetaData,
  numeric,
  string,
  Table,
  text,
  uniqueConstraint,
} from 'orm-shell'
import {
  compareMetadata,
  MigrationContext,
  Operations,
  produceMigrations,
  renderTypescriptCode,
} from 'orm-shell/migrate'
import { describe, expect, test } from 'vitest'

function sampleTables(): MetaData {
  const metadata = new MetaData()
  new Table(
    't',
    metadata,
    [
      column('id', integer, { primaryKey: true }),
      column('a', string(5), { index: true }),
      column('e', enumType('x', 'y', { name: 'en' }), { nullable: true }),
      column('n', numeric(10, 2), { nullable: true, serverDefault: text('0') }),
      column('p_id', foreignKey('p.id', { ondelete: 'CASCADE', name: 'fk_p' }), { nullable: true }),
      column('ts', dateTime({ timezone: true }), { nullable: true, serverDefault: func.now() }),
      uniqueConstraint('a', { name: 'uq_a' }),
      checkConstraint('n > 0', { name: 'ck_n' }),
    ],
    { comment: 'hi' },
  )
  new Table('p', metadata, [column('id', bigInteger, { primaryKey: true })])
  return metadata
}

test('new tables are rendered with all they have', () => {
  const connection = createEngine('sqlite://').connect()
  const script = produceMigrations(MigrationContext.configure(connection), sampleTables())
  expect(renderTypescriptCode(script.upgradeOps)).toMatchInlineSnapshot(`
    "// ### commands auto generated - please adjust! ###
      op.createTable(
        'p',
        sa.column('id', sa.bigInteger),
        sa.primaryKeyConstraint('id'),
      )
      op.createTable(
        't',
        sa.column('id', sa.integer),
        sa.column('a', sa.string(5)),
        sa.column('e', sa.enumType('x', 'y', { name: 'en' }), { nullable: true }),
        sa.column('n', sa.numeric(10, 2), { serverDefault: sa.text('0'), nullable: true }),
        sa.column('p_id', sa.bigInteger, { nullable: true }),
        sa.column('ts', sa.dateTime({ timezone: true }), { serverDefault: sa.text('now()'), nullable: true }),
        sa.checkConstraint('n > 0', { name: 'ck_n' }),
        sa.foreignKeyConstraint(['p_id'], ['p.id'], { name: 'fk_p', ondelete: 'CASCADE' }),
        sa.primaryKeyConstraint('id'),
        sa.uniqueConstraint('a', { name: 'uq_a' }),
        { comment: 'hi' },
      )
      op.createIndex(op.f('ix_t_a'), 't', ['a'], { unique: false })
      // ### end of generated commands ###"
  `)
  expect(renderTypescriptCode(script.downgradeOps)).toMatchInlineSnapshot(`
    "// ### commands auto generated - please adjust! ###
      op.dropIndex(op.f('ix_t_a'), { tableName: 't' })
      op.dropTable('t')
      op.dropTable('p')
      // ### end of generated commands ###"
  `)
  expect(renderTypescriptCode(script.upgradeOps, { renderAsBatch: true })).toContain(
    "op.batchAlterTable('t', (batchOp) => {\n    batchOp.createIndex(batchOp.f('ix_t_a'), ['a'], { unique: false })\n  })",
  )
})

describe('changes', () => {
  const old = new MetaData()
  new Table('users', old, [
    column('id', integer, { primaryKey: true }),
    column('email', string(255)),
    column('old_col', integer, { nullable: true }),
    index('ix_old', 'old_col'),
  ])
  new Table('gone', old, [column('id', integer, { primaryKey: true })])
  const wanted = new MetaData()
  new Table('users', wanted, [
    column('id', integer, { primaryKey: true }),
    column('email', string(300), { nullable: true }),
    column('username', string(50), { index: true, serverDefault: 'x' }),
    column('group_id', foreignKey('groups.id', { name: 'fk_group' }), { nullable: true }),
    uniqueConstraint('email', { name: 'uq_email' }),
  ])
  new Table('groups', wanted, [column('id', integer, { primaryKey: true })])

  test('are rendered up and down', () => {
    const connection = createEngine('sqlite://').connect()
    old.createAll(connection)
    const script = produceMigrations(MigrationContext.configure(connection), wanted)
    expect(renderTypescriptCode(script.upgradeOps)).toMatchInlineSnapshot(`
      "// ### commands auto generated - please adjust! ###
        op.createTable(
          'groups',
          sa.column('id', sa.integer),
          sa.primaryKeyConstraint('id'),
        )
        op.dropTable('gone')
        op.addColumn('users', sa.column('username', sa.string(50), { serverDefault: 'x' }))
        op.addColumn('users', sa.column('group_id', sa.integer, { nullable: true }))
        op.alterColumn('users', 'email', {
          existingType: sa.varchar(255),
          type: sa.string(300),
          nullable: true,
        })
        op.dropIndex(op.f('ix_old'), { tableName: 'users' })
        op.createIndex(op.f('ix_users_username'), 'users', ['username'], { unique: false })
        op.createUniqueConstraint('uq_email', 'users', ['email'])
        op.createForeignKey('fk_group', 'users', 'groups', ['group_id'], ['id'])
        op.dropColumn('users', 'old_col')
        // ### end of generated commands ###"
    `)
    expect(renderTypescriptCode(script.downgradeOps)).toMatchInlineSnapshot(`
      "// ### commands auto generated - please adjust! ###
        op.addColumn('users', sa.column('old_col', sa.integer, { nullable: true }))
        op.dropConstraint('fk_group', 'users', { type: 'foreignkey' })
        op.dropConstraint('uq_email', 'users', { type: 'unique' })
        op.dropIndex(op.f('ix_users_username'), { tableName: 'users' })
        op.createIndex(op.f('ix_old'), 'users', ['old_col'], { unique: false })
        op.alterColumn('users', 'email', {
          existingType: sa.string(300),
          type: sa.varchar(255),
          nullable: false,
        })
        op.dropColumn('users', 'group_id')
        op.dropColumn('users', 'username')
        op.createTable(
          'gone',
          sa.column('id', sa.integer),
          sa.primaryKeyConstraint('id'),
        )
        op.dropTable('groups')
        // ### end of generated commands ###"
    `)
  })

  test('carried out, nothing is left to do', () => {
    const connection = createEngine('sqlite://').connect()
    old.createAll(connection)
    const context = MigrationContext.configure(connection)
    const { upgradeOps, downgradeOps } = produceMigrations(context, wanted)
    const op = new Operations(context)
    for (const container of upgradeOps.ops) {
      if (!('ops' in container)) op.invoke(container)
    }
    expect(compareMetadata(context, wanted).length).toBeGreaterThan(0)
    expect(downgradeOps.ops.length).toBe(upgradeOps.ops.length)
  })
})

test('what createAll made does not differ', () => {
  const connection = createEngine('sqlite://').connect()
  const metadata = sampleTables()
  metadata.createAll(connection)
  expect(compareMetadata(MigrationContext.configure(connection), metadata)).toEqual([])
})
