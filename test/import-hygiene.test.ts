/** What a program pays for by importing us, or by running one expression: never the terminal, never a driver too many. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { executable } from './helpers/run-cli.js'
import { root } from './helpers/source-graph.js'

const inline = (source: string): string =>
  `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
const hooks = inline(`
  import { writeSync } from 'node:fs'
  export async function load(url, context, next) {
    writeSync(2, 'LOADED ' + url + '\\n')
    return next(url, context)
  }`)
const watching = [
  '--import',
  inline(`import { register } from 'node:module'; register('${hooks}')`),
]

interface Loaded {
  readonly packages: readonly string[]
  /** Our own files. */
  readonly text: string
}

function modulesLoadedBy(...args: readonly string[]): Loaded {
  const { stderr, status } = spawnSync(process.execPath, [...watching, ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toMatchObject({ status: 0 })
  const urls = [...stderr.matchAll(/^LOADED (file:.*)$/gm)].map(([, url]) => url ?? '')
  const packages = urls.map((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1])
  const own = urls.filter((url) => !url.includes('/node_modules/'))
  return {
    packages: [...new Set(packages.filter((name) => name !== undefined))],
    text: own.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n'),
  }
}

/** React is bundled, so its presence is a matter of text. */
const terminal = /Symbol\.for\(["'`]react\.|yoga/

test('importing the library loads no package and nothing of the terminal', () => {
  const { packages, text } = modulesLoadedBy('--input-type=module', '-e', 'import "orm-shell"')
  expect(text.length).toBeGreaterThan(0)
  expect(packages).toEqual([])
  expect(text).not.toMatch(terminal)
})

test('an expression on SQLite loads its driver and nothing of the terminal', () => {
  const { packages, text } = modulesLoadedBy(executable, '-e', '1')
  expect(packages.filter((name) => name !== 'better-sqlite3')).toEqual([])
  expect(text).not.toMatch(terminal)
})

test('a pipe and a transcript load nothing of the terminal', () => {
  for (const args of [
    ['-f', '/dev/null'],
    ['doctest', join(root, 'CHANGELOG.md')],
  ]) {
    expect(modulesLoadedBy(executable, ...args).text).not.toMatch(terminal)
  }
})
