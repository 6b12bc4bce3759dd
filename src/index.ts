/**
 * The public surface, by hand: what is exported here is documented, typed and kept. Grouped as SQLAlchemy's
 * documentation is: engine, schema and types, expression language, models, session, loading, events, errors.
 */

import './orm/events.js'
import './orm/query/plugin.js'
import './sql/compiler/default-dialect.js'

export { version } from './version.js'

// Engine: connections, transactions, results.
export {
  createAsyncEngine,
  createEngine,
  createMockEngine,
  engineFromConfig,
  type EngineOptions,
  type ExecutionOptions,
} from './create-engine.js'
export { makeUrl, URL } from './engine/url.js'
export { Engine } from './engine/engine.js'
export { Connection } from './engine/connection.js'
export { AsyncEngine } from './engine/async-engine.js'
export { AsyncInspector } from './engine/asyncio/async-inspector.js'
export { AsyncConnection } from './engine/asyncio/async-connection.js'
export { Result, ScalarResult, MappingResult } from './engine/result.js'
export { Row, RowMapping } from './engine/row.js'
export { Inspector } from './engine/inspector.js'
export { ObjectKind, ObjectScope, ReflectedTables } from './engine/reflection/multi.js'
export { QueuePool } from './engine/pool/queue-pool.js'
export {
  AssertionPool,
  NullPool,
  SingletonThreadPool,
  StaticPool,
} from './engine/pool/simple-pools.js'
export { formatPlan, type Plan, type PlanNode } from './engine/explain.js'
export type {
  EngineObserver,
  StatementEvent,
  StatementOrigin,
  StatementOutcome,
  TransactionEvent,
} from './engine/observer.js'

// Types of columns and values.
export {
  array,
  bigInteger,
  binary,
  blob,
  boolean,
  char,
  clob,
  date,
  dateTime,
  decimal,
  double,
  enumType,
  float,
  integer,
  interval,
  json,
  jsonb,
  JSON_NULL,
  largeBinary,
  numeric,
  pickleType,
  PreciseDate,
  nvarchar,
  real,
  smallInteger,
  string,
  textType,
  time,
  timestamp,
  TypeDecorator,
  TypeEngine,
  unicode,
  unicodeText,
  UserDefinedType,
  uuid,
  varbinary,
  varchar,
} from './sql/index.js'

// Schema: tables, columns, constraints, DDL.
export {
  addConstraint,
  AddConstraint,
  BLANK_SCHEMA,
  CheckConstraint,
  checkConstraint,
  column,
  Column,
  Computed,
  conv,
  createIndex,
  CreateIndex,
  CreateSchema,
  CreateSequence,
  createTable,
  CreateColumn,
  CreateTable,
  ddl,
  DdlText as DDL,
  DropTableComment,
  SetColumnComment,
  SetConstraintComment,
  SetTableComment,
  sortTables,
  sortTablesAndConstraints,
  dropConstraint,
  DropConstraint,
  dropIndex,
  DropColumnComment,
  DropConstraintComment,
  DropIndex,
  DropSchema,
  DropSequence,
  DdlElement,
  dropTable,
  DropTable,
  fetchedValue,
  ForeignKey,
  foreignKey,
  ForeignKeyConstraint,
  foreignKeyConstraint,
  Identity,
  Index,
  index,
  MetaData,
  PrimaryKeyConstraint,
  primaryKeyConstraint,
  Sequence,
  Table,
  UniqueConstraint,
  uniqueConstraint,
} from './schema/index.js'

// Expression language.
export {
  aggregateOrderBy,
  alias,
  all_,
  and,
  any_,
  arrayLiteral,
  asc,
  bindparam,
  case_,
  cast,
  ClauseElement,
  ColumnElement,
  Delete,
  delete_,
  desc,
  distinct,
  except_,
  exceptAll,
  exists,
  extract,
  false_,
  func,
  FunctionElement,
  GenericFunction,
  lambdaStmt,
  quotedName,
  registerFunction,
  Insert,
  insert,
  intersect,
  intersectAll,
  join,
  lateral,
  literal,
  literalColumn,
  not,
  null_,
  nullsFirst,
  between,
  collate,
  label,
  nullsLast,
  or,
  outerjoin,
  over,
  Select,
  select,
  Subquery,
  table,
  tablesample,
  text,
  true_,
  tryCast,
  tuple_,
  typeCoerce,
  union,
  unionAll,
  Update,
  update,
  values,
  withinGroup,
  funcfilter,
} from './sql/index.js'

