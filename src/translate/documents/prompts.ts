/** Sessions at Python's prompt, as documentation shows them: `>>> code`, `... more`, and what was printed. */

const PROMPT = /^(\s*)(?:>>>|In \[\d+\]:)(?: |$)/
const CONTINUATION = /^\s*\.\.\.:?(?: |$)/

export function hasPrompts(source: string): boolean {
  return source.split('\n').some((line) => PROMPT.test(line))
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
