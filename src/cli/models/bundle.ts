/**
 * Bundles model files with esbuild and imports the result. Every build is a new file under a new name, because
 * Node never loads a URL twice; that is what makes reloading possible.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type BuildFailure, type BuildOptions, type Message, type Metafile } from 'esbuild'
import { registerSourceMap } from '../../shell/kernel/source-maps.js'
import type { CacheFolder } from './cache-folder.js'
import {
  absolutePackages,
  brokenModules,
  ownLocation,
  providedModules,
  type ProvidedModules,
} from './plugins.js'

export interface BundleOptions {
  readonly cwd: string
  readonly cache: CacheFolder
  readonly provided: ProvidedModules
}

export interface Bundle {
  /** Loads one entry; rejects with what the module throws. */
  load(entry: string): Promise<object>
  /** Every file that went in. */
  readonly inputs: readonly string[]
  remove(): Promise<void>
}

export type Built =
  | { readonly ok: true; readonly bundle: Bundle }
  | { readonly ok: false; readonly errors: readonly Message[] }

let builds = 0

/** All entries in one file: the fast way, as long as nothing is wrong. */
export function bundleTogether(entries: readonly string[], options: BundleOptions): Promise<Built> {
  const lines = entries.map((entry, index) => `export * as m${index} from ${JSON.stringify(entry)}`)
  const stdin = { contents: lines.join('\n'), resolveDir: options.cwd, sourcefile: 'models' }
  return attempt(options, new Set(), { stdin, entryNames: 'models' }, (load) => {
    const whole = load('models')
    return async (entry) => (await whole())[`m${entries.indexOf(entry)}`] as object
  })
}

/** One file an entry with what they share in others, so that an entry can fail alone. */
export function bundleApart(
  entries: readonly string[],
  broken: ReadonlySet<string>,
  options: BundleOptions,
): Promise<Built> {
  const names = entries.map((entry, index) => [`m${index}`, entry] as const)
  const own = { entryPoints: Object.fromEntries(names), splitting: true }
  return attempt(options, broken, own, (load) => {
    return (entry) => load(`m${entries.indexOf(entry)}`)()
  })
}

type LoadOutput = (name: string) => () => Promise<Readonly<Record<string, unknown>>>

async function attempt(
  options: BundleOptions,
  broken: ReadonlySet<string>,
  own: BuildOptions,
  loaderOf: (load: LoadOutput) => Bundle['load'],
): Promise<Built> {
  const folder = join(options.cache.path, `${process.pid}.${++builds}`)
  try {
    const inputs = await emit(folder, { ...commonOptions(options, broken), ...own, outdir: folder })
    const load: LoadOutput = (name) => {
      let loaded: Promise<Readonly<Record<string, unknown>>> | undefined
      return () => (loaded ??= import(pathToFileURL(join(folder, `${name}.mjs`)).href))
    }
    const { inProject, path } = options.cache
    const remove = () => rm(inProject ? folder : path, { recursive: true, force: true })
    const absolute = inputs.map((input) => resolve(options.cwd, input))
    return { ok: true, bundle: { load: loaderOf(load), inputs: absolute, remove } }
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>
    if (!errors) throw error
    return { ok: false, errors }
  }
}

function commonOptions({ cwd, cache, provided }: BundleOptions, broken: ReadonlySet<string>) {
  const packages = cache.inProject ? [] : [absolutePackages]
  return {
    absWorkingDir: cwd,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    // Node knows no such condition; taking it would load a second copy of some packages.
    conditions: [],
    target: 'node20.19',
    // Two models of the same name in different files must both keep it.
    keepNames: true,
    sourcemap: 'external',
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [providedModules(provided), brokenModules(broken), ...packages, ownLocation],
  } as const satisfies BuildOptions
}

/** Writes the code; the maps stay in memory for stack traces. */
async function emit(folder: string, options: BuildOptions): Promise<readonly string[]> {
  const { outputFiles = [], metafile } = await build({ ...options })
  await mkdir(folder, { recursive: true })
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]))
  for (const [path, code] of texts) {
    if (!path.endsWith('.mjs')) continue
    await writeFile(path, withRequire(code, options.absWorkingDir ?? folder))
    registerSourceMap({ url: pathToFileURL(path).href, map: texts.get(`${path}.map`) ?? '', path })
  }
  return sourcesOf(metafile)
}

/** CommonJS models ask for packages with `require`, which an ES module does not have. */
function withRequire(code: string, cwd: string): string {
  if (!code.includes('__require')) return code
  const from = JSON.stringify(join(cwd, 'models.cjs'))
  return `import { createRequire as __createRequire } from 'node:module'; globalThis.require ??= __createRequire(${from}); ${code}`
}

function sourcesOf(metafile: Metafile | undefined): readonly string[] {
  const inputs = Object.keys(metafile?.inputs ?? {})
  return inputs.filter((input) => input !== 'models' && !/^[\w-]{2,}:|node_modules\//.test(input))
}
