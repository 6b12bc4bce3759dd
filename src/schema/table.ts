/** A table of a MetaData: columns, constraints, indexes; a FROM element of the SQL layer at the same time. */
import { inspect } from 'node:util'
import { ArgumentError, InvalidRequestError } from '../errors.js'
import { dialectOption, type DialectKeywords } from '../sql/dialect-options.js'
import { TableClause } from '../sql/selectable/table-clause.js'
import { EnumType } from '../sql/types/enum.js'
import { isNamedType } from '../sql/types/named-type.js'
import { ArrayType, BooleanType } from '../sql/types/structured.js'
import { QuotedName } from '../sql/quoted-name.js'
import type { TypeEngine } from '../sql/types/type-engine.js'
import type { ListenerFunction } from '../util/event-dispatcher.js'
import { warn } from '../util/warnings.js'
import type { SchemaBind } from './bind.js'
import { Column, noItem } from './column.js'
import {
  Constraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from './constraints.js'
import './ddl-compiler.js'
import { createTablesIo, dropTablesIo } from './create-drop.js'
import { checkOptions } from './ddl/dialect-arguments.js'
import { DuplicateColumnError } from './errors.js'
import { SchemaDispatcher, tableEvents } from './events.js'
import type { ForeignKey } from './foreign-key.js'
import type { MetaData, TableSource } from './metadata.js'
import { Index } from './table-index.js'
import { checkNaming } from './naming.js'
import { copyItems, type ToMetadataOptions } from './table-copy.js'
import { typeConstraint } from './type-constraints.js'

export interface TableOptions extends DialectKeywords {
  readonly schema?: string | QuotedName | null
  readonly comment?: string
  /** Constraints and indexes; columns may be named by attribute. */
  readonly constraints?: readonly (Constraint | Index)[]
  readonly prefixes?: readonly string[]
  readonly quote?: boolean
  /** The schema's name in quotes, or without them, whatever the dialect thinks. */
  readonly quoteSchema?: boolean
  readonly info?: Readonly<Record<string, unknown>>
  /** A table of this name may exist already: add to it, or answer it as it is. */
  readonly extendExisting?: boolean
  readonly keepExisting?: boolean
  /** The table has to be there already. */
  readonly mustExist?: boolean
  /** Reads columns, constraints and indexes of the table from a database; columns declared as well win. */
  readonly autoloadWith?: TableSource
  /** Of those, only these columns. */
  readonly includeColumns?: readonly string[]
  /** Tables that foreign keys refer to are read, too; default: true. */
  readonly resolveFks?: boolean
  /** False: what an existing table has already is not read once more; default: true. */
  readonly autoloadReplace?: boolean
  /** Listeners to its events that are there before it is read: `[['columnReflect', fn]]`. */
  readonly listeners?: readonly (readonly [event: string, listener: ListenerFunction])[]
}

export interface CheckFirst {
  /** Look whether it exists; default: false. */
  readonly checkfirst?: boolean
}

/** Columns by attribute, as declared. */
export type ColumnMap = Readonly<Record<string, Column>>

/**
 * `sqlalchemy.Table`; `C` are its columns by key.
 *
 * @example
 * const postTags = new Table('post_tags', new MetaData(), {
 *   postId: column('post_id', integer, foreignKey('posts.id'), { primaryKey: true }),
 * })
 * postTags.c.postId
 */

export class Table<C extends Readonly<Record<string, Column>> = ColumnMap> extends TableClause<C> {
  /** @internal Listeners of the class. */
  static readonly events = tableEvents
  /** @internal Its listeners. */
  readonly events = new SchemaDispatcher({ roots: [tableEvents] })
  readonly constraints = new Set<Constraint>()
  readonly indexes = new Set<Index>()
  /** @internal See `addIsDependentOn`. */
  readonly extraDependencies = new Set<Table>()
  readonly info: Record<string, unknown>
  readonly options: TableOptions
  comment: string | null
  private keyConstraint = new PrimaryKeyConstraint([])

  /**
   * @param attributes columns by key; mixins are spread into it
   * @throws InvalidRequestError if the MetaData has a table of this name, NoSuchTableError if the database it is
   * to be loaded from has none. Without columns, the table of this name is answered as it is.
   */
  constructor(
    name: string | QuotedName,
    readonly metadata: MetaData,
    attributes: C | readonly (Column | Constraint | Index)[] = [],
    options: TableOptions = {},
  ) {
    super(String(name), [], schemaName(options.schema, metadata))
    checkOptions('table', options)
    if (options.keepExisting && options.extendExisting)
      throw new ArgumentError('keep_existing and extend_existing are mutually exclusive.')
    this.options = withQuote(options, name)
    this.comment = options.comment ?? null
    this.info = { ...options.info }
    const known = metadata.tables.get(this.key)
    if (!known && options.mustExist)
      throw new InvalidRequestError(`Table '${this.key}' not defined`)
    if (known && (options.extendExisting || mayAnswer(attributes, options)))
      return known.extended(attributes, options) as unknown as Table<C>
    for (const [name, listener] of options.listeners ?? [])
      this.events.listen(name, listener, { call: listener })
    this.events.emit('beforeParentAttach', this, metadata)
    metadata.register(this)
    this.keyConstraint.attach(this as Table)
    this.constraints.add(this.keyConstraint)
    this.loadAndDefine(attributes, options)
    this.events.emit('afterParentAttach', this, metadata)
  }

  override get primaryKey(): readonly Column[] {
    return this.keyConstraint.columns
  }

  /** The primary key as a constraint. */
  get primaryKeyConstraint(): PrimaryKeyConstraint {
    return this.keyConstraint
  }

  override get foreignKeys(): readonly ForeignKey[] {
    return this.tableColumns.flatMap((column) => column.foreignKeys)
  }

  /** The columns, in order, as what they are. */
  get tableColumns(): readonly Column[] {
    return this.ownColumns.values() as readonly Column[]
  }

  get foreignKeyConstraints(): readonly ForeignKeyConstraint[] {
    return [...this.constraints].filter((each) => each instanceof ForeignKeyConstraint)
  }

  /** The key under which the MetaData knows it: `schema.name`. */
  get key(): string {
    return this.fullname
  }

  get quote(): boolean | null {
    return this.options.quote ?? null
  }

  get quoteSchema(): boolean | null {
    return this.options.quoteSchema ?? null
  }

  /** `schema.name`. */
  override toString(): string {
    return this.fullname
  }

  /** An option of one dialect: `dialectOption('mysql', 'engine')`. */
  dialectOption(dialect: string, name: string): unknown {
    return dialectOption(this.options, dialect, name)
  }

  /** The integer primary key that counts up by itself, or null; `_autoincrement_column`. */
  get autoincrementColumn(): Column | null {
    const key = this.primaryKey
    const [explicit, other] = key.filter((column) => column.autoincrement === true)
    if (other)
      throw new ArgumentError(
        `Only one Column may be marked autoincrement=True, found both ${other.name} and ${explicit?.name}.`,
      )
    if (explicit) return countable(explicit)
    const [only] = key
    return key.length === 1 && only && countsUp(only) ? only : null
  }

  /** A column by key, then by name. */
  columnByReference(reference: string): Column | null {
    return (this.ownColumns.get(reference) as Column | undefined) ?? this.columnNamed(reference)
  }

  /** A column by its name in the database. */
  columnNamed(name: string): Column | null {
    return this.tableColumns.find((column) => column.name === name) ?? null
  }

  /**
   * Adds a column.
   *
   * @throws DuplicateColumnError if the table has one of that key, and it is not to be replaced
   */
  appendColumn(column: Column, options: { readonly replaceExisting?: boolean } = {}): void {
    try {
      this.addColumn(column, '', options.replaceExisting)
    } catch (error) {
      if (!(error instanceof DuplicateColumnError)) throw error
      throw new DuplicateColumnError(
        `${error.message} Specify replace_existing=True to Table.append_column() to replace an existing column.`,
        { cause: error },
      )
    }
  }

  /** @internal Adds a column under the key it is declared under. */
  addColumn(column: Column, attribute = '', replaceExisting = false): void {
    column.attach(this as Table, attribute)
    const existing = this.ownColumns.get(column.key) as Column | undefined
    if (existing) {
      if (!replaceExisting)
        throw new DuplicateColumnError(
          `A column with name '${column.key}' is already present in table '${this.name}'.`,
        )
      for (const { constraint } of existing.foreignKeys)
        if (constraint) this.constraints.delete(constraint)
    }
    this.ownColumns.add(column, column.key, replaceExisting)
    this.addColumnConstraints(column)
    this.memo = null
  }

  /** Says that it is created after another table, though no foreign key does. */
  addIsDependentOn(table: Table): void {
    this.extraDependencies.add(table)
  }

  /** Adds a constraint. */
  appendConstraint(constraint: Constraint): void {
    if (constraint instanceof PrimaryKeyConstraint) this.replacePrimaryKey(constraint)
    constraint.attach(this as Table)
    checkNaming(constraint)
    constraint.checkColumns()
    this.constraints.add(constraint)
  }

  /** @internal Adds an index. */
  appendIndex(item: Index): void {
    item.attach(this as Table)
    item.checkColumns()
    this.indexes.add(item)
  }

  /** `CREATE TABLE` and its indexes. */
  create<R>(bind: SchemaBind<R>, options: CheckFirst = {}): R {
    return bind.runSchema((executor) =>
      createTablesIo(executor, [this as Table], { checkfirst: options.checkfirst ?? false }),
    )
  }

  /** `DROP TABLE`. */
  drop<R>(bind: SchemaBind<R>, options: CheckFirst = {}): R {
    return bind.runSchema((executor) =>
      dropTablesIo(executor, [this as Table], { checkfirst: options.checkfirst ?? false }),
    )
  }

  /** The same table in another MetaData, or that one's own of the name, with a warning. */
  toMetadata(metadata: MetaData, options: ToMetadataOptions = {}): Table {
    const { name = this.name, schema = this.schema ?? metadata.schema } = options
    const known = metadata.tables.get(schema === null ? name : `${schema}.${name}`)
    if (known) {
      warn(`Table '${this.name}' already exists within the given MetaData - not copying.`)
      return known
    }
    const columns = this.tableColumns.map((column) => [column.key, column.copyReferring([])])
    const copy = new Table(name, metadata, Object.fromEntries(columns) as ColumnMap, {
      ...this.options,
      schema,
      constraints: [],
      ...(this.comment === null ? {} : { comment: this.comment }),
    }) as Table
    copyItems(this as Table, copy, options.referredSchemaFn)
    return copy
  }

  override [inspect.custom](): string {
    return `Table(${this.fullname}: ${this.ownColumns.keys().join(', ')})`
  }

  /** Takes over declarations of the same table. */
  private extended(
    attributes: Readonly<Record<string, Column>> | readonly (Column | Constraint | Index)[],
    options: TableOptions,
  ): this {
    if (!options.extendExisting) return this
    if (options.comment !== undefined) this.comment = options.comment
    this.loadAndDefine(attributes as C, options, true)
    return this
  }

  private loadAndDefine(
    attributes: C | readonly (Column | Constraint | Index)[],
    options: TableOptions,
    replaces = false,
  ): void {
    const { autoloadWith } = options
    if (autoloadWith) this.load(autoloadWith, options)
    this.define(attributes, options.constraints ?? [], replaces || autoloadWith !== undefined)
  }

  private load(source: TableSource, { includeColumns, resolveFks }: TableOptions): void {
    try {
      source.reflectTable(this as Table, {
        ...(includeColumns === undefined ? {} : { includeColumns }),
        ...(resolveFks === undefined ? {} : { resolveFks }),
      })
    } catch (error) {
      this.metadata.remove(this as Table)
      throw error
    }
  }

  private define(
    attributes: C | readonly (Column | Constraint | Index)[],
    constraints: readonly (Constraint | Index)[],
    replaces: boolean,
  ): void {
    const items = itemsOf(attributes)
    const columns = items.filter(([, each]) => each instanceof Column) as [string, Column][]
    for (const [attribute, column] of columns) this.addColumn(column, attribute, replaces)
    const others = items.map(([, each]) => each).filter((each) => !(each instanceof Column))
    for (const each of [...others, ...constraints] as (Constraint | Index)[]) this.appendItem(each)
  }

  private appendItem(item: Constraint | Index): void {
    if (item instanceof Index) this.appendIndex(item)
    else if (item instanceof Constraint) this.appendConstraint(item)
    else throw noItem(item, 'a table consists of columns, constraints and indexes')
  }

  private addColumnConstraints(column: Column): void {
    if (column.isPrimaryKey) this.keyConstraint.add(column)
    for (const check of column.constraints) check.attach(this as Table)
    if (column.index) {
      const item = new Index(null, [column.key], { unique: column.unique })
      item.columnFlag = true
      this.appendIndex(item)
    } else if (column.unique) {
      const constraint = new UniqueConstraint([column.key])
      constraint.columnFlag = true
      this.appendConstraint(constraint)
    }
    for (const key of column.foreignKeys) {
      if (!key.constraint)
        this.appendConstraint(new ForeignKeyConstraint([column], [key], key.options))
    }
    this.addTypeConstraint(column)
  }

  private addTypeConstraint(column: Column): void {
    if (column.options.system) return
    const type = column.declaredTypeOrNull
    if (type === null) return
    const named = innerType(type)
    if (named instanceof EnumType) named.placedIn(this, column.name)
    if (!isNamedType(named) || named.boundTo === null) this.metadata.noteType(type)
    if (!(type instanceof EnumType) && !(type instanceof BooleanType)) return
    const constraint = typeConstraint(column, type)
    if (constraint) this.appendConstraint(constraint)
  }

  private replacePrimaryKey(constraint: PrimaryKeyConstraint): void {
    const flagged = this.keyConstraint.columns
    this.constraints.delete(this.keyConstraint)
    this.keyConstraint = constraint
    if (!constraint.isExplicit) for (const column of flagged) constraint.add(column)
  }
}

/** Columns and other parts, with the attribute they are declared under. */
function itemsOf(
  attributes: Readonly<Record<string, Column>> | readonly (Column | Constraint | Index)[],
): readonly (readonly [string, unknown])[] {
  return Array.isArray(attributes)
    ? attributes.map((each) => ['', each] as const)
    : Object.entries(attributes)
}

/** Naming a table that is there already means that one. */
function mayAnswer(
  attributes: Readonly<Record<string, Column>> | readonly (Column | Constraint | Index)[],
  { keepExisting, constraints = [], autoloadWith }: TableOptions,
): boolean {
  if (keepExisting) return true
  return autoloadWith === undefined && itemsOf(attributes).length + constraints.length === 0
}

function schemaName(schema: TableOptions['schema'], metadata: MetaData): string | null {
  if (schema === undefined) return metadata.schema
  return schema === null ? null : String(schema)
}

function withQuote(options: TableOptions, name: string | QuotedName): TableOptions {
  const { schema } = options
  return {
    ...options,
    ...(name instanceof QuotedName && name.quote !== null ? { quote: name.quote } : {}),
    ...(schema instanceof QuotedName && schema.quote !== null ? { quoteSchema: schema.quote } : {}),
  }
}

/** What an array is of. */
function innerType(type: TypeEngine): TypeEngine {
  return type instanceof ArrayType ? type.itemType : type
}

/** @throws ArgumentError for a column of a type that cannot count */
function countable(column: Column): Column {
  const { affinity } = column.type
  if (affinity === 'integer' || affinity === 'numeric') return column
  throw new ArgumentError(
    `Column type ${column.type.toString()} on column '${column.describe()}' is not compatible with autoincrement=True`,
  )
}

/** An integer key without foreign key or default counts up. */
function countsUp(column: Column): boolean {
  const setting = column.autoincrement
  if (setting === false || column.type.affinity !== 'integer') return false
  if (setting === 'auto' && column.foreignKeys.length > 0) return false
  const sequence = column.default?.isSequence ?? false
  if (column.default && !sequence) return false
  return column.serverDefault === null || column.identityOptions !== null
}
