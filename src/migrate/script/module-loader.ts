/**
 * Loads migration scripts and `env.ts`: TypeScript, ES modules, CommonJS, at once, so that a migration runs like any
 * other function. What they import by path is part of them; packages are the project's own.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { compileFunction } from 'node:vm'
import { CommandError } from '../errors.js'

/** Modules that are loaded already, by the name that imports them. */
export type ProvidedModules = Readonly<Record<string, object>>

interface Bundler {
  buildSync(options: Readonly<Record<string, unknown>>): {
    readonly outputFiles: readonly { readonly text: string }[]
  }
}

const require = createRequire(import.meta.url)

/** What a file exports. @throws CommandError when it cannot be read or does not compile */
export function loadModule(path: string, provided: ProvidedModules = {}): object {
  const code = bundled(path)
  const module = { exports: {} }
  const own = createRequire(path)
  const requireFrom = (id: string): unknown => provided[id] ?? own(id)
  const names = ['exports', 'require', 'module', '__filename', '__dirname']
  const run = compileFunction(code, names, { filename: path })
  run(module.exports, requireFrom, module, path, dirname(path))
  return module.exports
}

/** One CommonJS text with positions that lead back to the source. */
function bundled(path: string): string {
  try {
    readFileSync(path)
    const { buildSync } = require('esbuild') as Bundler
    const { outputFiles } = buildSync({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      packages: 'external',
      sourcemap: 'inline',
      keepNames: true,
      logLevel: 'silent',
      define: { 'import.meta.url': '__moduleUrl', 'import.meta.dirname': '__dirname' },
      banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    })
    return outputFiles[0]?.text ?? ''
  } catch (error) {
    throw new CommandError(`Cannot load ${path}: ${messageOf(error)}`, { cause: error })
  }
}

function messageOf(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly BuildProblem[] }
  const [first] = errors ?? []
  if (first === undefined) return error instanceof Error ? error.message : String(error)
  const place = first.location ? ` (line ${first.location.line})` : ''
  return `${first.text}${place}`
}

interface BuildProblem {
  readonly text: string
  readonly location?: { readonly line: number } | null
}
