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
import {
  lengthOf,
  memberTable,
  type EnumMemberOptions,
  type EnumMembers,
  type MemberTable,
} from './enum-members.js'
import type { Processor } from './type-engine.js'

export interface EnumOptions extends EnumMemberOptions {
  /** The name of the type on PostgreSQL (`table_column` if there is none), and of the CHECK constraint elsewhere. */
  readonly name?: string
  readonly schema?: string
  readonly nativeEnum?: boolean
  readonly createConstraint?: boolean
  /** Texts that are no members are errors when they are bound; without it they are passed on. */
  readonly validateStrings?: boolean
  /** By what keys of this type are ordered when objects are written; default: by what the database stores. */
  readonly sortKeyFunction?: (value: never) => unknown
  /** The MetaData the type is created with; see `MetaData.createAll`. */
  readonly metadata?: TypeRegistry
  /** In the schema of the table that uses it. */
  readonly inheritSchema?: boolean
  /** False: tables are created without making the type before; PostgreSQL. */
  readonly createType?: boolean
}

/** `ENUM('a', 'b')`; values are the strings listed, or those of a TypeScript enumeration whose names are stored. */
export class EnumType<T extends string | number = string>
  extends StringType<T>
  implements NamedType
{
  declare readonly __t?: T
  override readonly visitName: string = 'enum'
  readonly nativeEnum: boolean
  private readonly members: MemberTable
  private placeName: string | null = null
  private placeSchema: string | null = null

  constructor(
    members: readonly (T & string)[] | EnumMembers,
    readonly enumOptions: EnumOptions = {},
  ) {
    const table = memberTable(members, enumOptions)
    super(lengthOf(table.enums, enumOptions.length))
    this.members = table
    this.nativeEnum = enumOptions.nativeEnum ?? true
    enumOptions.metadata?.noteType(this)
  }

  /** What the database stores, in order. */
  get enums(): readonly string[] {
    return this.members.enums
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

  protected override makeCacheKey(): string {
    const { validateStrings = false } = this.enumOptions
    return `${super.makeCacheKey()}${JSON.stringify([[...this.members.values], validateStrings])}`
  }

  override defaultBind(): Processor {
    return (value) => this.storedFor(value)
  }

  override defaultResult(): Processor {
    const { values } = this.members
    return (value) => {
      if (value === null) return null
      const found = values.get(value)
      if (found === undefined) throw this.#unknown(value)
      return found
    }
  }

  override get sortKeyFunction(): Processor {
    return (this.enumOptions.sortKeyFunction as Processor | undefined) ?? this.defaultBind()
  }

  /** Unknown texts are passed on, for `LIKE` and the like. */
  private storedFor(value: unknown): unknown {
    if (value === null || value === undefined) return value
    const found = this.members.stored.get(value)
    if (found !== undefined) return found
    if (!this.enumOptions.validateStrings && typeof value === 'string') return value
    throw this.#unknown(value)
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
