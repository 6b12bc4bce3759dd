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
import { modelCatalog } from './composition/catalog.js'
import type { ShellConfig } from './config.js'
import { projectRequire } from './project-require.js'
import { Presenter } from './composition/presenter.js'
import { InputWatch } from './composition/input-watch.js'
import {
  abandoned,
  createTables,
  furnish,
  openAnother,
  openPlace,
  outdated,
  provided,
  type Place,
} from './composition/place.js'
import { SessionHolder } from './composition/session-holder.js'
import { assertFinished, sessionStatus, unfinishedWork } from './composition/session-status.js'
import { startUpInputs } from './composition/start-up.js'
import { configAt } from './settings/connections.js'

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

/** The names of the library at the prompt; `URL` keeps the meaning that all loaded code counts on. */
const offered = Object.fromEntries(
  Object.entries(library).filter(([name]) => !(name in globalThis)),
)

/** @throws UsageError for settings that cannot be meant, ConnectionFailedError when no database answers. */
export async function composeShell(options: ComposeOptions): Promise<Shell> {
  Error.stackTraceLimit = STACK_DEPTH
  const place = await openPlace(options.config, options.interruptible ?? false)
  try {
    return new Composition(options, place, await startUpInputs(options.config.startup))
  } catch (error) {
    throw abandoned(place.engine, error)
  }
}

/** Where a session's statements go. */
function engineOf({ bind }: Session): Engine | null {
  return bind && 'engine' in bind ? bind.engine : bind
}

class Composition implements Shell {
  readonly watch: InputWatch
  readonly #options: ComposeOptions
  readonly #startUp: readonly string[]
  readonly #models = new ModelRegistry()
  readonly #log = new QueryLog(captureSite)
  readonly #echo: Echo
  readonly #table = commandTable((columns) => this.#surroundings(columns))
  readonly #presenter: Presenter
  #place: Place
  #home: SessionHolder
  #importer: Promise<ImportModule> | null = null
  #host: KernelHost | null = null

