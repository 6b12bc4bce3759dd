/**
 * The editor's commands by name, each a pure step from state to state. The action table offers them to the keymap.
 */
import { nextBoundary, previousBoundary } from '../../shell/format/width.js'
import { lineEnd, lineStart } from './document.js'
import {
  capitalize,
  changeWord,
  dedentLine,
  deleteBackward,
  deleteForward,
  newline,
  transposeCharacters,
  transposeWords,
} from './edit.js'
import { type EditorState, change, kill, move } from './state.js'
import { type UndoResult, redo, undo } from './undo.js'
import { blankWordLeft, wordLeft, wordRight } from './words.js'

export type EditorCommand = (state: EditorState) => EditorState

/** A movement, from a rule that yields the new offset. */
function moving(target: (text: string, cursor: number) => number): EditorCommand {
  return (state) => move(state, target(state.document.text, state.document.cursor))
}

/** A kill between the cursor and what the rule yields. */
function killing(target: (text: string, cursor: number) => number): EditorCommand {
  return (state) => {
    const { text, cursor } = state.document
    const other = target(text, cursor)
    return kill(state, Math.min(cursor, other), Math.max(cursor, other))
  }
}

function stepping(
  step: (stack: EditorState['undo'], current: EditorState['document']) => UndoResult | null,
): EditorCommand {
  return (state) => {
    const result = step(state.undo, state.document)
    return result
      ? { ...state, document: result.document, undo: result.stack, last: 'other' }
      : state
  }
}

/** To the end of the line, or over its break when already there. */
function killLineTarget(text: string, cursor: number): number {
  const end = lineEnd(text, cursor)
  return end === cursor ? Math.min(text.length, end + 1) : end
}

/** To the start of the line, or over the break before it when already there. */
function killLineStartTarget(text: string, cursor: number): number {
  const start = lineStart(text, cursor)
  return start === cursor ? Math.max(0, start - 1) : start
}

function yank(state: EditorState, entry: number): EditorState {
  const text = state.kills[entry]
  if (text === undefined) return state
  const { cursor } = state.document
  const again = state.last === 'yank'
  const from = again ? state.inserted.from : cursor
  const to = again ? state.inserted.to : cursor
  const next = change(state, { from, to, insert: text, as: 'yank', joined: again })
  return { ...next, last: 'yank', inserted: { from, to: from + text.length, entry } }
}

function yankNewest(state: EditorState): EditorState {
  return yank({ ...state, last: 'other' }, 0)
}

function yankOlder(state: EditorState): EditorState {
  if (state.last !== 'yank' || state.kills.length === 0) return state
  return yank(state, (state.inserted.entry + 1) % state.kills.length)
}

export const EDITOR_COMMANDS = {
  lineStart: moving(lineStart),
  lineEnd: moving(lineEnd),
  charLeft: moving(previousBoundary),
  charRight: moving(nextBoundary),
  wordLeft: moving(wordLeft),
  wordRight: moving(wordRight),
  bufferStart: moving(() => 0),
  bufferEnd: moving((text) => text.length),
  deleteBackward,
  deleteForward,
  dedent: dedentLine,
  newline: (state: EditorState) => newline(state),
  transposeCharacters,
  transposeWords,
  upcaseWord: (state: EditorState) => changeWord(state, (word) => word.toUpperCase()),
  downcaseWord: (state: EditorState) => changeWord(state, (word) => word.toLowerCase()),
  capitalizeWord: (state: EditorState) => changeWord(state, capitalize),
  killLine: killing(killLineTarget),
  killLineStart: killing(killLineStartTarget),
  killBlankWordLeft: killing(blankWordLeft),
  killWordLeft: killing(wordLeft),
  killWordRight: killing(wordRight),
  yank: yankNewest,
  yankOlder,
  undo: stepping(undo),
  redo: stepping(redo),
} satisfies Record<string, EditorCommand>
