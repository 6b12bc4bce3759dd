/**
 * Carries out a command of vi's normal mode on the editor's state. Pure; what was removed or copied is the newest
 * entry of the kill ring, whole lines end with a break there.
 */
import { nextBoundary, previousBoundary } from '../../../shell/format/width.js'
import { EDITOR_COMMANDS } from '../commands.js'
import { currentLine, indentOf, lineEnd, lineStart } from '../document.js'
import { type EditorState, change, move } from '../state.js'
import { MOTIONS, type Motion, textObject } from './motions.js'
import type { Found } from './memory.js'
import type { Operator, ViCommand } from './parse.js'

export interface ViOrder {
  readonly command: ViCommand
  readonly count: number
  readonly counted: boolean
  readonly found: Found | null
}

export interface ViOutcome {
  readonly editor: EditorState
  /** Whether typing goes on in insert mode. */
  readonly inserts: boolean
}

const INDENT = '  '

/** In normal mode the cursor stands on a character, never behind the last one of a line. */
export function onCharacter(editor: EditorState): EditorState {
  const { text, cursor } = editor.document
  const behind = cursor > lineStart(text, cursor) && cursor === lineEnd(text, cursor)
  return behind ? move(editor, previousBoundary(text, cursor)) : editor
}

export function operate(editor: EditorState, order: ViOrder): ViOutcome {
  const { command } = order
  if (command.kind === 'simple') return simple(editor, order, command.name, command.argument)
  if (command.kind === 'move') {
    const to = destination(editor, order, command.motion, command.argument)
    return { editor: to === null ? editor : onCharacter(move(editor, to.at)), inserts: false }
  }
  const span = spanOf(editor, order, command)
  return span ? apply(editor, command.operator, span) : { editor, inserts: false }
}

interface Destination {
  readonly at: number
  readonly span: Motion['span']
}

const OPPOSITE: Readonly<Record<string, string>> = { f: 'F', F: 'f', t: 'T', T: 't' }

function destination(
  { document }: EditorState,
  { count, counted, found }: ViOrder,
  name: string,
  argument: string,
): Destination | null {
  const repeats = name === ';' || name === ','
  if (repeats && !found) return null
  const key = repeats && found ? (name === ';' ? found.motion : OPPOSITE[found.motion]) : name
  const motion = MOTIONS[key ?? '']
  const wanted = repeats && found ? found.argument : argument
  const at = motion?.to({ ...document, count, counted, argument: wanted }) ?? null
  return motion && at !== null ? { at, span: motion.span } : null
}

interface Span {
  readonly from: number
  readonly to: number
  readonly lines: boolean
}

function spanOf(
  editor: EditorState,
  order: ViOrder,
  command: Extract<ViCommand, { readonly kind: 'operate' }>,
): Span | null {
  const { text, cursor } = editor.document
  const { operator, target, argument } = command
  if (target === operator) return linesFrom(text, cursor, order.count)
  if (/^[ia]./u.test(target)) {
    const object = textObject(text, cursor, target)
    return object && { from: object[0], to: object[1], lines: false }
  }
  // Changing a word leaves the blanks behind it.
  const onWord = operator === 'c' && /\S/.test(text[cursor] ?? '')
  const name = onWord ? (target === 'w' ? 'e' : target === 'W' ? 'E' : target) : target
  const place = destination(editor, order, name, argument)
  if (!place) return null
  const [from, to] = cursor <= place.at ? [cursor, place.at] : [place.at, cursor]
  if (place.span === 'lines') return wholeLines(text, from, to)
  const end = place.span === 'inclusive' ? nextBoundary(text, to) : to
  const isWord = name === 'w' || name === 'W'
  return { from, to: isWord ? Math.min(end, lineLimit(text, from, end)) : end, lines: false }
}

/** An operator on the last word of a line leaves the line's break. */
function lineLimit(text: string, from: number, end: number): number {
  return text.slice(from, end).includes('\n') ? Math.max(from + 1, lineEnd(text, from)) : end
}