  constructor(options: ComposeOptions, place: Place, startUp: readonly string[]) {
    this.#options = options
    this.#startUp = startUp
    this.#presenter = new Presenter({
      json: options.config.json,
      colors: options.colors,
      dialect: () => this.#place.engine.dialect.name,
      redact: options.config.redact,
      settingsPath: options.settingsPath ?? null,
    })
    this.#echo = new Echo(
      (line) => {
        this.#presenter.recorder.wrote(line)
        options.onEcho(line)
      },
      (sql) => this.#presenter.redaction.concerns(sql),
    )
    this.#echo.mode = options.config.echo
    this.watch = new InputWatch({
      log: this.#log,
      models: this.#models,
      shows: options.receipts ?? false,
      identityHits: () => this.#session.identityMap.answered,
      began: () => this.#home.inputBegins(),
      ended: (input) => this.#ended(input),
    })
    this.#place = place
    this.#home = this.#settle(place)
  }

  /** Fills a database of our own, and only then starts to watch: what we do is not the user's. */
  #settle(place: Place): SessionHolder {
    const { engine, access } = place
    this.#models.replace(place.set.classes)
    const home: SessionHolder = new SessionHolder({
      engine,
      access,
      changed: () => this.#host?.bind({ session: home.session }),
      idle: (message) => this.#host?.notify(warning(message)),
    })
    furnish(place, home.session)
    if (access.sandbox) home.turnSandbox(true)
    engine.observe(this.#log)
    engine.observe(this.#presenter.secrets)
    guardBudget(engine, this.#log, () => this.#presenter.settings.values.budget)
    engine.observe(this.#echo)
    return home
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
    return this.#place.set.problems
  }

  parts(): KernelParts {
    const status = () => sessionStatus(this.#session, this.#place.engine, this.#home.state)
    return {
      bindings: {
        ...offered,
        require: projectRequire(process.cwd(), provided),
        ...this.#bindings(),
        $: this.#table.functions,
      },
      catalog: {
        ...modelCatalog(this.#models),
        connections: () => Object.keys(this.#place.config.connections),
      },
      commands: this.#table.commands,
      receipts: this.watch,
      importModule: async (...call) => (await this.#projectImporter())(...call),
      formatValue: (value, { columns }) => this.#presenter.result(value, columns),
      status: () => this.#presenter.status(status()),
      unfinishedWork: () => unfinishedWork(status(), this.watch.hasWritten),
      present: (block) => this.#presenter.redaction.apply(block),
      presentText: (text) => this.#presenter.redaction.text(text),
      panel: (request) => this.#table.panel(request),
      witness: this.#presenter.recorder,
      banner: this.#options.config.quiet ? [] : this.#banner(),
      startUp: this.#startUp,
      attached: (host) => void (this.#host = host),
      close: () => {
        this.#presenter.recorder.close()
        this.#home.close()
      },
    }
  }

  #bindings(): Readonly<Record<string, unknown>> {
    const { engine, set } = this.#place
    const { others, classes } = set
    return { ...others, ...Object.fromEntries(classes), session: this.#home.session, engine }
  }

  #projectImporter(): Promise<ImportModule> {
    return (this.#importer ??= import('./project-import.js').then(({ createImporter }) =>
      createImporter({
        cwd: process.cwd(),
        provided,
        loadedModules: () => this.#place.set.modules,
      }),
    ))
  }

  #surroundings(columns?: number): Surroundings {
    const { source, engine: home } = this.#place
    const session = this.#session
    const engine = engineOf(session) ?? home
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
      redaction: this.#presenter.redaction,
      recorder: this.#presenter.recorder,
      siteOf: (entity) => this.#home.session.siteOf(entity),
      evaluate: async (code) => this.#attachedHost().evaluate(code),
      lastValue: () => this.#attachedHost().lastValue(),
      columns: this.#presenter.columns,
      keys: () => this.#presenter.keys(),
      print: (block) => this.#attachedHost().notify(block),
      rowCap: this.#presenter.rowCap,
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
      reset: () => this.#reset(),
      connect: (target, options) => this.#connect(target, options),
      requestExit: () => this.#attachedHost().requestExit(0),
      translate: async (python) => (await import('./translate/input.js')).translateInput(python),
    }
  }

  /**
   * Objects of the old classes belong to the old session: it ends with them. Where a file that was loaded is broken
   * now, everything stays as it is: classes of two loads do not know each other.
   */
  async #reload(): Promise<readonly Output[]> {
    const { set: before, source, engine } = this.#place
    const after = await source.load(engine)
    if (after.failed.some((file) => before.modules.has(file)))
      return [
        ...after.problems.map(warning),
        warning('nothing was reloaded: the models are as before'),
      ]
    this.#place = { ...this.#place, set: after }
    this.#models.replace(after.classes)
    createTables(this.#place)
    this.#home.renew()
    this.#host?.bind(this.#bindings())
    return [...this.#banner(), ...(await this.#log.mute(() => outdated(this.#place).map(warning)))]
  }

  #reset(): void {
    this.#home.renew()
    this.#host?.bind(this.#bindings())
  }

  /** Another database in the same sitting. Where it cannot be opened everything stays as it is. */
  async #connect(
    target: string,
    { discard }: { readonly discard: boolean },
  ): Promise<readonly Output[]> {
    const { config } = this.#place
    const status = sessionStatus(this.#session, this.#place.engine, this.#home.state)
    // Where there is nowhere to go, nobody has to decide about unfinished work.
    const there = configAt(config, target)
    if (!discard) assertFinished(status, this.watch.hasWritten, `.connect ${target} --discard`)
    const place = await openAnother(there, this.#options.interruptible ?? false)
    const left = Object.keys(this.#bindings())
    this.#home.close()
    this.#place = place
    this.#home = this.#settle(place)
    const bindings = this.#bindings()
    this.#host?.unbind(left.filter((name) => !(name in bindings)))
    this.#host?.bind(bindings)
    return this.#banner()
  }

  #banner(): readonly Output[] {
    const { engine, source, set } = this.#place
    return banner({
      status: sessionStatus(this.#session, engine, this.#home.state),
      source: source.name,
      models: [...set.classes.keys()],
      problems: set.problems,
    })
  }

  #attachedHost(): KernelHost {
    if (this.#host === null) throw new library.InvalidRequestError('the shell has no kernel yet')
    return this.#host
  }
}
