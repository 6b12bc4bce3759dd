/**
 * Markdown: the Python blocks become TypeScript, everything else stays. All blocks together are one program.
 * A document without blocks, but with lines at Python's prompt, gets blocks for those.
 */
import type { LeftOver } from '../core/report.js'
import { completeHelpers, helperCode } from '../output/helpers/index.js'
import { importLines } from '../output/imports.js'
import { translateProgram, type TranslatedProgram } from '../rounds.js'
import { findSyntaxProblem } from '../syntax/problems.js'
import { hasPrompts, promptRuns, withoutPrompts } from './prompts.js'

export interface TranslatedDocument {
  readonly code: string
  readonly left: readonly LeftOver[]
  /** How many blocks were Python. */
  readonly blocks: number
}

interface Fence {
  readonly indent: string
  /** Lines of the code, without the fences. */
  readonly first: number
  readonly end: number
  /** Lines at a prompt in the running text: there are no fences around them yet. */
  readonly bare?: true
}

/** Translates the `python` blocks of a document. A block that is no Python is left as it is, and reported. */
export function translateMarkdown(text: string): TranslatedDocument {
  const lines = text.split('\n')
  const fenced = pythonFences(lines)
  const all = fenced.length > 0 ? fenced : bareSessions(lines)
  const problems = all.map((fence) => problemOf(lines, fence))
  const fences = all.filter((_, index) => problems[index] === null)
  const python = lines.map(() => '')
  for (const fence of fences) {
    for (const [index, line] of codeOf(lines, fence).entries()) python[fence.first + index] = line
    // Comments below the last statement stay in their block.
    if (fence.end < lines.length) python[fence.end] = 'pass'
  }
  const source = python.join('\n')
  const program = translateProgram(source, {})
  const made = fences.map((fence) => ({ fence, code: blockCode(source, program, fence) }))
  const problemsFound = problems.filter((each) => each !== null)
  return {
    code: replaced(lines, made),
    left: [...program.left, ...problemsFound].sort((a, b) => a.line - b.line),
    blocks: all.length,
  }
}

const OPENING = /^(\s*)(`{3,}|~{3,})\s*(?:python3?|py|pycon|ipython3?)\b/i

function pythonFences(lines: readonly string[]): readonly Fence[] {
  const fences: Fence[] = []
  for (let index = 0; index < lines.length; index++) {
    const [, indent = '', mark] = OPENING.exec(lines[index] ?? '') ?? []
    if (mark === undefined) continue
    const closes = lines.findIndex((line, at) => at > index && line.trim() === mark)
    const end = closes < 0 ? lines.length : closes
    fences.push({ indent, first: index + 1, end })
    index = end
  }
  return fences
}

function bareSessions(lines: readonly string[]): readonly Fence[] {
  return promptRuns(lines).map(([first, end]) => ({
    indent: /^\s*/.exec(lines[first] ?? '')?.[0] ?? '',
    first,
    end,
    bare: true,
  }))
}

/** Without the indentation of the fence, and without prompts. */
function codeOf(lines: readonly string[], { indent, first, end }: Fence): readonly string[] {
  const code = lines
    .slice(first, end)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
  const text = code.join('\n')
  return hasPrompts(text) ? withoutPrompts(text).split('\n') : code
}

function problemOf(lines: readonly string[], fence: Fence): LeftOver | null {
  const problem = findSyntaxProblem(codeOf(lines, fence).join('\n'))
  if (!problem) return null
  const line = fence.first + problem.line
  return { line, construct: problem.text, reason: 'this is not Python' }
}

/** A block brings the imports and helpers that no block before it has brought. */
function blockCode(
  source: string,
  { statements: all, taken }: TranslatedProgram,
  fence: Fence,
): string {
  const start = offsetOf(source, fence.first)
  const end = offsetOf(source, fence.end + 1)
  const own = all.filter(({ from }) => from >= start && from < end)
  const body = own
    .filter(({ code }) => code !== '')
    .map(({ code, spaced }, index) => (spaced && index > 0 ? `\n${code}` : code))
    .join('\n')
  const imports = importLines(own.flatMap((each) => each.imports))
  const before = all.filter(({ from }) => from < start).flatMap((each) => each.helpers)
  const provided = completeHelpers(before)
  const helpers = own.flatMap((each) => each.helpers)
  const classes = helperCode(helpers, { provided, taken, part: 'classes' })
  const functions = helperCode(helpers, { provided, taken, part: 'functions' })
  return [imports, classes, body, functions].filter(Boolean).join('\n\n')
}

function offsetOf(source: string, line: number): number {
  return source.split('\n').slice(0, line).join('\n').length
}

interface Block {
  readonly fence: Fence
  readonly code: string
}

function replaced(lines: readonly string[], blocks: readonly Block[]): string {
  const out: string[] = []
  let next = 0
  for (const { fence, code } of blocks) {
    const { indent, first, end, bare } = fence
    const opening = bare ? '```ts' : (lines[first - 1] ?? '').replace(OPENING, '$1$2ts').trimStart()
    const body = code.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`))
    out.push(...lines.slice(next, bare ? first : first - 1))
    // Lines that only import have nothing to show.
    if (!bare || code !== '') out.push(`${indent}${opening}`, ...body)
    if (bare && code !== '') out.push(`${indent}\`\`\``)
    next = end
  }
  return [...out, ...lines.slice(next)].join('\n')
}
