/**
 * The operations of migration scripts: `op.createTable(…)`, `op.addColumn(…)`; `alembic.operations.Operations`.
 * Each makes a `MigrateOperation` and has it carried out.
 */
import { Column } from '../../schema/column.js'
import { Constraint } from '../../schema/constraints.js'
import { Index } from '../../schema/table-index.js'
import type { Table } from '../../schema/table.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { TableClause } from '../../sql/selectable/table-clause.js'
import type { AddColumnOptions, BulkRow } from '../ddl/default-impl.js'
import type { MigrationContext } from '../runtime/migration-context.js'
import { AbstractOperations } from './abstract-operations.js'
import { alterColumnOp, type AlterColumnOptions } from './alter-column-options.js'
import { BatchOperations } from './batch-operations.js'
import { BatchOperationsImpl, type BatchOptions } from './batch/batch-impl.js'
import { CurrentSlot } from '../current-slot.js'
import { AddColumnOp, DropColumnOp, type DropColumnOpOptions } from './ops/column-ops.js'
import * as constraints from './ops/constraint-ops.js'
import { BulkInsertOp } from './ops/data-ops.js'
import {
  CreateIndexOp,
  DropIndexOp,
  type CreateIndexOptions,
  type DropIndexOptions,
} from './ops/index-ops.js'
import * as tables from './ops/table-ops.js'
import type { ItemName, SchemaItem } from './schema-objects.js'

type SchemaOption = constraints.SchemaOption

/** Columns, constraints and indexes, then options. */
export type CreateTableArguments =
  readonly [...items: SchemaItem[], options: tables.CreateTableOptions] | readonly SchemaItem[]

/** A name, two tables and their columns, then options. */
export type CreateForeignKeyArguments = readonly [
  name: ItemName,
  sourceTable: string,
  referentTable: string,
  localCols: readonly string[],
  remoteCols: readonly string[],
  options?: constraints.CreateForeignKeyOptions,
]

/**
 * `alembic.operations.Operations`; scripts use the running one as `op`.
 *
 * @example
 * const op = new Operations(MigrationContext.configure(connection))
 * op.addColumn('users', column('nickname', string(50), { nullable: true }))
 */
export class Operations extends AbstractOperations {
  /** Runs a function while `op` stands for the operations of a context. */
  static context<T>(context: MigrationContext, work: (operations: Operations) => T): T {
    const operations = new Operations(context)
    return running.during(operations, () => work(operations))
  }

  /**
   * Creates a table, its indexes and comments.
   *
   * @example
   * op.createTable('users', column('id', integer(), { primaryKey: true }), column('name', string(50)))
   */
  createTable(name: string, ...args: CreateTableArguments): Table {
    const last = args.at(-1)
    const isItem = last instanceof Column || last instanceof Constraint || last instanceof Index
    const items = (isItem ? args : args.slice(0, -1)) as readonly SchemaItem[]
    const options = (isItem ? {} : (last ?? {})) as tables.CreateTableOptions
    return this.invoke(new tables.CreateTableOp(name, items, options)) as Table
  }

  /** @example op.dropTable('users', { ifExists: true }) */
  dropTable(name: string, options: tables.DropTableOptions = {}): void {
    this.invoke(new tables.DropTableOp(name, options))
  }

  /** @example op.renameTable('users', 'accounts') */
  renameTable(oldName: string, newName: string, options: SchemaOption = {}): void {
    this.invoke(new tables.RenameTableOp(oldName, newName, options))
  }

  /** @example op.createTableComment('users', 'People who may sign in') */
  createTableComment(
    table: string,
    comment: string | null,
    options: tables.TableCommentOptions = {},
  ): void {
    this.invoke(new tables.CreateTableCommentOp(table, comment, options))
  }

  /** @example op.dropTableComment('users') */
  dropTableComment(table: string, options: tables.TableCommentOptions = {}): void {
    this.invoke(new tables.DropTableCommentOp(table, options))
  }

  /**
   * Adds a column, with its constraints and index.
   *
   * @throws NotImplementedError on SQLite for columns with foreign keys: use `batchAlterTable`
   * @example
   * op.addColumn('users', column('age', integer(), { nullable: true, index: true }))
   */
  addColumn(table: string, column: Column, options: AddColumnOptions = {}): void {
    this.invoke(new AddColumnOp(table, column, options))
  }

  /** @example op.dropColumn('users', 'age') */
  dropColumn(table: string, column: string, options: DropColumnOpOptions = {}): void {
    this.invoke(new DropColumnOp(table, column, options))
  }

