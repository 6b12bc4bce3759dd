/** The names a program can import from SQLAlchemy, what they are called here and what calling them answers. */
import { camelCase } from './naming.js'
import { instance, SQL, UNKNOWN, type Type } from './types.js'

export interface CatalogEntry {
  /** The name exported by `orm-shell`. */
  readonly name: string
  readonly kind: 'function' | 'class' | 'type' | 'error' | 'object'
  /** What a call answers. */
  readonly result: Type
}

/** `python` or `python:ours`, by what they answer. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  sql: `foreign remote all_:all_ and_:and any_:any_ asc bindparam case:case_ cast column:column desc distinct exists extract false:false_
    literal literal_column not_:not null:null_ nulls_first nulls_last nullsfirst:nullsFirst nullslast:nullsLast or_:or over
    funcfilter try_cast tuple_:tuple_ type_coerce true:true_ within_group TryCast:tryCast aggregate_order_by array:arrayLiteral`,
  Select: 'select',
  CompoundSelect: 'except_:except_ except_all intersect intersect_all union union_all',
  Insert: 'insert',
  Update: 'update',
  Delete: 'delete:delete_',
  Text: 'text',
  From: 'alias join lateral outerjoin table tablesample values',
  Engine: 'create_engine create_mock_engine engine_from_config',
  AsyncEngine: 'create_async_engine',
  Url: 'make_url',
  Registry: 'registry',
  SessionMaker: 'sessionmaker async_sessionmaker',
  ScopedSession: 'scoped_session',
  option: `contains_eager defaultload defer immediateload joinedload lazyload load_only noload raiseload selectinload
    selectin_polymorphic subqueryload undefer undefer_group with_expression with_loader_criteria Load:load`,
  History: 'get_history',
  LambdaStatement: 'lambda_stmt',
  session: 'object_session',
  mapper: 'class_mapper object_mapper',
  constraint: `CheckConstraint:checkConstraint ForeignKeyConstraint:foreignKeyConstraint
    PrimaryKeyConstraint:primaryKeyConstraint UniqueConstraint:uniqueConstraint Index:index ForeignKey:foreignKey`,
  ddl: `CreateTable:createTable DropTable:dropTable CreateIndex:createIndex DropIndex:dropIndex
    AddConstraint:addConstraint DropConstraint:dropConstraint FetchedValue:fetchedValue conv`,
  unknown: `aliased with_polymorphic has_inherited_table inspect configure_mappers close_all_sessions make_transient make_transient_to_detached
    flag_modified flag_dirty set_attribute set_committed_value del_attribute get_attribute instance_state init_collection
    association_proxy index_property synonym composite column_property deferred with_parent was_deleted column_keyed_dict
    attribute_keyed_dict keyfunc_mapping mapped_collection:keyfuncMapping attribute_mapped_collection:attributeKeyedDict
    clear_mappers:clearMappers ordering_list compiles deregister quoted_name register_function query_expression polymorphic_union ConcreteBase:ConcreteBase AbstractConcreteBase:AbstractConcreteBase
    DeferredReflection:DeferredReflection automap_base sort_tables sort_tables_and_constraints declarative_base`,
}

const TYPES = `ARRAY:array BigInteger BINARY:binary BLOB:blob Boolean CHAR:char CLOB:clob DateTime Date Double Float Integer
  Interval JSON:json JSONB:jsonb LargeBinary Numeric REAL:real SmallInteger String Text:textType TEXT:textType Time
  TIMESTAMP:timestamp Unicode UnicodeText Uuid:uuid UUID:uuid VARCHAR:varchar VARBINARY:varbinary NVARCHAR:nvarchar DECIMAL:decimal
  INTEGER:integer INT:integer BIGINT:bigInteger SMALLINT:smallInteger BOOLEAN:boolean FLOAT:float DOUBLE:double
  NUMERIC:numeric PickleType DATETIME:dateTime DATE:date TIME:time DOUBLE_PRECISION:double BYTEA:largeBinary NullType`

const CLASSES: Readonly<Record<string, string>> = {
  MetaData: 'MetaData',
  Session: 'Session AsyncSession',
  Table: 'Table',
  unknown: `Bundle Computed Identity Sequence TypeDecorator UserDefinedType QueuePool NullPool StaticPool
    SingletonThreadPool AssertionPool Query Select Insert Update Delete Mapper Engine Connection Result Row URL Inspector
    InstanceState SessionTransaction Mutable MutableDict MutableList MutableSet MutableComposite CreateSchema DropSchema CreateSequence DropSequence SetTableComment
    DropTableComment SetColumnComment DropColumnComment SetConstraintComment DropConstraintComment Column ColumnElement
    ClauseElement History IdentitySet Subquery TypeEngine FunctionElement GenericFunction
    Executable ColumnClause BinaryExpression UnaryExpression BindParameter BooleanClauseList Label Grouping CreateColumn:CreateColumn
    DDL DDLElement:DdlElement ExecutableDDLElement:DdlElement`,
}

const ERRORS = `AmbiguousForeignKeysError ArgumentError CircularDependencyError CompileError DBAPIError DataError DatabaseError
  DetachedInstanceError FlushError IntegrityError InterfaceError InternalError InvalidRequestError LoaderStrategyException
  MultipleResultsFound NoForeignKeysError NoInspectionAvailable NoReferenceError NoReferencedColumnError
  NoReferencedTableError NoResultFound NoSuchModuleError NoSuchTableError NotSupportedError ObjectDeletedError
  ObjectNotExecutableError OperationalError PendingRollbackError ProgrammingError ResourceClosedError SQLAlchemyError:OrmError
  StaleDataError StatementError TimeoutError UnboundExecutionError UnmappedClassError UnmappedColumnError
  UnmappedInstanceError UnsupportedCompilationError MissingGreenlet:AsyncLoadRequired`

const CATALOG: ReadonlyMap<string, CatalogEntry> = new Map([
  ...entries(FUNCTIONS, 'function'),
  ...entries(CLASSES, 'class'),
  ...entries({ type: TYPES }, 'type'),
  ...entries({ unknown: ERRORS }, 'error'),
  ...entries({ unknown: 'func event JSON_NULL BLANK_SCHEMA ObjectKind ObjectScope' }, 'object'),
])

function* entries(
  names: Readonly<Record<string, string>>,
  kind: CatalogEntry['kind'],
): Generator<[string, CatalogEntry]> {
  for (const [answers, list] of Object.entries(names)) {
    for (const item of list.split(/\s+/).filter(Boolean)) {
      const [python = '', ours] = item.split(':')
      const name = ours ?? (kind === 'function' ? camelCase(python) : defaultName(python, kind))
      yield [python, { name, kind, result: resultType(answers) }]
    }
  }
}

function defaultName(python: string, kind: CatalogEntry['kind']): string {
  return kind === 'type' ? (python[0]?.toLowerCase() ?? '') + python.slice(1) : python
}

function resultType(answers: string): Type {
  if (answers === 'unknown') return UNKNOWN
  return answers === 'sql' ? SQL : instance(answers)
}

/** The entry of an import path such as `sqlalchemy.orm.Session`; null if there is none. */
export function catalogEntry(path: string): CatalogEntry | null {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return isLibrary(path) ? (CATALOG.get(name) ?? null) : null
}

