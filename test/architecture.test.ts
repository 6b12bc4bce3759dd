/**
 * The rules of the house, held by a test: layers, cycles, sizes, headers, who may use which package.
 * An exception is a line in one of the lists below, with its reason.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  importCycles,
  readSources,
  root,
  type Import,
  type SourceFile,
} from './helpers/source-graph.js'

const sources = readSources('src')
const tests = readSources('test')

/** Layers by folder (or file) of `src`; a file imports from a lower layer or its own folder. */
const layers: Readonly<Record<string, number>> = {
  errors: 0,
  util: 1,
  sql: 2,
  schema: 3,
  engine: 4,
  dialects: 5,
  orm: 5,
  shell: 6,
  translate: 6,
  migrate: 6,
  tui: 7,
  version: 0,
  'create-engine': 8,
  index: 9,
  cli: 10,
}

/** What stands beside the tower, and the folders whose choice is narrower than the layers allow. */
const onlyFrom: Readonly<Record<string, readonly string[]>> = {
  shell: ['errors', 'util', 'sql', 'schema', 'engine', 'orm'],
  tui: ['errors', 'util', 'shell'],
  testing: ['errors', 'util', 'sql', 'schema', 'engine', 'orm', 'create-engine'],
  translate: ['errors', 'util'],
  migrate: ['errors', 'util', 'sql', 'schema', 'engine', 'create-engine'],
}

/** Order inside `orm`; equal numbers are siblings that do not know each other. */
const ormOrder: Readonly<Record<string, number>> = {
  errors: 0,
  mapping: 1,
  state: 2,
  attributes: 3,
  declarative: 4,
  loading: 4,
  persistence: 4,
  query: 5,
  session: 6,
}

/** Packages that only some folders may load. A package that is not listed here is not used by `src`. */
const packageHomes: Readonly<Record<string, readonly string[]>> = {
  react: ['src/tui/'],
  ink: ['src/tui/'],
  'string-width': ['src/tui/', 'src/shell/format/'],
  'slice-ansi': ['src/tui/'],
  'wrap-ansi': ['src/tui/'],
  'js-tokens': ['src/tui/', 'src/shell/'],
  'cli-highlight': ['src/tui/', 'src/shell/format/'],
  'better-sqlite3': ['src/dialects/sqlite/'],
  pg: ['src/dialects/postgresql/'],
  'pg-protocol': ['src/dialects/postgresql/'],
  commander: ['src/cli/'],
  '@lezer/python': ['src/translate/'],
  '@lezer/common': ['src/translate/'],
  esbuild: ['src/shell/kernel/', 'src/cli/', 'src/migrate/script/'],
  acorn: ['src/shell/kernel/'],
  'acorn-walk': ['src/shell/kernel/'],
  'magic-string': ['src/shell/kernel/'],
  '@jridgewell/remapping': ['src/shell/kernel/'],
  '@jridgewell/trace-mapping': ['src/shell/kernel/'],
}

const limits = { fileLines: 500, functionLines: 60, componentLines: 120, parameters: 4 }
const folderLimits = { imports: 25, files: 20, headerLines: 4 }

/** `path` or `path#function` that may exceed a limit, with the reason. */
const allowed: Readonly<Record<string, string>> = {
  'src/index.ts': 'the public surface, written by hand: its length is its purpose',
  'src/engine/log/echo.ts': 'printing is what `echo: true` asks for, with or without a shell',
}

describe('layers', () => {
  test('every folder of src has a place', () => {
    const known = new Set([...Object.keys(layers), ...Object.keys(onlyFrom)])
    expect(sources.map((file) => layerOf(file.path)).filter((name) => !known.has(name))).toEqual([])
  })

  test('imports point down', () => {
    expect(breaches((file, it) => it.internal && !mayImport(file.path, it))).toEqual([])
  })

  test('imports inside orm follow its own order', () => {
    expect(
      breaches((file, it) => it.internal && it.kind !== 'type' && !fitsOrm(file.path, it)),
    ).toEqual([])
  })

  test('a dialect does not know another', () => {
    const apart = (path: string, it: Import): boolean => {
      const [own, other] = [dialectOf(path), dialectOf(it.target)]
      return own !== undefined && other !== undefined && own !== other
    }
    expect(breaches((file, it) => it.internal && apart(file.path, it))).toEqual([])
  })

  test('files do not import each other in a circle at run time', () => {
    expect(importCycles(sources)).toEqual([])
  })
})

describe('packages', () => {
  test('a package is used in its home only', () => {
    const isHome = (path: string, name: string): boolean =>
      packageHomes[name]?.some((home) => path.startsWith(home)) ?? false
    const foreign = (file: SourceFile, it: Import): boolean =>
      !it.internal &&
      it.kind !== 'type' &&
      !it.target.startsWith('node:') &&
      !isHome(file.path, it.target)
    expect(breaches(foreign)).toEqual([])
  })

  test('only the terminal and the command line know the process has streams', () => {
    const outside = sources.filter((file) => (layers[layerOf(file.path)] ?? 0) < 7)
    const naming = mentioning(outside, /process\.(stdout|stderr|stdin)\b/)
    expect(unlessAllowed(naming)).toEqual([])
  })
})

