/** What attributes and methods of library objects answer. Names not listed follow the naming rules. */
import { OPERATION_NAMES } from './migrations.js'
import { camelCase } from './naming.js'
import { listOf, plain, rowOf, sameRows, sqlOf, UNKNOWN, type Plain, type Type } from './types.js'

/** `name` answers: a plain kind, a class, `self`, `row`, `item`, `list:…`. */
type Members = Readonly<Record<string, string>>

const STATEMENT: Members = {
  subquery: 'From',
  alias: 'From',
  lateral: 'From',
  cte: 'From',
  scalar_subquery: 'sql',
  as_scalar: 'sql',
  exists: 'sql',
  label: 'sql',
  union: 'CompoundSelect',
  union_all: 'CompoundSelect',
  intersect: 'CompoundSelect',
  except_: 'CompoundSelect',
  except_all: 'CompoundSelect',
  selected_columns: 'columns',
  exported_columns: 'columns',
  c: 'columns',
  columns: 'columnList',
  whereclause: 'sql',
  compile: 'Compiled',
  get_final_froms: 'list:unknown',
  column_descriptions: 'list:reflected',
  '*': 'self',
}

const FROM: Members = {
  c: 'columns',
  columns: 'columnList',
  primary_key: 'constraint',
  foreign_keys: 'list:unknown',
  alias: 'From',
  join: 'From',
  outerjoin: 'From',
  select: 'Select',
  insert: 'Insert',
  update: 'Update',
  delete: 'Delete',
  cte: 'From',
  subquery: 'From',
  lateral: 'From',
  tablesample: 'From',
  union: 'From',
  union_all: 'From',
  name: 'str',
  fullname: 'str',
  key: 'str',
  metadata: 'MetaData',
  data: 'From',
  to_metadata: 'Table',
  constraints: 'set:unknown',
  indexes: 'set:unknown',
  exists: 'sql',
}

const SESSION: Members = {
  query: 'Query',
  execute: 'Result',
  scalars: 'ScalarResult',
  scalar: 'item',
  stream: 'Result',
  stream_scalars: 'ScalarResult',
  connection: 'Connection',
  begin: 'SessionTransaction',
  begin_nested: 'SessionTransaction',
  new: 'identitySet',
  dirty: 'identitySet',
  deleted: 'identitySet',
  identity_map: 'identityMap',
  object_session: 'session',
  no_autoflush: 'NoAutoflush',
  in_transaction: 'bool',
  in_nested_transaction: 'bool',
  is_active: 'bool',
  is_modified: 'bool',
  bind: 'Engine',
  get_bind: 'Engine',
  info: 'dict',
  registry: 'SessionMaker',
  identity_key: 'identityKey',
  query_property: 'queryProperty',
  get_transaction: 'SessionTransaction',
  get_nested_transaction: 'SessionTransaction',
  flush: 'none',
  commit: 'none',
  rollback: 'none',
  close: 'none',
  add: 'none',
  add_all: 'none',
  sync_session: 'Session',
}

const RESULT: Members = {
  all: 'list:row',
  fetchall: 'list:row',
  fetchmany: 'list:row',
  first: 'row',
  one: 'row',
  one_or_none: 'row',
  fetchone: 'row',
  scalar: 'item',
  scalar_one: 'item',
  scalar_one_or_none: 'item',
  scalars: 'ScalarResult',
  mappings: 'MappingResult',
  partitions: 'iterator:list',
  keys: 'list:str',
  rowcount: 'int',
  returns_rows: 'bool',
  inserted_primary_key: 'list:unknown',
  '*': 'self',
}

const CONNECTION: Members = {
  execute: 'Result',
  scalars: 'ScalarResult',
  exec_driver_sql: 'Result',
  connect: 'Connection',
  begin: 'Transaction',
  begin_nested: 'Transaction',
  execution_options: 'self',
  get_bind: 'Engine',
  url: 'Url',
  in_transaction: 'bool',
  closed: 'bool',
  invalidated: 'bool',
  info: 'dict',
  engine: 'Engine',
  pool: 'Pool',
  raw_connection: 'unknown',
  run_sync: 'unknown',
  sync_engine: 'Engine',
}

