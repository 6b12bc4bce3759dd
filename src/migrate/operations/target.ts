/** What operations are carried out on: the database's implementation, or a batch that gathers them. */
import type { DefaultImpl } from '../ddl/default-impl.js'

export type OperationsTarget = Pick<
  DefaultImpl,
  | 'addColumn'
  | 'addConstraint'
  | 'alterColumn'
  | 'createColumnComment'
  | 'createIndex'
  | 'createTable'
  | 'createTableComment'
  | 'dialect'
  | 'dropColumn'
  | 'dropConstraint'
  | 'dropIndex'
  | 'dropTable'
  | 'dropTableComment'
  | 'renameTable'
>