/** Names documentation uses without importing them. */
export function isWellKnown(name: string): boolean {
  return CATALOG.has(name) || SPECIAL.has(name)
}

const SPECIAL = new Set([
  ...['Table', 'Enum', 'relationship', 'mapped_column', 'Mapped', 'DeclarativeBase', 'backref'],
  ...[
    'validates',
    'declared_attr',
    'hybrid_property',
    'hybrid_method',
    'registry',
    'DynamicMapped',
    'WriteOnlyMapped',
  ],
  ...[
    'MappedAsDataclass',
    'AsyncAttrs',
    'declarative_mixin',
    'reconstructor',
    'between',
    'collate',
    'label',
    'Optional',
  ],
  ...['bitwise_not', 'AttributeEvents', 'sqlalchemy', 'Comparator'],
])

/** True for paths inside SQLAlchemy. */
export function isLibrary(path: string): boolean {
  return path === 'sqlalchemy' || path.startsWith('sqlalchemy.')
}

const MODULES =
  /^sqlalchemy(\.(orm|ext|engine|exc|types|sql|schema|dialects|pool|event|inspection|asyncio|declarative|hybrid|mutable|associationproxy|orderinglist|automap|compiler|attributes|collections|expression|functions|elements|sqltypes|postgresql|sqlite|mysql|util|selectable|interfaces|session|query|strategy_options|decl_api|relationships|properties|operators|visitors|dml|base|hstore|json|array|ranges|url|result|row|default|reflection|events|instrumentation|decl_base|mapper|descriptor_props|loading|persistence|unitofwork|state|identity|evaluator|scoping|dynamic|writeonly|context|path_registry|clsregistry|serializer|indexable|baked|horizontal_shard|mypy|sqlsoup|aiosqlite|asyncpg|psycopg2|psycopg|pymysql|pysqlite|mssql|oracle))*$/

/** True for a module rather than something in it. `func` and `event` count as objects. */
export function isModule(path: string): boolean {
  return MODULES.test(path) && path !== 'sqlalchemy.event' && !/\.(array|json)$/.test(path)
}
