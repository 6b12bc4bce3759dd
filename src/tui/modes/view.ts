/**
 * State transitions of the view: what a command answers, kept in sight below the input while typing goes on, and
 * brought up to date after every input. What it shows comes from the kernel session.
 */
import type { Output } from '../../shell/format/output.js'
import type { TuiState } from '../state.js'

/** What a key keeps in view: what these commands answer, one below the other. */
export const VIEWS = {
  F2: ['.sql'],
  F3: ['.states', '.diff'],
  F4: ['.explain'],
} as const satisfies Record<string, readonly string[]>

export type ViewKey = keyof typeof VIEWS

export interface View {
  readonly key: ViewKey
  /** Null until the kernel has answered. */
  readonly blocks: readonly Output[] | null
  /** The first row shown. */
  readonly top: number
}

/** Opens a view in the place of another; the same one closes. */
export function toggleView(state: TuiState, key: ViewKey): TuiState {
  const view = state.view?.key === key ? null : { key, blocks: null, top: 0 }
  return { ...state, view }
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
