/** Every kind of element there is, with the class that holds its data: the compiler's table has one entry for each. */
import type { BindParameter } from './elements/bind-parameter.js'
import type { BinaryExpression } from './elements/binary.js'
import type { Case, Cast, Extract, TryCast, TypeCoerce } from './elements/case-cast.js'
import type { ColumnClause } from './elements/column-clause.js'
import type {
  CollationClause,
  False,
  LiteralNull,
  True,
  TextClause,
  TextExpression,
} from './elements/literals.js'
import type { FunctionElement, ScalarFunctionColumn } from './elements/functions.js'
import type { FunctionFilter, Over, WithinGroup } from './elements/window.js'
import type { Grouping } from './elements/grouping.js'
import type { Label, LabelReference } from './elements/label.js'
import type { ClauseList, ExpressionList, Tuple } from './elements/lists.js'
import type { AsBoolean, CollectionAggregate, UnaryExpression } from './elements/unary.js'
import type { ArrayLiteral, AggregateOrderBy, Slice } from './elements/array-literal.js'
import type { SequenceNext } from './elements/sequence.js'
import type { Executable } from './statement/executable.js'
import type { Alias, Cte, Lateral, Subquery, TableSample } from './selectable/alias.js'
import type { CompoundSelect, SelectGrouping } from './selectable/compound-select.js'
import type { FromGrouping, Join } from './selectable/join.js'
import type { Exists, ScalarSelect } from './selectable/scalar-select.js'
import type { Select } from './selectable/select.js'
import type { TableClause } from './selectable/table-clause.js'
import type { TextualSelect } from './selectable/textual-select.js'
import type { TableValuedAlias } from './selectable/table-valued.js'
import type { ScalarValues, Values } from './selectable/values.js'
import type { Delete, Insert, Update } from './dml/index.js'

export interface NodeKinds {
  bindparam: BindParameter
  binary: BinaryExpression
  case: Case
  cast: Cast
  tryCast: TryCast
  typeCoerce: TypeCoerce
  extract: Extract
  column: ColumnClause
  null: LiteralNull
  true: True
  false: False
  text: TextClause
  collation: CollationClause
  function: FunctionElement
  scalarFunctionColumn: ScalarFunctionColumn
  over: Over
  functionFilter: FunctionFilter
  withinGroup: WithinGroup
  grouping: Grouping
  label: Label
  labelReference: LabelReference
  clauseList: ClauseList
  expressionList: ExpressionList
  tuple: Tuple
  unary: UnaryExpression
  asBoolean: AsBoolean
  collectionAggregate: CollectionAggregate
  array: ArrayLiteral
  aggregateOrderBy: AggregateOrderBy
  slice: Slice
  nextValue: SequenceNext
  custom: Executable
  table: TableClause
  alias: Alias
  subquery: Subquery
  cte: Cte
  lateral: Lateral
  tableSample: TableSample
  tableValuedAlias: TableValuedAlias
  join: Join
  fromGrouping: FromGrouping
  values: Values
  scalarValues: ScalarValues
  select: Select
  compoundSelect: CompoundSelect
  selectGrouping: SelectGrouping
  scalarSelect: ScalarSelect
  exists: Exists
  textExpression: TextExpression
  textualSelect: TextualSelect
  insert: Insert
  update: Update
  delete: Delete
}

export type NodeKind = keyof NodeKinds

/** Any element, discriminated by `kind`. */
export type Node = NodeKinds[NodeKind]
