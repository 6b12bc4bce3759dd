/**
 * The base of all SQL types: how values travel to and from a driver, and how a type behaves in expressions.
 * Columns, binds and functions carry one; dialects adapt them by `visitName`. Knows no dialect by name.
 */
import { inspect } from 'node:util'
import { ArgumentError } from '../../errors.js'
import type { CompileOptions } from '../compiler/compiled.js'
import type { ColumnElement } from '../elements/column-element.js'
import type { Operator } from '../operators.js'
import type { TypeOperators } from './type-operators.js'

/** Converts one value; null stands for "nothing to convert". */
export type Processor = (value: unknown) => unknown

/** Families of types that behave alike in expressions; `_type_affinity` in SQLAlchemy. */
export type Affinity =
  | 'integer'
  | 'numeric'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'interval'
  | 'binary'
  | 'json'
  | 'array'
  | 'uuid'
  | 'tuple'
  | 'null'
  | 'other'

/** What a type of one database is called. */
export interface VendorName {
  /** SQLAlchemy's name of it, usually the database's. */
  readonly className: string
  /** The text in DDL and CAST, by dialect. */
  readonly names: Readonly<Record<string, string>>
  /** Other dialects write the standard type instead; false: they refuse it. */
  readonly hasStandard: boolean
}

/** What a dialect does differently for one kind of type; a missing entry means the type's own way. */
export interface TypeAdapter {
  readonly bind?: (type: TypeEngine, dialect: TypeDialect) => Processor | null
  readonly result?: (
    type: TypeEngine,
    dialect: TypeDialect,
    driverType: unknown,
  ) => Processor | null
  readonly literal?: (type: TypeEngine, dialect: TypeDialect) => ((value: unknown) => string) | null
}

/** The part of a dialect that types look at. */
export interface TypeDialect {
  readonly name: string
  readonly typeAdapters: Readonly<Record<string, TypeAdapter>>
  /** The type as the dialect has it; what `loadDialectImpl` answers. */
  typeDescriptor<T>(type: TypeArg<T>): TypeEngine<T>
}

/** Types whose names are not just spelled with another first letter. */
const CLASS_NAMES: Readonly<Record<string, string>> = {
  json: 'JSON',
  jsonb: 'JSONB',
  varchar: 'VARCHAR',
  char: 'CHAR',
  nvarchar: 'NVARCHAR',
  nchar: 'NCHAR',
  clob: 'CLOB',
  blob: 'BLOB',
  binary: 'BINARY',
  varbinary: 'VARBINARY',
  decimal: 'DECIMAL',
  real: 'REAL',
  timestamp: 'TIMESTAMP',
  array: 'ARRAY',
  null: 'NullType',
}

const VALUE_CLASSES: Partial<Readonly<Record<Affinity, unknown>>> = {
  integer: Number,
  numeric: String,
  string: String,
  boolean: Boolean,
  date: String,
  time: String,
  datetime: Date,
  interval: Number,
  binary: Uint8Array,
  json: Object,
  array: Array,
  uuid: String,
}

export interface TypeCompileOptions {
  /** A dialect or its name. */
  readonly dialect?: CompileOptions['dialect']
}

const naming = {} as { text(type: TypeEngine, options: TypeCompileOptions): string }

/** @internal The compiler knows how dialects call types. */
export function installTypeText(text: (typeof naming)['text']): void {
  naming.text = text
}

const NO_OPERATORS: TypeOperators = Object.freeze({})

interface CachedProcessors {
  bind?: Processor | null
  literal?: ((value: unknown) => string) | null
}

/**
 * A SQL type for values of the TypeScript type `T`; `sqlalchemy.types.TypeEngine`.
 *
 * @example
 * column('data', json<{ tags: string[] }>())
 */
export abstract class TypeEngine<T = unknown> {
  /** Phantom: the type of values on our side. */
  declare readonly __t?: T
  /** Selects the compile function and the dialect's adapter. */
  abstract readonly visitName: string
  get affinity(): Affinity {
    return 'other'
  }
  /** What `+` means for strings, arrays and JSON: concatenation. */
  get concatenable(): boolean {
    return false
  }
  /** The operators this type has beside those of all expressions. */
  get operators(): TypeOperators {
    return NO_OPERATORS
  }
  /** `.get(key)` is possible. */
  get indexable(): boolean {
    return false
  }
  /** Null is a value of the type itself (JSON's `null`), not SQL NULL. */
  get shouldEvaluateNone(): boolean {
    return false
  }
  get hashable(): boolean {
    return true
  }
  /** Whether equal arguments mean equal behaviour; false and null keep statements out of the cache, null says so. */
  get isCacheable(): boolean | null {
    return true
  }

