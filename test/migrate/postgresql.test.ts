/** Migrations on a real PostgreSQL: DDL in transactions, types, comments, schemas. */
import {
  column,
  createEngine,
  dateTime,
  enumType,
  foreignKey,
  func,
  index,
  inspect,
  integer,
  MetaData,
  numeric,
  string,
  Table,
  text,
  uniqueConstraint,
  type Engine,
} from 'orm-shell'
import {
  compareMetadata,
  MigrationContext,
  ModifyTableOps,
  Operations,
  produceMigrations,
  type UpgradeOps,
} from 'orm-shell/migrate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../helpers/postgres.js'

let engine: Engine

beforeAll(async () => {
  engine = createEngine(await freshDatabase())
})

afterAll(() => engine.dispose())

function models(): MetaData {
  const metadata = new MetaData()
  new Table(
    'authors',
    metadata,
    [
      column('id', integer, { primaryKey: true }),
      column('email', string(100), { comment: 'lower case' }),
      column('mood', enumType('good', 'bad', { name: 'mood' }), { nullable: true }),
      column('made', dateTime({ timezone: true }), { serverDefault: func.now() }),
      uniqueConstraint('email', { name: 'uq_email' }),
    ],
    { comment: 'who writes' },
  )
  new Table('books', metadata, [
    column('id', integer, { primaryKey: true }),
    column(
      'author_id',
      integer,
      foreignKey('authors.id', { name: 'fk_author', ondelete: 'CASCADE' }),
    ),
    column('price', numeric(8, 2), { serverDefault: text('0') }),
    index('ix_books_author', 'author_id'),
  ])
  return metadata
}

function carryOut(op: Operations, { ops }: UpgradeOps): void {
  for (const each of ops) {
    if (each instanceof ModifyTableOps) for (const inner of each.ops) op.invoke(inner)
    else op.invoke(each)
  }
}

describe('what is generated', () => {
  test('makes the database what the models say, and back', () => {
    engine.connect((connection) => {
      const context = MigrationContext.configure(connection, {
        opts: { compareServerDefault: true },
      })
      const { upgradeOps, downgradeOps } = produceMigrations(context, models())
      carryOut(new Operations(context), upgradeOps)
      expect(compareMetadata(context, models())).toEqual([])
      carryOut(new Operations(context), downgradeOps as never)
      expect(inspect(connection).getTableNames()).toEqual([])
      connection.rollback()
    })
  })

  test('finds changed types, defaults, comments, keys', () => {
    engine.connect((connection) => {
      models().createAll(connection)
      const wanted = models()
      const authors = wanted.tables.get('authors') as Table
      const books = wanted.tables.get('books') as Table
      wanted.remove(authors)
      wanted.remove(books)
      new Table('authors', wanted, [
        column('id', integer, { primaryKey: true }),
        column('email', string(200), { nullable: true }),
        column('mood', enumType('good', 'bad', { name: 'mood' }), { nullable: true }),
        column('made', dateTime({ timezone: true })),
        index('ix_email', func.lower(text('email'))),
      ])
      new Table('books', wanted, [
        column('id', integer, { primaryKey: true }),
        column('author_id', integer, foreignKey('authors.id', { name: 'fk_author' })),
        column('price', numeric(8, 2), { serverDefault: text('1') }),
        index('ix_books_author', 'author_id', { unique: true }),
      ])
      const context = MigrationContext.configure(connection, {
        opts: { compareServerDefault: true },
      })
      const names = compareMetadata(context, wanted).flatMap((diff) =>
        Array.isArray(diff[0]) ? diff.map((each) => (each as unknown[])[0]) : [diff[0]],
      )
      expect(names).toEqual([
        'modify_type',
        'modify_nullable',
        'modify_comment',
        'modify_default',
        'remove_constraint',
        'add_index',
        'remove_table_comment',
        'modify_default',
        'remove_index',
        'add_index',
        'remove_fk',
        'add_fk',
      ])
      carryOut(new Operations(context), produceMigrations(context, wanted).upgradeOps)
      expect(compareMetadata(context, wanted)).toEqual([])
      connection.rollback()
    })
  })
})

test('a failed migration leaves nothing behind', () => {
  engine.connect((connection) => {
    const context = MigrationContext.configure(connection)
    const op = new Operations(context)
    expect(() =>
      context.beginTransaction(() => {
        op.createTable('half', column('id', integer, { primaryKey: true }))
        op.execute('SELECT nothing')
      }),
    ).toThrow('column "nothing" does not exist')
    expect(inspect(connection).hasTable('half')).toBe(false)
  })
})

test('statements that allow no transaction run outside of it', () => {
  engine.connect((connection) => {
    const context = MigrationContext.configure(connection)
    const op = new Operations(context)
    context.beginTransaction(() => {
      op.createTable('big', column('id', integer, { primaryKey: true }))
      context.autocommitBlock(() => op.execute('CREATE INDEX CONCURRENTLY ix_big ON big (id)'))
      op.renameTable('big', 'small')
    })
    expect(
      inspect(connection)
        .getIndexes('small')
        .map(({ name }) => name),
    ).toEqual(['ix_big'])
    op.dropTable('small')
    connection.commit()
  })
})