// Constructs of one's own, the classes of expressions, and what single databases have.
export { compiles, deregister } from './sql/compiler/custom.js'
export {
  BinaryExpression,
  BindParameter,
  ColumnClause,
  ExpressionList as BooleanClauseList,
  Grouping,
  Label,
  UnaryExpression,
} from './sql/elements/index.js'
export { operators } from './sql/operators.js'
export { Executable } from './sql/statement/executable.js'
export { visitors } from './sql/visitors.js'
export { postgresql } from './dialects/postgresql/namespace.js'
export { sqlite } from './dialects/sqlite/namespace.js'
export { mysql } from './dialects/mysql/namespace.js'

// Models.
export { declarativeBase, ModelRegistry, registry } from './orm/declarative/base.js'
export type {
  AttributesOf,
  ImperativeClass,
  ImperativeOptions,
} from './orm/declarative/imperative/types.js'
export { mapped } from './orm/declarative/mapped.js'
export { many, one } from './orm/declarative/relationships.js'
export { columnProperty, deferred, queryExpression } from './orm/declarative/column-declarations.js'
export { DeferredReflection } from './orm/declarative/reflected/deferred-reflection.js'
export type {
  PrepareReflectionOptions,
  ReflectedDeclarativeBase,
} from './orm/declarative/reflected/deferred-reflection.js'
export { AbstractConcreteBase, ConcreteBase } from './orm/declarative/concrete/concrete-base.js'
export type {
  AbstractConcreteBaseOptions,
  ConcreteBaseOptions,
} from './orm/declarative/concrete/concrete-base.js'
export { synonym } from './orm/declarative/synonym.js'
export { indexProperty, type IndexPropertyOptions } from './orm/declarative/index-property.js'
export { composite } from './orm/declarative/composite.js'
export { Mutable } from './orm/declarative/mutable/mutable.js'
export { MutableComposite } from './orm/declarative/mutable/mutable-composite.js'
export { MutableDict, MutableList, MutableSet } from './orm/declarative/mutable/containers.js'
export { clearMappers } from './orm/declarative/dispose.js'
export { Comparator } from './orm/declarative/hybrid/comparator.js'
export { updateExpression } from './orm/declarative/hybrid/update-expression.js'
export { validates } from './orm/declarative/validates.js'
export { associationProxy } from './orm/declarative/association/association-proxy.js'
export { tableOf } from './orm/declarative/table-of.js'
export { automap, automapBase } from './orm/automap/automap.js'
export type { AutomapBase, AutomapClass, PrepareOptions } from './orm/automap/automap.js'
export type { AutomapNaming } from './orm/automap/naming.js'
export { generateRelationship } from './orm/automap/hooks.js'
export type {
  AutomapHooks,
  GenerateRelationship,
  GenerateRelationshipArguments,
  RelationshipFunction,
} from './orm/automap/hooks.js'
export { configureMappers } from './orm/mapping/configure.js'
export { polymorphicUnion } from './orm/mapping/polymorphic-union.js'
export { Mapper } from './orm/mapping/mapper.js'
export { inspect } from './orm/inspect.js'
export { classMapper, hasInheritedTable, objectMapper } from './orm/mapper-of.js'
export { foreign, remote } from './orm/mapping/joins/marks.js'
export {
  attributeKeyedDict,
  columnKeyedDict,
  KeyedCollection,
  keyfuncMapping,
} from './orm/attributes/keyed-collection.js'
export { orderingList } from './orm/attributes/ordering-list.js'
export {
  delAttribute,
  flagDirty,
  flagModified,
  getAttribute,
  getHistory,
  initCollection,
  setAttribute,
  setCommittedValue,
} from './orm/attributes/functions.js'
export { instanceState } from './orm/state/state-of.js'
export { NO_VALUE } from './orm/state/passive.js'
export { InstanceState } from './orm/state/instance-state.js'
export { History } from './orm/state/history.js'
export type { EntityOf } from './orm/declarative/types.js'

