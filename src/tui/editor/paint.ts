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
}

/** One row of a text: the parts of the spans that lie in it. */
export function paintRow(text: string, row: Row, { spans, theme, marks }: RowPaint): string {
  let out = ''
  for (const span of spans) {
    const from = Math.max(span.from, row.from)
    const to = Math.min(span.to, row.to)
    if (from >= to) continue
    const marked = marks.includes(from) && to - from === 1
    const paint = marked ? theme.bracket : theme.token[span.role]
    out += paint(shown(text.slice(from, to)))
  }
  return out
}
