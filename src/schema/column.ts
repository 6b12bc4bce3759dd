/** A column of a table: its type, keys, defaults; an expression of the SQL layer at the same time. */
import { inspect } from 'node:util'
import '../sql/register.js'
import { noteDefinition } from '../sql/definitions.js'
import type { clauseElement } from '../sql/protocol.js'
import { ArgumentError } from '../errors.js'
import { ColumnClause } from '../sql/elements/column-clause.js'
import type { ClauseElement } from '../sql/elements/clause-element.js'
import type { ColumnElement } from '../sql/elements/column-element.js'
import type { Internals } from '../sql/internals.js'
import { internals } from '../sql/internals.js'
import type { DialectOptions } from '../sql/dialect-options.js'
import { QuotedName } from '../sql/quoted-name.js'
import { TypeEngine, toInstance, type TypeArg } from '../sql/types/type-engine.js'
import { NULL_TYPE } from '../sql/types/resolve.js'
import {
  makeDefault,
  makeServerDefault,
  Computed,
  Identity,
  Sequence,
  type ColumnDefault,
  type DefaultContext,
  type ServerDefault,
  type ServerDefaultArgument,
} from './defaults.js'
import { checkOptions } from './ddl/dialect-arguments.js'
import type { CheckConstraint } from './constraints.js'
import type { ForeignKey } from './foreign-key.js'
import type { Table } from './table.js'

/** SQL as a value: an expression, a scalar subquery, `text(…)`. */
type SqlDefault = ClauseElement | { [clauseElement](): ClauseElement }

/** `T` is the type of the values, `N` what `nullable` is said to be. */
export interface ColumnOptions<T = unknown, N extends boolean = boolean> {
  readonly primaryKey?: boolean
  /** Columns are NOT NULL unless this is true. */
  readonly nullable?: N
  readonly unique?: boolean
  readonly index?: boolean
  /** A value, a function that makes one for each row, an SQL expression or a sequence. */
  readonly default?: T | ((context: DefaultContext) => T) | SqlDefault | Sequence | ColumnDefault
  readonly serverDefault?: ServerDefaultArgument
  /** As `default`, for every UPDATE that does not set the column. */
  readonly onupdate?: T | ((context: DefaultContext) => T) | SqlDefault | ColumnDefault
  readonly serverOnupdate?: ServerDefaultArgument
  /** True, false or `"auto"`: a lone integer primary key counts up. */
  readonly autoincrement?: boolean | 'auto' | 'ignoreFk'
  readonly identity?: Identity
  readonly computed?: Computed
  readonly comment?: string
  /** The key in `table.c`, where it differs from the name. */
  readonly key?: string
  readonly quote?: boolean
  readonly doc?: string
  readonly info?: Readonly<Record<string, unknown>>
  /** Left out of CREATE TABLE; the database adds it. */
  readonly system?: boolean
  readonly insertSentinel?: boolean
  /** Of a model that shares its parent's table: the column of the name that is there already, if there is one. */
  readonly useExistingColumn?: boolean
  readonly sqliteOnConflictPrimaryKey?: string
  readonly sqliteOnConflictNotNull?: string
  readonly sqliteOnConflictUnique?: string
  /** Options of one dialect as SQLAlchemy writes them: `{ sqlite_on_conflict_unique: 'IGNORE' }`. */
  readonly dialectOptions?: DialectOptions
}

/** What a column was declared with; copies are made from it. */
export interface ColumnDeclaration {
  readonly name: string | null
  readonly type: TypeEngine | null
  readonly foreignKeys: readonly ForeignKey[]
  /** Written beside the column rather than at the end of the table. */
  readonly constraints?: readonly CheckConstraint[]
  readonly options: ColumnOptions
}

const PARTS = internals({ uid: 'plain' })

let created = 0

/** `sqlalchemy.Column`; `T` is the type of its values. */
export class Column<T = unknown> extends ColumnClause<T> {
  readonly options: ColumnOptions
  readonly default: ColumnDefault | null
  readonly onupdate: ColumnDefault | null
  readonly serverDefault: ServerDefault | null
  readonly serverOnupdate: ServerDefault | null
  readonly computed: Computed | null
  readonly identityOptions: Identity | null
  readonly creationOrder = ++created
  readonly info: Record<string, unknown>
  /** Checks that stand with the column. */
  readonly constraints: readonly CheckConstraint[]
  /** True once the table's primary key contains it. */
  isPrimaryKey: boolean
  /** A primary key constraint of its own has it: it cannot be NULL, though it was declared without knowing. */
  private isKeyMember = false
  private readonly ownKeys: ForeignKey[]
  private readonly declaredName: string | null
  private declaredType: TypeEngine | null

