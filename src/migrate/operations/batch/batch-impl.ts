/** Gathers the changes of one table: makes them one by one, or hands them to the copying of the table. */
import { ArgumentError } from '../../../errors.js'
import type { Column } from '../../../schema/column.js'
import type { Constraint } from '../../../schema/constraints.js'
import type { DdlDialect } from '../../../schema/ddl-dialect.js'
import { MetaData } from '../../../schema/metadata.js'
import type { NamingConvention } from '../../../schema/naming.js'
import type { Index } from '../../../schema/table-index.js'
import type { Table, TableOptions } from '../../../schema/table.js'
import type { ColumnChange } from '../../ddl/column-change.js'
import type { AddColumnOptions, BatchChange, DefaultImpl } from '../../ddl/default-impl.js'
import { CommandError, NotImplementedError } from '../../errors.js'
import { reflectTable } from '../../reflect.js'
import type { MigrationContext } from '../../runtime/migration-context.js'
import type { SchemaItem } from '../schema-objects.js'
import type { OperationsTarget } from '../target.js'
import { TableCopy } from './table-copy.js'

export interface BatchOptions {
  readonly schema?: string | null
  /** Whether the table is made anew; default: where the database cannot do otherwise. */
  readonly recreate?: 'auto' | 'always' | 'never'
  /** The table as it is, instead of reading it from the database; `--sql` mode needs it. */
  readonly copyFrom?: Table
  /** Constraints and indexes the new table gets on top. */
  readonly tableArgs?: readonly SchemaItem[]
  /** Options of the new table. */
  readonly tableKwargs?: TableOptions
  /** Names for constraints that have none in the database, so that they can be dropped by name. */
  readonly namingConvention?: NamingConvention
  /** Columns that follow each other in the new table, in groups. */
  readonly partialReordering?: readonly (readonly string[])[]
}

type Target = Omit<OperationsTarget, 'createTable' | 'dropTable' | 'dialect'>

interface Change extends BatchChange {
  readonly name: keyof Target
  readonly apply: (target: Target) => void
}

export class BatchOperationsImpl implements OperationsTarget {
  readonly schema: string | null
  readonly #changes: Change[] = []
  readonly #recreate: 'auto' | 'always' | 'never'

  constructor(
    private readonly context: MigrationContext,
    readonly tableName: string,
    private readonly options: BatchOptions,
  ) {
    this.schema = options.schema ?? null
    this.#recreate = options.recreate ?? 'auto'
    if (!['auto', 'always', 'never'].includes(this.#recreate))
      throw new ArgumentError("recreate may be one of 'auto', 'always', or 'never'.")
  }

  get impl(): DefaultImpl {
    return this.context.impl
  }

  get dialect(): DdlDialect {
    return this.impl.dialect
  }

  /** Makes the changes. */
  flush(): void {
    if (!this.#recreates) {
      for (const { apply } of this.#changes) apply(this.impl)
      return
    }
    const copy = new TableCopy(this.impl, this.#existingTable(), {
      items: this.options.tableArgs ?? [],
      tableOptions: this.options.tableKwargs ?? {},
      isReflected: this.options.copyFrom === undefined,
      partialReordering: this.options.partialReordering ?? [],
    })
    for (const { apply } of this.#changes) apply(copy)
    copy.create()
  }

  addColumn(table: string, column: Column, options: AddColumnOptions = {}): void {
    const hasPlace = options.insertBefore !== undefined || options.insertAfter !== undefined
    if (hasPlace && !this.#recreates) {
      throw new CommandError(
        "Can't specify insertBefore or insertAfter when using ALTER; please specify recreate: 'always'",
      )
    }
    this.#changes.push({
      name: 'addColumn',
      column,
      apply: (target) => target.addColumn(table, column, options),
    })
  }

  alterColumn(table: string, column: string, change: ColumnChange): void {
    this.#note('alterColumn', (target) => target.alterColumn(table, column, change))
  }

  dropColumn(table: string, column: Column, options?: { readonly ifExists?: boolean }): void {
    this.#note('dropColumn', (target) => target.dropColumn(table, column, options))
  }

  addConstraint(constraint: Constraint): void {
    this.#note('addConstraint', (target) => target.addConstraint(constraint))
  }

  dropConstraint(constraint: Constraint): void {
    this.#note('dropConstraint', (target) => target.dropConstraint(constraint))
  }

  createIndex(index: Index, options?: { readonly ifNotExists?: boolean }): void {
    this.#note('createIndex', (target) => target.createIndex(index, options))
  }

  dropIndex(index: Index, options?: { readonly ifExists?: boolean }): void {
    this.#note('dropIndex', (target) => target.dropIndex(index, options))
  }

  createTableComment(table: Table): void {
    this.#note('createTableComment', (target) => target.createTableComment(table))
  }

  dropTableComment(table: Table): void {
    this.#note('dropTableComment', (target) => target.dropTableComment(table))
  }

  createColumnComment(column: Column): void {
    this.#note('createColumnComment', (target) => target.createColumnComment(column))
  }

  renameTable(from: string, to: string, schema: string | null): void {
    this.#note('renameTable', (target) => target.renameTable(from, to, schema))
  }

  createTable(): never {
    throw new NotImplementedError("Can't create table in batch mode")
  }

  dropTable(): never {
    throw new NotImplementedError("Can't drop table in batch mode")
  }

  get #recreates(): boolean {
    if (this.#recreate === 'auto') return this.impl.requiresRecreate(this.#changes)
    return this.#recreate === 'always'
  }

  #note(name: keyof Target, apply: (target: Target) => void): void {
    this.#changes.push({ name, apply })
  }

  #existingTable(): Table {
    const { copyFrom, namingConvention } = this.options
    if (copyFrom !== undefined) return copyFrom
    const { connection } = this.impl
    if (connection === null || this.impl.asSql) throw needsConnection(this)
    const name = { name: this.tableName, schema: this.schema }
    const metadata = new MetaData(namingConvention === undefined ? {} : { namingConvention })
    return reflectTable(connection, name, metadata, this.impl)
  }
}

function needsConnection({ dialect, tableName }: BatchOperationsImpl): CommandError {
  return new CommandError(
    `This operation cannot proceed in --sql mode; batch mode with dialect ${dialect.name} requires a live database ` +
      `connection with which to reflect the table "${tableName}". To generate a batch SQL migration script using ` +
      'table "move and copy", a complete Table object should be passed to the "copyFrom" argument of the ' +
      'batchAlterTable() method so that table reflection can be skipped.',
  )
}
