/**
 * Where the classes in scope come from: the user's files, the tables of the database, or the sample.
 * `compose.ts` puts into scope what a source answers.
 */
import { readFileSync } from 'node:fs'
import type { Engine } from '../../engine/engine.js'
import { MetaData, automap, type Session } from '../../index.js'
import { isMappedClass, type MappedClass } from '../../shell/models.js'
import { entryPoint } from '../../util/entry-point.js'
import type { ShellConfig } from '../config.js'
import { UsageError } from '../errors.js'
import type { ProvidedModules } from '../models/plugins.js'
import { unmappedClasses } from '../models/unmapped.js'

export interface ModelSet {
  readonly classes: ReadonlyMap<string, MappedClass>
  /** What the source offers besides: the Base, tables, functions. */
  readonly others: Readonly<Record<string, unknown>>
  /** What could not be loaded, in words. */
  readonly problems: readonly string[]
  /** Files that could not be loaded, absolute. */
  readonly failed: readonly string[]
  /** The namespaces of the loaded files, by path: an import at the prompt shares them. */
  readonly modules: ReadonlyMap<string, object>
}

export interface ModelSource {
  /** For the announcement: `the sample`, `src/models`, `the tables of the database`. */
  readonly name: string
  /** Whether loading again could answer something else. */
  readonly isReloadable: boolean
  load(engine: Engine): Promise<ModelSet>
  /** Data for a database of our own. */
  readonly seed?: (session: Session) => void
  /** A database of our own with tables and data, ready to be copied. */
  readonly image?: Uint8Array
}

export interface ModelSourceOptions {
  readonly config: ShellConfig
  readonly cwd: string
  /** Modules the users' files get as they are, so that there is one library. */
  readonly provided: ProvidedModules
}

/** Files if there are some, else the tables of the database that was named, else the sample. */
export async function chooseModels(options: ModelSourceOptions): Promise<ModelSource> {
  const { models, url } = options.config
  if (models.length > 0) return fileModels(options)
  return url === null ? sampleModels() : reflectedModels()
}

function fileModels({ config, cwd, provided }: ModelSourceOptions): ModelSource {
  const name = config.models.join(', ')
  return {
    name,
    isReloadable: true,
    async load() {
      // The bundler is worth its start-up only where there is something to bundle.
      const [{ loadModels }, { describeFailure }] = await Promise.all([
        import('../load-models.js'),
        import('../models/failure.js'),
      ])
      const { models, failures, modules, watched } = await loadModels(config.models, {
        cwd,
        provided,
      })
      const all = [...failures, ...unmappedClasses(modules)]
      const problems = all.map(describeFailure)
      // A file that is broken can be corrected and loaded again; one that is not there was not meant.
      if (watched.length === 0)
        throw new UsageError(`no models in ${name}`, { hint: problems.join('\n  ') })
      const failed = failures.map(({ file }) => file)
      const set = sortExports(models)
      const isEmpty = set.classes.size === 0 && problems.length === 0
      return { ...set, problems: isEmpty ? [nothingMapped(name)] : problems, failed, modules }
    },
  }
}

function nothingMapped(name: string): string {
  return `${name}: no class there is mapped; a model extends Base.model(…) and is exported`
}

async function sampleModels(): Promise<ModelSource> {
  const { seed, ...models } = await import('../../../sample-models/index.js')
  const image = readImage()
  return {
    name: 'the sample',
    isReloadable: false,
    load: async () => sortExports(models),
    seed,
    ...(image === undefined ? {} : { image }),
  }
}

/** The build seeds the sample once, for every start after it. */
function readImage(): Uint8Array | undefined {
  try {
    return readFileSync(new URL('./sample.db', entryPoint('cli')))
  } catch {
    return undefined
  }
}

function reflectedModels(): ModelSource {
  return {
    name: 'classes made from the tables',
    isReloadable: true,
    load: async (engine) => sortExports(automap(engine).classes),
  }
}

/** The schemas the models are declared in, also those whose Base nobody exports or whose name another one has taken. */
export function metadataOf({ others, classes }: ModelSet): readonly MetaData[] {
  const candidates = [...classes.values(), ...Object.values(others)].map((value) =>
    typeof value === 'function' && 'metadata' in value ? value.metadata : value,
  )
  return [...new Set(candidates)].filter((value) => value instanceof MetaData)
}

function sortExports(exports: object): ModelSet {
  const entries = Object.entries(exports)
  const classes = entries.filter((entry): entry is [string, MappedClass] => isMappedClass(entry[1]))
  const others = Object.fromEntries(entries.filter(([, value]) => !isMappedClass(value)))
  return { classes: new Map(classes), others, problems: [], failed: [], modules: new Map() }
}
