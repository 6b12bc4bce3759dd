/**
 * The editor's rows: prompt, highlighted text, the pair of brackets at the cursor; a window around the cursor when
 * the text is higher than the room for it.
 */
import { matchingPair } from '../editor/brackets.js'
import { highlight } from '../editor/highlight.js'
import { matchAt } from '../editor/history-search.js'
import { type Row, layoutRows, placeOf } from '../editor/layout.js'
import { type RowPaint, paintRow } from '../editor/paint.js'
import { suggestedText } from '../modes/suggestion.js'
import { type TuiState, editorWidth, promptText } from '../state.js'
import type { CursorPosition } from '../terminal/frame-sink.js'
import { oneLine } from '../../shell/format/sanitize.js'
import type { Theme } from '../../shell/format/theme.js'
import { displayWidth, truncate } from '../../shell/format/width.js'
import { continuationPrompt, paintPrompt } from '../transcript.js'

export interface EditorRows {
  readonly lines: readonly string[]
  readonly cursor: CursorPosition
}

export function editorRows(state: TuiState, theme: Theme, height: number): EditorRows {
  const { text, cursor } = state.editor.document
  const prompt = promptText(state)
  const rows = layoutRows(text, editorWidth(state))
  const place = placeOf(text, rows, cursor)
  const start = windowStart(rows.length, place.row, height)
  const marks = matchingPair(text, cursor) ?? []
  const paint = { spans: highlight(text), theme, marks, found: foundSpan(state) }
  const lines = rows
    .slice(start, start + height)
    .map((row) => paintGutter(row, prompt, theme) + paintRow(text, row, paint))
  const last = lines.pop() ?? ''
  lines.push(last + suggested(state, theme, displayWidth(last)))
  return {
    lines,
    cursor: { row: place.row - start, column: prompt.length + place.column },
  }
}

/** What the history search has found, to stand out. */
function foundSpan({ mode, editor }: TuiState): RowPaint['found'] {
  if (mode.kind !== 'search' || mode.search.query === '') return undefined
  const from = matchAt(editor.document.text, mode.search.query)
  return from < 0 ? undefined : { from, to: from + mode.search.query.length }
}

function suggested(state: TuiState, theme: Theme, used: number): string {
  const rest = suggestedText(state)
  if (rest === '') return ''
  return theme.muted(truncate(oneLine(rest), state.columns - 1 - used))
}

function paintGutter(row: Row, prompt: string, theme: Theme): string {
  if (row.from === 0 && row.startsLine) return paintPrompt(prompt, theme)
  if (row.startsLine) return theme.muted(continuationPrompt(prompt))
  return ' '.repeat(prompt.length)
}

/** First visible row, so that the cursor is in sight, in the middle where possible. */
export function windowStart(count: number, focus: number, height: number): number {
  if (count <= height) return 0
  return Math.max(0, Math.min(focus - Math.floor(height / 2), count - height))
}
