/**
 * The live region as lines: what each part shows and how high it may be, so that all of it stays two rows below the
 * height of the screen. Pure; the components put these lines on the screen, the sink places the cursor.
 */
import { editorRows } from './panels/editor-rows.js'
import { helpRows } from './panels/help-rows.js'
import type { Pager } from './modes/pager.js'
import { pagerRows } from './panels/pager-rows.js'
import { menuRows } from './panels/menu-rows.js'
import { statusRow } from './panels/status-row.js'
import { viewRows } from './panels/view-rows.js'
import { promptRow } from './panels/prompt-row.js'
import type { TuiState } from './state.js'
import type { CursorPosition } from './terminal/frame-sink.js'
import { displayWidth } from '../shell/format/width.js'
import type { Theme } from '../shell/format/theme.js'

export interface Frame {
  readonly tail: readonly string[]
  readonly editor: readonly string[]
  readonly panel: readonly string[]
  readonly status: readonly string[]
  readonly cursor: CursorPosition
}

export function layoutFrame(state: TuiState, theme: Theme): Frame {
  const height = Math.max(2, state.rows - 2)
  if (state.mode.kind === 'pager') return pagerFrame(state, state.mode.pager, theme)
  const status = [statusRow(state, theme)]
  const tail = state.tail !== '' && height > 3 ? [state.tail] : []
  const free = height - status.length - tail.length
  const panel = panelRows(state, theme, Math.max(0, free - 1))
  const editor = editorRows(state, theme, free - panel.length)
  return {
    tail,
    editor: editor.lines,
    panel,
    status,
    cursor: cursorOf(
      state,
      { ...editor.cursor, above: tail.length },
      {
        row: tail.length + editor.lines.length,
        line: panel[0] ?? '',
      },
    ),
  }
}

/** The pager takes the place of the input. */
function pagerFrame(state: TuiState, pager: Pager, theme: Theme): Frame {
  const { lines, prompt } = pagerRows(state, pager, theme)
  const row = lines.length
  const column = Math.min(state.columns - 1, displayWidth(prompt))
  const status = row + 2 < state.rows - 1 ? [statusRow(state, theme)] : []
  return { tail: [], editor: [], panel: [...lines, prompt], status, cursor: { row, column } }
}

function panelRows(state: TuiState, theme: Theme, available: number): readonly string[] {
  const { mode } = state
  const rows =
    mode.kind === 'menu'
      ? menuRows(state, theme, available)
      : mode.kind === 'help'
        ? helpRows(state, theme, available)
        : [...promptRow(state, theme), ...viewRows(state, theme, available)]
  return rows.slice(0, available)
}

interface EditorCursor extends CursorPosition {
  readonly above: number
}

/** In the text, except while a question is being answered below it. */
function cursorOf(
  state: TuiState,
  editor: EditorCursor,
  panel: { readonly row: number; readonly line: string },
): CursorPosition {
  const asks = state.mode.kind === 'search' || state.mode.kind === 'confirm'
  if (!asks || panel.line === '') return { row: editor.above + editor.row, column: editor.column }
  return { row: panel.row, column: Math.min(state.columns - 1, displayWidth(panel.line)) }
}
