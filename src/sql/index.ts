/** The expression language as other layers import it. Loading it installs all constructors. */
import './register.js'

export { build } from './build.js'
export { clauseElement, hasClauseElement, type HasClauseElement } from './protocol.js'
export { AnonymousLabel, anonymousLabel, nameKey, type Name } from './names.js'
export { ops, customOperator, type Operator } from './operators.js'
export {
  registerStatementPlugin,
  statementPlugin,
  type CompileState,
  type StatementPlugin,
} from './plugin.js'
export { ExecutableOption, type KeyVisitor } from './executable-option.js'
export {
  CompileError,
  UnsupportedCompilationError,
  NoForeignKeysError,
  AmbiguousForeignKeysError,
  NoReferenceError,
  NoReferencedTableError,
  NoReferencedColumnError,
  StatementError,
} from './errors.js'
export {
  ArrayLiteral,
  arrayLiteral,
  AggregateOrderBy,
  aggregateOrderBy,
} from './elements/array-literal.js'
export {
  BinaryExpression,
  groupOperation,
  constructForOp,
  type OperationOptions,
} from './elements/binary.js'
export { BindParameter, bindparam, literal, type BindOptions } from './elements/bind-parameter.js'
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
  distinct,
  any_,
  all_,
  type Condition,
} from './elements/boolean.js'
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
} from './elements/case-cast.js'
export {
  NO_ANNOTATIONS,
  ClauseElement,
  type Annotations,
  type PropagateAttrs,
} from './elements/clause-element.js'
export {
  asElement,
  elementAsExpression,
  coerceExpression,
  coerceOperand,
  coerceCondition,
  coerceConstant,
  isConstant,
  describeValue,
} from './elements/coercions.js'
export { ColumnClause, literalColumn, type ColumnClauseOptions } from './elements/column-clause.js'
export {
  ColumnElement,
  isColumnElement,
  type ProxyOptions,
  type OperandBind,
  type ForeignKeyLike,
  type ForeignKeyConstraintLike,
  type TypedExpression,
} from './elements/column-element.js'
export {
  ColumnOperators,
  type Operand,
  type LikeOptions,
  type ContainsOptions,
} from './elements/column-operators.js'
export {
  FunctionElement,
  ScalarFunctionColumn,
  functionOptions,
  func,
  type FunctionOptions,
  type TableValuedOptions,
  type FunctionGenerator,
  type Func,
} from './elements/functions.js'
export { JsonElement, getItem, Slice, type SliceBounds } from './elements/getitem.js'
export { Grouping } from './elements/grouping.js'
export { coerceInElement } from './elements/in-list.js'
export { Label, LabelReference } from './elements/label.js'
export { ClauseList, ExpressionList, BareExpressionList, Tuple } from './elements/lists.js'
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
  CustomElement,
  type CustomCompile,
} from './elements/literals.js'
export { coerceBy, coerceOrderBy, NamedReference } from './elements/order-by.js'
export { SequenceNext, type SequenceLike } from './elements/sequence.js'
export {
  UnaryExpression,
  AsBoolean,
  CollectionAggregate,
  type UnaryOptions,
} from './elements/unary.js'
export {
  Over,
  FunctionFilter,
  WithinGroup,
  over,
  withinGroup,
  type Frame,
  type OverOptions,
} from './elements/window.js'
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
} from './selectable/alias.js'
export { ColumnCollection, columnsView, type Columns } from './selectable/column-collection.js'
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
} from './selectable/compound-select.js'
export { correspondingColumn } from './selectable/corresponding-column.js'
export { FromClause, isFromClause, type AnyColumns } from './selectable/from-clause.js'
export {
  OffsetLimitParameter,
  GenerativeSelect,
  type ForUpdateOptions,
  type ForUpdate,
  type FetchOptions,
} from './selectable/generative-select.js'
export { joinCondition, canJoin, type ForeignColumns } from './selectable/join-condition.js'
export { Join, FromGrouping, join, outerjoin, type JoinOptions } from './selectable/join.js'
export { ScalarSelect, Exists, exists } from './selectable/scalar-select.js'
export {
  SelectBase,
  type LabelStyle,
  type SelectMakers,
  type FirstCell,
} from './selectable/select-base.js'
export { generateColumnsPlusNames, type ColumnPlusNames } from './selectable/select-columns.js'
export {
  type EntityClass,
  type Selectable,
  type Cell,
  type RowOf,
} from './selectable/select-typing.js'
export {
  Select,
  selectIterables,
  coerceFrom,
  select,
  type SetupJoin,
  type JoinFlags,
  type MemoizedEntities,
} from './selectable/select.js'
export { TableClause, table } from './selectable/table-clause.js'
export { type TableDml } from './selectable/table-dml.js'
export { TableValuedAlias } from './selectable/table-valued.js'
export { TextualSelect } from './selectable/textual-select.js'
export { Values, values, type ValuesOptions } from './selectable/values.js'
export { insert, update, delete_ } from './dml/constructors.js'
export { Delete } from './dml/delete.js'
export {
  DmlBase,
  valuePairs,
  DmlWhereBase,
  type DmlPair,
  type ValuesArgument,
} from './dml/dml-base.js'
export { Insert, merged } from './dml/insert.js'
export {
  onConflict,
  onDuplicateKey,
  excludedColumns,
  type OnConflictOptions,
  type PostValues,
} from './dml/on-conflict.js'
export { Update } from './dml/update.js'
export {
  ClauseAdapter,
  ColumnAdapter,
  type EquivalentColumns,
  type AdapterOptions,
  type ColumnAdapterOptions,
} from './adapt/clause-adapter.js'
export { deannotate, deepAnnotate } from './adapt/deannotate.js'
export {
  findTables,
  findColumns,
  surfaceSelectables,
  selectablesOverlap,
  clauseIsPresent,
  tablesFromLeftmost,
  extractFirstColumnAnnotation,
  type FindTablesOptions,
} from './adapt/find-tables.js'
export {
  findJoinSource,
  findLeftClauseThatMatchesGiven,
  findLeftClauseToJoinFrom,
} from './adapt/join-source.js'
export {
  unwrapOrderBy,
  expandColumnListFromOrderBy,
  unwrapLabelReference,
} from './adapt/order-columns.js'
export { children, mapParts } from './adapt/parts.js'
export { reduceColumns, type ReduceOptions } from './adapt/reduce-columns.js'
export {
  iterate,
  getChildren,
  traverse,
  replacementTraverse,
  clonedTraverse,
  type ReplaceOptions,
  type Replace,
} from './adapt/traverse.js'
export {
  TypeEngine,
  toInstance,
  type Processor,
  type Affinity,
  type TypeAdapter,
  type TypeDialect,
  type TypeArg,
} from './types/type-engine.js'
export { TypeDecorator, UserDefinedType } from './types/type-decorator.js'
export {
  Integer,
  SmallInteger,
  BigInteger,
  Numeric,
  Float,
  Double,
  Real,
  Decimal,
  type NumericOptions,
} from './types/numeric.js'
export {
  StringType,
  quoteLiteral,
  LargeBinary,
  type StringKind,
  type StringOptions,
  type BinaryKind,
} from './types/text.js'
export {
  formatDateTime,
  parseDateTime,
  formatDate,
  formatTime,
  DateTime,
  bindDateTime,
  DateType,
  Time,
  Interval,
  type ZoneOptions,
} from './types/date-time.js'
export {
  BooleanType,
  Uuid,
  NullType,
  JSON_NULL,
  Json,
  JsonKey,
  ArrayType,
  TupleType,
  EnumType,
  type JsonOptions,
  type ArrayOptions,
  type EnumOptions,
} from './types/structured.js'
export {
  integer,
  smallInteger,
  bigInteger,
  string,
  unicode,
  textType,
  unicodeText,
  varchar,
  char,
  nvarchar,
  clob,
  boolean,
  float,
  double,
  real,
  numeric,
  decimal,
  date,
  time,
  dateTime,
  timestamp,
  interval,
  largeBinary,
  blob,
  binary,
  varbinary,
  json,
  jsonb,
  array,
  uuid,
  nullType,
  enumType,
} from './types/constructors.js'
export {
  NULL_TYPE,
  BOOLEAN_TYPE,
  INTEGER_TYPE,
  STRING_TYPE,
  resolveValueToType,
  adaptExpression,
  coerceComparedValue,
} from './types/resolve.js'
export { cacheKeyOf, type StatementKey } from './cache-key.js'
export {
  Compiled,
  type BindSlot,
  type BoundStatement,
  type CompileOptions,
  type DmlInfo,
  type ResultColumn,
} from './compiler/compiled.js'
export { SqlCompiler } from './compiler/compiler.js'
export { type CompilerDialect } from './compiler/dialect.js'
export { dialectOf, registerDialect } from './compiler/dialect-registry.js'
export { standardDialect } from './compiler/default-dialect.js'