const OPERATIONS: Members = Object.fromEntries(
  OPERATION_NAMES.map((name) => [name, name === 'create_table' ? 'Table' : 'none']),
)

const CLASSES: Readonly<Record<string, Members>> = {
  Select: { ...STATEMENT },
  CompoundSelect: { ...STATEMENT },
  Insert: { ...STATEMENT, excluded: 'columns', inserted: 'columns' },
  Update: STATEMENT,
  Delete: STATEMENT,
  Text: { ...STATEMENT, columns: 'TextualSelect', text: 'str' },
  TextualSelect: { ...STATEMENT, columns: 'columnList' },
  From: FROM,
  Table: FROM,
  Session: SESSION,
  SessionMaker: { begin: 'Session', configure: 'none', kw: 'dict' },
  ScopedSession: SESSION,
  SessionTransaction: {
    nested: 'bool',
    is_active: 'bool',
    session: 'Session',
    parent: 'SessionTransaction',
  },
  Engine: CONNECTION,
  AsyncEngine: CONNECTION,
  Connection: CONNECTION,
  Result: RESULT,
  ScalarResult: {
    ...RESULT,
    first: 'item',
    one: 'item',
    one_or_none: 'item',
    all: 'list:item',
    fetchall: 'list:item',
  },
  MappingResult: RESULT,
  Query: {
    ...STATEMENT,
    all: 'list:row',
    first: 'row',
    one: 'row',
    one_or_none: 'row',
    get: 'row',
    scalar: 'item',
    count: 'int',
    update: 'int',
    delete: 'int',
    session: 'Session',
    statement: 'Select',
    columns: 'columnList',
    // `Query.c` does not exist; a query is used as one through `subquery()`.
    c: 'unknown',
    '*': 'self',
  },
  MetaData: {
    tables: 'mapOfTables',
    sorted_tables: 'list:Table',
    naming_convention: 'dict',
    schema: 'str',
  },
  mapOfTables: {},
  mapOfValues: {},
  WriteOnlyCollection: {
    select: 'Select',
    insert: 'Insert',
    update: 'Update',
    delete: 'Delete',
  },
  Row: {
    count: 'unknown',
    _mapping: 'RowMapping',
    _asdict: 'dict',
    _fields: 'list:str',
    tuple: 'row',
    _tuple: 'row',
  },
  Url: {
    drivername: 'str',
    username: 'str',
    password: 'str',
    host: 'str',
    port: 'int',
    database: 'str',
    query: 'dict',
    normalized_query: 'dict',
    set: 'Url',
    update_query_dict: 'Url',
    update_query_pairs: 'Url',
    update_query_string: 'Url',
    difference_update_query: 'Url',
  },
  Range: { union: 'Range', intersection: 'Range', difference: 'Range', '*': 'bool' },
  History: { added: 'list:unknown', unchanged: 'list:unknown', deleted: 'list:unknown' },
  option: { '*': 'self' },
  identitySet: {},
  identityMap: { keys: 'list:identityKey', values: 'list:unknown', items: 'list:unknown' },
  columns: { keys: 'list:str', values: 'list:sql', items: 'list:unknown' },
  collection: {},
  state: {
    transient: 'bool',
    pending: 'bool',
    persistent: 'bool',
    deleted: 'bool',
    detached: 'bool',
    expired: 'bool',
    session: 'Session',
    attrs: 'attrs',
    mapper: 'mapper',
    unloaded: 'set:str',
    expired_attributes: 'set:str',
    dict: 'dict',
    identity_key: 'identityKey',
    key: 'identityKey',
  },
  attr: { value: 'unknown', loaded_value: 'unknown', history: 'History' },
  mapperProperty: { columns: 'list:sql', mapper: 'mapper', parent: 'mapper' },
  mapper: {
    columns: 'mapOfColumns',
    get_property: 'mapperProperty',
    get_property_by_column: 'mapperProperty',
    c: 'columns',
    local_table: 'Table',
    tables: 'list:Table',
    relationships: 'mapOfProperties',
    synonyms: 'mapOfProperties',
    column_attrs: 'mapOfProperties',
    attrs: 'mapOfProperties',
    all_orm_descriptors: 'mapOfProperties',
    composites: 'mapOfProperties',
    class_: 'unknown',
    primary_key: 'list:sql',
    self_and_descendants: 'list:mapper',
    polymorphic_on: 'sql',
    polymorphic_map: 'mapOfValues',
    base_mapper: 'mapper',
    inherits: 'mapper',
    persist_selectable: 'Table',
    iterate_properties: 'list:unknown',
    iterate_to_root: 'list:mapper',
    polymorphic_iterator: 'list:mapper',
    identity_key_from_instance: 'identityKey',
    identity_key_from_primary_key: 'identityKey',
    identity_key_from_row: 'identityKey',
    primary_key_from_instance: 'list:unknown',
  },
  Registry: { metadata: 'MetaData', mappers: 'list:mapper' },
  identityKey: {},
  ormExecuteState: {
    session: 'Session',
    statement: 'Select',
    parameters: 'dict',
    execution_options: 'reflected',
    local_execution_options: 'reflected',
    bind_mapper: 'mapper',
    all_mappers: 'list:mapper',
    lazy_loaded_from: 'state',
    user_defined_options: 'list:unknown',
    invoke_statement: 'Result',
    update_execution_options: 'none',
    ...Object.fromEntries(
      'select insert update delete from_statement orm_statement executemany column_load relationship_load'
        .split(' ')
        .map((what) => [`is_${what}`, 'bool'] as const),
    ),
  },
  Inspector: {
    get_table_names: 'list:str',
    get_view_names: 'list:str',
    get_schema_names: 'list:str',
    get_pk_constraint: 'reflected',
    get_table_comment: 'reflected',
    get_sorted_table_and_fkc_names: 'list:unknown',
    get_multi_columns: 'multi',
    get_multi_pk_constraint: 'multi',
    get_multi_foreign_keys: 'multi',
    get_multi_indexes: 'multi',
    get_multi_unique_constraints: 'multi',
    get_multi_check_constraints: 'multi',
    get_multi_table_comment: 'multi',
    get_multi_table_options: 'multi',
    get_table_options: 'dict',
    get_view_definition: 'str',
    get_temp_table_names: 'list:str',
    get_temp_view_names: 'list:str',
    get_materialized_view_names: 'list:str',
    get_sequence_names: 'list:str',
    has_schema: 'bool',
    has_sequence: 'bool',
    engine: 'Engine',
    bind: 'Engine',
    dialect: 'unknown',
    default_schema_name: 'str',
    info_cache: 'unknown',
    clear_cache: 'none',
    reflect_table: 'none',
    has_table: 'bool',
    has_index: 'bool',
    '*': 'list:reflected',
  },
  reflected: {},
  keyConstraint: { columns: 'constraintColumns' },
  constraintColumns: {},
  type: { with_variant: 'type', as_generic: 'type', compile: 'str' },
  LambdaStatement: { ...STATEMENT },
  Operations: OPERATIONS,
  BatchOperations: OPERATIONS,
  StringIO: { getvalue: 'str', read: 'str', write: 'int', seek: 'none', truncate: 'none' },
  ScriptDirectory: { get_heads: 'list:str', get_bases: 'list:str', get_current_head: 'str' },
  MigrationScript: { upgrade_ops: 'UpgradeOps', downgrade_ops: 'UpgradeOps' },
  MigrationContext: { get_current_revision: 'str', get_current_heads: 'list:str' },
  Config: { get_main_option: 'str', set_main_option: 'none', attributes: 'dict' },
  EnvironmentContext: {
    config: 'Config',
    is_offline_mode: 'bool',
    get_context: 'MigrationContext',
  },
}

