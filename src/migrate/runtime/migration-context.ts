/**
 * One run of migrations: a connection or a script to write, the version table, the transactions.
 * `alembic.runtime.migration.MigrationContext`.
 */
import type { Connection } from '../../engine/connection.js'
import { Inspector } from '../../engine/inspector.js'
import { makeUrl, type URL } from '../../engine/url.js'
import { column, type Column } from '../../schema/column.js'
import { PrimaryKeyConstraint } from '../../schema/constraints.js'
import type { DdlDialect } from '../../schema/ddl-dialect.js'
import { MetaData } from '../../schema/metadata.js'
import { Table } from '../../schema/table.js'
import { dialectOf } from '../../sql/compiler/dialect-registry.js'
import { delete_ } from '../../sql/dml/constructors.js'
import { select } from '../../sql/selectable/select.js'
import { string } from '../../sql/types/constructors.js'
import type { DefaultImpl, Executable } from '../ddl/default-impl.js'
import { implFor } from '../ddl/impls.js'
import { CommandError } from '../errors.js'
import type { ScriptDirectory } from '../script/script-directory.js'
import type { ContextOptions } from './context-options.js'
import { HeadMaintainer } from './head-maintainer.js'
import type { MigrationStep } from './steps.js'
import { beginTransaction, TransactionState } from './transactions.js'

export interface ConfigureOptions {
  readonly connection?: Connection
  readonly url?: string | URL
  /** `sqlite`, `postgresql`, `mysql`: enough to write a script. */
  readonly dialectName?: string
  readonly dialect?: DdlDialect
  readonly opts?: ContextOptions
}

/**
 * `alembic.runtime.migration.MigrationContext`.
 *
 * @example
 * const context = MigrationContext.configure(connection)
 * context.getCurrentRevision()
 */
export class MigrationContext {
  readonly impl: DefaultImpl
  readonly script: ScriptDirectory | null
  readonly asSql: boolean
  readonly versionTable: string
  readonly versionTableSchema: string | null
  /** @internal */
  readonly version: Table
  /** @internal */
  readonly transactions: TransactionState

  /** @internal Use `MigrationContext.configure()`. */
  constructor(
    readonly dialect: DdlDialect,
    connection: Connection | null,
    readonly opts: ContextOptions,
  ) {
    this.script = opts.script ?? null
    this.asSql = opts.asSql ?? false
    this.versionTable = opts.versionTable ?? 'alembic_version'
    this.versionTableSchema = opts.versionTableSchema ?? null
    this.impl = new (implFor(dialect.name))(dialect, this.asSql ? null : connection, opts)
    this.version = versionTableOf(this)
    const isInside = !this.asSql && (connection?.inTransaction() ?? false)
    this.transactions = new TransactionState(isInside, opts.transactionPerMigration ?? false)
  }

  /**
   * A context for a connection, or for a dialect that a script is written for.
   *
   * @param connection a connection, or the options that stand for one
   * @throws CommandError without a connection, url or dialect name
   * @example
   * MigrationContext.configure({ dialectName: 'postgresql', opts: { asSql: true } })
   */
  static configure(
    connection: Connection | ConfigureOptions = {},
    options: Omit<ConfigureOptions, 'connection'> = {},
  ): MigrationContext {
    const isOne = isConnection(connection) || isAsync(connection)
    const all = (
      isOne ? { ...options, connection } : { ...options, ...connection }
    ) as ConfigureOptions
    if (all.connection !== undefined && !isConnection(all.connection)) {
      throw new CommandError(
        "'connection' argument to configure() is expected to be a Connection instance",
        {
          hint: 'createEngine(url).connect((connection) => MigrationContext.configure(connection))',
        },
      )
    }
    return new MigrationContext(dialectFor(all), all.connection ?? null, all.opts ?? {})
  }

  /** The connection; null in a script. */
  get connection(): Connection | null {
    return this.impl.connection
  }

  get bind(): Connection | null {
    return this.impl.connection
  }

  /**
   * Runs a function in a transaction, as far as there is to be one: around all migrations where the database undoes
   * DDL, else around each. In a script: BEGIN and COMMIT.
   */
  beginTransaction<R>(work: () => R): R {
    return beginTransaction(this, work, false)
  }

  /**
   * Runs a function outside of the transaction, for statements that allow none.
   *
   * @example
   * op.getContext().autocommitBlock(() => op.execute("ALTER TYPE mood ADD VALUE 'soso'"))
   */
  autocommitBlock<R>(work: () => R): R {
    return this.transactions.autocommitBlock(this, work)
  }