function linesFrom(text: string, cursor: number, count: number): Span {
  let to = lineEnd(text, cursor)
  for (let turn = 1; turn < count && to < text.length; turn++) to = lineEnd(text, to + 1)
  return wholeLines(text, cursor, to)
}

function wholeLines(text: string, from: number, to: number): Span {
  return { from: lineStart(text, from), to: lineEnd(text, to), lines: true }
}

function apply(editor: EditorState, operator: Operator, span: Span): ViOutcome {
  switch (operator) {
    case 'y':
      return { editor: yanked(onlyFrom(editor, span), span), inserts: false }
    case 'd':
      return { editor: onCharacter(removed(yanked(editor, span), span)), inserts: false }
    case 'c':
      return { editor: cleared(yanked(editor, span), span), inserts: true }
    case '<':
    case '>':
      return { editor: shifted(editor, span, operator), inserts: false }
  }
}

function onlyFrom(editor: EditorState, { from, lines }: Span): EditorState {
  return lines ? editor : move(editor, from)
}

function yanked(editor: EditorState, { from, to, lines }: Span): EditorState {
  const text = editor.document.text.slice(from, to) + (lines ? '\n' : '')
  return text === '' ? editor : { ...editor, kills: [text, ...editor.kills].slice(0, 20) }
}

/** Whole lines go with one of the breaks around them. */
function removed(editor: EditorState, { from, to, lines }: Span): EditorState {
  if (!lines) return change(editor, { from, to, insert: '' })
  const { text } = editor.document
  const isLast = to === text.length
  const start = isLast ? Math.max(0, from - 1) : from
  const next = change(editor, { from: start, to: isLast ? to : to + 1, insert: '' })
  const { text: rest, cursor } = next.document
  const line = lineStart(rest, cursor)
  return move(next, line + indentOf(currentLine({ text: rest, cursor: line })).length)
}

/** The lines become one empty line, as deep as the first. */
function cleared(editor: EditorState, { from, to, lines }: Span): EditorState {
  const indent = lines ? indentOf(editor.document.text.slice(from, to)) : ''
  return change(editor, { from, to, insert: indent })
}

function shifted(editor: EditorState, span: Span, operator: '<' | '>'): EditorState {
  const { text } = editor.document
  const [from, to] = [lineStart(text, span.from), lineEnd(text, span.to)]
  const lines = text.slice(from, to).split('\n')
  const insert = lines
    .map((line) => (operator === '>' ? INDENT + line : line.replace(/^ {1,2}/, '')))
    .join('\n')
  const cursor = from + indentOf(insert).length
  return change(editor, { from, to, insert, cursor })
}

function simple(editor: EditorState, order: ViOrder, name: string, argument: string): ViOutcome {
  const run = SIMPLE[name]
  return run ? run(editor, order, argument) : { editor, inserts: false }
}

type Simple = (editor: EditorState, order: ViOrder, argument: string) => ViOutcome

/** A command that is short for another. */
function short(keys: { readonly operator: Operator; readonly target: string }): Simple {
  return (editor, order) =>
    operate(editor, { ...order, command: { kind: 'operate', argument: '', ...keys } })
}

function inserting(place: (editor: EditorState) => EditorState): Simple {
  return (editor) => ({ editor: place(editor), inserts: true })
}

function staying(
  step: (editor: EditorState, order: ViOrder, argument: string) => EditorState,
): Simple {
  return (editor, order, argument) => ({
    editor: onCharacter(step(editor, order, argument)),
    inserts: false,
  })
}

function to(
  target: (text: string, cursor: number) => number,
): (editor: EditorState) => EditorState {
  return (editor) => move(editor, target(editor.document.text, editor.document.cursor))
}

