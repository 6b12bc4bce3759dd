/** Expressions: columns, operators, functions, literals. */
export { ArrayLiteral, arrayLiteral, AggregateOrderBy, aggregateOrderBy } from './array-literal.js'
export {
  BinaryExpression,
  groupOperation,
  constructForOp,
  type OperationOptions,
} from './binary.js'
export { BindParameter, bindparam, literal, type BindOptions } from './bind-parameter.js'
export {
  and,
  or,
  not,
  combineElements,
  tuple_,
  desc,
  asc,
  nullsFirst,
  nullsLast,
  between,
  collate,
  label,
  distinct,
  any_,
  all_,
  type Condition,
} from './boolean.js'
export {
  Case,
  case_,
  Cast,
  TryCast,
  TypeCoerce,
  Extract,
  cast,
  tryCast,
  typeCoerce,
  extract,
  type CaseOptions,
  type When,
} from './case-cast.js'
export {
  NO_ANNOTATIONS,
  ClauseElement,
  type Annotations,
  type PropagateAttrs,
} from './clause-element.js'
export {
  asElement,
  elementAsExpression,
  coerceExpression,
  coerceOperand,
  coerceCondition,
  coerceConstant,
  isConstant,
  describeValue,
} from './coercions.js'
export { ColumnClause, literalColumn, type ColumnClauseOptions } from './column-clause.js'
export {
  ColumnElement,
  isColumnElement,
  type ProxyOptions,
  type OperandBind,
  type ForeignKeyLike,
  type ForeignKeyConstraintLike,
  type TypedExpression,
} from './column-element.js'
export {
  ColumnOperators,
  type Operand,
  type LikeOptions,
  type ContainsOptions,
} from './column-operators.js'
export {
  FunctionElement,
  GenericFunction,
  NamedFunction,
  registerFunction,
  ScalarFunctionColumn,
  functionOptions,
  func,
  type FunctionOptions,
  type TableValuedOptions,
  type FunctionGenerator,
  type Func,
} from './functions.js'
export { JsonElement, getItem, Slice, type SliceBounds } from './operations/getitem.js'
export { Grouping } from './grouping.js'
export { coerceInElement } from './operations/in-list.js'
export { Label, LabelReference } from './label.js'
export { ClauseList, ExpressionList, BareExpressionList, Tuple } from './lists.js'
export {
  LiteralNull,
  True,
  False,
  null_,
  true_,
  false_,
  TextClause,
  TextExpression,
  TextGrouping,
  text,
  CollationClause,
} from './literals.js'
export { coerceBy, coerceOrderBy, NamedReference } from './order-by.js'
export { SequenceNext, type SequenceLike } from './sequence.js'
export { UnaryExpression, AsBoolean, CollectionAggregate, type UnaryOptions } from './unary.js'
export {
  Over,
  FunctionFilter,
  WithinGroup,
  over,
  withinGroup,
  funcfilter,
  type Frame,
  type OverOptions,
} from './window.js'