/** Classes whose objects work as another's. */
const SAME: Readonly<Record<string, string>> = {
  AsyncSession: 'Session',
  session: 'Session',
  Alias: 'From',
  bareType: 'type',
  AppenderQuery: 'Query',
}

const PLAIN = new Set('none bool int float str bytes decimal datetime'.split(' '))

export interface Member {
  readonly name: string
  readonly type: Type
}

/** An attribute of a library object; calling a method answers the same type. */
export function memberOf(owner: Extract<Type, { kind: 'instance' }>, name: string): Member {
  const members = CLASSES[SAME[owner.of] ?? owner.of] ?? {}
  const answer = members[name] ?? members['*'] ?? 'unknown'
  return { name: camelCase(name), type: answerType(answer, queried(owner)) }
}

/** What a method of a dynamic collection answers is a query like any other. */
function queried(owner: Extract<Type, { kind: 'instance' }>): Extract<Type, { kind: 'instance' }> {
  return owner.of === 'AppenderQuery' ? { ...owner, of: 'Query' } : owner
}

/** True if the class is known to have it. */
export function hasMember(of: string, name: string): boolean {
  return name in (CLASSES[SAME[of] ?? of] ?? {})
}

function answerType(answer: string, owner: Extract<Type, { kind: 'instance' }>): Type {
  const separator = answer.indexOf(':')
  if (separator > 0) {
    const of = answerType(answer.slice(separator + 1), owner)
    if (answer.startsWith('list')) return listOf(of)
    return { kind: answer.startsWith('set') ? 'set' : 'iterator', of }
  }
  if (PLAIN.has(answer)) return plain(answer as Plain)
  switch (answer) {
    case 'self':
      return owner
    case 'row':
      return rowOf(owner)
    case 'item':
      return owner.row?.[0] ?? UNKNOWN
    case 'sql':
      return sqlOf(owner.of === 'Table' ? undefined : owner.row?.[0])
    case 'unknown':
      return UNKNOWN
    case 'list':
      return listOf(UNKNOWN)
    case 'multi':
      return { kind: 'map', of: UNKNOWN }
    case 'dict':
      return { kind: 'dict', of: UNKNOWN }
    default:
      return sameRows(answer, owner)
  }
}

