/**
 * State transitions of the completion menu.
 */
import type { CompletionItem, Completions } from '../../shell/protocol.js'
import {
  type CompletionMenu,
  accept,
  commonPrefix,
  fitting,
  moveSelection,
  openMenu,
} from '../editor/completion.js'
import { change } from '../editor/state.js'
import { EDIT_MODE, type TuiState, withHint } from '../state.js'

/** Takes the kernel's answer: nothing, the one item at once, or a menu behind the common prefix. */
export function showCompletions(state: TuiState, completions: Completions): TuiState {
  const menu = openMenu(completions, state.editor.document)
  if (!menu) return withHint(state, 'no completions')
  const items = fitting(menu, state.editor.document)
  const [only] = items
  if (only && items.length === 1) return take(state, menu, only)
  const typed = state.editor.document.text.slice(menu.from, state.editor.document.cursor)
  const prefix = commonPrefix(items)
  const grows = prefix.length > typed.length && prefix.startsWith(typed)
  const editor = grows
    ? change(state.editor, { from: menu.from, to: state.editor.document.cursor, insert: prefix })
    : state.editor
  return { ...state, editor, mode: { kind: 'menu', menu }, hint: null }
}

export function menuMove(state: TuiState, delta: number): TuiState {
  if (state.mode.kind !== 'menu') return state
  const menu = moveSelection(state.mode.menu, delta, state.editor.document)
  return { ...state, mode: { kind: 'menu', menu } }
}

export function menuAccept(state: TuiState): TuiState {
  if (state.mode.kind !== 'menu') return state
  const { menu } = state.mode
  const item = fitting(menu, state.editor.document)[menu.selected]
  return item ? take(state, menu, item) : closeMode(state)
}

function take(state: TuiState, menu: CompletionMenu, item: CompletionItem): TuiState {
  const editor = accept(state.editor, menu, item)
  return { ...state, editor, walk: null, mode: EDIT_MODE, hint: null }
}

export function closeMode(state: TuiState): TuiState {
  return { ...state, mode: EDIT_MODE }
}
