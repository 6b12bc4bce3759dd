/**
 * Loads the user's model files: TypeScript, ES modules, CommonJS. One bundle for all of them; when something in it
 * is broken, one for each, so that the others still load. Called at start and again by `.reload`.
 */
import { resolve } from 'node:path'
import type { Message } from 'esbuild'
import { bundleApart, bundleTogether, type Bundle, type BundleOptions } from './models/bundle.js'
import { cacheFolder } from './models/cache-folder.js'
import {
  BrokenModule,
  ModelLoadError,
  buildFailure,
  importFailure,
  type ModelFailure,
} from './models/failure.js'
import { findModelFiles } from './models/files.js'
import type { ProvidedModules } from './models/plugins.js'

export type { ModelFailure } from './models/failure.js'
export type { ProvidedModules } from './models/plugins.js'

export interface LoadOptions {
  readonly cwd: string
  /**
   * Modules that are loaded already, by the name that imports them: the running copy of this package. Models
   * get exactly these objects, so that there is never a second copy of the ORM.
   */
  readonly provided?: ProvidedModules
}

export interface LoadedModels {
  /** What the files export, by name; what is not a model is the caller's to sort out. */
  readonly models: Readonly<Record<string, unknown>>
  readonly failures: readonly ModelFailure[]
  /** Files whose change makes a reload worth while. */
  readonly watched: readonly string[]
  /** The namespaces of the loaded files, by absolute path, for imports at the prompt. */
  readonly modules: ReadonlyMap<string, object>
}

/** Rounds of leaving broken files out; errors of linking show only when those of parsing are gone. */
const MAX_ROUNDS = 5

/**
 * Loads the models that `patterns` (files, folders, globs) name. Never rejects because of a model file:
 * what is wrong with one is reported in `failures`, with file and line.
 *
 * @example
 * const { models, failures } = await loadModels(['src/models'], { cwd: process.cwd() })
 */
export async function loadModels(
  patterns: readonly string[],
  { cwd, provided = {} }: LoadOptions,
): Promise<LoadedModels> {
  const { files, failures } = await findModelFiles(patterns, cwd)
  if (files.length === 0) return { models: {}, failures, watched: [], modules: new Map() }
  const options: BundleOptions = { cwd, cache: await cacheFolder(cwd), provided }
  const loaded = (await loadTogether(files, options)) ?? (await loadApart(files, options))
  const named = nameExports(loaded.modules)
  return {
    ...loaded,
    models: named.models,
    failures: [...failures, ...loaded.failures, ...named.failures],
  }
}

/**
 * Loads one file on its own, for an import at the prompt; rejects with what is wrong with it.
 *
 * @throws ModelLoadError for code that cannot be built; else whatever the module throws.
 */
export async function loadModule(
  file: string,
  { cwd, provided = {} }: LoadOptions,
): Promise<object> {
  const built = await bundleTogether([file], { cwd, cache: await cacheFolder(cwd), provided })
  if (!built.ok) {
    const [message] = built.errors
    const path = resolve(cwd, message?.location?.file ?? file)
    throw new ModelLoadError(
      message
        ? buildFailure(message, path)
        : { file, line: 0, column: 0, message: 'cannot be built' },
    )
  }
  try {
    return await built.bundle.load(file)
  } finally {
    await built.bundle.remove()
  }
}

type Loaded = Omit<LoadedModels, 'models'>

/** Null where anything is wrong with any file. */
async function loadTogether(
  files: readonly string[],
  options: BundleOptions,
): Promise<Loaded | null> {
  const built = await bundleTogether(files, options)
  if (!built.ok) return null
  const { modules, failures } = await loadEntries(files, built.bundle, options)
  return failures.length > 0 ? null : { modules, failures, watched: built.bundle.inputs }
}

async function loadApart(files: readonly string[], options: BundleOptions): Promise<Loaded> {
  const broken = new Map<string, ModelFailure>()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const built = await bundleApart(files, new Set(broken.keys()), options)
    if (built.ok) {
      const { modules, failures } = await loadEntries(files, built.bundle, options)
      const watched = [...new Set([...built.bundle.inputs, ...broken.keys()])]
      return { modules, failures: [...broken.values(), ...failures], watched }
    }
    recordErrors(built.errors, broken, options)
  }
  return { modules: new Map(), failures: [...broken.values()], watched: files }
}

function recordErrors(
  errors: readonly Message[],
  broken: Map<string, ModelFailure>,
  { cwd }: BundleOptions,
): void {
  for (const message of errors) {
    const file = resolve(cwd, message.location?.file ?? '.')
    if (!broken.has(file)) broken.set(file, buildFailure(message, file))
  }
}

async function loadEntries(
  files: readonly string[],
  bundle: Bundle,
  { cwd }: BundleOptions,
): Promise<Pick<Loaded, 'modules' | 'failures'>> {
  const modules = new Map<string, object>()
  const failures = new Map<string, ModelFailure>()
  for (const file of files) {
    try {
      modules.set(file, await bundle.load(file))
    } catch (error) {
      // The broken file itself has been reported by the bundler already.
      if (error instanceof BrokenModule && error.file === file) continue
      const failure = importFailure(error, file, cwd)
      failures.set(JSON.stringify(failure), failure)
    }
  }
  await bundle.remove()
  return { modules, failures: [...failures.values()] }
}

/** A name two files give to different things stays with the first, and the second is reported. */
function nameExports(
  modules: ReadonlyMap<string, object>,
): Pick<LoadedModels, 'models' | 'failures'> {
  const models: Record<string, unknown> = {}
  const failures: ModelFailure[] = []
  for (const [file, module] of modules) {
    for (const [name, value] of exportsOf(module)) {
      if (!(name in models)) models[name] = value
      else if (models[name] !== value) {
        const message = `another file exports a different ${name}; the name stays with the first`
        failures.push({ file, line: 0, column: 0, message })
      }
    }
  }
  return { models, failures }
}

/** A default export goes by the name of the class or function it is; CommonJS has its whole module there. */
function exportsOf(module: object): readonly (readonly [string, unknown])[] {
  return Object.entries(module).flatMap(([name, value]: [string, unknown]) => {
    if (name !== 'default') return [[name, value] as const]
    return typeof value === 'function' && value.name !== '' ? [[value.name, value] as const] : []
  })
}
