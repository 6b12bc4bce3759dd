/** What a context can be told; `opts` of `MigrationContext.configure` and the arguments of `context.configure`. */
import type { MetaData } from '../../schema/metadata.js'
import type { ImplOptions } from '../ddl/default-impl.js'
import type { AutogenerateOptions } from '../autogenerate/autogenerate-options.js'
import type { OutputBuffer } from '../output.js'
import type { ScriptDirectory } from '../script/script-directory.js'
import type { MigrationContext } from './migration-context.js'
import type { MigrationStep } from './steps.js'

/** Told after each migration. */
export type OnVersionApply = (info: {
  readonly context: MigrationContext
  readonly step: MigrationStep
  readonly heads: ReadonlySet<string>
  readonly runArgs: Readonly<Record<string, unknown>>
}) => void

/** Which migrations to run, given the revisions the database is at. */
export type MigrationsFunction = (
  heads: readonly string[],
  context: MigrationContext,
) => Iterable<MigrationStep>

export interface ContextOptions extends ImplOptions, AutogenerateOptions {
  readonly script?: ScriptDirectory | null
  /** One transaction for each migration, also where the database undoes DDL. */
  readonly transactionPerMigration?: boolean
  /** Default: `alembic_version`, which Alembic understands as well. */
  readonly versionTable?: string
  readonly versionTableSchema?: string | null
  readonly versionTablePk?: boolean
  /** In a script: the revision the database is assumed to be at. */
  readonly startingRev?: string | readonly string[] | null
  /** The models' tables. */
  readonly targetMetadata?: MetaData | readonly MetaData[] | null
  readonly onVersionApply?: readonly OnVersionApply[]
  /** Where it is said which migration runs. */
  readonly log?: OutputBuffer | null
  readonly tag?: string | null
  /** @internal Which migrations to run. */
  readonly fn?: MigrationsFunction
  /** @internal Forget the versions that are noted. */
  readonly purge?: boolean
  /** @internal Only look. */
  readonly dontMutate?: boolean
  /** @internal What the template of a new revision is filled with. */
  readonly templateArgs?: Record<string, unknown>
}
