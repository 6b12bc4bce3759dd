/**
 * State transitions of the incremental history search.
 */
import {
  type HistorySearch,
  matchAt,
  searchFor,
  searchOn,
  startSearch,
} from '../editor/history-search.js'
import { replaceAll } from '../editor/state.js'
import { EDIT_MODE, type TuiState } from '../state.js'

export function openSearch(state: TuiState, entries: readonly string[]): TuiState {
  const search = startSearch(entries)
  return { ...state, mode: { kind: 'search', search, before: state.editor.document }, hint: null }
}

/** Ctrl-R and Ctrl-S: opens the search, or goes on to the next match. */
export function searchStep(state: TuiState, entries: readonly string[], step: -1 | 1): TuiState {
  if (state.mode.kind !== 'search') return openSearch(state, entries)
  return show(state, entries, searchOn(entries, state.mode.search, step))
}

export function searchType(state: TuiState, entries: readonly string[], text: string): TuiState {
  if (state.mode.kind !== 'search') return state
  const { search } = state.mode
  return show(state, entries, searchFor(entries, search, search.query + text))
}

export function searchErase(state: TuiState, entries: readonly string[]): TuiState {
  if (state.mode.kind !== 'search') return state
  const { search } = state.mode
  const query = Array.from(search.query).slice(0, -1).join('')
  return show(state, entries, searchFor(entries, search, query))
}

/** Keeps the match as the text being edited. */
export function searchAccept(state: TuiState): TuiState {
  return state.mode.kind === 'search' ? { ...state, mode: EDIT_MODE, walk: null } : state
}

/** Brings back what was edited before the search. */
export function searchCancel(state: TuiState): TuiState {
  if (state.mode.kind !== 'search') return state
  const editor = replaceAll(state.editor, state.mode.before)
  return { ...state, mode: EDIT_MODE, editor }
}

function show(state: TuiState, entries: readonly string[], search: HistorySearch): TuiState {
  if (state.mode.kind !== 'search') return state
  const entry = entries[search.index]
  const document =
    entry === undefined
      ? state.mode.before
      : { text: entry, cursor: Math.max(0, matchAt(entry, search.query)) }
  return {
    ...state,
    mode: { ...state.mode, search },
    editor: replaceAll(state.editor, document),
    pasted: false,
  }
}
