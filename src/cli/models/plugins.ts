/** What the model bundle needs beyond plain bundling, as esbuild plugins; used by `bundle.ts` only. */
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Loader, Plugin } from 'esbuild'
import { BrokenModule } from './failure.js'

/** Modules that exist already and must not be loaded a second time, by the name that imports them. */
export type ProvidedModules = Readonly<Record<string, object>>

const PROVIDED = Symbol.for('orm-shell.provided')
const BROKEN = Symbol.for('orm-shell.broken')
const PROVIDED_NAMESPACE = 'orm-shell-provided'

/** Answers imports of `modules` with the running copy, whatever is or is not installed in the project. */
export function providedModules(modules: ProvidedModules): Plugin {
  const names = Object.keys(modules)
  return {
    name: 'provided-modules',
    setup(build) {
      if (names.length === 0) return
      Reflect.set(globalThis, PROVIDED, modules)
      const filter = new RegExp(`^(?:${names.map(escapeExpression).join('|')})$`)
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: PROVIDED_NAMESPACE }))
      build.onLoad({ filter: /.*/, namespace: PROVIDED_NAMESPACE }, ({ path }) => ({
        contents: reExport(path, modules[path] ?? {}),
      }))
    },
  }
}

function reExport(name: string, module: object): string {
  const keys = Object.keys(module)
  const locals = keys.map((key, index) => `const v${index} = module[${JSON.stringify(key)}]`)
  const exports = keys.map((key, index) => `v${index} as ${key}`)
  return [
    `const module = globalThis[Symbol.for('orm-shell.provided')][${JSON.stringify(name)}]`,
    ...locals,
    `export { ${exports.join(', ')} }`,
  ].join('\n')
}

/** Puts a module that throws in the place of each broken file; as CommonJS, so that any import of it builds. */
export function brokenModules(files: ReadonlySet<string>): Plugin {
  return {
    name: 'broken-modules',
    setup(build) {
      if (files.size === 0) return
      Reflect.set(globalThis, BROKEN, BrokenModule)
      build.onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => {
        if (!files.has(path)) return undefined
        const thrown = `new globalThis[Symbol.for('orm-shell.broken')](${JSON.stringify(path)})`
        return { contents: `module.exports = {}; throw ${thrown}`, loader: 'js' }
      })
    },
  }
}

/** Keeps `import.meta.url`, `__dirname` and their like telling where the source is, not where the bundle is. */
export const ownLocation: Plugin = {
  name: 'own-location',
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (!/import\.meta|__dirname|__filename/.test(source)) return undefined
      return {
        contents: withLocation(source, path),
        loader: loaderOf(path),
        resolveDir: dirname(path),
      }
    })
  },
}

function withLocation(source: string, path: string): string {
  const places = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path }
  const located = source.replace(/\bimport\.meta\.(url|dirname|filename)\b/g, (_, name) =>
    JSON.stringify(places[name as keyof typeof places]),
  )
  const names = ['__dirname', '__filename'].filter((name) => {
    return located.includes(name) && !new RegExp(`(?:const|let|var)\\s+${name}\\b`).test(located)
  })
  const values = { __dirname: places.dirname, __filename: places.filename }
  const declared = names.map(
    (name) => `${name} = ${JSON.stringify(values[name as keyof typeof values])}`,
  )
  // On the first line, so that every line keeps its number.
  return declared.length > 0 ? `var ${declared.join(', ')}; ${located}` : located
}

function loaderOf(path: string): Loader {
  if (/\.[cm]?ts$/.test(path)) return 'ts'
  if (path.endsWith('.tsx')) return 'tsx'
  return path.endsWith('.jsx') ? 'jsx' : 'js'
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/** Turns package imports into file URLs, for a bundle that lies where packages cannot be found. */
export const absolutePackages: Plugin = {
  name: 'absolute-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'resolving' || kind === 'entry-point' || path.startsWith('node:'))
        return undefined
      const found = await build.resolve(path, { kind, resolveDir, pluginData: 'resolving' })
      if (found.errors.length > 0 || !found.path.includes('/node_modules/')) return undefined
      return { path: pathToFileURL(found.path).href, external: true }
    })
  },
}
