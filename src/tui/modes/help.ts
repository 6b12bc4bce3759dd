/**
 * State transitions of the help panel. What it lists is made elsewhere; it clamps the scrolling when it paints.
 */
import { EDIT_MODE, type TuiState } from '../state.js'

export function toggleHelp(state: TuiState): TuiState {
  return { ...state, mode: state.mode.kind === 'help' ? EDIT_MODE : { kind: 'help', top: 0 } }
}

export function scrollHelp(state: TuiState, delta: number): TuiState {
  if (state.mode.kind !== 'help') return state
  return { ...state, mode: { kind: 'help', top: Math.max(0, state.mode.top + delta) } }
}
