/**
 * State transitions of the view: what a command answers, kept in sight below the input while typing goes on, and
 * brought up to date after every input. What it shows comes from the kernel session.
 */
import type { Output } from '../../shell/format/output.js'
import { EDIT_MODE, type TuiState } from '../state.js'
import { type Browse, startBrowse } from './panel.js'

/** What a key keeps in view: what these commands answer, one below the other; without any, a panel to browse. */
export const VIEWS = {
  F2: [],
  F3: [],
  F4: ['.explain'],
} as const satisfies Record<string, readonly string[]>

export type ViewKey = keyof typeof VIEWS

export interface View {
  readonly key: ViewKey
  /** Null until the kernel has answered. */
  readonly blocks: readonly Output[] | null
  /** Where the view is a panel: what is chosen in it. */
  readonly browse: Browse | null
  /** The first row shown. */
  readonly top: number
}

/** Opens a view in the place of another; the same one closes. A panel takes the keys, also when it was in view. */
export function toggleView(state: TuiState, key: ViewKey): TuiState {
  const isPanel = key !== 'F4'
  const isOpen = state.view?.key === key
  if (isOpen && isPanel && state.mode.kind !== 'panel') return { ...state, mode: { kind: 'panel' } }
  if (isOpen) return { ...state, mode: EDIT_MODE, view: null }
  const browse = isPanel ? startBrowse(key) : null
  const mode = isPanel ? ({ kind: 'panel' } as const) : EDIT_MODE
  return { ...state, mode, view: { key, blocks: null, top: 0, browse } }
}

export function closeView(state: TuiState): TuiState {
  return state.view ? { ...state, view: null } : state
}

/** Takes the kernel's answer, unless another view was opened since. */
export function fillView(state: TuiState, key: string, blocks: readonly Output[]): TuiState {
  return state.view?.key === key ? { ...state, view: { ...state.view, blocks } } : state
}

/** Scrolls; painting keeps it within what there is. */
export function scrollView(state: TuiState, delta: number): TuiState {
  if (!state.view) return state
  return { ...state, view: { ...state.view, top: Math.max(0, state.view.top + delta) } }
}
