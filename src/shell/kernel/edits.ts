/**
 * A list of replacements over one source text, and the way back from the result to the source.
 * Filled by the transforms of a cell; cheaper than a source map, which only a stack trace would read.
 */
import { offsetAt, positionAt, unmoved, type PositionMapper } from './positions.js'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export class Edits {
  readonly #edits: Edit[] = []

  constructor(readonly source: string) {}

  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text })
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text })
  }

  apply(): { readonly code: string; readonly toSource: PositionMapper } {
    if (this.#edits.length === 0) return { code: this.source, toSource: unmoved }
    // A stable sort: insertions at one place keep the order in which they were asked for, before a replacement there.
    const edits = [...this.#edits].sort((a, b) => a.start - b.start || a.end - b.end)
    const code = splice(this.source, edits)
    return {
      code,
      toSource: (position) =>
        positionAt(this.source, sourceOffset(edits, offsetAt(code, position))),
    }
  }
}

function splice(source: string, edits: readonly Edit[]): string {
  let code = ''
  let copied = 0
  for (const edit of edits) {
    code += source.slice(copied, edit.start) + edit.text
    copied = edit.end
  }
  return code + source.slice(copied)
}

function sourceOffset(edits: readonly Edit[], offset: number): number {
  let shift = 0
  for (const { start, end, text } of edits) {
    const generatedStart = start + shift
    if (offset < generatedStart) break
    if (offset < generatedStart + text.length) return start
    shift += text.length - (end - start)
  }
  return offset - shift
}
