/**
 * Transcripts in Markdown: fenced blocks with `>>> ` and `... ` lines and what the shell answers below them.
 * Reading and rewriting only; `run.ts` replays them.
 */

export interface Example {
  /** Line of the file, from 1, on which the input begins. */
  readonly line: number
  readonly code: string
  readonly expected: readonly string[]
  /** Lines of the file (from 0, end excluded) that hold the expectation. */
  readonly span: readonly [start: number, end: number]
  readonly indent: string
}

const fence = /^(\s*)(`{3,}|~{3,})/

/** The examples of a document, in order. A fenced block without `>>> ` has none. */
export function readTranscript(markdown: string): readonly Example[] {
  const lines = markdown.split('\n')
  const examples: Example[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [opening, indent = '', marks = ''] = fence.exec(lines[at] ?? '') ?? []
    if (opening === undefined) continue
    const start = at + 1
    at = start
    while (at < lines.length && !isClosing(lines[at] ?? '', marks)) at += 1
    examples.push(...readBlock(lines, { start, end: at, indent }))
  }
  return examples
}

/** The document with other answers in place of the expected ones. */
export function rewriteTranscript(
  markdown: string,
  answers: ReadonlyMap<Example, readonly string[]>,
): string {
  const lines = markdown.split('\n')
  const lastFirst = [...answers].sort(([a], [b]) => b.span[0] - a.span[0])
  for (const [{ span, indent }, answer] of lastFirst) {
    lines.splice(span[0], span[1] - span[0], ...answer.map((line) => (indent + line).trimEnd()))
  }
  return lines.join('\n')
}

interface Block {
  readonly start: number
  readonly end: number
  readonly indent: string
}

function isClosing(line: string, marks: string): boolean {
  const text = line.trim()
  return text.length >= marks.length && text === (marks[0] ?? '').repeat(text.length)
}

function readBlock(lines: readonly string[], { start, end, indent }: Block): readonly Example[] {
  const examples: Example[] = []
  const textAt = (at: number): string => {
    const line = lines[at] ?? ''
    return line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()
  }
  for (let at = start; at < end;) {
    if (!isInput(textAt(at))) {
      at += 1
      continue
    }
    const line = at + 1
    const code = [textAt(at).slice(4)]
    at += 1
    while (at < end && isContinuation(textAt(at), textAt(at + 1))) {
      code.push(textAt(at).slice(4))
      at += 1
    }
    const answerStart = at
    while (at < end && !isInput(textAt(at))) at += 1
    let answerEnd = at
    while (answerEnd > answerStart && textAt(answerEnd - 1).trim() === '') answerEnd -= 1
    const expected = Array.from({ length: answerEnd - answerStart }, (_, i) =>
      textAt(answerStart + i),
    )
    examples.push({ line, code: code.join('\n'), expected, span: [answerStart, answerEnd], indent })
  }
  return examples
}

function isInput(text: string): boolean {
  return text === '>>>' || text.startsWith('>>> ')
}

/** A lone `...` is an empty line of input only when more input follows; otherwise it stands for any answer. */
function isContinuation(text: string, next: string): boolean {
  return text.startsWith('... ') || (text === '...' && next.startsWith('... '))
}
