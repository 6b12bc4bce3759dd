/**
 * A compiled INSERT of one row taken apart, so that it can be written for many: what stands before the values, the
 * values' parts, what stands after. Works on the compiled text; built once per compiled statement.
 */
import type { BindSlot, Compiled } from '../../sql/compiler/compiled.js'

/** Text, or a parameter by its position among the statement's. */
export type Piece = string | number

export interface ValuesTemplate {
  /** Up to and without ` VALUES `. */
  readonly before: readonly Piece[]
  /** What stands in the parentheses, one list of pieces for each value. */
  readonly values: readonly (readonly Piece[])[]
  /** RETURNING and all that. */
  readonly after: readonly Piece[]
  readonly slots: readonly BindSlot[]
}

const templates = new WeakMap<Compiled, ValuesTemplate | null>()

/** Null for a statement that cannot be written for many rows: DEFAULT VALUES, FROM SELECT, lists. */
export function valuesTemplateOf(compiled: Compiled): ValuesTemplate | null {
  const known = templates.get(compiled)
  if (known !== undefined) return known
  const template = takeApart(compiled)
  templates.set(compiled, template)
  return template
}

const opening = ' VALUES ('

function takeApart(compiled: Compiled): ValuesTemplate | null {
  const { slots, segments } = compiled
  const isPlain = slots.every((slot) => !slot.expanding && slot.literal === null)
  if (!isPlain || compiled.binds.length !== slots.length) return null
  const first = segments.findIndex((segment) => segment.includes(opening))
  if (first < 0) return null
  const pieces = segments.flatMap((segment, index): Piece[] =>
    index < slots.length ? [segment, index] : [segment],
  )
  const at = first * 2
  const [head = '', ...tail] = (pieces[at] as string).split(opening)
  const rest: Piece[] = [tail.join(opening), ...pieces.slice(at + 1)]
  const { values, after } = splitValues(rest)
  return { before: [...pieces.slice(0, at), head], values, after, slots }
}

/** Reads up to the parenthesis that closes the values, and splits at the commas between them. */
function splitValues(pieces: readonly Piece[]): {
  values: readonly (readonly Piece[])[]
  after: readonly Piece[]
} {
  const values: Piece[][] = [[]]
  const scan = { depth: 0, quote: null as string | null }
  for (const [index, piece] of pieces.entries()) {
    const current = values.at(-1) as Piece[]
    if (typeof piece === 'number') {
      current.push(piece)
      continue
    }
    const { parts, end } = splitText(piece, scan)
    parts.forEach((part, position) => {
      if (position > 0) values.push([])
      if (part.trim() !== '')
        (values.at(-1) as Piece[]).push(position > 0 ? part.trimStart() : part)
    })
    if (end !== null) return { values, after: [piece.slice(end), ...pieces.slice(index + 1)] }
  }
  return { values, after: [] }
}

/** The parts of a text between commas of the outermost level, up to the closing parenthesis. */
function splitText(
  text: string,
  scan: { depth: number; quote: string | null },
): { parts: string[]; end: number | null } {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (scan.quote !== null) {
      if (character === scan.quote) scan.quote = null
    } else if (character === "'" || character === '"') scan.quote = character
    else if (character === '(') scan.depth += 1
    else if (character === ')' && scan.depth === 0) {
      return { parts: [...parts, text.slice(start, at)], end: at + 1 }
    } else if (character === ')') scan.depth -= 1
    else if (character === ',' && scan.depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return { parts: [...parts, text.slice(start)], end: null }
}
