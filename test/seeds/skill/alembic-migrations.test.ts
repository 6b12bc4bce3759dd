/** Skill: migrations, from the settings of the engine to a script of one's own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as orm from 'orm-shell'
import * as migrate from 'orm-shell/migrate'
import {
  ArgumentError,
  column,
  createEngine,
  engineFromConfig,
  index,
  inspect,
  integer,
  MetaData,
  NullPool,
  StaticPool,
  string,
  Table,
  text,
} from 'orm-shell'
import { command, Config, MigrationContext, Operations } from 'orm-shell/migrate'
import { expect, onTestFinished, test } from 'vitest'
import { TextBuffer } from '../../migrate/helpers.js'

test('configure Alembic: an engine is made from prefixed settings', () => {
  const configuration: Record<string, unknown> = {
    'sqlalchemy.url': 'postgresql://user:pass@localhost/mydb',
    'sqlalchemy.poolClass': NullPool,
    'other.url': 'ignored',
  }
  configuration['sqlalchemy.url'] = 'sqlite://'
  const engine = engineFromConfig(configuration, 'sqlalchemy.')
  expect(engine.connect((connection) => connection.execute(text('select 1')).scalar())).toBe(1)
  expect(engine.pool).toBeInstanceOf(NullPool)
  engine.dispose()
})

test('texts of a configuration file are read; options win over them', () => {
  const configuration = { 'db.url': 'sqlite://', 'db.echo': 'false', 'db.poolRecycle': '60' }
  const engine = engineFromConfig(configuration, 'db.', { poolClass: NullPool, poolRecycle: 5 })
  expect(engine.echo).toBe(false)
  expect(engine.options.poolRecycle).toBe(5)
  expect(engine.pool).toBeInstanceOf(NullPool)
  expect(() => engineFromConfig({ 'db.url': 'sqlite://', 'db.echo': 'maybe' }, 'db.')).toThrow(
    ArgumentError,
  )
  expect(() => engineFromConfig(configuration)).toThrow("The configuration has no 'sqlalchemy.url'")
})

function project() {
  const folder = mkdtempSync(join(tmpdir(), 'skill-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const engine = createEngine('sqlite://', { poolClass: StaticPool })
  const metadata = new MetaData()
  new Table(
    'users',
    metadata,
    [
      column('id', integer, { primaryKey: true }),
      column('email', string(255), { nullable: false }),
    ],
    { constraints: [index('ix_users_email', 'email', { unique: true })] },
  )
  const out = new TextBuffer()
  const config = new Config(join(folder, 'alembic.ini'), {
    stdout: out,
    messages: out,
    modules: { 'orm-shell': orm, 'orm-shell/migrate': migrate },
    attributes: { engine, metadata },
  })
  return { config, engine, folder, out }
}

test('setup Alembic: a folder for the scripts and a configuration are written', () => {
  const { config, folder, out } = project()
  command.init(config, join(folder, 'alembic'))
  expect(out.take()).toContain('alembic')
})

test('create and apply migrations: generated from the models, up, down, and where one stands', () => {
  const { config, engine, folder, out } = project()
  command.init(config, join(folder, 'alembic'))
  command.revision(config, { message: 'Add users table', autogenerate: true, revId: 'one' })
  command.upgrade(config, 'head')
  const tables = () => engine.connect((connection) => inspect(connection).getTableNames())
  expect(tables()).toContain('users')
  out.take()
  command.current(config)
  expect(out.take()).toContain('one (head)')
  command.history(config)
  expect(out.take()).toContain('Add users table')
  command.downgrade(config, '-1')
  expect(tables()).not.toContain('users')
})

test('manual migration example: a table with its index goes up and comes down', () => {
  const { engine } = project()
  const upgrade = (op: Operations) => {
    op.createTable(
      'users',
      column('id', integer, { nullable: false }),
      column('email', string(255), { nullable: false }),
      column('username', string(50), { nullable: false }),
      orm.primaryKeyConstraint('id'),
    )
    op.createIndex('ix_users_email', 'users', ['email'], { unique: true })
  }
  const downgrade = (op: Operations) => {
    op.dropIndex('ix_users_email', 'users')
    op.dropTable('users')
  }
  engine.begin((connection) => {
    const op = new Operations(MigrationContext.configure({ connection }))
    upgrade(op)
    const [found] = inspect(connection).getIndexes('users')
    expect([found?.name, found?.unique, found?.columnNames]).toEqual([
      'ix_users_email',
      true,
      ['email'],
    ])
    downgrade(op)
    expect(inspect(connection).getTableNames()).toEqual([])
  })
})
