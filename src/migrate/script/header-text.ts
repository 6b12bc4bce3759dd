/** The text of the comment a source file begins with: what a migration is about. */
export function headerText(source: string): string {
  const code = source.replace(/^\uFEFF?(?:#![^\n]*\n)?\s*/, '')
  const block = /^\/\*\*?([\s\S]*?)\*\//.exec(code)?.[1]
  if (block !== undefined) return withoutMarks(block, /^\s*\*? ?/)
  const lines = /^(?:\/\/[^\n]*(?:\n|$))+/.exec(code)?.[0]
  return lines === undefined ? '' : withoutMarks(lines, /^\/\/ ?/)
}

function withoutMarks(comment: string, mark: RegExp): string {
  const lines = comment.split('\n').map((line) => line.replace(mark, '').trimEnd())
  return lines.join('\n').trim()
}
