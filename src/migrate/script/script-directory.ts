/**
 * A folder of migrations: `env.ts`, a template, and the scripts; `alembic.script.base.ScriptDirectory`. Knows files
 * and revisions, never a database.
 */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { warn } from '../../util/warnings.js'
import type { Config } from '../config/config.js'
import { CommandError } from '../errors.js'
import { RevisionStep, type StampStep } from '../runtime/steps.js'
import { withRevisionErrors } from './catch-revision-errors.js'
import { loadModule, type ProvidedModules } from './module-loader.js'
import { writeRevision, type NewRevision } from './new-revision.js'
import type { RevisionNames } from './revision.js'
import { RevisionMap, type RangeOptions } from './revision-map.js'
import { Script, type ScriptModule } from './script.js'
import { stampSteps } from './stamp-steps.js'

export interface ScriptDirectoryOptions {
  /** Names of new files: `%(rev)s_%(slug)s`. */
  readonly fileTemplate?: string
  readonly truncateSlugLength?: number
  /** Folders of scripts; default: `versions`. */
  readonly versionLocations?: readonly string[]
  /** Folders inside of them, too. */
  readonly recursiveVersionLocations?: boolean
  /** What scripts import and is loaded already. */
  readonly modules?: ProvidedModules
  /** Told what is written. */
  readonly status?: (action: string, work: () => void) => void
}

