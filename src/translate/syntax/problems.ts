/** Where a text stops being Python. Translation itself reads on; callers who want to say it ask here. */
import { parser } from '@lezer/python'
import { lineAt } from '../core/report.js'

export interface SyntaxProblem {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** The line itself. */
  readonly text: string
}

/** The first place the parser cannot read; null if there is none. */
export function findSyntaxProblem(source: string): SyntaxProblem | null {
  const text = source.endsWith('\n') ? source : `${source}\n`
  let at = -1
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      // The grammar misses the value of a bare `yield`.
      const isBareYield = from === to && node.parent?.name === 'YieldStatement'
      if (at < 0 && type.isError && !isBareYield) at = from
    },
  })
  if (at < 0) return null
  const before = text.slice(0, at)
  // What is missing is missing behind the last word, not at the end of the text.
  const position = at >= text.trimEnd().length ? text.trimEnd().length : at
  const line = lineAt(text, Math.min(position, before.length))
  const column = position - text.lastIndexOf('\n', position - 1)
  return { line, column, text: text.split('\n')[line - 1] ?? '' }
}
