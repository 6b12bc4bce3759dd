/** What the library's own declarations say about a name: its signatures and the comment above them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryPoint } from '../../../util/entry-point.js'

export interface Declaration {
  readonly signatures: readonly string[]
  /** The comment without its frame. */
  readonly comment: string
}

/** The layers whose names are public. */
const FOLDERS = ['orm', 'sql', 'schema', 'engine', 'dialects', 'util']

let texts: readonly string[] | null = null

/** Of a function, class or constant. Null where the declarations are not installed, or do not have it. */
export function declarationOf(name: string): Declaration | null {
  const head = new RegExp(
    `^export (?:declare )?(?:abstract )?(?:class|function|const|interface|type) ${escaped(name)}\\b.*$`,
    'gm',
  )
  return found(declarations(), head)
}

/** Of a method or property, the inherited ones included. */
export function memberOf(className: string, name: string): Declaration | null {
  for (let owner: string | undefined = className; owner;) {
    const text: string | undefined = classText(owner)
    if (text === undefined) return null
    const head = new RegExp(`^ {4}(?:static |get |readonly )*${escaped(name)}\\b[?(<:].*$`, 'gm')
    const here = found([text], head)
    if (here) return here
    owner = /\bextends (\w+)/.exec(text.split('\n')[0] ?? '')?.[1]
  }
  return null
}

function declarations(): readonly string[] {
  if (texts) return texts
  const root = fileURLToPath(new URL('./types/src/', entryPoint('index')))
  return (texts = FOLDERS.flatMap((folder) => filesIn(join(root, folder))).map((path) =>
    readFileSync(path, 'utf8'),
  ))
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

function classText(name: string): string | undefined {
  const head = new RegExp(`^export (?:declare )?(?:abstract )?(?:class|interface) ${name}\\b`, 'm')
  for (const text of declarations()) {
    const start = head.exec(text)?.index
    if (start === undefined) continue
    const end = text.indexOf('\n}', start)
    return text.slice(start, end < 0 ? undefined : end)
  }
  return undefined
}

function found(candidates: readonly string[], head: RegExp): Declaration | null {
  for (const text of candidates) {
    const matches = [...text.matchAll(head)]
    const documented = matches.find(({ index }) => commentBefore(text, index) !== '') ?? matches[0]
    if (!documented) continue
    const comment = commentBefore(text, documented.index)
    if (comment.includes('@internal')) continue
    return { signatures: matches.map(([line]) => tidy(line)), comment }
  }
  return null
}

function tidy(line: string): string {
  return line
    .trim()
    .replace(/^export (declare )?/, '')
    .replace(/\s*[{;]$/, '')
}

function commentBefore(text: string, index: number): string {
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*$/.exec(text.slice(0, index)) ?? []
  return comment.replace(/^[ \t]*\*? ?/gm, '').trim()
}

function escaped(name: string): string {
  return name.replace(/[$]/g, '\\$&')
}
