/**
 * The quiet suggestion behind the cursor: how the newest history entry that begins like the input goes on.
 */
import { EDITOR_COMMANDS, type EditorCommand } from '../editor/commands.js'
import { change } from '../editor/state.js'
import { wordRight } from '../editor/words.js'
import type { TuiState } from '../state.js'
import { runCommand, withEditor } from './editing.js'

/** Fewer characters say too little about what is meant. */
const MIN_TYPED = 2

/** Looks for a suggestion after the text has changed. */
export function withSuggestion(state: TuiState, entries: readonly string[]): TuiState {
  const { text } = state.editor.document
  if (state.suggestion.after === text) return state
  return { ...state, suggestion: { after: text, rest: restOf(text, entries) } }
}

function restOf(text: string, entries: readonly string[]): string {
  if (text.length < MIN_TYPED || text.includes('\n')) return ''
  const entry = entries.findLast(
    (candidate) =>
      candidate.length > text.length && candidate.startsWith(text) && !candidate.includes('\n'),
  )
  return entry?.slice(text.length) ?? ''
}

/** What is suggested now: only while typing at the end of the very text it was found for. */
export function suggestedText({ suggestion, editor, mode, walk }: TuiState): string {
  const { text, cursor } = editor.document
  const typing = mode.kind === 'edit' && walk === null && cursor === text.length
  return typing && suggestion.after === text ? suggestion.rest : ''
}

/** A movement to the right that takes the suggestion, or as much of it as `part` says, at the end of the text. */
function accepting(
  command: EditorCommand,
  part: (text: string, from: number) => number,
): (state: TuiState) => TuiState {
  return (state) => {
    const { text, cursor } = state.editor.document
    const rest = suggestedText(state)
    if (rest === '') return runCommand(state, command)
    const whole = text + rest
    const insert = whole.slice(cursor, part(whole, cursor))
    return withEditor(state, change(state.editor, { from: cursor, to: cursor, insert }))
  }
}

export const right = accepting(EDITOR_COMMANDS.charRight, (text) => text.length)
export const lineEnd = accepting(EDITOR_COMMANDS.lineEnd, (text) => text.length)
export const nextWord = accepting(EDITOR_COMMANDS.wordRight, wordRight)
