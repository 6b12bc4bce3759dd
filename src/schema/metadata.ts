/** A collection of tables that belong together: found by name, created and dropped in order. */
import { inspect } from 'node:util'
import { InvalidRequestError } from '../errors.js'
import type { TypeRegistry } from '../sql/types/named-type.js'
import type { TypeEngine } from '../sql/types/type-engine.js'
import type { SchemaBind } from './bind.js'
import { createTablesIo, dropTablesIo } from './create-drop.js'
import { DEFAULT_NAMING, type NamingConvention } from './naming.js'
import { metadataEvents, SchemaDispatcher } from './events.js'
import { sortTables } from './sort-tables.js'
import type { Table } from './table.js'

/**
 * The schema of a table that has none although its MetaData has a default one; `sqlalchemy.BLANK_SCHEMA`.
 *
 * @example
 * new Table('t', new MetaData({ schema: 'app' }), {}, { schema: BLANK_SCHEMA })
 */
export const BLANK_SCHEMA = null

export interface MetaDataOptions {
  /** The schema of tables that do not say one. */
  readonly schema?: string
  readonly namingConvention?: NamingConvention
  readonly info?: Readonly<Record<string, unknown>>
}

export interface CreateAllOptions {
  /** Only these tables. */
  readonly tables?: readonly Table[]
  /** Look first whether a table exists; default: true. */
  readonly checkfirst?: boolean
}

/** Reads tables out of a database; the engine's inspection installs it. */
export interface ReflectOptions {
  readonly schema?: string
  readonly views?: boolean
  readonly only?: readonly string[] | ((name: string, metadata: MetaData) => boolean)
  readonly extendExisting?: boolean
  /** False: what an existing table has already is not read once more; default: true. */
  readonly autoloadReplace?: boolean
  readonly resolveFks?: boolean
  /** @internal A foreign key may refer to a table that is not there. */
  readonly acceptMissing?: boolean
}

/** What a table takes over of what the database says about it. */
export interface ReflectTableOptions {
  /** Only these columns; default: all. */
  readonly includeColumns?: readonly string[]
  /** Tables that foreign keys refer to are read, too; default: true. */
  readonly resolveFks?: boolean
}

/** A synchronous engine or connection, which can read a table at once. */
export interface TableSource {
  reflectTable(table: Table, options: ReflectTableOptions): void
}

/** Something `MetaData.reflect` can read from. */
export interface ReflectBind<R = unknown> {
  reflectInto(metadata: MetaData, options: ReflectOptions): R
}

/**
 * `sqlalchemy.MetaData`.
 *
 * @example
 * const metadata = new MetaData({ namingConvention: { pk: 'pk_%(table_name)s' } })
 */
export class MetaData implements TypeRegistry {
  /** @internal Listeners of the class. */
  static readonly events = metadataEvents
  /** @internal Its listeners. */
  readonly events = new SchemaDispatcher({ roots: [metadataEvents] })
  /** Tables by `schema.name`. */
  readonly tables = new Map<string, Table>()
  readonly schema: string | null
  readonly namingConvention: NamingConvention
  readonly info: Record<string, unknown>
  private readonly knownTypes = new Set<TypeEngine>()

  constructor(options: MetaDataOptions = {}) {
    this.schema = options.schema ?? null
    this.namingConvention = options.namingConvention ?? DEFAULT_NAMING
    this.info = { ...options.info }
  }

  /** @internal */
  get allTables(): readonly Table[] {
    return [...this.tables.values()]
  }

  /** Tables in the order in which they can be created, alphabetically where it does not matter. */
  get sortedTables(): readonly Table[] {
    const keys = [...this.tables.keys()].sort()
    return sortTables(keys.map((key) => this.tables.get(key) as Table))
  }

  /** Creates the tables that are not there. @example Base.metadata.createAll(engine) */
  createAll<R>(bind: SchemaBind<R>, options: CreateAllOptions = {}): R {
    const tables = options.tables ?? this.allTables
    return bind.runSchema((executor) =>
      createTablesIo(executor, tables, {
        checkfirst: options.checkfirst ?? true,
        metadata: this,
      }),
    )
  }

  /** Drops the tables that are there. */
  dropAll<R>(bind: SchemaBind<R>, options: CreateAllOptions = {}): R {
    const tables = options.tables ?? this.allTables
    return bind.runSchema((executor) =>
      dropTablesIo(executor, tables, { checkfirst: options.checkfirst ?? true, metadata: this }),
    )
  }

  /** Reads the tables of a database into this collection. */
  reflect<R>(bind: ReflectBind<R>, options: ReflectOptions = {}): R {
    return bind.reflectInto(this, options)
  }

  /** Forgets a table. */
  remove(table: Table): void {
    this.tables.delete(table.key)
  }

  /** Forgets all tables. */
  clear(): void {
    this.tables.clear()
  }

  /** True for a table of this collection, by object or key. */
  has(table: Table | string): boolean {
    return typeof table === 'string' ? this.tables.has(table) : this.tables.get(table.key) === table
  }

  /** @internal */
  register(table: object): void {
    const { key } = table as Table
    if (this.tables.has(key)) {
      throw new InvalidRequestError(
        `Table '${key}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine ` +
          'options and columns on an existing Table object.',
      )
    }
    this.tables.set(key, table as Table)
  }

  /** @internal The types of its columns, and those that belong to it, in the order in which they came. */
  get types(): readonly TypeEngine[] {
    return [...this.knownTypes]
  }

  /** @internal */
  noteType(type: TypeEngine): void {
    this.knownTypes.add(type)
  }

  [inspect.custom](): string {
    return `MetaData(${[...this.tables.keys()].join(', ')})`
  }
}
