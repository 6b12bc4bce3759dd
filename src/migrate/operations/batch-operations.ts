/** The operations inside of `batchAlterTable`: those of `Operations` for one table; `alembic.operations.BatchOperations`. */
import type { Column } from '../../schema/column.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { AddColumnOptions } from '../ddl/default-impl.js'
import type { MigrationContext } from '../runtime/migration-context.js'
import { AbstractOperations } from './abstract-operations.js'
import { alterColumnOp, type AlterColumnOptions } from './alter-column-options.js'
import type { BatchOperationsImpl } from './batch/batch-impl.js'
import { AddColumnOp, DropColumnOp } from './ops/column-ops.js'
import {
  CreateCheckConstraintOp,
  CreateForeignKeyOp,
  CreatePrimaryKeyOp,
  CreateUniqueConstraintOp,
  DropConstraintOp,
  type CreateForeignKeyOptions,
  type DropConstraintOptions,
} from './ops/constraint-ops.js'
import {
  CreateIndexOp,
  DropIndexOp,
  type CreateIndexOptions,
  type DropIndexOptions,
} from './ops/index-ops.js'
import { CreateTableCommentOp, DropTableCommentOp } from './ops/table-ops.js'
import type { ItemName } from './schema-objects.js'

/** A name, the other table and the columns of both, then options. */
export type BatchForeignKeyArguments = readonly [
  name: ItemName,
  referentTable: string,
  localCols: readonly string[],
  remoteCols: readonly string[],
  options?: Omit<CreateForeignKeyOptions, 'sourceSchema'>,
]

/**
 * `alembic.operations.BatchOperations`; made by `op.batchAlterTable`.
 *
 * @example
 * op.batchAlterTable('users', (batchOp) => batchOp.dropColumn('age'))
 */
export class BatchOperations extends AbstractOperations {
  readonly #table: string
  readonly #schema: string | null

  /** @internal */
  constructor(context: MigrationContext, batch: BatchOperationsImpl) {
    super(context, batch)
    this.#table = batch.tableName
    this.#schema = batch.schema
  }

  /** `insertBefore` and `insertAfter` say its place, where the table is made anew. */
  addColumn(column: Column, options: Omit<AddColumnOptions, 'schema'> = {}): void {
    this.invoke(new AddColumnOp(this.#table, column, this.#placed(options)))
  }

  dropColumn(column: string, options: { readonly ifExists?: boolean } = {}): void {
    this.invoke(new DropColumnOp(this.#table, column, this.#placed(options)))
  }

  alterColumn(column: string, options: Omit<AlterColumnOptions, 'schema'>): void {
    this.invoke(alterColumnOp(this.#table, column, this.#placed(options)))
  }

  createIndex(
    name: ItemName,
    columns: readonly (string | ClauseElement)[],
    options: Omit<CreateIndexOptions, 'schema'> = {},
  ): void {
    this.invoke(new CreateIndexOp(name, this.#table, columns, this.#placed(options)))
  }

  dropIndex(name: ItemName, options: Omit<DropIndexOptions, 'schema'> = {}): void {
    this.invoke(new DropIndexOp(name, this.#table, this.#placed(options)))
  }

  createPrimaryKey(name: ItemName, columns: readonly string[]): void {
    this.invoke(new CreatePrimaryKeyOp(name, this.#table, columns, this.#placed({})))
  }

  createUniqueConstraint(
    name: ItemName,
    columns: readonly string[],
    options: CreateUniqueConstraintOp['options'] = {},
  ): void {
    this.invoke(new CreateUniqueConstraintOp(name, this.#table, columns, this.#placed(options)))
  }

  createCheckConstraint(name: ItemName, condition: string | ClauseElement): void {
    this.invoke(new CreateCheckConstraintOp(name, this.#table, condition, this.#placed({})))
  }

  createForeignKey(...args: BatchForeignKeyArguments): void {
    const [name, referentTable, localCols, remoteCols, options = {}] = args
    const reference = { sourceTable: this.#table, referentTable, localCols, remoteCols }
    const placed = { ...options, sourceSchema: this.#schema }
    this.invoke(new CreateForeignKeyOp(name, reference, placed))
  }

  dropConstraint(name: ItemName, options: Omit<DropConstraintOptions, 'schema'> = {}): void {
    this.invoke(new DropConstraintOp(name, this.#table, this.#placed(options)))
  }

  createTableComment(
    comment: string | null,
    options: { readonly existingComment?: string | null } = {},
  ): void {
    this.invoke(new CreateTableCommentOp(this.#table, comment, this.#placed(options)))
  }

  dropTableComment(options: { readonly existingComment?: string | null } = {}): void {
    this.invoke(new DropTableCommentOp(this.#table, this.#placed(options)))
  }

  #placed<O extends object>(options: O): O & { readonly schema: string | null } {
    return { ...options, schema: this.#schema }
  }
}
