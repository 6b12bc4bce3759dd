/**
 * What the library's own declarations say about a name: its signatures and the comment above them. Read once, and
 * found again by an index of the names.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryPoint } from '../../util/entry-point.js'
import { indexOf, type DeclarationIndex, type Place } from './declaration-index.js'

export interface Declaration {
  readonly signatures: readonly string[]
  /** The comment without its frame. */
  readonly comment: string
}

/** The layers whose names are public, and what stands above them. */
const FOLDERS = ['orm', 'sql', 'schema', 'engine', 'dialects', 'util']
const FILES = ['create-engine.d.ts']

let known: DeclarationIndex | null = null
let reading: Promise<void> | null = null

/** Of a function, class or constant. Null where the declarations are not installed, or do not have it. */
export function declarationOf(name: string): Declaration | null {
  return found(declarations().places.get(name))
}

/** Of a method or property, the inherited ones included. */
export function memberOf(className: string, name: string): Declaration | null {
  const { places, parents } = declarations()
  for (let owner: string | undefined = className; owner; owner = parents.get(owner)) {
    const here = found(places.get(`${owner}.${name}`))
    if (here) return here
  }
  return null
}

/** Whether asking costs nothing but a look into memory; if not, reading begins in the background. */
export function areDeclarationsRead(): boolean {
  if (known === null) reading ??= readAll()
  return known !== null
}

async function readAll(): Promise<void> {
  const texts = await Promise.all(paths().map((path) => readFile(path, 'utf8')))
  known ??= indexOf(texts)
}

function declarations(): DeclarationIndex {
  return (known ??= indexOf(paths().map((path) => readFileSync(path, 'utf8'))))
}

function paths(): readonly string[] {
  const root = fileURLToPath(new URL('./types/src/', entryPoint('index')))
  const files = FILES.map((file) => join(root, file)).filter((path) => existsSync(path))
  return [...files, ...FOLDERS.flatMap((folder) => filesIn(join(root, folder)))]
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.d.ts'))
      .map((path) => join(folder, path))
  } catch {
    return []
  }
}

/** Names may be declared in several files; the first that is public counts. */
function found(places: readonly Place[] = []): Declaration | null {
  for (const file of new Set(places.map(({ text }) => text))) {
    const here = places.filter(({ text }) => text === file)
    const comments = here.map(({ index }) => commentBefore(file, index))
    const comment = comments.find((each) => each !== '') ?? ''
    if (comment.includes('@internal')) continue
    return { signatures: here.map(({ index }) => tidy(lineAt(file, index))), comment }
  }
  return null
}

function lineAt(text: string, index: number): string {
  return text.slice(index, text.indexOf('\n', index))
}

function tidy(line: string): string {
  return line
    .trim()
    .replace(/^export (declare )?/, '')
    .replace(/\s*[{;]$/, '')
}

function commentBefore(text: string, index: number): string {
  const before = text.slice(0, index).trimEnd()
  if (!before.endsWith('*/')) return ''
  const comment = before.slice(before.lastIndexOf('/**') + 3, -2)
  return comment.replace(/^[ \t]*\*? ?/gm, '').trim()
}
