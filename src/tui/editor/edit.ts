/**
 * Changes to the text: typing, deleting, transposing, case, indentation. Each takes a state and returns the next.
 */
import { nextBoundary, previousBoundary } from '../../shell/format/width.js'
import { currentLine, indentOf, lineBeforeCursor, lineStart } from './document.js'
import { type EditorState, change } from './state.js'
import { wordLeft, wordRight } from './words.js'

const INDENT = '  '
const OPENERS = /(?:[([{]|=>)\s*$/
const CLOSER = /^[)\]}]$/

/** Types text at the cursor; a run of word characters is one undo step. */
export function typeText(state: EditorState, text: string): EditorState {
  const dedented = CLOSER.test(text) ? dedentBeforeCloser(state) : state
  const { cursor } = dedented.document
  const startsWord = /\s/.test(dedented.document.text[cursor - 1] ?? '') && /\S/.test(text)
  return change(dedented, {
    from: cursor,
    to: cursor,
    insert: text,
    as: 'type',
    joined: dedented !== state || (state.last === 'type' && !startsWord),
  })
}

/** Inserts pasted text verbatim, as one undo step. */
export function pasteText(state: EditorState, text: string): EditorState {
  const { cursor } = state.document
  return change(state, { from: cursor, to: cursor, insert: text })
}

function dedentBeforeCloser(state: EditorState): EditorState {
  const before = lineBeforeCursor(state.document)
  const { text, cursor } = state.document
  if (before === '' || before.trim() !== '' || lineStart(text, cursor) === 0) return state
  const removed = Math.min(INDENT.length, before.length)
  return change(state, { from: cursor - removed, to: cursor, insert: '' })
}

/** Breaks the line and indents: as deep as the current line, one level more after an opening bracket. */
export function newline(state: EditorState, indent?: number): EditorState {
  const { cursor } = state.document
  const before = lineBeforeCursor(state.document)
  const deeper = OPENERS.test(before) ? INDENT : ''
  const white = indent === undefined ? indentOf(before) + deeper : ' '.repeat(indent)
  return change(state, { from: cursor, to: cursor, insert: '\n' + white })
}

export function deleteBackward(state: EditorState): EditorState {
  const { text, cursor } = state.document
  const before = lineBeforeCursor(state.document)
  const inIndent = before !== '' && /^ +$/.test(before)
  const from = inIndent
    ? cursor - (before.length % INDENT.length || INDENT.length)
    : previousBoundary(text, cursor)
  return change(state, { from, to: cursor, insert: '' })
}

export function deleteForward(state: EditorState): EditorState {
  const { text, cursor } = state.document
  return change(state, { from: cursor, to: nextBoundary(text, cursor), insert: '', cursor })
}

/** Swaps the graphemes around the cursor; at the end of the line, the two before it. */
export function transposeCharacters(state: EditorState): EditorState {
  const { text, cursor } = state.document
  const line = lineStart(text, cursor)
  const atLineEnd = cursor === text.length || text[cursor] === '\n'
  const middle = atLineEnd ? previousBoundary(text, cursor) : cursor
  if (middle <= line) return state
  const from = previousBoundary(text, middle)
  const to = nextBoundary(text, middle)
  return change(state, { from, to, insert: text.slice(middle, to) + text.slice(from, middle) })
}

/** Swaps the word before the cursor with the one after it. */
export function transposeWords(state: EditorState): EditorState {
  const { text, cursor } = state.document
  const secondStart = wordLeft(text, wordRight(text, cursor))
  const secondEnd = wordRight(text, secondStart)
  const firstStart = wordLeft(text, secondStart)
  const firstEnd = wordRight(text, firstStart)
  if (firstEnd > secondStart || firstStart === secondStart) return state
  const first = text.slice(firstStart, firstEnd)
  const second = text.slice(secondStart, secondEnd)
  const between = text.slice(firstEnd, secondStart)
  return change(state, { from: firstStart, to: secondEnd, insert: second + between + first })
}

/** Rewrites from the cursor to the end of the word. */
export function changeWord(state: EditorState, rewrite: (word: string) => string): EditorState {
  const { text, cursor } = state.document
  const to = wordRight(text, cursor)
  return change(state, { from: cursor, to, insert: rewrite(text.slice(cursor, to)) })
}

export function capitalize(word: string): string {
  return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (first) => first.toUpperCase())
}

export function indentLine(state: EditorState): EditorState {
  const { cursor } = state.document
  return change(state, { from: cursor, to: cursor, insert: INDENT })
}

export function dedentLine(state: EditorState): EditorState {
  const { text, cursor } = state.document
  const start = lineStart(text, cursor)
  const removed = Math.min(INDENT.length, indentOf(currentLine(state.document)).length)
  return change(state, {
    from: start,
    to: start + removed,
    insert: '',
    cursor: Math.max(start, cursor - removed),
  })
}