  constructor(declaration: ColumnDeclaration) {
    super(declaration.name ?? '', declaration.type ?? NULL_TYPE, {
      key: declaration.options.key ?? declaration.name ?? '',
      takesProxyKey: true,
    })
    const { options } = declaration
    checkOptions('column', options)
    this.options = options
    this.declaredName = declaration.name
    this.declaredType = declaration.type
    this.ownKeys = [...declaration.foreignKeys]
    this.constraints = declaration.constraints ?? []
    this.isPrimaryKey = options.primaryKey ?? false
    this.default = makeDefault(options.default)
    this.onupdate = makeDefault(options.onupdate, true)
    this.computed =
      options.computed ?? (options.serverDefault instanceof Computed ? options.serverDefault : null)
    this.identityOptions =
      options.identity ?? (options.serverDefault instanceof Identity ? options.serverDefault : null)
    checkGenerated(options, this)
    this.serverDefault =
      this.computed ?? this.identityOptions ?? makeServerDefault(options.serverDefault)
    this.serverOnupdate = this.computed ?? makeServerDefault(options.serverOnupdate, true)
    this.info = { ...options.info }
    for (const key of this.ownKeys) key.attach(this)
  }

  override get internals(): Internals {
    return PARTS
  }

  override get name(): string {
    return this.columnName as string
  }

  override get key(): string {
    return this.columnKey as string
  }

  override get table(): Table | null {
    return this.ownTable as Table | null
  }

  /** The declared type, or that of the column referred to. */
  override get type(): TypeEngine {
    if (!this.ownType.isNull || this.ownKeys.length === 0) return this.ownType
    const referred = this.ownKeys[0]?.columnIfKnown?.type ?? NULL_TYPE
    if (!referred.isNull) this.ownType = referred
    return this.ownType
  }

  override set type(type: TypeEngine) {
    this.ownType = type
    this.declaredType = type
  }

  /** @internal The type it was given; null: that of the column it refers to. */
  get declaredTypeOrNull(): TypeEngine | null {
    return this.declaredType
  }

  override get primaryKey(): boolean {
    return this.isPrimaryKey
  }

  override get foreignKeys(): readonly ForeignKey[] {
    return this.ownKeys
  }

  get nullable(): boolean {
    return !this.isKeyMember && (this.options.nullable ?? false)
  }

  get unique(): boolean {
    return this.options.unique ?? false
  }

  get index(): boolean {
    return this.options.index ?? false
  }

  get comment(): string | null {
    return this.options.comment ?? null
  }

  get autoincrement(): boolean | 'auto' | 'ignoreFk' {
    return this.options.autoincrement ?? 'auto'
  }

  get quote(): boolean | null {
    return this.options.quote ?? null
  }

  get system(): boolean {
    return this.options.system ?? false
  }

  /** True if a foreign key of this column refers to `other`. */
  references(other: ColumnElement): boolean {
    return this.ownKeys.some(
      (key) => key.column.proxySet.has(other.identity) || key.column.identity === other.identity,
    )
  }

  /** @internal Adds a foreign key after the fact (composite keys). */
  addForeignKey(key: ForeignKey): void {
    this.ownKeys.push(key)
    key.attach(this)
  }

  /** @internal A primary key constraint names it. */
  joinPrimaryKey(): void {
    this.isKeyMember ||= !this.isPrimaryKey
    this.isPrimaryKey = true
  }

  /** @internal Makes it a column of a table. */
  attach(table: Table, attribute: string): void {
    if (this.ownTable && this.ownTable !== table) {
      throw new ArgumentError(
        `Column object '${this.name}' already assigned to Table '${this.table?.describe() ?? ''}'`,
      )
    }
    this.columnName = this.declaredName ?? (attribute || this.name)
    this.columnKey = this.options.key ?? (attribute || this.columnName)
    if (this.columnName === '') {
      throw new ArgumentError(
        'Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.',
      )
    }
    this.ownTable = table
    this.memo = null
    noteDefinition()
  }

  /** @internal Gives a name to a column that has none yet; the ORM does for attributes. */
  named(name: string): this {
    if (this.columnName === '') {
      this.columnName = name
      if (this.columnKey === '') this.columnKey = this.options.key ?? name
    }
    return this
  }

  /** The same column once more, not yet part of a table; mixins use it. */
  copy(): Column<T> {
    return this.copyReferring(
      this.ownKeys
        .filter((key) => !key.constraint || key.constraint.isImplied)
        .map((key) => key.copy()),
    )
  }

  /** @internal A copy with other foreign keys, or none. */
  copyReferring(foreignKeys: readonly ForeignKey[]): Column<T> {
    const copy = new Column<T>({
      name: this.declaredName,
      type: this.declaredType,
      foreignKeys,
      constraints: this.constraints.map((each) => each.copy()),
      options: this.options,
    })
    return this.declaredName === null && this.columnName !== ''
      ? copy.named(this.columnName as string)
      : copy
  }

  /** By the table's name alone, whatever its schema. */
  override describe(): string {
    return this.table ? `${this.table.name}.${this.name}` : this.name
  }

  /** `table.column`, as messages have it: neither quoted nor with a schema. */
  override toString(): string {
    return this.describe()
  }

  override [inspect.custom](): string {
    return `Column(${this.describe()}, ${this.ownType.describe()})`
  }
}

/** A value type with NULL where the column allows it. */
export type ColumnValue<T, N extends boolean> = true extends N ? T | null : T

/** What may stand between a column's type and its options. */
export type ColumnItem = ForeignKey | Sequence | Identity | Computed | CheckConstraint

