/** Enumerations of strings: a type of the database where it has such types, otherwise texts with a CHECK constraint. */
import { LookupError } from '../errors.js'
import {
  createType,
  dropType,
  type NamedType,
  type TypeBind,
  type TypeDdlOptions,
  type TypeRegistry,
} from './named-type.js'
import { quoteLiteral, StringType } from './text.js'
import type { Processor } from './type-engine.js'

export interface EnumOptions {
  /** The name of the type on PostgreSQL (`table_column` if there is none), and of the CHECK constraint elsewhere. */
  readonly name?: string
  readonly schema?: string
  readonly nativeEnum?: boolean
  readonly createConstraint?: boolean
  readonly length?: number
  /** Texts that are no members are errors when they are bound; without it they are passed on. */
  readonly validateStrings?: boolean
  /** The MetaData the type is created with; see `MetaData.createAll`. */
  readonly metadata?: TypeRegistry
  /** In the schema of the table that uses it. */
  readonly inheritSchema?: boolean
  /** False: tables are created without making the type before; PostgreSQL. */
  readonly createType?: boolean
}

/** `ENUM('a', 'b')`; values are the strings listed. */
export class EnumType<T extends string = string> extends StringType<T> implements NamedType {
  declare readonly __t?: T
  override readonly visitName: string = 'enum'
  readonly nativeEnum: boolean
  private placeName: string | null = null
  private placeSchema: string | null = null

  constructor(
    readonly enums: readonly T[],
    readonly enumOptions: EnumOptions = {},
  ) {
    super(enumOptions.length ?? Math.max(0, ...enums.map((value) => value.length)))
    this.nativeEnum = enumOptions.nativeEnum ?? true
    enumOptions.metadata?.noteType(this)
  }

  get name(): string | null {
    return this.enumOptions.name ?? null
  }

  /** What the type is called where enumerations are types of the database; without a name, after its first column. */
  get nativeName(): string | null {
    return this.nativeEnum ? (this.name ?? this.placeName) : null
  }

  get schemaName(): string | null {
    return this.placeSchema ?? this.enumOptions.schema ?? null
  }

  get isCreated(): boolean {
    return this.enumOptions.createType ?? true
  }

  get boundTo(): TypeRegistry | null {
    return this.enumOptions.metadata ?? null
  }

  /** `CREATE TYPE`, where enumerations are types of the database. @example role.create(engine) */
  create<R>(bind: TypeBind<R>, options: TypeDdlOptions = {}): R {
    return createType(this, bind, options)
  }

  /** `DROP TYPE`. */
  drop<R>(bind: TypeBind<R>, options: TypeDdlOptions = {}): R {
    return dropType(this, bind, options)
  }

  /** @internal Tells an enumeration where it is used: for its name, if it has none, and its schema. */
  placedIn(table: { readonly name: string; readonly schema: string | null }, column: string): void {
    const { inheritSchema, metadata, schema } = this.enumOptions
    const inherited = inheritSchema ? table.schema : schema ? null : (metadata?.schema ?? null)
    if (this.placeName !== null && inherited === this.placeSchema) return
    this.placeName ??= `${table.name}_${column}`
    this.placeSchema = inherited
    this.forgetKey()
  }

  override typeArguments(): readonly unknown[] {
    const options = { name: this.nativeName, schema: this.schemaName, native: this.nativeEnum }
    return [...this.enums, options]
  }

  override defaultBind(): Processor {
    return (value) => {
      if (value === null || value === undefined || this.enums.includes(value as T)) return value
      if (!this.enumOptions.validateStrings && typeof value === 'string') return value
      throw this.#unknown(value)
    }
  }

  override defaultResult(): Processor {
    const members = new Set<unknown>([...this.enums, null])
    return (value) => {
      if (members.has(value)) return value
      throw this.#unknown(value)
    }
  }

  override defaultLiteral() {
    const bind = this.defaultBind()
    return (value: unknown) => quoteLiteral(bind(value))
  }

  #unknown(value: unknown): LookupError {
    const name = this.nativeName ?? this.name ?? 'null'
    return new LookupError(
      `'${String(value)}' is not among the defined enum values. Enum name: ${name}. ` +
        `Possible values: ${shortened(this.enums).join(', ')}`,
    )
  }
}

/** The first ones and the last one of many names, each cut; `repr_tuple_names`. */
function shortened(names: readonly string[]): readonly string[] {
  const few = names.length > 4 ? [...names.slice(0, 3), ...names.slice(-1)] : names
  const cut = few.map((name) => (name.length > 11 ? `${name.slice(0, 11)}..` : name))
  return names.length > 4 ? [...cut.slice(0, 3), '...', ...cut.slice(-1)] : cut
}
