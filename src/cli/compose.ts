/**
 * Puts a shell together: database, models, session, watchers, commands, and the names in scope. What comes out are
 * the parts of a kernel; the terminal's kernel process, `-e`, pipes and transcripts all start here.
 */
import type { Engine } from '../engine/engine.js'
import * as library from '../index.js'
import { commandTable, type Surroundings } from '../shell/commands/table.js'
import type { Output } from '../shell/format/output.js'
import type { ImportModule, KernelHost, KernelParts } from '../shell/kernel/contracts.js'
import { captureSite } from '../shell/kernel/stack.js'
import { ModelRegistry } from '../shell/models.js'
import { Echo } from '../shell/watch/echo.js'
import { guardBudget } from '../shell/watch/budget.js'
import { banner, warning } from './composition/banner.js'
import { remarksOn } from './composition/remarks.js'
import { QueryLog, type InputRecord } from '../shell/watch/query-log.js'
import type { Session } from '../orm/session/session.js'
import { accessOf, makeOpenReadOnly, makeReadOnly, type Access } from './composition/access.js'
import { modelCatalog } from './composition/catalog.js'
import type { ShellConfig } from './config.js'
import { connectionFailure, openDatabase } from './composition/database.js'
import { Presenter } from './composition/presenter.js'
import { InputWatch } from './composition/input-watch.js'
import { missingColumns } from './composition/missing-columns.js'
import {
  chooseModels,
  metadataOf,
  type ModelSet,
  type ModelSource,
} from './composition/model-source.js'
import { SessionHolder } from './composition/session-holder.js'
import { sessionStatus, unfinishedWork } from './composition/session-status.js'

export interface ComposeOptions {
  readonly config: ShellConfig
  /** Whether values are printed with colours. */
  readonly colors: boolean
  /** Whether each input ends with what it cost. */
  readonly receipts?: boolean
  /** Whether another thread may stop what runs. */
  readonly interruptible?: boolean
  /** Where settings are remembered; without it they are not. */
  readonly settingsPath?: string
  /** A line of the statement log, while the statement runs. */
  onEcho(line: string): void
}

/** A shell that is ready to be run by a kernel. */
export interface Shell {
  parts(): KernelParts
  readonly watch: InputWatch
  /** Model files that could not be loaded, in words. */
  readonly problems: readonly string[]
}

/** The library's frames come first; the user's line is far up the stack. */
const STACK_DEPTH = 60

/** The running library, for files that import it by name: model files must not bring a second one. */
const provided = { 'orm-shell': library }

/** The names of the library at the prompt; `URL` keeps the meaning that all loaded code counts on. */
const offered = Object.fromEntries(
  Object.entries(library).filter(([name]) => !(name in globalThis)),
)

/** @throws UsageError for settings that cannot be meant, ConnectionFailedError when no database answers. */
export async function composeShell(options: ComposeOptions): Promise<Shell> {
  Error.stackTraceLimit = STACK_DEPTH
  const { config } = options
  const access = accessOf(config)
  const source = await chooseModels({ config, cwd: process.cwd(), provided })
  const engine = openDatabase(config.url, {
    image: source.image,
    interruptible: options.interruptible ?? false,
    prepare: (it) => access.readOnly && config.url !== null && makeReadOnly(it),
  })
  try {
    const composition = new Composition({ options, engine, source, access })
    await composition.prepare()
    return composition
  } catch (error) {
    engine.dispose()
    throw error instanceof library.DBAPIError ? connectionFailure(engine, error) : error
  }
}

interface Foundation {
  readonly options: ComposeOptions
  readonly engine: Engine
  readonly source: ModelSource
  readonly access: Access
}

/** Where a session's statements go. */
function engineOf({ bind }: Session): Engine | null {
  return bind && 'engine' in bind ? bind.engine : bind
}

class Composition implements Shell {
  readonly watch: InputWatch
  readonly #foundation: Foundation
  readonly #models = new ModelRegistry()
  readonly #log = new QueryLog(captureSite)
  readonly #echo: Echo
  readonly #table = commandTable((columns) => this.#surroundings(columns))
  #set: ModelSet = { classes: new Map(), others: {}, problems: [], failed: [], modules: new Map() }
  #importer: Promise<ImportModule> | null = null
  readonly #home: SessionHolder
  #host: KernelHost | null = null
  readonly #presenter: Presenter

