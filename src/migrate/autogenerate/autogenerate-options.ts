/** What comparing models with a database, and writing the difference, can be told. */
import type { Column } from '../../schema/column.js'
import type { MigrationScript } from '../operations/ops/containers.js'
import type { MigrationContext } from '../runtime/migration-context.js'
import type { AutogenContext } from './autogen-context.js'

/** What kind of thing is looked at. */
export type ObjectKind =
  'schema' | 'table' | 'column' | 'index' | 'unique_constraint' | 'foreign_key_constraint'

/** Where a thing was found. */
export interface ParentNames {
  readonly schemaName?: string | null
  readonly tableName?: string | null
  readonly schemaQualifiedTableName?: string | null
}

/** Whether a name of the database is looked at. */
export type IncludeName = (
  name: string | null,
  kind: ObjectKind,
  parentNames: ParentNames,
) => boolean

/** Whether a thing of the models or the database is compared. */
export type IncludeObject = (
  object: unknown,
  facts: {
    readonly name: string | null
    readonly kind: ObjectKind
    /** It was read from the database. */
    readonly reflected: boolean
    /** Its counterpart. */
    readonly compareTo: unknown
  },
) => boolean

/** True: they differ; false: they do not; null: as if nobody had asked. */
export type CompareType = (
  context: MigrationContext,
  inspected: Column,
  model: Column,
) => boolean | null

export type CompareServerDefault = (
  context: MigrationContext,
  inspected: { readonly column: Column; readonly rendered: string | null },
  model: { readonly column: Column; readonly rendered: string | null },
) => boolean | null

/** Source for a thing, or null for what would be written otherwise. */
export type RenderItem = (
  kind: 'type' | 'column' | 'server_default' | 'primary_key' | 'foreign_key' | 'unique' | 'check',
  object: unknown,
  context: AutogenContext,
) => string | null

/** Changes what is about to be written. */
export type ProcessRevisionDirectives = (
  context: MigrationContext,
  revision: readonly string[],
  directives: MigrationScript[],
) => void

export interface AutogenerateOptions {
  readonly includeName?: IncludeName | null
  readonly includeObject?: IncludeObject | null
  /** All schemas of the database, not just the one names without a schema refer to. */
  readonly includeSchemas?: boolean
  /** Default: true. */
  readonly compareType?: boolean | CompareType
  /** Default: false. */
  readonly compareServerDefault?: boolean | CompareServerDefault
  /** Changes of a table are written as `op.batchAlterTable`. */
  readonly renderAsBatch?: boolean
  readonly renderItem?: RenderItem | null
  /** Before names of this library; default: `sa.`. */
  readonly sqlalchemyModulePrefix?: string
  /** Before operations; default: `op.`. */
  readonly alembicModulePrefix?: string
  /** Before types of your own; default: none, with their import left to you. */
  readonly userModulePrefix?: string | null
  readonly upgradeToken?: string
  readonly downgradeToken?: string
  readonly processRevisionDirectives?: ProcessRevisionDirectives | null
}