  /**
   * Changes what a column is; `serverDefault: null` and `comment: null` drop them.
   *
   * @example
   * op.alterColumn('users', 'name', { type: string(100), existingType: string(50), nullable: false })
   */
  alterColumn(table: string, column: string, options: AlterColumnOptions): void {
    this.invoke(alterColumnOp(table, column, options))
  }

  /** @example op.createIndex('ix_users_name', 'users', ['name'], { unique: true }) */
  createIndex(
    name: ItemName,
    table: string,
    columns: readonly (string | ClauseElement)[],
    options: CreateIndexOptions = {},
  ): void {
    this.invoke(new CreateIndexOp(name, table, columns, options))
  }

  /** @example op.dropIndex('ix_users_name', { tableName: 'users' }) */
  dropIndex(
    name: ItemName,
    ...args: readonly [
      table?: string | (DropIndexOptions & { readonly tableName?: string }),
      options?: DropIndexOptions,
    ]
  ): void {
    const [table, second = {}] = args
    const isName = typeof table === 'string'
    const { tableName, ...options } = isName ? { ...second, tableName: table } : (table ?? {})
    this.invoke(new DropIndexOp(name, tableName ?? null, options as DropIndexOptions))
  }

  /** @example op.createPrimaryKey('pk_users', 'users', ['id']) */
  createPrimaryKey(
    name: ItemName,
    table: string,
    columns: readonly string[],
    options: constraints.CreatePrimaryKeyOp['options'] = {},
  ): void {
    this.invoke(new constraints.CreatePrimaryKeyOp(name, table, columns, options))
  }

  /** @example op.createUniqueConstraint('uq_users_email', 'users', ['email']) */
  createUniqueConstraint(
    name: ItemName,
    table: string,
    columns: readonly string[],
    options: constraints.CreateUniqueConstraintOp['options'] = {},
  ): void {
    this.invoke(new constraints.CreateUniqueConstraintOp(name, table, columns, options))
  }

  /** @example op.createCheckConstraint('ck_users_age', 'users', 'age >= 0') */
  createCheckConstraint(
    name: ItemName,
    table: string,
    condition: string | ClauseElement,
    options: constraints.CreateCheckConstraintOp['options'] = {},
  ): void {
    this.invoke(new constraints.CreateCheckConstraintOp(name, table, condition, options))
  }

  /** @example op.createForeignKey('fk_posts_author', 'posts', 'users', ['author_id'], ['id'], { ondelete: 'CASCADE' }) */
  createForeignKey(...args: CreateForeignKeyArguments): void {
    const [name, sourceTable, referentTable, localCols, remoteCols, options = {}] = args
    const reference = { sourceTable, referentTable, localCols, remoteCols }
    this.invoke(new constraints.CreateForeignKeyOp(name, reference, options))
  }

  /** @example op.dropConstraint('uq_users_email', 'users', { type: 'unique' }) */
  dropConstraint(
    name: ItemName,
    table: string,
    options: constraints.DropConstraintOptions = {},
  ): void {
    this.invoke(new constraints.DropConstraintOp(name, table, options))
  }

  /**
   * Inserts rows; in `--sql` mode their values are part of the statements.
   *
   * @example
   * const roles = op.createTable('roles', column('name', string(20), { primaryKey: true }))
   * op.bulkInsert(roles, [{ name: 'admin' }, { name: 'user' }])
   */
  bulkInsert(
    table: TableClause,
    rows: readonly BulkRow[],
    options: { readonly multiinsert?: boolean } = {},
  ): void {
    this.invoke(new BulkInsertOp(table, rows, options))
  }

  /**
   * Gathers changes of one table and makes them together. Where the database cannot change a table (SQLite), a new
   * one is made, the rows are copied, and it takes the old one's place.
   *
   * @example
   * op.batchAlterTable('users', (batchOp) => {
   *   batchOp.addColumn(column('age', integer(), { nullable: true }))
   *   batchOp.createUniqueConstraint('uq_users_email', ['email'])
   * })
   */
  batchAlterTable(
    table: string,
    work: (batchOp: BatchOperations) => void,
    options: BatchOptions = {},
  ): void {
    const impl = new BatchOperationsImpl(this.migrationContext, table, options)
    work(new BatchOperations(this.migrationContext, impl))
    impl.flush()
  }
}

const running = new CurrentSlot<Operations>('op')

/**
 * The operations of the migration that is running; `from alembic import op`.
 *
 * @throws CommandError outside of a migration
 * @example
 * export function upgrade(): void {
 *   op.addColumn('users', column('nickname', string(50), { nullable: true }))
 * }
 */
export const op: Operations = running.proxy
