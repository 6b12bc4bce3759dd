/**
 * A list of replacements and moves over one source text, and the way back from the result to the source.
 * Filled by the transforms of a cell; cheaper than a source map, which only a stack trace would read.
 */
import { offsetAt, positionAt, unmoved, type PositionMapper } from './positions.js'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Part of the result: copied from the source, or put in at a place of it. */
interface Piece {
  readonly start: number
  readonly text: string
  readonly isCopy: boolean
}

interface Range {
  readonly start: number
  readonly end: number
}

/** A part that is moved, and what is put around it. */
interface Hoisted extends Range {
  readonly before: string
  readonly after: string
}

export class Edits {
  readonly #edits: Edit[] = []
  readonly #hoisted: Hoisted[] = []

  constructor(readonly source: string) {}

  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text })
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text })
  }

  /** Moves a part, with the edits inside it, before everything else; parts keep their order. */
  hoist(part: Hoisted): void {
    this.#hoisted.push(part)
  }

  apply(): { readonly code: string; readonly toSource: PositionMapper } {
    if (this.#edits.length + this.#hoisted.length === 0)
      return { code: this.source, toSource: unmoved }
    const pieces = this.#pieces()
    const code = pieces.map(({ text }) => text).join('')
    return {
      code,
      toSource: (position) =>
        positionAt(this.source, sourceOffset(pieces, offsetAt(code, position))),
    }
  }

  #pieces(): readonly Piece[] {
    // A stable sort: insertions at one place keep the order in which they were asked for, before a replacement there.
    const edits = [...this.#edits].sort((a, b) => a.start - b.start || a.end - b.end)
    const moved = this.#hoisted.map((part) => {
      const inner = edits.filter(({ start, end }) => start > part.start && end < part.end)
      return { part, inner, pieces: hoistedPieces(this.source, part, inner) }
    })
    const gone = new Set(moved.flatMap(({ inner }) => inner))
    const left = edits.filter((edit) => !gone.has(edit))
    const cuts = moved.map(({ part: { start, end } }) => ({ start, end, text: '' }))
    const rest = [...left, ...cuts].sort((a, b) => a.start - b.start || a.end - b.end)
    const whole = { start: 0, end: this.source.length }
    return [...moved.flatMap(({ pieces }) => pieces), ...piecesOf(this.source, whole, rest)]
  }
}

function piecesOf(source: string, { start, end }: Range, edits: readonly Edit[]): readonly Piece[] {
  let copied = start
  const pieces = edits.flatMap((edit): readonly Piece[] => {
    const before = { start: copied, text: source.slice(copied, edit.start), isCopy: true }
    copied = edit.end
    return [before, { start: edit.start, text: edit.text, isCopy: false }]
  })
  return [...pieces, { start: copied, text: source.slice(copied, end), isCopy: true }]
}

function hoistedPieces(source: string, part: Hoisted, edits: readonly Edit[]): readonly Piece[] {
  const { start, end, before, after } = part
  return [
    { start, text: before, isCopy: false },
    ...piecesOf(source, part, edits),
    { start: end, text: after, isCopy: false },
  ]
}

function sourceOffset(pieces: readonly Piece[], offset: number): number {
  let passed = 0
  for (const { start, text, isCopy } of pieces) {
    if (offset < passed + text.length) return isCopy ? start + offset - passed : start
    passed += text.length
  }
  const last = pieces.at(-1)
  return last ? last.start + last.text.length : offset
}
