/**
 * Paints spans of the input with the theme: whole lines for the transcript, rows for the editor.
 */
import type { Theme } from '../../shell/format/theme.js'
import type { Span } from './highlight.js'
import { type Row, shown } from './layout.js'

/** The painted lines of a text. */
export function paintSpans(text: string, spans: readonly Span[], theme: Theme): readonly string[] {
  let from = 0
  return text.split('\n').map((line) => {
    const row = { from, to: from + line.length, startsLine: true }
    from += line.length + 1
    return paintRow(text, row, { spans, theme, marks: [] })
  })
}

export interface RowPaint {
  readonly spans: readonly Span[]
  readonly theme: Theme
  /** Offsets of single characters that stand out: a pair of brackets. */
  readonly marks: readonly number[]
  /** A part that stands out: what a search has found. */
  readonly found?: { readonly from: number; readonly to: number } | undefined
}

/** One row of a text: the parts of the spans that lie in it. */
export function paintRow(text: string, row: Row, paint: RowPaint): string {
  let out = ''
  for (const span of paint.spans) {
    const from = Math.max(span.from, row.from)
    const to = Math.min(span.to, row.to)
    if (from < to) out += paintPart(text, { ...span, from, to }, paint)
  }
  return out
}

function paintPart(text: string, span: Span, { theme, marks, found }: RowPaint): string {
  const { from, to, role } = span
  if (found && from < found.to && to > found.from) {
    const [start, end] = [Math.max(from, found.from), Math.min(to, found.to)]
    const plain = theme.token[role]
    const parts = [text.slice(from, start), text.slice(start, end), text.slice(end, to)].map(shown)
    const [before = '', match = '', after = ''] = parts
    return (before && plain(before)) + theme.found(match) + (after && plain(after))
  }
  const marked = marks.includes(from) && to - from === 1
  return (marked ? theme.bracket : theme.token[role])(shown(text.slice(from, to)))
}