  constructor(foundation: Foundation) {
    const { options, engine, access } = foundation
    this.#foundation = foundation
    this.#presenter = new Presenter({
      json: options.config.json,
      colors: options.colors,
      dialect: engine.dialect.name,
      redact: options.config.redact,
      settingsPath: options.settingsPath ?? null,
    })
    this.#echo = new Echo(
      (line) => options.onEcho(line),
      (sql) => this.#presenter.redaction.concerns(sql),
    )
    this.#home = new SessionHolder({
      engine,
      access,
      changed: () => this.#host?.bind({ session: this.#home.session }),
      timedOut: (minutes) =>
        this.#host?.notify(warning(`sandbox rolled back: nobody used it for ${minutes} minutes`)),
    })
    this.watch = new InputWatch({
      log: this.#log,
      models: this.#models,
      shows: options.receipts ?? false,
      began: () => this.#home.inputBegins(),
      ended: (input) => this.#ended(input),
    })
  }

  /** Loads the models, fills a database of our own, and only then starts to watch: what we do is not the user's. */
  async prepare(): Promise<void> {
    const { engine, options, source, access } = this.#foundation
    this.#use(await source.load(engine))
    if (options.config.url === null && source.image === undefined) this.#fill()
    if (access.readOnly && options.config.url === null) makeOpenReadOnly(engine)
    if (access.sandbox) this.#home.turnSandbox(true)
    this.#echo.mode = options.config.echo
    engine.observe(this.#log)
    guardBudget(engine, this.#log, () => this.#presenter.settings.values.budget)
    engine.observe(this.#echo)
  }

  #ended(input: InputRecord): readonly Output[] {
    const { timing } = this.#presenter.settings.values
    const isRecovered = this.#home.inputEnded(input, this.#session)
    return remarksOn(input, { log: this.#log, isRecovered, timing })
  }

  /** What `session` stands for at the prompt: ours, or one that the user has made. */
  get #session(): Session {
    const named = this.#host?.variable('session')
    return named instanceof library.Session ? named : this.#home.session
  }

  get problems(): readonly string[] {
    return this.#set.problems
  }

  parts(): KernelParts {
    const { engine, options } = this.#foundation
    return {
      bindings: { ...offered, ...this.#bindings(), $: this.#table.functions },
      catalog: modelCatalog(this.#models),
      commands: this.#table.commands,
      receipts: this.watch,
      importModule: async (...call) => (await this.#projectImporter())(...call),
      formatValue: (value, { columns }) => this.#presenter.result(value, columns),
      status: () => ({
        ...sessionStatus(this.#session, engine, this.#home.state),
        preferences: this.#presenter.preferences,
      }),
      unfinishedWork: () =>
        unfinishedWork(
          sessionStatus(this.#session, engine, this.#home.state),
          this.watch.hasWritten,
        ),
      present: (block) => this.#presenter.redaction.apply(block),
      panel: (request) => this.#table.panel(request),
      banner: options.config.quiet ? [] : this.#banner(),
      attached: (host) => void (this.#host = host),
      close: () => this.#home.close(),
    }
  }

  #use(set: ModelSet): void {
    this.#set = set
    this.#models.replace(set.classes)
  }

  #fill(): void {
    this.#createTables()
    this.#foundation.source.seed?.(this.#home.session)
    this.#home.session.close()
  }

  /** Those a database of our own does not have yet. */
  #createTables(): void {
    const { engine, options } = this.#foundation
    if (options.config.url !== null) return
    for (const metadata of metadataOf(this.#set)) metadata.createAll(engine)
  }

  #bindings(): Readonly<Record<string, unknown>> {
    const { engine } = this.#foundation
    const { others, classes } = this.#set
    return { ...others, ...Object.fromEntries(classes), session: this.#home.session, engine }
  }

  #projectImporter(): Promise<ImportModule> {
    return (this.#importer ??= import('./project-import.js').then(({ createImporter }) =>
      createImporter({ cwd: process.cwd(), provided, loadedModules: () => this.#set.modules }),
    ))
  }

  #surroundings(columns?: number): Surroundings {
    const { source } = this.#foundation
    const session = this.#session
    const engine = engineOf(session) ?? this.#foundation.engine
    if (columns !== undefined) this.#presenter.columns = columns
    return {
      session,
      engine,
      models: this.#models,
      log: this.#log,
      echo: this.#echo,
      journal: this.#home.journal,
      access: this.#home,
      settings: this.#presenter.settings,
      outlet: this.#presenter.outlet,
      siteOf: (entity) => this.#home.session.siteOf(entity),
      evaluate: async (code) => this.#attachedHost().evaluate(code),
      lastValue: () => this.#attachedHost().lastValue(),
      columns: this.#presenter.columns,
      keys: () => this.#presenter.keys(),
      show: (value) => this.#presenter.show(value),
      keepingVariables: (work) => this.#attachedHost().keepingVariables(work),
      withSession: async (session, work) => {
        const before = this.#session
        this.#attachedHost().bind({ session })
        try {
          return await work()
        } finally {
          this.#attachedHost().bind({ session: before })
        }
      },
      reload: source.isReloadable ? () => this.#reload() : null,
      requestExit: () => this.#attachedHost().requestExit(0),
      translate: async (python) => (await import('./translate/input.js')).translateInput(python),
    }
  }

  /**
   * Objects of the old classes belong to the old session: it ends with them. Where a file that was loaded is broken
   * now, everything stays as it is: classes of two loads do not know each other.
   */
  async #reload(): Promise<readonly Output[]> {
    const before = this.#set
    const after = await this.#foundation.source.load(this.#foundation.engine)
    if (after.failed.some((file) => before.modules.has(file)))
      return [
        ...after.problems.map(warning),
        warning('nothing was reloaded: the models are as before'),
      ]
    this.#use(after)
    this.#createTables()
    this.#home.renew()
    this.#host?.bind(this.#bindings())
    return [...this.#banner(), ...(await this.#log.mute(() => this.#missingColumns()))]
  }

  #missingColumns(): readonly Output[] {
    return missingColumns(this.#foundation.engine, metadataOf(this.#set)).map(warning)
  }

  #banner(): readonly Output[] {
    const { engine, source } = this.#foundation
    return banner({
      status: sessionStatus(this.#session, engine, this.#home.state),
      source: source.name,
      models: [...this.#set.classes.keys()],
      problems: this.#set.problems,
    })
  }

  #attachedHost(): KernelHost {
    if (this.#host === null) throw new library.InvalidRequestError('the shell has no kernel yet')
    return this.#host
  }
}
