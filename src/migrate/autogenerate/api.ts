/** Compares models with a database, and writes the difference as operations or source; `alembic.autogenerate`. */
import { dialectOf } from '../../sql/compiler/dialect-registry.js'
import type { DdlDialect } from '../../schema/ddl-dialect.js'
import type { MetaData } from '../../schema/metadata.js'
import {
  DowngradeOps,
  MigrationScript,
  UpgradeOps,
  type OpContainer,
} from '../operations/ops/containers.js'
import type { Diff } from '../operations/ops/migrate-operation.js'
import { MigrationContext } from '../runtime/migration-context.js'
import { indented } from '../source-text.js'
import { AutogenContext } from './autogen-context.js'
import type { AutogenerateOptions } from './autogenerate-options.js'
import { compareTables } from './compare-tables.js'
import { renderBody } from './render/render-operations.js'

/**
 * What differs, as tuples: `['add_table', table]`, `['remove_column', schema, table, column]`.
 *
 * @throws CommandError in `--sql` mode
 * @example
 * compareMetadata(MigrationContext.configure(connection), Base.metadata)
 */
export function compareMetadata(
  context: MigrationContext,
  metadata: MetaData | readonly MetaData[],
): readonly Diff[] {
  return produceMigrations(context, metadata).upgradeOps.asDiffs()
}

/**
 * The operations that make the database what the models say, and those that undo them.
 *
 * @example
 * renderTypescriptCode(produceMigrations(context, Base.metadata).upgradeOps)
 */
export function produceMigrations(
  context: MigrationContext,
  metadata: MetaData | readonly MetaData[],
): MigrationScript {
  const script = new MigrationScript(null, new UpgradeOps(), new DowngradeOps())
  populate(new AutogenContext(context, { metadata }), script)
  return script
}

/** @internal Fills a script with what differs. */
export function populate(context: AutogenContext, script: MigrationScript): void {
  compareTables(context, script.upgradeOps)
  script.upgradeOps.reverseInto(script.downgradeOps)
}

export interface RenderOptions extends AutogenerateOptions {
  /** Whose way to write expressions is used; default: the standard's. */
  readonly migrationContext?: MigrationContext
}

/**
 * Operations as TypeScript; `alembic.autogenerate.render_python_code`.
 *
 * @example
 * renderTypescriptCode(new UpgradeOps([new DropTableOp('users')])) // … op.dropTable('users') …
 */
export function renderTypescriptCode(
  operations: OpContainer,
  { migrationContext, ...opts }: RenderOptions = {},
): string {
  const context =
    migrationContext ?? MigrationContext.configure({ dialect: dialectOf(undefined) as DdlDialect })
  return body(operations, new AutogenContext(context, { opts, compares: false }))
}

/** @internal The body of a function: the first line stands where the template puts it. */
export function body(operations: OpContainer, context: AutogenContext): string {
  return indented(renderBody(operations, context)).trim()
}
