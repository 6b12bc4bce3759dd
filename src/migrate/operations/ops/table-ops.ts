/** Operations on whole tables. */
import type { Table, TableOptions } from '../../../schema/table.js'
import { dialectKeywords, itemsOf, SchemaObjects, type SchemaItem } from '../schema-objects.js'
import type { MetaData } from '../../../schema/metadata.js'
import type { SchemaOption } from './constraint-ops.js'
import { MigrateOperation, type Diff } from './migrate-operation.js'

export interface CreateTableOptions extends TableOptions {
  readonly ifNotExists?: boolean
}

/** `op.createTable`. */
export class CreateTableOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly columns: readonly SchemaItem[],
    readonly options: CreateTableOptions = {},
    /** The MetaData the table comes from: foreign keys are spelled by it. */
    readonly namespace: MetaData | null = null,
  ) {
    super()
  }

  static fromTable(table: Table, namespace: MetaData | null = null): CreateTableOp {
    return new CreateTableOp(
      table.name,
      itemsOf(table),
      optionsOf(table),
      namespace ?? table.metadata,
    )
  }

  toTable(objects = new SchemaObjects()): Table {
    const { ifNotExists: _ifNotExists, ...options } = this.options
    return objects.table(this.tableName, this.columns, options)
  }

  override reverse(): DropTableOp {
    return DropTableOp.fromTable(this.toTable(), this.namespace)
  }

  override toDiffTuple(): Diff {
    return ['add_table', this.toTable()]
  }
}

/** What it was declared with, apart from columns and constraints. */
function optionsOf(table: Table): CreateTableOptions {
  const { prefixes, quote } = table.options
  return {
    schema: table.schema,
    ...(table.comment === null ? {} : { comment: table.comment }),
    ...(Object.keys(table.info).length === 0 ? {} : { info: { ...table.info } }),
    ...(prefixes === undefined ? {} : { prefixes }),
    ...dialectKeywords(table.options),
    ...(quote === undefined ? {} : { quote }),
  }
}

export interface DropTableOptions extends SchemaOption {
  readonly ifExists?: boolean
}

/** `op.dropTable`. */
export class DropTableOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly options: DropTableOptions = {},
    private readonly original: CreateTableOp | null = null,
  ) {
    super()
  }

  static fromTable(table: Table, namespace: MetaData | null = null): DropTableOp {
    const original = CreateTableOp.fromTable(table, namespace)
    return new DropTableOp(table.name, { schema: table.schema }, original)
  }

  toTable(objects = new SchemaObjects()): Table {
    if (this.original !== null) return this.original.toTable(objects)
    return objects.table(this.tableName, [], { schema: this.options.schema ?? null })
  }

  override reverse(): CreateTableOp {
    return CreateTableOp.fromTable(this.toTable())
  }

  override toDiffTuple(): Diff {
    return ['remove_table', this.toTable()]
  }
}

/** `op.renameTable`. */
export class RenameTableOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly newTableName: string,
    readonly options: SchemaOption = {},
  ) {
    super()
  }
}

export interface TableCommentOptions extends SchemaOption {
  readonly existingComment?: string | null
}

/** `op.createTableComment`. */
export class CreateTableCommentOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly comment: string | null,
    readonly options: TableCommentOptions = {},
  ) {
    super()
  }

  toTable(objects = new SchemaObjects()): Table {
    const { schema = null } = this.options
    const comment = this.comment === null ? {} : { comment: this.comment }
    return objects.table(this.tableName, [], { schema, ...comment })
  }

  override reverse(): CreateTableCommentOp | DropTableCommentOp {
    const { existingComment = null, schema = null } = this.options
    const options = { schema, existingComment: this.comment }
    return existingComment === null
      ? new DropTableCommentOp(this.tableName, options)
      : new CreateTableCommentOp(this.tableName, existingComment, options)
  }

  override toDiffTuple(): Diff {
    return ['add_table_comment', this.toTable(), this.options.existingComment ?? null]
  }
}

/** `op.dropTableComment`. */
export class DropTableCommentOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly options: TableCommentOptions = {},
  ) {
    super()
  }

  toTable(objects = new SchemaObjects()): Table {
    return objects.table(this.tableName, [], { schema: this.options.schema ?? null })
  }

  override reverse(): CreateTableCommentOp {
    const { existingComment = null, schema = null } = this.options
    return new CreateTableCommentOp(this.tableName, existingComment, { schema })
  }

  override toDiffTuple(): Diff {
    return ['remove_table_comment', this.toTable()]
  }
}
