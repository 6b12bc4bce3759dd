/**
 * State transitions of plain editing: typing, pasting, running an editor command, moving by rows and history.
 */
import type { EditorCommand } from '../editor/commands.js'
import type { Document } from '../editor/document.js'
import { refreshMenu } from '../editor/completion.js'
import { indentLine, pasteText, typeText } from '../editor/edit.js'
import { type HistoryWalk, type WalkStep, newer, older, startWalk } from '../editor/history-walk.js'
import { type EditorState, change, freshInput, replaceAll } from '../editor/state.js'
import { moveVertically } from '../editor/vertical.js'
import { lastArgument } from '../editor/words.js'
import { EDIT_MODE, type TuiState, editorWidth } from '../state.js'

/** Puts an edited state in place: an open menu follows the text, a walk through history ends when text changes. */
export function withEditor(state: TuiState, editor: EditorState): TuiState {
  if (editor === state.editor) return state
  const textChanged = editor.document.text !== state.editor.document.text
  return {
    ...state,
    editor,
    walk: textChanged ? null : state.walk,
    pasted: state.pasted && editor.document.text !== '',
    mode: modeAfterEdit(state, editor.document),
    hint: null,
  }
}

function modeAfterEdit(state: TuiState, document: Document): TuiState['mode'] {
  if (state.mode.kind !== 'menu') return state.mode
  const menu = refreshMenu(state.mode.menu, document)
  return menu ? { kind: 'menu', menu } : EDIT_MODE
}

export function runCommand(state: TuiState, command: EditorCommand): TuiState {
  return withEditor(state, command(state.editor))
}

export function type(state: TuiState, text: string): TuiState {
  return withEditor(state, typeText(state.editor, text))
}

export function paste(state: TuiState, text: string): TuiState {
  const next = withEditor({ ...state, mode: EDIT_MODE }, pasteText(state.editor, text))
  return { ...next, pasted: state.pasted || text.trimEnd().includes('\n') }
}

export function startInput(state: TuiState): TuiState {
  return {
    ...state,
    editor: freshInput(state.editor),
    walk: null,
    pasted: false,
    mode: EDIT_MODE,
    hint: null,
  }
}

/** Replaces the text by that of a history entry, which does not end the walk. */
function takeStep(state: TuiState, step: WalkStep | null): TuiState {
  if (!step) return state
  const editor = replaceAll(state.editor, step.document)
  return { ...state, editor, walk: step.walk, hint: null, pasted: false }
}

function walkOf(state: TuiState, entries: readonly string[]): HistoryWalk {
  return state.walk ?? startWalk(entries, state.editor.document)
}

export function historyOlder(state: TuiState, entries: readonly string[]): TuiState {
  return takeStep(state, older(entries, walkOf(state, entries)))
}

export function historyNewer(state: TuiState, entries: readonly string[]): TuiState {
  return takeStep(state, newer(entries, walkOf(state, entries)))
}

/** Up: the row above, or the history when there is none. */
export function up(state: TuiState, entries: readonly string[]): TuiState {
  const moved = moveVertically(state.editor, -1, editorWidth(state))
  return moved ? withEditor(state, moved) : historyOlder(state, entries)
}

/** Down: the row below, or the history when there is none. */
export function down(state: TuiState, entries: readonly string[]): TuiState {
  const moved = moveVertically(state.editor, 1, editorWidth(state))
  return moved ? withEditor(state, moved) : historyNewer(state, entries)
}

export function indent(state: TuiState): TuiState {
  return withEditor(state, indentLine(state.editor))
}

/** Alt-.: the last word of the newest entry; again for older entries. */
export function insertLastArgument(state: TuiState, entries: readonly string[]): TuiState {
  const { editor } = state
  const again = editor.last === 'argument'
  const entry = again ? editor.inserted.entry + 1 : 0
  const text = lastArgument(entries[entries.length - 1 - entry] ?? '')
  if (text === '') return state
  const from = again ? editor.inserted.from : editor.document.cursor
  const to = again ? editor.inserted.to : from
  const next = change(editor, { from, to, insert: text, joined: again })
  return withEditor(state, {
    ...next,
    last: 'argument',
    inserted: { from, to: from + text.length, entry },
  })
}
