/** Names of modules that go on with what is typed: files of the project, its packages, what Node brings along. */
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import type { CompletionItem } from '../../protocol.js'
import { filesLike } from './files.js'

export function modulesLike(typed: string): readonly CompletionItem[] {
  if (/^[./~]/.test(typed)) return filesLike(typed).items
  const own = builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:'))
  return [...packagesOfProject(), ...own.map((name) => `node:${name}`)].map((text) => ({
    text,
    kind: 'keyword',
  }))
}

/** Those its `package.json` names; itself, too. */
function packagesOfProject(): readonly string[] {
  try {
    const text = readFileSync('package.json', 'utf8')
    const { name, dependencies, devDependencies } = JSON.parse(text) as PackageFile
    const names = Object.keys({ ...dependencies, ...devDependencies })
    return [...(name === undefined ? [] : [name]), ...names].sort()
  } catch {
    return []
  }
}

interface PackageFile {
  readonly name?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
