/** Tables, columns and DDL as other layers import them. */
import './ddl-compiler.js'

export type { SchemaBind, SchemaExecutor, SchemaIo, SchemaOperation } from './bind.js'
export {
  column,
  Column,
  type ColumnOptions,
  type ColumnValue,
  type ColumnDeclaration,
} from './column.js'
export {
  checkConstraint,
  CheckConstraint,
  Constraint,
  conv,
  foreignKeyConstraint,
  ForeignKeyConstraint,
  primaryKeyConstraint,
  PrimaryKeyConstraint,
  uniqueConstraint,
  UniqueConstraint,
} from './constraints.js'
export { createTablesIo, dropTablesIo } from './create-drop.js'
export { DdlCompiler } from './ddl-compiler.js'
export { standardDdl, type DdlDialect, type DdlRules } from './ddl-dialect.js'
export {
  addConstraint,
  AddConstraint,
  createIndex,
  CreateIndex,
  createTable,
  CreateColumn,
  CreateTable,
  CreateEnumType,
  CreateSchema,
  CreateSequence,
  ddl,
  DdlElement,
  DdlText,
  dropConstraint,
  DropConstraint,
  DropEnumType,
  dropIndex,
  DropColumnComment,
  DropConstraintComment,
  DropIndex,
  DropTableComment,
  SetColumnComment,
  SetConstraintComment,
  SetTableComment,
  DropSchema,
  DropSequence,
  dropTable,
  DropTable,
  type DdlKind,
} from './ddl-elements.js'
export {
  ColumnDefault,
  Computed,
  fetchedValue,
  Identity,
  Sequence,
  ServerDefault,
  type DefaultContext,
} from './defaults.js'
export { DuplicateColumnError } from './errors.js'
export {
  foreignKey,
  ForeignKey,
  type ForeignKeyOptions,
  type ForeignKeyTarget,
} from './foreign-key.js'
export {
  BLANK_SCHEMA,
  MetaData,
  type CreateAllOptions,
  type MetaDataOptions,
  type ReflectBind,
  type ReflectOptions,
} from './metadata.js'
export { constraintName, type NamingConvention } from './naming.js'
export { sortTables, sortTablesAndConstraints, type SortedTable } from './sort-tables.js'
export { index, Index, type IndexOptions } from './table-index.js'
export { Table, type ColumnMap, type TableOptions } from './table.js'
