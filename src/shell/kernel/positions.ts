/**
 * Positions in source text and how they travel back through the edits a transform made.
 * Leaf helpers of the transforms and the stack mapper.
 */

/** Lines count from 1, columns from 0, as parsers have it. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Leads from a place in generated code to the place it came from. */
export type PositionMapper = (position: Position) => Position

export const unmoved: PositionMapper = (position) => position

/** For text that was put before the first character. */
export function shiftedBy(prefixLength: number): PositionMapper {
  if (prefixLength === 0) return unmoved
  return ({ line, column }) => ({
    line,
    column: line === 1 ? Math.max(0, column - prefixLength) : column,
  })
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const lastBreak = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: offset - lastBreak - 1 }
}

export function offsetAt(text: string, position: Position): number {
  let start = 0
  for (let line = 1; line < position.line; line++) {
    const lineBreak = text.indexOf('\n', start)
    if (lineBreak < 0) return text.length
    start = lineBreak + 1
  }
  return Math.min(text.length, start + position.column)
}

export function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1] ?? ''
}
