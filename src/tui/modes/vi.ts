/**
 * State transitions of vi's normal mode: keys gather until they are a command, which runs at once. Insert mode is the
 * plain editing mode; Escape leads from there to here.
 */
import { change, move } from '../editor/state.js'
import { previousBoundary } from '../../shell/format/width.js'
import { lineStart } from '../editor/document.js'
import { FRESH_VI, type Vi } from '../editor/vi/memory.js'
import { onCharacter, operate } from '../editor/vi/operate.js'
import { type Parsed, parseVi } from '../editor/vi/parse.js'
import { EDIT_MODE, type TuiState } from '../state.js'
import { historyNewer, historyOlder, type as typeInEditor, withEditor } from './editing.js'
import { openSearch } from './search.js'
import { closeView } from './view.js'

type Command = Exclude<Parsed, string>

/** Escape: to normal mode; there it forgets half a command, and without one it closes the view. */
export function escape(state: TuiState): TuiState {
  const { mode, vi } = state
  if (!vi) return closeView(state)
  if (mode.kind === 'command')
    return mode.keys === '' ? closeView(state) : { ...state, mode: { kind: 'command', keys: '' } }
  return toNormal(state, vi)
}

function toNormal(state: TuiState, vi: Vi): TuiState {
  const { text, cursor } = state.editor.document
  const { insertedFrom: from } = vi
  const inserted = from !== null && from <= cursor ? text.slice(from, cursor) : ''
  const back = cursor > lineStart(text, cursor) ? previousBoundary(text, cursor) : cursor
  return {
    ...state,
    editor: move(state.editor, back),
    mode: { kind: 'command', keys: '' },
    vi: { ...vi, change: { ...vi.change, inserted }, insertedFrom: null },
    hint: null,
  }
}

/** Characters typed in normal mode; once a command has led to insert mode, the rest is text. */
export function typeCommand(state: TuiState, entries: readonly string[], text: string): TuiState {
  let next = state
  const characters = Array.from(text)
  for (const [index, character] of characters.entries()) {
    if (next.mode.kind !== 'command') return typeInEditor(next, characters.slice(index).join(''))
    next = press(next, entries, character)
  }
  return next
}

function press(state: TuiState, entries: readonly string[], character: string): TuiState {
  const { mode, vi } = state
  if (mode.kind !== 'command' || !vi) return state
  if (mode.keys === '' && character === '/') return openSearch(state, entries)
  const keys = mode.keys + character
  const parsed = parseVi(keys)
  if (parsed === 'more') return { ...state, mode: { kind: 'command', keys } }
  const waiting: TuiState = { ...state, mode: { kind: 'command', keys: '' } }
  if (parsed === 'unknown') return waiting
  return run(waiting, entries, { ...parsed, keys })
}

function run(
  state: TuiState,
  entries: readonly string[],
  order: Command & { readonly keys: string },
): TuiState {
  const { command } = order
  if (command.kind === 'simple' && command.name === '.') return repeat(state, entries)
  const walked = walk(state, entries, order)
  return walked ?? perform(state, order)
}

/** At the first and the last line, `k` and `j` go to the history. */
function walk(state: TuiState, entries: readonly string[], { command }: Command): TuiState | null {
  if (command.kind !== 'move' || !/^[jk]$/.test(command.motion)) return null
  const { text, cursor } = state.editor.document
  const older = command.motion === 'k'
  const inside = older ? text.lastIndexOf('\n', cursor - 1) : text.indexOf('\n', cursor)
  if (inside >= 0 && !(older && cursor === 0)) return null
  return older ? historyOlder(state, entries) : historyNewer(state, entries)
}

function perform(
  state: TuiState,
  { keys, ...order }: Command & { readonly keys: string },
): TuiState {
  const vi = state.vi ?? FRESH_VI
  const { command } = order
  const { editor, inserts } = operate(state.editor, { ...order, found: vi.found })
  const next = withEditor(state, editor)
  const changed = editor.document.text !== state.editor.document.text
  const isChange = (changed || inserts) && !(command.kind === 'simple' && command.name === 'u')
  const target = command.kind === 'move' ? command.motion : ''
  const found = /^[fFtT]$/.test(target) && 'argument' in command
  return {
    ...next,
    mode: inserts ? EDIT_MODE : { kind: 'command', keys: '' },
    vi: {
      found: found ? { motion: target, argument: command.argument } : vi.found,
      change: isChange ? { keys, inserted: '' } : vi.change,
      insertedFrom: inserts ? editor.document.cursor : null,
    },
  }
}

function repeat(state: TuiState, entries: readonly string[]): TuiState {
  const { keys, inserted } = state.vi?.change ?? FRESH_VI.change
  const parsed = parseVi(keys)
  if (typeof parsed === 'string') return state
  const done = run(state, entries, { ...parsed, keys })
  if (done.mode.kind === 'command') return done
  const { cursor } = done.editor.document
  const typed = change(done.editor, { from: cursor, to: cursor, insert: inserted, joined: true })
  return toNormal(withEditor(done, typed), { ...(done.vi ?? FRESH_VI), insertedFrom: cursor })
}

/** After anything that moved the cursor in normal mode. */
export function settled(state: TuiState): TuiState {
  if (state.mode.kind !== 'command') return state
  const editor = onCharacter(state.editor)
  return editor === state.editor ? state : { ...state, editor }
}
