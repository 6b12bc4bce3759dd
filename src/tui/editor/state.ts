/**
 * The editor's state and the few transitions every command is made of: move, change, kill. Pure; no React, no keys.
 */
import { type Document, EMPTY_DOCUMENT } from './document.js'
import { type KillRing, addKill } from './kill-ring.js'
import { NO_UNDO, type UndoStack, remember } from './undo.js'

/** What the previous command was; typing and killing continue a group, everything else starts anew. */
export type LastCommand = 'none' | 'type' | 'kill' | 'yank' | 'vertical' | 'argument' | 'other'

export interface EditorState {
  readonly document: Document
  readonly undo: UndoStack
  readonly kills: KillRing
  readonly last: LastCommand
  /** The column vertical movement tries to keep. */
  readonly goalColumn: number
  /** The span the last yank or Alt-. inserted, and which entry it was. */
  readonly inserted: { readonly from: number; readonly to: number; readonly entry: number }
}

export const EMPTY_EDITOR: EditorState = {
  document: EMPTY_DOCUMENT,
  undo: NO_UNDO,
  kills: [],
  last: 'none',
  goalColumn: 0,
  inserted: { from: 0, to: 0, entry: 0 },
}

/** A replacement of part of the text, and where the cursor ends up. */
export interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
  /** Defaults to the end of what was inserted. */
  readonly cursor?: number
  readonly as?: LastCommand
  /** Continues the previous undo step instead of starting one. */
  readonly joined?: boolean
}

export function change(state: EditorState, edit: Change): EditorState {
  const { text } = state.document
  const changed = text.slice(0, edit.from) + edit.insert + text.slice(edit.to)
  const cursor = edit.cursor ?? edit.from + edit.insert.length
  if (changed === text && cursor === state.document.cursor) return state
  return {
    ...state,
    document: { text: changed, cursor },
    undo: edit.joined ? { ...state.undo, future: [] } : remember(state.undo, state.document),
    last: edit.as ?? 'other',
  }
}

export function move(state: EditorState, cursor: number): EditorState {
  return { ...state, document: { text: state.document.text, cursor }, last: 'other' }
}

/** Replaces the whole text as one undoable step. */
export function replaceAll(state: EditorState, document: Document): EditorState {
  const { text } = state.document
  return change(state, {
    from: 0,
    to: text.length,
    insert: document.text,
    cursor: document.cursor,
  })
}

/** Removes a span into the kill ring. */
export function kill(state: EditorState, from: number, to: number): EditorState {
  const { text, cursor } = state.document
  if (from === to) return { ...state, last: 'kill' }
  const kills = addKill(state.kills, {
    text: text.slice(from, to),
    direction: from < cursor ? 'backward' : 'forward',
    append: state.last === 'kill',
  })
  return { ...change(state, { from, to, insert: '', as: 'kill' }), kills }
}

/** Keeps kill ring, drops text and undo: the start of a new input. */
export function freshInput(state: EditorState): EditorState {
  return { ...EMPTY_EDITOR, kills: state.kills }
}
