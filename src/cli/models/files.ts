/** From what the user names, files, folders and globs, to the files that hold models. Reads folders, no files. */
import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { ModelFailure } from './failure.js'

export interface FoundFiles {
  /** Absolute, in the order of the patterns, each file once. */
  readonly files: readonly string[]
  readonly failures: readonly ModelFailure[]
}

const SOURCE = /\.[cm]?[jt]sx?$/
const NOT_A_MODEL =
  /\.d\.[cm]?ts$|\.(?:test|spec|stories)\.|(?:^|\/)(?:__tests__|node_modules|\.[^/]+)\//

/** A pattern that finds nothing is a failure, not silence. */
export async function findModelFiles(
  patterns: readonly string[],
  cwd: string,
): Promise<FoundFiles> {
  const files = new Set<string>()
  const failures: ModelFailure[] = []
  for (const pattern of patterns) {
    const found = await matches(pattern, cwd)
    found.forEach((file) => files.add(file))
    if (found.length > 0) continue
    const file = resolve(cwd, pattern)
    failures.push({ file, line: 0, column: 0, message: 'no model file is there' })
  }
  return { files: [...files], failures }
}

async function matches(pattern: string, cwd: string): Promise<readonly string[]> {
  const path = resolve(cwd, pattern)
  const found = await stat(path).catch(() => null)
  if (found?.isFile()) return [path]
  if (found?.isDirectory()) return sourcesBelow(path)
  if (!/[*?{[]/.test(pattern)) return []
  const { base, rest } = splitGlob(pattern)
  const folder = resolve(cwd, base)
  const wanted = globExpression(rest)
  const files = await sourcesBelow(folder)
  return files.filter((file) => wanted.test(relative(folder, file).split(sep).join('/')))
}

async function sourcesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  return names
    .filter((name) => {
      const path = name.split(sep).join('/')
      return SOURCE.test(path) && !NOT_A_MODEL.test(path)
    })
    .sort()
    .map((name) => join(folder, name))
}

/** The folders before the first wildcard need no matching. */
function splitGlob(pattern: string): { readonly base: string; readonly rest: string } {
  const parts = pattern.split('/')
  const wild = parts.findIndex((part) => /[*?{[]/.test(part))
  return {
    base: parts.slice(0, wild).join('/') || (pattern.startsWith('/') ? '/' : '.'),
    rest: parts.slice(wild).join('/'),
  }
}

/** `**`, `*`, `?`, `[…]` and `{a,b}`, as shells have them. */
function globExpression(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|[.+^$()|\\]/g, (part) => {
    const [known] = [GLOB_PARTS[part]]
    return known ?? `\\${part}`
  })
  return new RegExp(`^${source}$`)
}

const GLOB_PARTS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
  '{': '(?:',
  '}': ')',
  ',': '|',
}
