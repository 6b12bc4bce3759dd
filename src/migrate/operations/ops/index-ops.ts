/** Operations on indexes. */
import type { Index, IndexOptions } from '../../../schema/table-index.js'
import { finalName, SchemaObjects, type ItemName } from '../schema-objects.js'
import type { SchemaOption } from './constraint-ops.js'
import { MigrateOperation, type Diff } from './migrate-operation.js'

export interface CreateIndexOptions extends IndexOptions, SchemaOption {
  readonly ifNotExists?: boolean
}

/** `op.createIndex`. */
export class CreateIndexOp extends MigrateOperation {
  constructor(
    readonly indexName: ItemName,
    readonly tableName: string,
    readonly columns: readonly unknown[],
    readonly options: CreateIndexOptions = {},
  ) {
    super()
  }

  static fromIndex(index: Index): CreateIndexOp {
    const options = { ...index.options, schema: index.table.schema }
    return new CreateIndexOp(finalName(index), index.table.name, index.expressions, options)
  }

  toIndex(objects = new SchemaObjects()): Index {
    const { ifNotExists: _ifNotExists, ...options } = this.options
    return objects.index(this.indexName, this.tableName, this.columns, options)
  }

  override reverse(): DropIndexOp {
    return DropIndexOp.fromIndex(this.toIndex())
  }

  override toDiffTuple(): Diff {
    return ['add_index', this.toIndex()]
  }
}

export interface DropIndexOptions extends IndexOptions, SchemaOption {
  readonly ifExists?: boolean
}

/** `op.dropIndex`. */
export class DropIndexOp extends MigrateOperation {
  constructor(
    readonly indexName: ItemName,
    readonly tableName: string | null = null,
    readonly options: DropIndexOptions = {},
    private readonly original: CreateIndexOp | null = null,
  ) {
    super()
  }

  static fromIndex(index: Index): DropIndexOp {
    const original = CreateIndexOp.fromIndex(index)
    return new DropIndexOp(original.indexName, original.tableName, original.options, original)
  }

  toIndex(objects = new SchemaObjects()): Index {
    const { ifExists: _ifExists, ...options } = this.options
    return objects.index(this.indexName, this.tableName, this.original?.columns ?? ['x'], options)
  }

  override reverse(): CreateIndexOp {
    return CreateIndexOp.fromIndex(this.toIndex())
  }

  override toDiffTuple(): Diff {
    return ['remove_index', this.toIndex()]
  }
}
