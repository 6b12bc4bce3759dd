/** The classes of all operations, for hooks that change what is generated. */
export { AddColumnOp, AlterColumnOp, DropColumnOp } from './column-ops.js'
export {
  AddConstraintOp,
  CreateCheckConstraintOp,
  CreateForeignKeyOp,
  CreatePrimaryKeyOp,
  CreateUniqueConstraintOp,
  DropConstraintOp,
} from './constraint-ops.js'
export {
  DowngradeOps,
  MigrationScript,
  ModifyTableOps,
  OpContainer,
  UpgradeOps,
} from './containers.js'
export { BulkInsertOp, ExecuteSQLOp } from './data-ops.js'
export { CreateIndexOp, DropIndexOp } from './index-ops.js'
export { MigrateOperation } from './migrate-operation.js'
export {
  CreateTableCommentOp,
  CreateTableOp,
  DropTableCommentOp,
  DropTableOp,
  RenameTableOp,
} from './table-ops.js'