// Session.
export { Session, type EntityClass } from './orm/session/session.js'
export {
  scopedSession,
  sessionmaker,
  type ScopedSession,
  type SessionMaker,
} from './orm/session/sessionmaker.js'
export { AsyncSession, awaitableAttrs } from './orm/session/async-session.js'
export { asyncSessionmaker, type AsyncSessionMaker } from './orm/session/async-sessionmaker.js'
export { SessionTransaction } from './orm/session/session-transaction.js'
export {
  makeTransient,
  makeTransientToDetached,
  objectSession,
  wasDeleted,
} from './orm/session/object-state.js'
export { closeAllSessions } from './orm/session/object-state.js'
export { identityKey } from './orm/session/identity-key.js'
export { IdentitySet } from './util/identity-set.js'

// Queries and loading.
export { Query } from './orm/query/query.js'
export { AppenderQuery } from './orm/query/collections/appender-query.js'
export { WriteOnlyCollection } from './orm/query/collections/write-only-collection.js'
export {
  LABEL_STYLE_DEFAULT,
  LABEL_STYLE_DISAMBIGUATE_ONLY,
  LABEL_STYLE_NONE,
  LABEL_STYLE_TABLENAME_PLUS_COL,
  type LabelStyle,
} from './sql/selectable/select-base.js'
export { aliased, withPolymorphic } from './orm/loading/entities/aliased.js'
export { withParent } from './orm/attributes/with-parent.js'
export { Bundle, type BundleOptions, type BundlePart } from './orm/query/bundle.js'
export {
  containsEager,
  defaultload,
  defer,
  immediateload,
  joinedload,
  lazyload,
  load,
  loadOnly,
  noload,
  raiseload,
  selectinload,
  selectinPolymorphic,
  subqueryload,
  undefer,
  undeferGroup,
  withExpression,
} from './orm/loading/options/loader-options.js'
export { UserDefinedOption } from './orm/loading/options/user-defined-option.js'
export { withLoaderCriteria } from './orm/loading/options/loader-criteria.js'

// Events.
export { event } from './orm/event.js'

// Errors.
export { ArgumentError, InvalidRequestError, OrmError } from './errors.js'
export {
  AmbiguousForeignKeysError,
  CompileError,
  NoForeignKeysError,
  NoReferencedColumnError,
  NoReferencedTableError,
  NoReferenceError,
  UnsupportedCompilationError,
} from './sql/errors.js'
export {
  DatabaseError,
  DataError,
  DBAPIError,
  IntegrityError,
  InterfaceError,
  InternalError,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  StatementError,
} from './engine/statement-error.js'
export {
  MultipleResultsFound,
  NoResultFound,
  NoSuchColumnError,
  NoSuchModuleError,
  NoSuchTableError,
  ObjectNotExecutableError,
  PendingRollbackError,
  ResourceClosedError,
  TimeoutError,
  DisconnectionError,
  InvalidatePoolError,
  UnboundExecutionError,
  UnsupportedFeatureError,
} from './engine/errors.js'
export {
  DetachedInstanceError,
  NoInspectionAvailable,
  StaleDataError,
  UnmappedClassError,
  UnmappedColumnError,
  UnmappedInstanceError,
} from './orm/errors.js'
export { LoaderStrategyException, ObjectDeletedError } from './orm/loading/errors.js'
export { UnevaluatableError } from './orm/query/dml/evaluator.js'
export { FlushError } from './orm/persistence/errors.js'
export { AsyncLoadRequired, IllegalStateChangeError } from './orm/session/errors.js'
export { CircularDependencyError } from './util/errors.js'