describe('sizes', () => {
  test(`a file has at most ${limits.fileLines} lines`, () => {
    const long = [...sources, ...tests].filter((file) => file.lines > limits.fileLines)
    expect(unlessAllowed(long.map((file) => file.path))).toEqual([])
  })

  test(`a function has at most ${limits.functionLines} lines, a component ${limits.componentLines}`, () => {
    const limitOf = (path: string, name: string): number =>
      path.endsWith('.tsx') && /^[A-Z]/.test(name) ? limits.componentLines : limits.functionLines
    expect(functionsWhere((path, it) => it.lines > limitOf(path, it.name))).toEqual([])
  })

  test(`a function takes at most ${limits.parameters} parameters`, () => {
    expect(functionsWhere((_, it) => !it.isCallback && it.parameters > limits.parameters)).toEqual(
      [],
    )
  })

  test(`a file has at most ${folderLimits.imports} imports`, () => {
    const used = (file: SourceFile): number => file.imports.filter((it) => !it.passedOn).length
    const busy = sources.filter((file) => used(file) > folderLimits.imports)
    expect(unlessAllowed(busy.map((file) => file.path))).toEqual([])
  })

  test(`a folder has at most ${folderLimits.files} files`, () => {
    const counts = new Map<string, number>()
    for (const { path } of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
    const full = [...counts]
      .filter(([, count]) => count > folderLimits.files)
      .map(([folder]) => folder)
    expect(unlessAllowed(full)).toEqual([])
  })
})

describe('habits', () => {
  test(`a module begins with a header of one to ${folderLimits.headerLines} lines`, () => {
    const helpers = tests.filter((file) => file.path.startsWith('test/helpers/'))
    const without = [...sources, ...helpers].filter((file) => !hasHeader(file.text))
    expect(without.map((file) => file.path)).toEqual([])
  })

  test('files are named in kebab-case', () => {
    const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.types)?\.tsx?$/
    const odd = [...sources, ...tests].filter((file) => !named.test(basename(file.path)))
    expect(odd.map((file) => file.path)).toEqual([])
  })

  test('errors have classes of their own', () => {
    expect(mentioning(sources, /throw new Error\(/)).toEqual([])
  })

  test('no module is replaced by a mock', () => {
    expect(mentioning(tests, new RegExp(`vi\\.(do)?${'mock'}\\(`, 'i'))).toEqual([])
  })

  test('nothing names the machine it was written on', () => {
    const foreign = new RegExp(
      ['/wor' + 'k/', 'registry\\.np' + 'mjs', '/tmp/bash_' + 'jobs'].join('|'),
    )
    const tracked = git('ls-files').filter((path) => !/\.(png|gif|db)$/.test(path))
    const naming = tracked.filter((path) => foreign.test(readFileSync(join(root, path), 'utf8')))
    expect(naming).toEqual([])
  })
})

function layerOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.tsx?$/, '')
}

function mayImport(from: string, it: Import): boolean {
  const [own, other] = [layerOf(from), layerOf(it.target)]
  if (own === other) return true
  const narrower = onlyFrom[own]
  const isLower = (layers[other] ?? Infinity) < (layers[own] ?? Infinity)
  if (it.kind === 'type' && isLower) return true
  return narrower?.includes(other) ?? isLower
}

function fitsOrm(from: string, it: Import): boolean {
  const [own, other] = [ormPart(from), ormPart(it.target)]
  if (own === undefined || other === undefined || own === other) return true
  return (ormOrder[other] ?? Infinity) < (ormOrder[own] ?? Infinity)
}

function ormPart(path: string): string | undefined {
  return /^src\/orm\/([^/.]+)/.exec(path)?.[1]
}

function dialectOf(path: string): string | undefined {
  return /^src\/dialects\/([^/]+)\//.exec(path)?.[1]
}

function breaches(rule: (file: SourceFile, it: Import) => boolean): readonly string[] {
  return sources.flatMap((file) =>
    file.imports
      .filter((it) => rule(file, it))
      .map((it) => `${file.path} -> ${it.target} (${it.kind})`),
  )
}

function functionsWhere(
  rule: (path: string, it: SourceFile['functions'][number]) => boolean,
): readonly string[] {
  const found = sources.flatMap((file) =>
    file.functions.filter((it) => rule(file.path, it)).map((it) => ({ file, it })),
  )
  return found
    .filter(({ file, it }) => !(`${file.path}#${it.name}` in allowed))
    .map(
      ({ file, it }) =>
        `${file.path}:${it.line} ${it.name}: ${it.lines} lines, ${it.parameters} parameters`,
    )
}

function unlessAllowed(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !(path in allowed))
}

function mentioning(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.filter((file) => pattern.test(file.code)).map((file) => file.path)
}

function hasHeader(text: string): boolean {
  const block = /^\/\*\*?([\s\S]*?)\*\//.exec(text)?.[1]
  const lines = block?.split('\n') ?? /^(\/\/.*\n)+/.exec(text)?.[0].trim().split('\n') ?? []
  const written = lines.filter((line) => /[\p{L}\p{N}]/u.test(line)).length
  return written >= 1 && written <= folderLimits.headerLines
}

function git(...args: readonly string[]): readonly string[] {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n')
}
