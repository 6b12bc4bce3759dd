/**
 * What a dialect reads out of a database's catalog, table by table, with plain statements on a connection. The
 * `Inspector` caches and presents it; reflection builds tables of it.
 */
import type { TypeEngine } from '../../sql/types/type-engine.js'
import type { Connection } from '../connection.js'
import type { Io } from '../io.js'

export interface ReflectedComputed {
  readonly sqltext: string
  readonly persisted: boolean
}

export interface ReflectedIdentity {
  readonly always: boolean
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly minvalue?: number | bigint
  readonly maxvalue?: number | bigint
  readonly cycle?: boolean
  readonly cache?: number | bigint
}

export interface ReflectedColumn {
  readonly name: string
  readonly type: TypeEngine
  readonly nullable: boolean
  /** The default as SQL. */
  readonly default: string | null
  /** Position in the primary key from 1, 0 outside of it (SQLite). */
  readonly primaryKey?: number
  readonly autoincrement?: boolean | 'auto'
  readonly computed?: ReflectedComputed
  readonly identity?: ReflectedIdentity
  readonly comment?: string | null
}

export interface ReflectedPrimaryKey {
  readonly name: string | null
  readonly constrainedColumns: readonly string[]
  readonly comment?: string | null
}

export interface ReflectedForeignKey {
  readonly name: string | null
  readonly constrainedColumns: readonly string[]
  readonly referredSchema: string | null
  readonly referredTable: string
  readonly referredColumns: readonly string[]
  readonly options: Readonly<Record<string, string | boolean>>
  readonly comment?: string | null
}

export interface ReflectedIndex {
  readonly name: string | null
  readonly columnNames: readonly (string | null)[]
  /** Columns and expressions, when there are expressions. */
  readonly expressions?: readonly string[]
  readonly unique: boolean
  readonly includeColumns?: readonly string[]
  readonly duplicatesConstraint?: string
  readonly columnSorting?: Readonly<Record<string, readonly string[]>>
  readonly dialectOptions: Readonly<Record<string, unknown>>
}

export interface ReflectedUnique {
  readonly name: string | null
  readonly columnNames: readonly string[]
  readonly duplicatesIndex?: string
  readonly comment?: string | null
}

export interface ReflectedCheck {
  readonly name: string | null
  readonly sqltext: string
  readonly comment?: string | null
}

export interface ReflectedComment {
  readonly text: string | null
}

export interface ReflectedEnum {
  readonly name: string
  readonly schema: string
  /** Found without naming its schema. */
  readonly visible: boolean
  readonly labels: readonly string[]
}

export interface ReflectedDomain {
  readonly name: string
  readonly schema: string
  /** Found without naming its schema. */
  readonly visible: boolean
  /** The type it is of, as the database writes it. */
  readonly type: string
  readonly nullable: boolean
  readonly default: string | null
  readonly constraints: readonly { readonly name: string; readonly check: string }[]
  readonly collation: string | null
}

/** A table as it is asked for. */
export interface TableName {
  readonly name: string
  readonly schema: string | null
}

/** One inspection: a connection, and what has been read in it already. */
export interface Inspection {
  readonly connection: Connection
  /** Reads once per inspection. */
  cachedIo<T>(key: string, read: () => Io<T>): Io<T>
}

export interface Introspection {
  readonly defaultSchemaName: string
  schemaNamesIo(inspection: Inspection): Io<readonly string[]>
  tableNamesIo(inspection: Inspection, schema: string | null): Io<readonly string[]>
  viewNamesIo(inspection: Inspection, schema: string | null): Io<readonly string[]>
  materializedViewNamesIo(inspection: Inspection, schema: string | null): Io<readonly string[]>
  tempTableNamesIo(inspection: Inspection): Io<readonly string[]>
  tempViewNamesIo(inspection: Inspection): Io<readonly string[]>
  sequenceNamesIo(inspection: Inspection, schema: string | null): Io<readonly string[]>
  viewDefinitionIo(inspection: Inspection, view: TableName): Io<string>
  hasTableIo(inspection: Inspection, table: TableName): Io<boolean>
  hasSequenceIo(inspection: Inspection, sequence: TableName): Io<boolean>
  /** Whether a named type exists, such as an ENUM. */
  hasTypeIo(inspection: Inspection, type: TableName): Io<boolean>
  columnsIo(inspection: Inspection, table: TableName): Io<readonly ReflectedColumn[]>
  primaryKeyIo(inspection: Inspection, table: TableName): Io<ReflectedPrimaryKey>
  foreignKeysIo(inspection: Inspection, table: TableName): Io<readonly ReflectedForeignKey[]>
  indexesIo(inspection: Inspection, table: TableName): Io<readonly ReflectedIndex[]>
  /** With the indexes the database makes by itself for constraints, where they have names of their own. */
  automaticIndexesIo?(inspection: Inspection, table: TableName): Io<readonly ReflectedIndex[]>
  uniqueConstraintsIo(inspection: Inspection, table: TableName): Io<readonly ReflectedUnique[]>
  checkConstraintsIo(inspection: Inspection, table: TableName): Io<readonly ReflectedCheck[]>
  tableCommentIo(inspection: Inspection, table: TableName): Io<ReflectedComment>
  /** Options of a table beside its columns. @throws UnsupportedFeatureError where there are none. */
  tableOptionsIo(inspection: Inspection, table: TableName): Io<Readonly<Record<string, unknown>>>
  /** Enumerations of a schema; null: of the search path; `*`: all. Where they are types of the database. */
  enumsIo?(inspection: Inspection, schema: string | null): Io<readonly ReflectedEnum[]>
  domainsIo?(inspection: Inspection, schema: string | null): Io<readonly ReflectedDomain[]>
}
