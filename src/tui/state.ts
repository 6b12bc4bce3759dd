/**
 * Everything the live region shows, as one immutable value. Reducers in `modes/` and the controller change it,
 * components only read it.
 */
import type { Tone } from '../shell/format/output.js'
import type { KernelStatus } from '../shell/protocol.js'
import type { CompletionMenu } from './editor/completion.js'
import type { Document } from './editor/document.js'
import type { HistorySearch } from './editor/history-search.js'
import type { HistoryWalk } from './editor/history-walk.js'
import type { Pager } from './modes/pager.js'
import type { View } from './modes/view.js'
import { FRESH_VI, type Vi } from './editor/vi/memory.js'
import { EMPTY_EDITOR, type EditorState } from './editor/state.js'

/** What keys mean at the moment. */
export type Mode =
  | { readonly kind: 'edit' }
  | { readonly kind: 'menu'; readonly menu: CompletionMenu }
  | { readonly kind: 'search'; readonly search: HistorySearch; readonly before: Document }
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'confirm'; readonly reason: string }
  /** The next key is inserted as it is. */
  | { readonly kind: 'quote' }
  /** Vi's normal mode, with the keys of an unfinished command. */
  | { readonly kind: 'command'; readonly keys: string }
  /** Keys choose in the panel that is in view. */
  | { readonly kind: 'panel' }
  | { readonly kind: 'pager'; readonly pager: Pager }
  /** The first chord of two has been pressed. */
  | { readonly kind: 'prefix'; readonly chord: string }

export type KernelPhase = 'starting' | 'ready' | 'checking' | 'running' | 'leaving'

export interface RunningInput {
  readonly id: number
  readonly startedAt: number
  readonly interruptedAt: number | null
}

export interface Hint {
  readonly text: string
  readonly tone: Tone
}

export interface TuiState {
  readonly version: string
  readonly columns: number
  readonly rows: number
  readonly editor: EditorState
  /** How a history entry goes on that begins like the input, and the input it was found for. */
  readonly suggestion: { readonly after: string; readonly rest: string }
  /** Whether several lines of the input came from one paste. */
  readonly pasted: boolean
  readonly walk: HistoryWalk | null
  readonly mode: Mode
  /** Present where the user edits as in vi. */
  readonly vi: Vi | null
  /** What is kept in sight below the input. */
  readonly view: View | null
  readonly phase: KernelPhase
  readonly status: KernelStatus | null
  readonly running: RunningInput | null
  /** When the question was put whether the input is complete. */
  readonly checkingSince: number
  readonly now: number
  /** The unfinished last line of what user code has written. */
  readonly tail: string
  readonly hint: Hint | null
  /** Keys pressed after an Enter that could not be served yet. */
  readonly held: number
}

export const EDIT_MODE: Mode = { kind: 'edit' }

export type Surroundings = Pick<TuiState, 'version' | 'columns' | 'rows'>

export function initialState(surroundings: Surroundings): TuiState {
  return {
    ...surroundings,
    editor: EMPTY_EDITOR,
    suggestion: { after: '', rest: '' },
    pasted: false,
    walk: null,
    mode: EDIT_MODE,
    vi: null,
    view: null,
    phase: 'starting',
    status: null,
    running: null,
    checkingSince: 0,
    now: 0,
    tail: '',
    hint: null,
    held: 0,
  }
}

/** Takes the kernel's news; how the user wants to edit is among them. */
export function withStatus(state: TuiState, status: KernelStatus): TuiState {
  const vi = status.preferences?.editing === 'vi' ? (state.vi ?? FRESH_VI) : null
  const mode = !vi && state.mode.kind === 'command' ? EDIT_MODE : state.mode
  return { ...state, status, vi, mode }
}

/** The prompt before what is being typed; while an input runs the next has no number yet. */
export function promptText({ status, running }: TuiState): string {
  const place = status?.guarded ? `${status.marks?.[0] ?? ''} ` : ''
  return `${place}In [${running ? '*' : (status?.inputNumber ?? 1)}]: `
}

/** Columns for the text behind the prompt; the last column stays free for the cursor. */
export function editorWidth(state: TuiState): number {
  return Math.max(4, state.columns - 1 - promptText(state).length)
}

export function withHint(state: TuiState, text: string, tone: Tone = 'muted'): TuiState {
  return { ...state, hint: { text, tone } }
}
