/**
 * `import` as the prompt means it: bare names resolve from the user's project, relative ones from its folder,
 * TypeScript loads, and what is loaded already is not loaded again.
 */
import { access, writeFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ImportModule } from '../shell/kernel/contracts.js'
import { loadModule, type ProvidedModules } from './load-models.js'
import { cacheFolder } from './models/cache-folder.js'

export interface ImporterOptions {
  readonly cwd: string
  readonly provided?: ProvidedModules
  /** The namespaces of the model files, which a prompt must share and not load again. */
  loadedModules?(): ReadonlyMap<string, object>
}

/** Beside the library there is one copy of this, too: the running one, loaded when it is asked for. */
const MIGRATE = 'orm-shell/migrate'

const NO_MODULES: ReadonlyMap<string, object> = new Map()

const PATH = /^(?:\.{1,2}(?:\/|$)|\/|file:)/
const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.js',
]

/**
 * The importer of one project.
 *
 * @example
 * const importModule = createImporter({ cwd: process.cwd(), provided: { 'orm-shell': library } })
 * await importModule('./src/seed.ts')
 */
export function createImporter(options: ImporterOptions): ImportModule {
  const { cwd, provided = {}, loadedModules = () => NO_MODULES } = options
  const typescript = new Map<string, Promise<object>>()
  let generation = loadedModules()
  let fromProject: Promise<ImportModule> | undefined

  return async (specifier, importOptions) => {
    const given = provided[specifier]
    if (given) return given
    if (specifier === MIGRATE && 'orm-shell' in provided) return import('../migrate/index.js')
    if (isBuiltin(specifier) || specifier.startsWith('data:')) return import(specifier)
    if (!PATH.test(specifier)) {
      fromProject ??= importFrom(cwd)
      return (await fromProject)(specifier, importOptions).catch(withoutOurFile)
    }
    const path = await existing(specifier, cwd)
    const modules = loadedModules()
    // After a reload everything is new, also what the prompt had imported beside the models.
    if (modules !== generation) typescript.clear()
    generation = modules
    const loaded = modules.get(path)
    if (loaded) return loaded
    if (!/\.[cm]?tsx?$/.test(path)) return import(pathToFileURL(path).href, importOptions)
    const module = typescript.get(path) ?? loadModule(path, { cwd, provided })
    typescript.set(path, module)
    return module.catch((error: unknown) => {
      // The next attempt may find the file mended.
      typescript.delete(path)
      throw error
    })
  }
}

/** The file a relative specifier means: as written, or with what TypeScript lets one leave out. */
async function existing(specifier: string, cwd: string): Promise<string> {
  const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : resolve(cwd, specifier)
  const asTypeScript = path.replace(/\.([cm]?)js$/, '.$1ts')
  const candidates = [...EXTENSIONS.map((extension) => path + extension), asTypeScript]
  for (const candidate of candidates) {
    const isFile = await access(candidate).then(
      () => /\.\w+$/.test(candidate),
      () => false,
    )
    if (isFile) return candidate
  }
  return path
}

/** Which file of ours has asked is nothing the user could use. */
function withoutOurFile(error: unknown): never {
  if (error instanceof Error)
    error.message = error.message.replace(/ imported from \S+[\\/]import\.mjs$/, '')
  throw error
}

/** Node resolves a name from the file that imports it, so the import is done by a file in the project. */
async function importFrom(cwd: string): Promise<ImportModule> {
  const { path, inProject } = await cacheFolder(cwd)
  if (!inProject) {
    const require = createRequire(join(cwd, 'prompt.cjs'))
    return (specifier) => import(pathToFileURL(require.resolve(specifier)).href)
  }
  const file = join(path, 'import.mjs')
  await writeFile(file, 'export const load = (specifier, options) => import(specifier, options)\n')
  const { load } = (await import(pathToFileURL(file).href)) as { readonly load: ImportModule }
  return load
}
