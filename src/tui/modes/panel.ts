/**
 * State transitions of a panel that can be browsed: which row is chosen, what was opened on the way, the filter, and
 * the question before something is taken back. Pages come from the kernel; every change of what is wanted asks anew.
 */
import type { PanelPage, PanelRequest } from '../../shell/protocol.js'
import { EDIT_MODE, type TuiState } from '../state.js'

export interface Browse {
  readonly key: PanelRequest['key']
  /** Null until the kernel has answered. */
  readonly page: PanelPage | null
  readonly path: readonly string[]
  /** The row chosen in this list, and in those before it. */
  readonly selected: number
  readonly before: readonly number[]
  readonly filter: string
  /** Whether typing changes the filter. */
  readonly filtering: boolean
  /** The row that will be taken back when the user says yes. */
  readonly asks: string | null
}

export function startBrowse(key: PanelRequest['key']): Browse {
  return {
    key,
    page: null,
    path: [],
    // The latest statement is the last; objects with changes are the first.
    selected: key === 'F2' ? Infinity : 0,
    before: [],
    filter: '',
    filtering: false,
    asks: null,
  }
}

export function withBrowse(state: TuiState, change: (browse: Browse) => Partial<Browse>): TuiState {
  const { view } = state
  if (!view?.browse) return state
  return { ...state, view: { ...view, browse: { ...view.browse, ...change(view.browse) } } }
}

/** Takes a page; the chosen row stays chosen by its name, wherever it went. */
export function showPage(state: TuiState, key: string, page: PanelPage): TuiState {
  if (state.view?.browse?.key !== key) return state
  const shown = withBrowse(state, (browse) => {
    const name = browse.page?.ids?.[browse.selected]
    const at = name === undefined ? -1 : (page.ids?.indexOf(name) ?? -1)
    const last = Math.max(0, (page.ids?.length ?? 1) - 1)
    return { page, selected: at >= 0 ? at : Math.min(browse.selected, last) }
  })
  return page.message === undefined
    ? shown
    : { ...shown, hint: { text: page.message, tone: 'success' } }
}

/** Moves the choice; a page that is no list scrolls. */
export function panelMove(state: TuiState, delta: number): TuiState {
  const { view } = state
  const ids = view?.browse?.page?.ids
  if (!view || !ids)
    return view ? { ...state, view: { ...view, top: Math.max(0, view.top + delta) } } : state
  return withBrowse(state, ({ selected }) => ({
    selected: Math.max(0, Math.min(ids.length - 1, selected + delta)),
  }))
}

function opened(state: TuiState, step: string): TuiState {
  const inside = withBrowse(state, ({ path, before, selected }) => ({
    path: [...path, step],
    before: [...before, selected],
    selected: 0,
    page: null,
    filter: '',
  }))
  return inside.view ? { ...inside, view: { ...inside.view, top: 0 } } : inside
}

/** How deep a panel goes: objects have attributes, statements a text and a plan. */
const DEPTH = 1

/** Enter: opens what is chosen. */
export function panelOpen(state: TuiState): TuiState {
  const browse = state.view?.browse
  if (browse?.filtering) return withBrowse(state, () => ({ filtering: false }))
  const id = browse?.page?.ids?.[browse.selected]
  return browse && id !== undefined && browse.path.length < DEPTH ? opened(state, id) : state
}

/** Escape: one step back, and at last back to the prompt. */
export function panelBack(state: TuiState): TuiState {
  const browse = state.view?.browse
  if (!browse) return state
  if (browse.asks !== null) return withBrowse(state, () => ({ asks: null }))
  if (browse.filtering) return withBrowse(state, () => ({ filtering: false, filter: '' }))
  if (browse.path.length === 0) return { ...state, mode: EDIT_MODE, view: null }
  return withBrowse(state, ({ path, before }) => ({
    path: path.slice(0, -1),
    before: before.slice(0, -1),
    selected: before.at(-1) ?? 0,
    page: null,
  }))
}

/** Tab: typing goes to the prompt, the panel stays in sight. */
export function panelLeave(state: TuiState): TuiState {
  const left = withBrowse(state, () => ({ filtering: false, asks: null }))
  return { ...left, mode: EDIT_MODE }
}

export function panelErase(state: TuiState): TuiState {
  return withBrowse(state, ({ filtering, filter }) =>
    filtering ? { filter: Array.from(filter).slice(0, -1).join('') } : {},
  )
}

/** Characters: an answer, a filter, a command of the panel; `null` where they belong to the prompt. */
export function panelType(state: TuiState, text: string): TuiState | null {
  const browse = state.view?.browse
  if (!browse) return null
  if (browse.filtering) return withBrowse(state, ({ filter }) => ({ filter: filter + text }))
  if (text === '/')
    return browse.path.length === 0 ? withBrowse(state, () => ({ filtering: true })) : state
  if (text === 'q') return panelBack(state)
  if (text === 'e' && browse.key === 'F2') return explained(state, browse)
  if (text === 'r' && browse.key === 'F3') return asked(state, browse)
  return null
}

function explained(state: TuiState, browse: Browse): TuiState {
  const id = browse.page?.ids?.[browse.selected]
  if (browse.path.length === 1) return opened(state, 'explain')
  return browse.path.length === 0 && id !== undefined ? opened(opened(state, id), 'explain') : state
}

function asked(state: TuiState, { page, selected }: Browse): TuiState {
  const id = page?.ids?.[selected]
  return id === undefined ? state : withBrowse(state, () => ({ asks: id }))
}

/** What to ask the kernel for, so that the panel shows what is wanted. */
export function pageRequest({ key, path, filter }: Browse, revert?: string): PanelRequest {
  return { key, path, filter, ...(revert === undefined ? {} : { revert }) }
}
