/** FROM elements and statements that return rows. */
export {
  AliasedFrom,
  Alias,
  Subquery,
  Lateral,
  TableSample,
  Cte,
  alias,
  lateral,
  tablesample,
  type AliasOptions,
  type CteOptions,
} from './alias.js'
export { ColumnCollection, columnsView, type Columns } from './column-collection.js'
export {
  CompoundSelect,
  SelectGrouping,
  ungrouped,
  coerceSelect,
  union,
  unionAll,
  intersect,
  intersectAll,
  except_,
  exceptAll,
  type CompoundKeyword,
} from './compound-select.js'
export { correspondingColumn } from './corresponding-column.js'
export { FromClause, isFromClause, type AnyColumns } from './from-clause.js'
export {
  OffsetLimitParameter,
  GenerativeSelect,
  type ForUpdateOptions,
  type ForUpdate,
  type FetchOptions,
} from './generative-select.js'
export { joinCondition, canJoin, type ForeignColumns } from './join-condition.js'
export { Join, FromGrouping, join, outerjoin, type JoinOptions } from './join.js'
export { ScalarSelect, Exists, exists } from './scalar-select.js'
export { SelectBase, type LabelStyle, type SelectMakers, type FirstCell } from './select-base.js'
export { generateColumnsPlusNames, type ColumnPlusNames } from './select-columns.js'
export {
  type EntityClass,
  type Selectable,
  type Cell,
  type RowOf,
  type NamedRow,
} from './select-typing.js'
export {
  Select,
  selectIterables,
  select,
  type SetupJoin,
  type JoinFlags,
  type MemoizedEntities,
} from './select.js'
export { TableClause, table } from './table-clause.js'
export { type TableDml } from './table-dml.js'
export { TableValuedAlias } from './table-valued.js'
export { TextualSelect } from './textual-select.js'
export { Values, values, type ValuesOptions } from './values.js'
export { coerceFrom } from '../statement/roles.js'