const SIMPLE: Readonly<Record<string, Simple>> = {
  i: inserting((editor) => editor),
  I: inserting((editor) => move(editor, MOTIONS['^']?.to(input(editor)) ?? 0)),
  a: inserting(to((text, at) => (at === lineEnd(text, at) ? at : nextBoundary(text, at)))),
  A: inserting(to(lineEnd)),
  o: inserting((editor) => opened(editor, 'below')),
  O: inserting((editor) => opened(editor, 'above')),
  x: short({ operator: 'd', target: 'l' }),
  X: short({ operator: 'd', target: 'h' }),
  D: short({ operator: 'd', target: '$' }),
  C: short({ operator: 'c', target: '$' }),
  s: short({ operator: 'c', target: 'l' }),
  S: short({ operator: 'c', target: 'c' }),
  Y: short({ operator: 'y', target: 'y' }),
  u: staying((editor, { count }) => times(count, editor, EDITOR_COMMANDS.undo)),
  p: staying((editor, { count }) => put(editor, count, 'after')),
  P: staying((editor, { count }) => put(editor, count, 'before')),
  r: staying(replaced),
  J: staying((editor, { count }) => times(Math.max(1, count - 1), editor, joined)),
  '~': staying((editor, { count }) => times(count, editor, caseTurned)),
}

function input({ document }: EditorState) {
  return { ...document, count: 1, counted: false, argument: '' }
}

function times(
  count: number,
  editor: EditorState,
  step: (editor: EditorState) => EditorState,
): EditorState {
  let next = editor
  for (let turn = 0; turn < count; turn++) next = step(next)
  return next
}

function opened(editor: EditorState, where: 'above' | 'below'): EditorState {
  const { text, cursor } = editor.document
  const indent = indentOf(currentLine(editor.document))
  const at = where === 'above' ? lineStart(text, cursor) : lineEnd(text, cursor)
  const insert = where === 'above' ? `${indent}\n` : `\n${indent}`
  return change(editor, {
    from: at,
    to: at,
    insert,
    cursor: at + insert.length - (where === 'above' ? 1 : 0),
  })
}

function put(editor: EditorState, count: number, where: 'after' | 'before'): EditorState {
  const register = editor.kills[0]
  if (register === undefined) return editor
  const { text, cursor } = editor.document
  if (register.endsWith('\n')) return putLines(editor, register.repeat(count).slice(0, -1), where)
  const at =
    where === 'after' && cursor < lineEnd(text, cursor) ? nextBoundary(text, cursor) : cursor
  const insert = register.repeat(count)
  const end = previousBoundary(insert, insert.length)
  return change(editor, { from: at, to: at, insert, cursor: at + end })
}

function putLines(editor: EditorState, lines: string, where: 'after' | 'before'): EditorState {
  const { text, cursor } = editor.document
  const at = where === 'after' ? lineEnd(text, cursor) : lineStart(text, cursor)
  const insert = where === 'after' ? `\n${lines}` : `${lines}\n`
  const start = where === 'after' ? at + 1 : at
  return change(editor, { from: at, to: at, insert, cursor: start + indentOf(lines).length })
}

function replaced(editor: EditorState, { count }: ViOrder, argument: string): EditorState {
  const { text, cursor } = editor.document
  let end = cursor
  for (let turn = 0; turn < count; turn++) end = nextBoundary(text, end)
  if (end > lineEnd(text, cursor) || end === cursor) return editor
  const insert = argument.repeat(count)
  return change(editor, {
    from: cursor,
    to: end,
    insert,
    cursor: cursor + insert.length - argument.length,
  })
}

function joined(editor: EditorState): EditorState {
  const { text, cursor } = editor.document
  const end = lineEnd(text, cursor)
  if (end === text.length) return editor
  const next = end + 1 + indentOf(text.slice(end + 1)).length
  return change(editor, { from: end, to: next, insert: ' ', cursor: end })
}

function caseTurned(editor: EditorState): EditorState {
  const { text, cursor } = editor.document
  const end = Math.min(nextBoundary(text, cursor), lineEnd(text, cursor))
  const character = text.slice(cursor, end)
  const lower = character.toLowerCase()
  const insert = character === lower ? character.toUpperCase() : lower
  return change(editor, { from: cursor, to: end, insert })
}