/** Method names of the library, to be recognised on values of unknown type. */
export const VOCABULARY: ReadonlySet<string> = new Set([
  ...Object.values(CLASSES).flatMap((members) => Object.keys(members)),
  ...`as_mutable associate_with associate_with_attribute order_by group_by filter_by select_from join_from outerjoin_from with_for_update scalar_subquery scalars_one add_all
    execution_options yield_per with_entities add_columns with_only_columns is_distinct_from is_not_distinct_from in_ is_ is_not
    not_in not_like not_ilike regexp_match regexp_replace nulls_first nulls_last any_ all_ as_string as_integer as_float as_boolean
    as_json bool_op of_type and_ or_ load_only contains_eager undefer_group expunge_all expire_all get_one merge_all is_modified
    bulk_insert_mappings bulk_update_mappings bulk_save_objects create_all drop_all on_conflict_do_update on_conflict_do_nothing
    on_duplicate_key_update from_select ordered_values add_cte prefix_with suffix_with with_hint with_statement_hint
    correlate_except table_valued column_valued render_derived within_group get_table_names get_columns get_pk_constraint
    get_foreign_keys get_indexes get_unique_constraints get_check_constraints get_table_comment get_view_names get_schema_names
    get_multi_columns get_view_definition get_temp_table_names get_table_options has_table has_index has_schema has_sequence
    in_transaction in_nested_transaction begin_nested begin_twophase exec_driver_sql get_isolation_level one_or_none scalar_one
    scalar_one_or_none populate_existing from_statement enable_eagerloads enable_assertions set_label_style expire_on_commit add_entity
    is_insert is_update is_delete is_select is_orm_statement is_column_load is_relationship_load inserted_primary_key
    inserted_primary_key_rows returned_defaults last_inserted_params postfetch_cols prefetch_cols supports_sane_rowcount returns_rows
    local_table persist_selectable iterate_properties polymorphic_iterator is_sibling add_property common_parent is_mapper is_aliased_class
    with_polymorphic_mappers intersect_all returned_defaults_rows last_updated_params get_history set_committed_value unique_params
    bitwise_and bitwise_or bitwise_xor bitwise_not bitwise_lshift bitwise_rshift dialect_options self_group shares_lineage
    all_selected_columns columns_clause_froms add_detail hide_parameters clear_compiled_cache recover_twophase rollback_prepared
    commit_prepared identity_token load_path active_history insert_order scalar_values column_names cascade_iterator
    local_table base_mapper polymorphic_identity polymorphic_on polymorphic_map self_and_descendants iterate_to_root get_property
    identity_key identity_key_from_instance primary_key_from_instance was_deleted has_identity loaded_value load_history has_changes
    non_added non_deleted committed_state expired_attributes cascade_iterator remote_side local_remote_pairs back_populates
    update_query_dict update_query_string update_query_pairs difference_update_query normalized_query
    translate_connect_args execute_if run_sync get_sorted_table_and_fkc_names has_key has_any has_all contained_by delete_path
    path_exists path_match adjacent_to strictly_left_of strictly_right_of not_extend_left_of not_extend_right_of is_empty
    scalar_table_valued reduce_columns construct_params to_metadata append_constraint append_column contains_column corresponding_column target_fullname server_default foreign_keys
    primary_key column_attrs all_orm_descriptors default_schema_name max_identifier_length render_as_string get_backend_name
    get_driver_name get_dialect set_ update_execution_options get_execution_options lazy_loaded_from bind_mapper bind_mapper
    run_sync async_session get_bind get_transaction get_nested_transaction update_delete_options bind_arguments
    invoke_statement load_options all_mappers get_current_parameters insert_returning paramstyle aclose
    referred_table referred_column foreign_key_constraints append_item named_with_column as_generic get_multi_pk_constraint
    get_multi_foreign_keys get_multi_indexes get_multi_unique_constraints get_multi_check_constraints get_multi_table_comment
    get_multi_table_options get_materialized_view_names get_sequence_names get_temp_view_names get_enums get_domains
    reflect_table clear_cache column_keys elements_by_name persisted server_onupdate autoincrement_column include_columns
    creation_order table_name column_name sort_tables isolate_from_table
    active_history add_column add_is_dependent_on add_property all_selected_columns allow_partial_pks bind_expression
    bind_processor bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor cache_ok cascade_scalar_deletes
    class_manager clear_compiled_cache collection_class column_expression commit_prepared compare_values create_constraint
    decimal_return_scale dialect_options eager_defaults effective_value enable_relationship_loading entity_description entity_zero
    exclude_properties foreign_key_columns get_committed_value get_history get_referent has_argument implicit_returning
    include_properties inherit_condition is_aliased_class is_callable is_clause_element is_comparison is_derived_from is_dml
    is_executemany is_from_statement is_mapper is_scalar is_sequence label_style last_updated_params lastrow_has_defaults link_to_name
    literal_execute literal_processor load_dialect_impl load_on_pending local_columns logging_name lower_inc lower_inf native_enum
    native_uuid none_as_null omit_join partition_by passive_deletes passive_updates persist_selectable polymorphic_abstract
    polymorphic_load post_update propagate_to_loaders quote_schema recover_twophase remote_columns result_processor return_defaults
    returned_defaults_rows rollback_prepared scalar_values schema_translate_map select_statement self_group should_evaluate_none
    single_parent sort_by_parameter_order sort_key_function supports_alter supports_sane_multi_rowcount sync_backref
    synchronize_pairs unique_params upper_inc upper_inf use_alter validate_strings values_callable version_id_col
    version_id_generator with_dialect_options
    type_compiler sql_compiler get_column_default_string get_final_froms column_descriptions
    update_returning delete_returning supports_sequences supports_native_boolean
    original_exception sqlalchemy_exception chained_exception is_disconnect invalidate_pool_on_disconnect is_pre_ping
    execution_context connection_invalidated transaction_was_reset terminate_only asyncio_safe record_info dbapi_connection
    driver_connection is_valid is_detached default_isolation_level invalidate_pool reset_on_return
    with_variant supports_multivalues_insert next_value in_boolean_mode in_natural_language_mode with_query_expansion
    type_descriptor coerce_compared_value impl_instance python_type process_bind_param process_result_value`.split(
    /\s+/,
  ),
])
