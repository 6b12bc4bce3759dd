import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as orm from 'orm-shell'
import {
  column,
  createEngine,
  foreignKey,
  inspect,
  integer,
  MetaData,
  string,
  Table,
  text,
} from 'orm-shell'
import * as migrate from 'orm-shell/migrate'
import { command, CommandError, Config, ScriptDirectory } from 'orm-shell/migrate'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { TextBuffer } from './helpers.js'

let folder: string
let out: TextBuffer
let config: Config
let engine: orm.Engine
const metadata = new MetaData()
new Table('users', metadata, [
  column('id', integer, { primaryKey: true }),
  column('name', string(50), { unique: true }),
])
new Table('posts', metadata, [
  column('id', integer, { primaryKey: true }),
  column('user_id', integer, foreignKey('users.id')),
])

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  out = new TextBuffer()
  engine = createEngine('sqlite://', { poolClass: orm.StaticPool })
  config = new Config(join(folder, 'alembic.ini'), {
    stdout: out,
    messages: out,
    modules: { 'orm-shell': orm, 'orm-shell/migrate': migrate },
    attributes: { engine, metadata },
  })
  command.init(config, join(folder, 'migrations'))
  out.take()
})

function tables(): readonly string[] {
  return engine.connect((connection) => inspect(connection).getTableNames())
}

function revision(revId: string, head?: string): void {
  command.revision(config, {
    message: `${revId} table`,
    revId,
    ...(head === undefined ? {} : { head, splice: true }),
  })
  out.take()
}

test('init says what it writes', () => {
  const other = new Config(join(folder, 'other.ini'), { messages: out })
  command.init(other, join(folder, 'other'))
  expect(out.take().replaceAll(folder, '')).toMatchInlineSnapshot(`
    "Creating directory /other ...  done
    Creating directory /other/versions ...  done
    Generating /other/script.ts.mako ...  done
    Generating /other/README ...  done
    Generating /other/env.ts ...  done
    Generating /other.ini ...  done
    Please edit configuration/connection/logging settings in /other.ini before proceeding.
    "
  `)
  expect(() => command.init(other, join(folder, 'other'))).toThrow(
    'already exists and is not empty',
  )
})

test('what is generated goes up, down, and finds nothing more', () => {
  command.revision(config, { message: 'Add users', autogenerate: true, revId: 'abc123' })
  const [name = ''] = readdirSync(join(folder, 'migrations', 'versions'))
  expect(name).toBe('abc123_add_users.ts')
  const source = readFileSync(join(folder, 'migrations', 'versions', name), 'utf8')
  expect(source.replace(/Create Date: .*/, 'Create Date: #')).toMatchInlineSnapshot(`
    "/**
     * Add users
     *
     * Revision ID: abc123
     * Revises:
     * Create Date: #
     */
    import * as sa from 'orm-shell'
    import { op } from 'orm-shell/migrate'

    // revision identifiers, used by the migration environment.
    export const revision: string = 'abc123'
    export const downRevision: string | readonly string[] | null = null
    export const branchLabels: string | readonly string[] | null = null
    export const dependsOn: string | readonly string[] | null = null

    /** Upgrade schema. */
    export function upgrade(): void {
      // ### commands auto generated - please adjust! ###
      op.createTable(
        'users',
        sa.column('id', sa.integer),
        sa.column('name', sa.string(50)),
        sa.primaryKeyConstraint('id'),
        sa.uniqueConstraint('name'),
      )
      op.createTable(
        'posts',
        sa.column('id', sa.integer),
        sa.column('user_id', sa.integer),
        sa.foreignKeyConstraint(['user_id'], ['users.id']),
        sa.primaryKeyConstraint('id'),
      )
      // ### end of generated commands ###
    }

    /** Downgrade schema. */
    export function downgrade(): void {
      // ### commands auto generated - please adjust! ###
      op.dropTable('posts')
      op.dropTable('users')
      // ### end of generated commands ###
    }
    "
  `)
  command.upgrade(config, 'head')
  expect(tables()).toEqual(['alembic_version', 'posts', 'users'])
  command.check(config)
  command.current(config)
  expect(out.take()).toContain('No new upgrade operations detected.\nabc123 (head)\n')
  command.downgrade(config, '-1')
  expect(tables()).toEqual(['alembic_version'])
  expect(() => command.check(config)).toThrow('Target database is not up to date.')
})

