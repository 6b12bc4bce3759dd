/**
 * What `env.ts` sees as `context`: it says which connection and options migrations run with, and starts them.
 * `alembic.runtime.environment.EnvironmentContext`.
 */
import type { Connection } from '../../engine/connection.js'
import type { URL } from '../../engine/url.js'
import type { DdlDialect } from '../../schema/ddl-dialect.js'
import type { Config } from '../config/config.js'
import { CurrentSlot } from '../current-slot.js'
import type { DefaultImpl, Executable } from '../ddl/default-impl.js'
import { CommandError } from '../errors.js'
import { Operations } from '../operations/operations.js'
import type { RevisionNames } from '../script/revision.js'
import type { ScriptDirectory } from '../script/script-directory.js'
import type { ContextOptions, MigrationsFunction } from './context-options.js'
import { MigrationContext } from './migration-context.js'

/** What a command says. */
export interface EnvironmentOptions extends Omit<ContextOptions, 'script'> {
  readonly fn?: MigrationsFunction
  readonly destinationRev?: RevisionNames
}

export interface EnvironmentConfiguration extends ContextOptions {
  readonly connection?: Connection
  readonly url?: string | URL
  readonly dialectName?: string
  readonly dialect?: DdlDialect
}

/**
 * `alembic.runtime.environment.EnvironmentContext`.
 *
 * @example
 * new EnvironmentContext(config, script, { fn: () => [] }).during(() => script.runEnv())
 */
export class EnvironmentContext {
  #context: MigrationContext | null = null

  constructor(
    readonly config: Config,
    readonly script: ScriptDirectory,
    readonly options: EnvironmentOptions = {},
  ) {}

  /** Runs a function while `context` stands for this environment. */
  during<R>(work: () => R): R {
    return running.during(this, work)
  }

  /** True when statements are to be written instead of executed: `--sql`. */
  isOfflineMode(): boolean {
    return this.options.asSql ?? false
  }

  isTransactionalDdl(): boolean {
    return this.getContext().impl.transactionalDdl
  }

  getHeadRevision(): RevisionNames {
    return this.script.asRevisionNumber('head')
  }

  getHeadRevisions(): RevisionNames {
    return this.script.asRevisionNumber('heads')
  }

  /** Where a script starts; online: not known before the database was asked. */
  getStartingRevisionArgument(): RevisionNames {
    return this.options.startingRev ?? null
  }

  /** What the command was asked for. */
  getRevisionArgument(): RevisionNames {
    return this.options.destinationRev ?? null
  }

  /** `--tag` of the command line. */
  getTagArgument(): string | null {
    return this.options.tag ?? null
  }

  /** The values of `-x name=value`. */
  getXArgument(): Readonly<Record<string, string>> {
    const pairs = this.config.xArguments.map((each) => {
      const at = each.indexOf('=')
      return at < 0 ? [each, ''] : [each.slice(0, at), each.slice(at + 1)]
    })
    return Object.fromEntries(pairs) as Readonly<Record<string, string>>
  }

  /**
   * Says how migrations run: on a connection, or as a script for the dialect of a URL.
   *
   * @throws CommandError without either
   * @example
   * context.configure({ connection, targetMetadata: Base.metadata, renderAsBatch: true })
   */
  configure(configuration: EnvironmentConfiguration): void {
    const { connection, url, dialectName, dialect, ...options } = configuration
    const outputBuffer = options.outputBuffer ?? this.config.outputBuffer ?? this.config.stdout
    const { log } = this.config
    const opts = { log, ...this.options, ...options, outputBuffer, script: this.script }
    this.#context = MigrationContext.configure({
      ...(connection === undefined ? {} : { connection }),
      ...(url === undefined ? {} : { url }),
      ...(dialectName === undefined ? {} : { dialectName }),
      ...(dialect === undefined ? {} : { dialect }),
      opts,
    })
  }

  /** Runs what the command asks for. */
  runMigrations(args: Readonly<Record<string, unknown>> = {}): void {
    const context = this.getContext()
    Operations.context(context, () => context.runMigrations(args))
  }

  /** Executes a statement, or writes it. */
  execute(statement: Executable): void {
    this.getContext().execute(statement)
  }

  /** Writes a line into the script. */
  staticOutput(text: string): void {
    this.getImpl().staticOutput(text)
  }

  /** Runs a function in the transaction of the migrations. */
  beginTransaction<R>(work: () => R): R {
    return this.getContext().beginTransaction(work)
  }

  /** @throws CommandError before `configure` */
  getContext(): MigrationContext {
    if (this.#context !== null) return this.#context
    throw new CommandError('No context has been configured yet.', {
      hint: 'context.configure({ connection }) comes first',
    })
  }

  getBind(): Connection | null {
    return this.getContext().bind
  }

  getImpl(): DefaultImpl {
    return this.getContext().impl
  }
}

const running = new CurrentSlot<EnvironmentContext>('context')

/**
 * The environment of the running command; `from alembic import context`.
 *
 * @throws CommandError outside of `env.ts`
 * @example
 * if (context.isOfflineMode()) context.configure({ url: 'postgresql://', literalBinds: true })
 */
export const context: EnvironmentContext = running.proxy
