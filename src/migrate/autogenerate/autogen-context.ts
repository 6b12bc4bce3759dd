/** One comparison: the models' tables, the database, and who may leave things out; `alembic.autogenerate.api.AutogenContext`. */
import { ArgumentError } from '../../errors.js'
import type { Connection } from '../../engine/connection.js'
import { Inspector } from '../../engine/inspector.js'
import type { DdlDialect } from '../../schema/ddl-dialect.js'
import type { MetaData } from '../../schema/metadata.js'
import type { Table } from '../../schema/table.js'
import type { DefaultImpl } from '../ddl/default-impl.js'
import { CommandError } from '../errors.js'
import type { MigrationContext } from '../runtime/migration-context.js'
import type { AutogenerateOptions, ObjectKind, ParentNames } from './autogenerate-options.js'

/** A thing that may be left out. */
export interface Candidate {
  readonly name: string | null
  readonly kind: ObjectKind
  readonly reflected: boolean
  readonly compareTo?: unknown
}

/** `alembic.autogenerate.api.AutogenContext`: what renderers and filters are told. */
export class AutogenContext {
  /** Lines for the top of the script. */
  readonly imports = new Set<string>()
  readonly metadata: readonly MetaData[]
  readonly opts: AutogenerateOptions
  /** Operations are those of a batch. */
  isInBatch = false
  #inspector: Inspector | null = null

  /** @throws CommandError in `--sql` mode, and without models */
  constructor(
    readonly migrationContext: MigrationContext,
    settings: {
      readonly metadata?: MetaData | readonly MetaData[] | null
      readonly opts?: AutogenerateOptions
      /** The database is looked at. */
      readonly compares?: boolean
    } = {},
  ) {
    const { compares = true } = settings
    this.opts = settings.opts ?? migrationContext.opts
    if (compares && migrationContext.asSql) {
      throw new CommandError(
        "autogenerate can't use asSql: true as it prevents querying the database for schema information",
      )
    }
    const metadata = settings.metadata ?? migrationContext.opts.targetMetadata ?? null
    if (compares && metadata === null) throw noMetadata(migrationContext)
    this.metadata = metadata === null ? [] : 'tables' in metadata ? [metadata] : metadata
  }

  get dialect(): DdlDialect {
    return this.migrationContext.dialect
  }

  get impl(): DefaultImpl {
    return this.migrationContext.impl
  }

  get connection(): Connection {
    return this.migrationContext.requireConnection()
  }

  get inspector(): Inspector {
    return (this.#inspector ??= new Inspector(this.connection))
  }

  /** The models' tables in the order in which they can be made. */
  get sortedTables(): readonly Table[] {
    return this.metadata.flatMap((each) => each.sortedTables)
  }

  /** @throws ArgumentError when two MetaData have the same table */
  get tablesByKey(): ReadonlyMap<string, Table> {
    const found = new Map<string, Table>()
    for (const [key, table] of this.metadata.flatMap((each) => [...each.tables])) {
      if (found.has(key))
        throw new ArgumentError(`Duplicate table keys across multiple MetaData objects: "${key}"`)
      found.set(key, table)
    }
    return found
  }

  /** Whether a name of the database is looked at. */
  includesName(name: string | null, kind: ObjectKind, parents: ParentNames = {}): boolean {
    const { includeName } = this.opts
    if (!includeName) return true
    const table = kind === 'table' ? name : (parents.tableName ?? null)
    const qualified = parents.schemaName ? `${parents.schemaName}.${table}` : table
    const names = table === null ? parents : { ...parents, schemaQualifiedTableName: qualified }
    return includeName(name, kind, names)
  }

  /** Whether a thing is compared. */
  includes(object: unknown, { compareTo = null, ...facts }: Candidate): boolean {
    return this.opts.includeObject?.(object, { ...facts, compareTo }) ?? true
  }

  /** Runs a function while operations are rendered as those of a batch. */
  withinBatch<T>(work: () => T): T {
    this.isInBatch = true
    try {
      return work()
    } finally {
      this.isInBatch = false
    }
  }
}

function noMetadata({ script }: MigrationContext): CommandError {
  const place = script === null ? '' : ` environment script ${script.envPyLocation}`
  return new CommandError(
    `Can't proceed with --autogenerate option;${place} does not provide a MetaData object or sequence of objects to the context.`,
    { hint: 'context.configure({ connection, targetMetadata: Base.metadata })' },
  )
}
