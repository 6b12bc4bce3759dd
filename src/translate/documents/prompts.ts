/** Sessions at Python's prompt, as documentation shows them: `>>> code`, `... more`, and what was printed. */

const PROMPT = /^(\s*)(?:>>>|In \[\d+\]:)(?: |$)/
const CONTINUATION = /^\s*\.\.\.:?(?: |$)/

export function hasPrompts(source: string): boolean {
  return source.split('\n').some((line) => PROMPT.test(line))
}

/** Runs of lines at a prompt, without what was printed: the first line of each, and the one behind its last. */
export function promptRuns(lines: readonly string[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = []
  for (const [index, line] of lines.entries()) {
    const run = runs.at(-1)
    const goesOn = run?.[1] === index
    if (goesOn && (PROMPT.test(line) || CONTINUATION.test(line))) run[1] = index + 1
    else if (PROMPT.test(line)) runs.push([index, index + 1])
  }
  return runs
}

/** The code alone, line by line; what was printed becomes comments. */
export function withoutPrompts(source: string): string {
  let isInside = false
  const lines = source.split('\n').map((line) => {
    const isCode = PROMPT.test(line) || (isInside && CONTINUATION.test(line))
    if (isCode) {
      isInside = true
      return line.replace(PROMPT, '').replace(CONTINUATION, '')
    }
    isInside = false
    return line.trim() === '' ? '' : `# ${line.trim()}`
  })
  return lines.join('\n')
}
