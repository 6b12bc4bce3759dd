/** `orm-shell translate`: TypeScript on standard output or into a file, what was left on standard error. */
import { readFile, writeFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import {
  findSyntaxProblem,
  translate,
  translateMarkdown,
  type LeftOver,
} from '../../translate/translate.js'
import type { Invocation } from '../args.js'
import { UsageError } from '../errors.js'
import { exitCode } from '../exit-code.js'
import { writeAll } from '../streams.js'

type TranslateInvocation = Extract<Invocation, { kind: 'translate' }>
type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>

/** @returns the exit code: 4 when something was left @throws UsageError for files that hold no Python */
export async function runTranslate(
  { path, out }: TranslateInvocation,
  { stdin, stdout, stderr }: Streams,
): Promise<number> {
  const name = path === '-' ? 'standard input' : path
  const source = (await readSource(path, stdin)).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  if (source.trim() === '') throw new UsageError(`${name} is empty`)
  const { code, left } = translated(source, name)
  if (out === null) await writeAll(stdout, code)
  else await writeOut(out, code)
  await writeAll(stderr, `${summary(name, left, out).join('\n')}\n`)
  return left.length === 0 ? exitCode.ok : exitCode.untranslated
}

interface Translated {
  readonly code: string
  readonly left: readonly LeftOver[]
}

function translated(source: string, name: string): Translated {
  if (isMarkdown(source, name)) {
    const document = translateMarkdown(source)
    if (document.blocks === 0) throw new UsageError(`${name} has no block of Python`)
    return document
  }
  const isSession = /^\s*>>> /m.test(source)
  const problem = isSession ? null : findSyntaxProblem(source)
  if (problem) {
    const { line, column, text } = problem
    throw new UsageError(`${name}:${line}:${column} is not Python`, {
      hint: `${text.trimEnd()}\n  ${' '.repeat(Math.max(0, column - 1))}^`,
    })
  }
  return translate(source, { exports: true })
}

/** By its name, or by its fences where the name says nothing: a document may come through a pipe. */
function isMarkdown(source: string, name: string): boolean {
  if (/\.(md|markdown|mdx)$/i.test(name)) return true
  return !/\.py$/i.test(name) && /^ *(?:```|~~~)/m.test(source)
}

async function readSource(path: string, stdin: NodeJS.ReadableStream): Promise<string> {
  try {
    return path === '-' ? await readAll(stdin) : await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`cannot read ${path}`, { cause })
  }
}

async function writeOut(path: string, code: string): Promise<void> {
  try {
    await writeFile(path, code)
  } catch (cause) {
    throw new UsageError(`cannot write ${path}`, { cause })
  }
}

/** One line for each thing left, as compilers write them, and the count. */
function summary(name: string, left: readonly LeftOver[], out: string | null): readonly string[] {
  const target = out === null ? '' : ` → ${out}`
  const lines = left.map(({ line, construct, reason }) => {
    const [first = ''] = construct.split('\n')
    return `${name}:${line}: ${first}: ${reason}`
  })
  const count =
    left.length === 1 ? '1 thing left as it is' : `${left.length} things left as they are`
  return [...lines, `${name}${target}: ${left.length === 0 ? 'all of it translated' : count}`]
}
