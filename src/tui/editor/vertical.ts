/**
 * Movement by visual rows. Answers `null` at the edges, where the caller turns to the history instead.
 */
import { layoutRows, offsetAt, placeOf } from './layout.js'
import { type EditorState, move } from './state.js'

export function moveVertically(
  state: EditorState,
  delta: -1 | 1,
  width: number,
): EditorState | null {
  const { text, cursor } = state.document
  const rows = layoutRows(text, width)
  const place = placeOf(text, rows, cursor)
  const row = place.row + delta
  if (row < 0 || row >= rows.length) return null
  const goalColumn = state.last === 'vertical' ? state.goalColumn : place.column
  const offset = offsetAt(text, rows, { row, column: goalColumn })
  return { ...move(state, offset), last: 'vertical', goalColumn }
}