const SOURCE = /^(?!\.#).*\.[cm]?[jt]s$/

/**
 * `alembic.script.ScriptDirectory`.
 *
 * @throws CommandError when there is no such folder
 * @example
 * ScriptDirectory.fromConfig(new Config('alembic.ini')).getHeads()
 */
export class ScriptDirectory {
  readonly revisionMap: RevisionMap<Script>
  readonly versionLocations: readonly string[]

  constructor(
    readonly dir: string,
    readonly options: ScriptDirectoryOptions = {},
  ) {
    if (!existsSync(dir)) {
      throw new CommandError(
        `Path doesn't exist: ${dir}.  Please use the 'init' command to create a new scripts folder.`,
      )
    }
    const { versionLocations = [] } = options
    this.versionLocations =
      versionLocations.length > 0
        ? versionLocations.map((location) => resolve(location))
        : [resolve(dir, 'versions')]
    this.revisionMap = new RevisionMap(() => this.#load())
  }

  /** The folder a configuration names. @throws CommandError */
  static fromConfig(config: Config): ScriptDirectory {
    const location = config.getMainOption('script_location')
    if (location === null)
      throw new CommandError("No 'script_location' key found in configuration.")
    const length = config.getMainOption('truncate_slug_length')
    const template = config.getMainOption('file_template')
    return new ScriptDirectory(location, {
      versionLocations: config.getVersionLocations(),
      recursiveVersionLocations: config.getBooleanOption('recursive_version_locations'),
      modules: config.modules,
      status: (action, work) => config.status(action, work),
      ...(template === null ? {} : { fileTemplate: template }),
      ...(length === null ? {} : { truncateSlugLength: Number(length) }),
    })
  }

  get envPyLocation(): string {
    return join(this.dir, this.#envName())
  }

  /** Runs `env.ts`. */
  runEnv(): void {
    loadModule(resolve(this.envPyLocation), this.options.modules)
  }

  /** All scripts, the newest first. */
  walkRevisions(base: RevisionNames = 'base', head: RevisionNames = 'heads'): readonly Script[] {
    const range = { inclusive: true, assertRelativeLength: false }
    return withRevisionErrors({ start: base, end: head }, () =>
      this.revisionMap.iterateRevisions(head, base, range),
    )
  }

  /** @throws CommandError */
  getRevisions(id: RevisionNames): readonly Script[] {
    return withRevisionErrors({}, () => this.revisionMap.getRevisions(id))
  }

  /** Null for `base`. @throws CommandError */
  getRevision(id: string | null): Script | null {
    return withRevisionErrors({}, () => this.revisionMap.getRevision(id))
  }

  getAllCurrent(id: readonly string[]): readonly Script[] {
    return withRevisionErrors({}, () => this.revisionMap.getAllCurrent(id))
  }

  /** The revision a name stands for, by its own name. */
  asRevisionNumber(id: string | null): RevisionNames {
    const { names } = withRevisionErrors({}, () => this.revisionMap.resolve(id))
    return id === 'heads' ? names : (names[0] ?? null)
  }

  iterateRevisions(
    upper: RevisionNames,
    lower: RevisionNames,
    options?: RangeOptions,
  ): readonly Script[] {
    return this.revisionMap.iterateRevisions(upper, lower, options)
  }

  /** @throws CommandError when there are several */
  getCurrentHead(): string | null {
    const multipleHeads =
      'The script directory has multiple heads (due to branching).  Please use getHeads(), or merge the branches.'
    return withRevisionErrors({ multipleHeads }, () => this.revisionMap.getCurrentHead())
  }

  getHeads(): readonly string[] {
    return withRevisionErrors({}, () => this.revisionMap.heads)
  }

  /** @throws CommandError when there are several */
  getBase(): string | null {
    const bases = this.getBases()
    if (bases.length <= 1) return bases[0] ?? null
    throw new CommandError('The script directory has multiple bases. Please use getBases().')
  }

  getBases(): readonly string[] {
    return withRevisionErrors({}, () => this.revisionMap.bases)
  }

  /** @internal The steps up to a revision. */
  upgradeRevs(destination: string, current: RevisionNames): readonly RevisionStep[] {
    const ancestor = `Destination ${destination} is not a valid upgrade target from current head(s)`
    const scripts = withRevisionErrors({ ancestor, end: destination }, () =>
      this.iterateRevisions(destination, current, { implicitBase: true }),
    )
    return scripts.toReversed().map((script) => new RevisionStep(this.revisionMap, script, true))
  }

  /** @internal The steps down to a revision. */
  downgradeRevs(destination: string, current: RevisionNames): readonly RevisionStep[] {
    const ancestor = `Destination ${destination} is not a valid downgrade target from current head(s)`
    const scripts = withRevisionErrors({ ancestor, end: destination }, () =>
      this.iterateRevisions(current, destination, { selectForDowngrade: true }),
    )
    return scripts.map((script) => new RevisionStep(this.revisionMap, script, false))
  }

  /** @internal */
  stampRevs(revision: RevisionNames, heads: readonly string[]): readonly StampStep[] {
    const multipleHeads = 'Multiple heads are present; please specify a single target revision'
    return withRevisionErrors({ multipleHeads }, () =>
      stampSteps(this.revisionMap, revision, heads),
    )
  }

  /** Writes a new script. @throws CommandError */
  generateRevision(revision: NewRevision): Script {
    const path = writeRevision(this, revision)
    const script = this.#scriptAt(path)
    withRevisionErrors({}, () => this.revisionMap.addRevision(script))
    return script
  }

  /** @internal The template of new scripts. */
  get template(): string {
    const name = readdirSync(this.dir).find((each) => /^script\.[cm]?[jt]s\.mako$/.test(each))
    if (name !== undefined) return readFileSync(join(this.dir, name), 'utf8')
    throw new CommandError(`There is no template script.ts.mako in ${this.dir}`)
  }

  #envName(): string {
    return readdirSync(this.dir).find((name) => /^env\.[cm]?[jt]s$/.test(name)) ?? 'env.ts'
  }

  *#load(): Generator<Script> {
    const seen = new Set<string>()
    for (const path of this.versionLocations.flatMap((location) => this.#filesIn(location))) {
      const real = realpathSync(path)
      if (seen.has(real))
        warn(`File ${real} loaded twice! ignoring. Please ensure versionLocations is unique.`)
      else yield this.#scriptAt(real)
      seen.add(real)
    }
  }

  #filesIn(folder: string): string[] {
    if (!existsSync(folder)) return []
    const entries = readdirSync(folder, { withFileTypes: true })
    const names = entries.filter((each) => each.isFile()).map((each) => each.name)
    const files = names.filter((name) => SOURCE.test(name) && !name.endsWith('.d.ts')).sort()
    const folders = this.options.recursiveVersionLocations
      ? entries.filter((each) => each.isDirectory() && each.name !== 'node_modules')
      : []
    return [
      ...files.map((name) => join(folder, name)),
      ...folders.flatMap((each) => this.#filesIn(join(folder, each.name))),
    ]
  }

  #scriptAt(path: string): Script {
    return withRevisionErrors(
      {},
      () => new Script(loadModule(path, this.options.modules) as ScriptModule, path),
    )
  }
}