  /** What keys of this type are ordered by when objects are written; null: the values themselves. */
  get sortKeyFunction(): Processor | null {
    return null
  }

  /** Set on types of one database: what they are called there. */
  vendor: VendorName | null = null
  /** What a database that was reflected calls it, where that is the name of a type of SQL: `BIGINT`. */
  exactName: string | null = null
  /** Other types for certain dialects, by dialect name. */
  variants: Readonly<Record<string, TypeEngine>> | null = null
  private processors: Map<TypeDialect, CachedProcessors> | null = null
  private key: string | null = null

  get isNull(): boolean {
    return false
  }

  /** The constructor of the values: `String`, `Number`; null where nothing is known of them. */
  get pythonType(): unknown {
    return VALUE_CLASSES[this.affinity] ?? null
  }

  /** What SQLAlchemy calls the type: `Integer`, `VARCHAR`. */
  get className(): string {
    const { visitName, vendor } = this
    if (this.exactName !== null) return this.exactName
    if (vendor) return vendor.className
    return CLASS_NAMES[visitName] ?? visitName.charAt(0).toUpperCase() + visitName.slice(1)
  }

  /** The processor that turns a value into what the driver takes, or null. */
  bindProcessor(dialect: TypeDialect): Processor | null {
    const cached = this.cached(dialect)
    if (cached.bind !== undefined) return cached.bind
    const own = this.implFor(dialect)
    const adapter = dialect.typeAdapters[own.visitName]?.bind
    return (cached.bind = adapter ? adapter(own, dialect) : own.defaultBind(dialect))
  }

  /** The processor that turns a driver's value into ours, or null. */
  resultProcessor(dialect: TypeDialect, driverType: unknown = null): Processor | null {
    const own = this.implFor(dialect)
    const adapter = dialect.typeAdapters[own.visitName]?.result
    return adapter ? adapter(own, dialect, driverType) : own.defaultResult(dialect, driverType)
  }

  /** The processor that writes a value as SQL text (`literalBinds`), or null if that is impossible. */
  literalProcessor(dialect: TypeDialect): ((value: unknown) => string) | null {
    const cached = this.cached(dialect)
    if (cached.literal !== undefined) return cached.literal
    const own = this.implFor(dialect)
    const adapter = dialect.typeAdapters[own.visitName]?.literal
    return (cached.literal = adapter ? adapter(own, dialect) : own.defaultLiteral(dialect))
  }

  /** The type used with a dialect: a variant, or this one. */
  implFor(dialect: TypeDialect): TypeEngine {
    return this.variants?.[dialect.name] ?? this
  }

  /** @internal */
  defaultBind(_dialect: TypeDialect): Processor | null {
    return null
  }

  /** @internal */
  defaultResult(_dialect: TypeDialect, _driverType: unknown): Processor | null {
    return null
  }

  /** @internal */
  defaultLiteral(_dialect: TypeDialect): ((value: unknown) => string) | null {
    return null
  }

  /** SQL around every parameter of this type; null: none. @example func.lower(bind) */
  bindExpression(_bind: ColumnElement): ColumnElement | null {
    return null
  }

  /** SQL around a selected column of this type; null: none. */
  columnExpression(_column: ColumnElement): ColumnElement | null {
    return null
  }

  /** The type of a plain value compared with an expression of this type; null leaves it to the value. */
  coerceComparedValue(_op: Operator | null, _value: unknown): TypeEngine | null {
    return null
  }

  /** True when setting `right` over `left` is no change. */
  compareValues(left: unknown, right: unknown): boolean {
    return left === right || (left == null && right == null)
  }