  /** The revision the database is at, null before the first. @throws CommandError when there are several heads */
  getCurrentRevision(): string | null {
    const heads = this.getCurrentHeads()
    if (heads.length <= 1) return heads[0] ?? null
    throw new CommandError(
      `Version table '${this.versionTable}' has more than one head present; please use getCurrentHeads()`,
    )
  }

  /** The revisions the database is at; in a script, those it starts from. */
  getCurrentHeads(): readonly string[] {
    if (this.asSql) return this.#startingHeads()
    if (this.opts.startingRev) {
      throw new CommandError(
        "Can't specify current_rev to context when using a database connection",
      )
    }
    if (!this.#hasVersionTable()) return []
    const rows = this.requireConnection().execute(select(this.version.c['version_num'] as Column))
    return rows.scalars().all() as string[]
  }

  /** Sets the version without running migrations. */
  stamp(script: ScriptDirectory, revision: string | readonly string[]): void {
    const heads = this.getCurrentHeads()
    if (!this.asSql && heads.length === 0) this.ensureVersionTable()
    const maintainer = new HeadMaintainer(this, heads)
    for (const step of script.stampRevs(revision, heads)) maintainer.updateToStep(step)
  }

  /** Runs the migrations the context was made for. */
  runMigrations(args: Readonly<Record<string, unknown>> = {}): void {
    const maintainer = new HeadMaintainer(this, this.#headsBefore())
    for (const step of this.opts.fn?.(maintainer.heads, this) ?? []) {
      beginTransaction(this, () => this.#runStep(step, maintainer, args), true)
    }
  }

  /** Executes a statement, or writes it. */
  execute(statement: Executable): void {
    this.impl.execute(statement)
  }

  /** @internal */
  requireConnection(): Connection {
    if (this.impl.connection !== null) return this.impl.connection
    throw new CommandError('This context has no connection')
  }

  /** @internal */
  ensureVersionTable(purge = false): void {
    const connection = this.requireConnection()
    const isOutside = !connection.inTransaction()
    this.version.create(connection, { checkfirst: true })
    if (purge) connection.execute(delete_(this.version))
    if (isOutside) connection.commit()
  }

  #runStep(
    step: MigrationStep,
    maintainer: HeadMaintainer,
    args: Readonly<Record<string, unknown>>,
  ): void {
    if (this.asSql && maintainer.heads.length === 0) this.impl.createTable(this.version)
    this.opts.log?.write(`Running ${step.toString()}\n`)
    if (this.asSql) this.impl.staticOutput(`-- Running ${step.shortLog}`)
    step.run(args)
    maintainer.updateToStep(step)
    for (const callback of this.opts.onVersionApply ?? [])
      callback({ context: this, step, heads: new Set(maintainer.heads), runArgs: args })
  }

  #headsBefore(): readonly string[] {
    if (this.opts.purge) {
      if (this.asSql) throw new CommandError("Can't use --purge with --sql mode")
      this.ensureVersionTable(true)
      return []
    }
    const heads = this.getCurrentHeads()
    if (!this.asSql && heads.length === 0 && !this.opts.dontMutate) this.ensureVersionTable()
    return heads
  }

  #startingHeads(): readonly string[] {
    const { startingRev } = this.opts
    if (startingRev === undefined || startingRev === null || startingRev === 'base') return []
    const names = typeof startingRev === 'string' ? [startingRev] : startingRev
    return names
      .filter((name) => name !== 'base')
      .map((name) => this.script?.getRevision(name)?.revision ?? name)
  }

  #hasVersionTable(): boolean {
    const inspector = new Inspector(this.requireConnection())
    return inspector.hasTable(this.versionTable, { schema: this.versionTableSchema })
  }
}

function versionTableOf({ versionTable, versionTableSchema, opts }: MigrationContext): Table {
  const key = new PrimaryKeyConstraint(['version_num'], { name: `${versionTable}_pkc` })
  const table = new Table(
    versionTable,
    new MetaData(),
    { version_num: column('version_num', string(32)) },
    { schema: versionTableSchema, constraints: opts.versionTablePk === false ? [] : [key] },
  )
  return table as unknown as Table
}

/** Migrations run at once, so that of an asynchronous engine is none. */
function isConnection(value: unknown): value is Connection {
  return typeof value === 'object' && value !== null && 'execDriverSql' in value && !isAsync(value)
}

function isAsync(value: object): boolean {
  return 'syncConnection' in value
}

function dialectFor({ connection, dialect, url, dialectName }: ConfigureOptions): DdlDialect {
  if (connection !== undefined) return connection.dialect
  if (dialect !== undefined) return dialect
  const name = url === undefined ? dialectName : makeUrl(url).drivername.split('+')[0]
  if (name === undefined || name === '')
    throw new CommandError('Connection, url, or dialectName is required.')
  return dialectOf(name) as DdlDialect
}
