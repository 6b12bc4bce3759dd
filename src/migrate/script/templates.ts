/** What `init` writes. */

/** Files of a migration environment by name; `${scriptLocation}` is filled in. */
export const ENVIRONMENT_FILES: Readonly<Record<string, string>> = {
  'script.ts.mako': `/**
 * \${message}
 *
 * Revision ID: \${upRevision}
 * Revises: \${comma(downRevision)}
 * Create Date: \${createDate}
 */
import * as sa from 'orm-shell'
import { op } from 'orm-shell/migrate'
\${imports}
// revision identifiers, used by the migration environment.
export const revision: string = \${repr(upRevision)}
export const downRevision: string | readonly string[] | null = \${repr(downRevision)}
export const branchLabels: string | readonly string[] | null = \${repr(branchLabels)}
export const dependsOn: string | readonly string[] | null = \${repr(dependsOn)}

/** Upgrade schema. */
export function upgrade(): void {
  \${upgrades}
}

/** Downgrade schema. */
export function downgrade(): void {
  \${downgrades}
}
`,
  README: 'Migrations of one database.\n',
  'env.ts': `/** How migrations reach the database: every command that needs one runs this file. */
import { createEngine, type Engine, type MetaData } from 'orm-shell'
import { context } from 'orm-shell/migrate'

const config = context.config

// The tables of your models, for --autogenerate. The command line passes those of its --models;
// programs import them here:
// import { Base } from '../src/models.js'
// const targetMetadata = Base.metadata
const targetMetadata = (config.attributes['metadata'] ?? null) as MetaData | null

/** The command line's --url, or sqlalchemy.url of the configuration. */
const url = (config.attributes['url'] ?? config.getMainOption('sqlalchemy.url')) as string

/** Writes the statements instead of executing them. */
function runMigrationsOffline(): void {
  context.configure({ url, targetMetadata, literalBinds: true })
  context.beginTransaction(() => context.runMigrations())
}

function runMigrationsOnline(): void {
  const engine = (config.attributes['engine'] ?? createEngine(url)) as Engine
  engine.connect((connection) => {
    context.configure({ connection, targetMetadata })
    context.beginTransaction(() => context.runMigrations())
  })
}

if (context.isOfflineMode()) runMigrationsOffline()
else runMigrationsOnline()
`,
}

/** The configuration file. */
export const CONFIGURATION_FILE = `# Configuration of the migrations of one database.

[alembic]
# where the migration scripts are; %(here)s is the folder of this file
script_location = \${scriptLocation}

# names of new files: rev, slug, epoch, year, month, day, hour, minute, second
# file_template = %%(rev)s_%%(slug)s

# version_locations = %(here)s/bar/versions
# path_separator = os

# the database; the command line's --url goes before it
sqlalchemy.url = driver://user:pass@localhost/dbname
`