  /** A copy that uses `type` with the named dialects. */
  withVariant(type: TypeArg, ...dialects: readonly string[]): TypeEngine<T> {
    const known = dialects.find((name) => this.variants?.[name] !== undefined)
    if (known !== undefined)
      throw new ArgumentError(
        `Dialect '${known}' is already present in the mapping for this ${this.className}()`,
      )
    const entries = dialects.map((name) => [name, toInstance(type)] as const)
    const copy = this.copy()
    copy.variants = { ...this.variants, ...Object.fromEntries(entries) }
    return copy
  }

  /**
   * The type of the same family that any database has, e.g. `string(40)` for `NVARCHAR(40)`;
   * `sqlalchemy.types.TypeEngine.as_generic`. For tables that are reflected from one database and created in another.
   *
   * @example
   * column.type = column.type.asGeneric()
   */
  asGeneric(): TypeEngine {
    return this.exactName === null ? this : Object.assign(this.copy(), { exactName: null })
  }

  /** @internal The same type under the name SQL has for it. */
  exactly(exactName: string): this {
    return Object.assign(this.copy(), { exactName }) as this
  }

  /** The arguments of the constructor that matter, in order; they make the cache key and the printed form. */
  typeArguments(): readonly unknown[] {
    return []
  }

  /** A structural key: equal keys bind, convert and compile alike. */
  get cacheKey(): string {
    return (this.key ??= this.makeCacheKey())
  }

  /** @internal For types that learn about themselves after they were made. */
  protected forgetKey(): void {
    this.key = null
  }

  /** @internal The same type under the name one database has for it. */
  named(vendor: VendorName): this {
    return Object.assign(this.copy(), { vendor }) as this
  }

  copy(): TypeEngine<T> {
    const copy = Object.create(Object.getPrototypeOf(this) as object) as TypeEngine<T>
    return Object.assign(copy, this, { processors: null, key: null })
  }

  /** The name in DDL and CAST. @example integer().compile({ dialect: 'postgresql' }) // 'INTEGER' */
  compile(options: TypeCompileOptions = {}): string {
    return naming.text(this, options)
  }

  /** The name in the SQL of no database in particular; its class's, where there is none. */
  toString(): string {
    return this.compile()
  }

  /** As it is made: `string(50)`. */
  describe(): string {
    const text = this.typeArguments().map(argumentText)
    return `${this.visitName}(${text.filter((argument) => argument !== '').join(', ')})`
  }

  [inspect.custom](): string {
    return this.describe()
  }

  protected makeCacheKey(): string {
    const parts = this.typeArguments().map(argumentKey)
    const variants = Object.entries(this.variants ?? {}).map(
      ([name, type]) => `${name}=${type.cacheKey}`,
    )
    const vendor = this.vendor ? JSON.stringify(this.vendor) : ''
    return `${this.constructor.name}.${this.visitName}(${parts.join(',')})${vendor}${variants.join('|')}`
  }

  private cached(dialect: TypeDialect): CachedProcessors {
    const all = (this.processors ??= new Map<TypeDialect, CachedProcessors>())
    let found = all.get(dialect)
    if (!found) all.set(dialect, (found = {}))
    return found
  }
}

/** A type as the API takes it: called or bare (`integer` or `integer()`). */
export type TypeArg<T = unknown> = TypeEngine<T> | (() => TypeEngine<T>) | (new () => TypeEngine<T>)

/** The instance of a type argument. */
export function toInstance<T>(type: TypeArg<T>): TypeEngine<T> {
  if (typeof type !== 'function') return type
  return isTypeClass(type) ? new type() : (type as () => TypeEngine<T>)()
}

/** Classes of users' types may be passed as they are. */
function isTypeClass<T>(type: object): type is new () => TypeEngine<T> {
  return (type as { readonly prototype?: unknown }).prototype instanceof TypeEngine
}

function argumentKey(argument: unknown): string {
  if (argument instanceof TypeEngine) return argument.cacheKey
  return Array.isArray(argument)
    ? `[${argument.map(argumentKey).join(',')}]`
    : JSON.stringify(argument ?? null)
}

/** Options are written as an object of those that are set. */
function argumentText(argument: unknown): string {
  if (argument === undefined || argument === null) return ''
  if (argument instanceof TypeEngine) return argument.describe()
  const text = JSON.stringify(argument)
  return text === '{}' ? '' : text
}