/**
 * Declares a column; the name may be left out where the attribute says it.
 *
 * @param name the column's name, if it differs from the attribute's
 * @param type called or bare: `integer` is `integer()`
 * @param foreignKey a reference to another table
 * @param options keys, nullability, defaults
 * @throws ArgumentError for arguments of other kinds
 * @example
 * column('company_id', integer, foreignKey('companies.id'), { nullable: true, index: true })
 */
export function column<T, N extends boolean = false>(
  type: TypeArg<T>,
  options?: ColumnOptions<NoInfer<T>, N>,
): Column<ColumnValue<T, N>>
export function column<T, N extends boolean = false>(
  name: string,
  type: TypeArg<T>,
  options?: ColumnOptions<NoInfer<T>, N>,
): Column<ColumnValue<T, N>>
export function column<T, N extends boolean = false>(
  type: TypeArg<T>,
  item: ColumnItem,
  options?: ColumnOptions<NoInfer<T>, N>,
): Column<ColumnValue<T, N>>
export function column<T, N extends boolean = false>(
  name: string,
  type: TypeArg<T>,
  item: ColumnItem,
  options?: ColumnOptions<NoInfer<T>, N>,
): Column<ColumnValue<T, N>>
export function column<T = unknown, N extends boolean = false>(
  name: string,
  foreignKey: ForeignKey,
  options?: ColumnOptions<T, N>,
): Column<ColumnValue<T, N>>
export function column<T = unknown, N extends boolean = false>(
  foreignKey: ForeignKey,
  options?: ColumnOptions<T, N>,
): Column<ColumnValue<T, N>>
export function column<T = unknown>(
  name: string | QuotedName,
  options?: ColumnOptions<T>,
): Column<T>
export function column<T, N extends boolean = false>(
  name: QuotedName,
  type: TypeArg<T>,
  options?: ColumnOptions<NoInfer<T>, N>,
): Column<ColumnValue<T, N>>
export function column(...args: readonly unknown[]): Column {
  const declaration = {
    name: null as string | null,
    type: null as TypeEngine | null,
    foreignKeys: [] as ForeignKey[],
    constraints: [] as CheckConstraint[],
    options: {},
  }
  for (const [position, argument] of args.entries()) readArgument(declaration, argument, position)
  return new Column(declaration)
}

interface MutableDeclaration {
  name: string | null
  type: TypeEngine | null
  foreignKeys: ForeignKey[]
  constraints: CheckConstraint[]
  options: ColumnOptions
}

function readArgument(declaration: MutableDeclaration, argument: unknown, position: number): void {
  if (argument === undefined) return
  if (typeof argument === 'string' && position === 0) declaration.name = argument
  else if (argument instanceof QuotedName) {
    declaration.name = argument.name
    if (argument.quote !== null)
      declaration.options = { ...declaration.options, quote: argument.quote }
  } else if (argument instanceof TypeEngine || typeof argument === 'function') {
    if (declaration.type !== null) throw noItem(argument)
    declaration.type = toInstance(argument as TypeArg)
  } else if (isCheck(argument)) declaration.constraints.push(argument)
  else if (isForeignKey(argument)) declaration.foreignKeys.push(argument)
  else if (argument instanceof Identity)
    declaration.options = { ...declaration.options, identity: argument }
  else if (argument instanceof Computed)
    declaration.options = { ...declaration.options, computed: argument }
  else if (argument instanceof Sequence)
    declaration.options = { ...declaration.options, default: argument }
  else if (typeof argument === 'object' && argument !== null)
    declaration.options = { ...declaration.options, ...argument }
  else throw noItem(argument)
}

/** @internal What is said of an argument that is no part of a table or column. */
export function noItem(
  argument: unknown,
  hint = 'column() takes a name, a type, foreign keys and options',
): ArgumentError {
  const given =
    typeof argument === 'function'
      ? `<class '${toInstance(argument as TypeArg).className}'>`
      : `'${String(argument)}'`
  return new ArgumentError(
    `'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got ${given}`,
    { hint },
  )
}

function isCheck(value: unknown): value is CheckConstraint {
  return typeof value === 'object' && value !== null && 'sqltext' in value && 'appliesTo' in value
}

function isForeignKey(value: unknown): value is ForeignKey {
  return typeof value === 'object' && value !== null && 'target' in value && 'attach' in value
}

/** @throws ArgumentError for a default beside a generated value */
function checkGenerated(
  options: ColumnOptions,
  { computed, identityOptions }: Pick<Column, 'computed' | 'identityOptions'>,
): void {
  const hasSequence = options.default instanceof Sequence
  if (identityOptions && hasSequence)
    throw new ArgumentError('An column cannot specify both Identity and Sequence.')
  const own = computed ?? identityOptions
  if (own === null) return
  const other = [options.serverDefault, options.serverOnupdate, options.identity, options.computed]
  if (!other.some((each) => each !== undefined && each !== own)) return
  const start = computed ? 'A generated column' : 'A column with an Identity object'
  throw new ArgumentError(`${start} cannot specify a server_default or a server_onupdate argument`)
}
