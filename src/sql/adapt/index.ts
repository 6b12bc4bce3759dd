/** Walking and rewriting elements. */
export {
  ClauseAdapter,
  ColumnAdapter,
  type EquivalentColumns,
  type AdapterOptions,
  type ColumnAdapterOptions,
} from './clause-adapter.js'
export { deannotate, deepAnnotate } from './deannotate.js'
export {
  findTables,
  findColumns,
  surfaceSelectables,
  selectablesOverlap,
  clauseIsPresent,
  tablesFromLeftmost,
  extractFirstColumnAnnotation,
  type FindTablesOptions,
} from './find-tables.js'
export {
  findJoinSource,
  findLeftClauseThatMatchesGiven,
  findLeftClauseToJoinFrom,
} from './join-source.js'
export {
  unwrapOrderBy,
  expandColumnListFromOrderBy,
  unwrapLabelReference,
} from './order-columns.js'
export { children, mapParts } from './parts.js'
export { reduceColumns, type ReduceOptions } from './reduce-columns.js'
export {
  iterate,
  getChildren,
  traverse,
  replacementTraverse,
  clonedTraverse,
  type ReplaceOptions,
  type Replace,
} from './traverse.js'