test('scripts are written with --sql', () => {
  revision('a1')
  config.setMainOption('sqlalchemy.url', 'postgresql://')
  command.upgrade(config, 'head', { sql: true })
  expect(out.take()).toMatchInlineSnapshot(`
    "BEGIN;

    CREATE TABLE alembic_version (
        version_num VARCHAR(32) NOT NULL, 
        CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
    );

    -- Running upgrade  -> a1

    INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;

    COMMIT;

    "
  `)
})

describe('branches', () => {
  beforeEach(() => {
    revision('root')
    revision('left', 'root')
    revision('right', 'root')
  })

  test('have several heads', () => {
    expect(() => command.upgrade(config, 'head')).toThrow(
      "Multiple head revisions are present for given argument 'head'",
    )
    command.upgrade(config, 'heads')
    command.current(config)
    expect(out.take().trim().split('\n').sort()).toEqual(['left (head)', 'right (head)'])
    command.merge(config, 'heads', { revId: 'merged' })
    command.upgrade(config, 'head')
    out.take()
    command.history(config)
    expect(out.take()).toMatchInlineSnapshot(`
      "left, right -> merged (head) (mergepoint), empty message
      root -> left, left table
      root -> right, right table
      <base> -> root (branchpoint), root table
      "
    `)
    expect(() => command.downgrade(config, '-1')).toThrow('Ambiguous walk')
    command.downgrade(config, 'root')
    command.current(config)
    expect(out.take()).toBe('root (branchpoint)\n')
  })

  test('relative names count from where the database is', () => {
    command.upgrade(config, '+1')
    const version = (): unknown =>
      engine.connect((connection) =>
        connection.scalar(text('SELECT version_num FROM alembic_version')),
      )
    expect(version()).toBe('root')
    command.upgrade(config, 'left')
    command.downgrade(config, 'left-1')
    expect(version()).toBe('root')
    expect(() => command.upgrade(config, '+9')).toThrow(CommandError)
    command.stamp(config, 'right')
    expect(version()).toBe('right')
    command.stamp(config, 'base')
    expect(version()).toBe(null)
  })

  test('names may be cut short', () => {
    const script = ScriptDirectory.fromConfig(config)
    expect(script.getRevision('righ')?.revision).toBe('right')
    expect(() => script.getRevision('nope')).toThrow("Can't locate revision identified by 'nope'")
    expect(script.getHeads()).toEqual(['left', 'right'])
    expect(script.getBases()).toEqual(['root'])
  })
})

test('what scripts and env.ts import by path is part of them', () => {
  writeFileSync(join(folder, 'migrations', 'names.ts'), "export const table: string = 'shared'\n")
  writeFileSync(
    join(folder, 'migrations', 'versions', 'c3.ts'),
    `// shared names
import { op } from 'orm-shell/migrate'
import { column, integer } from 'orm-shell'
import { table } from '../names.js'
export const revision = 'c3'
export const downRevision = null
export const upgrade = (): void => void op.createTable(table, column('id', integer, { primaryKey: true }))
export const downgrade = (): void => op.dropTable(table)
`,
  )
  command.upgrade(config, 'head')
  expect(tables()).toEqual(['alembic_version', 'shared'])
  command.history(config)
  expect(out.take()).toBe('<base> -> c3 (head), shared names\n')
})

test('a script that does not compile is named', () => {
  writeFileSync(join(folder, 'migrations', 'versions', 'd4.ts'), 'export const revision = \n')
  expect(() => command.heads(config)).toThrow(/Cannot load .*d4\.ts: .* \(line \d+\)/)
})

test('cycles and unknown revisions are named', () => {
  const script = (name: string, down: string): void =>
    writeFileSync(
      join(folder, 'migrations', 'versions', `${name}.ts`),
      `export const revision = '${name}'\nexport const downRevision = '${down}'\n`,
    )
  script('x1', 'nowhere')
  expect(() => command.heads(config)).toThrow('Revision nowhere referenced from "nowhere" -> x1')
  script('x1', 'x2')
  script('x2', 'x1')
  expect(() => command.heads(config)).toThrow('Cycle is detected in revisions (x1, x2)')
})

test('hooks change what is written', () => {
  command.revision(config, {
    message: 'only posts',
    autogenerate: true,
    revId: 'e5',
    processRevisionDirectives: (_context, _revision, [directive]) => {
      const ops = directive?.upgradeOps.ops ?? []
      ops.splice(0, 1)
      if (directive) directive.message = 'less'
    },
  })
  const [name = ''] = readdirSync(join(folder, 'migrations', 'versions'))
  expect(name).toBe('e5_less.ts')
  const source = readFileSync(join(folder, 'migrations', 'versions', name), 'utf8')
  expect(/upgrade[^]*?\n}/.exec(source)?.[0]).not.toContain("'users',\n")
})
