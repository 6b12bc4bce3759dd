/** Operations on rows, and statements of the user's own. */
import type { ExecutionOptions } from '../../../engine/execution-options.js'
import type { TableClause } from '../../../sql/selectable/table-clause.js'
import type { BulkRow, Executable } from '../../ddl/default-impl.js'
import { MigrateOperation, type Diff } from './migrate-operation.js'

/** `op.bulkInsert`. */
export class BulkInsertOp extends MigrateOperation {
  constructor(
    readonly table: TableClause,
    readonly rows: readonly BulkRow[],
    readonly options: {
      /** One statement for all rows; default: true. */
      readonly multiinsert?: boolean
    } = {},
  ) {
    super()
  }
}

/** `op.execute`. */
export class ExecuteSQLOp extends MigrateOperation {
  constructor(
    readonly sqltext: Executable,
    readonly options: { readonly executionOptions?: ExecutionOptions } = {},
  ) {
    super()
  }

  override toDiffTuple(): Diff {
    return ['execute', this.sqltext]
  }
}
