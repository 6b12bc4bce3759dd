/**
 * Where vi's motions lead. Pure functions on text and offset; whether the character at the end belongs to an
 * operator's span is part of the motion, not of the operator.
 */
import { nextBoundary, previousBoundary } from '../../../shell/format/width.js'
import { matchingPair } from '../brackets.js'
import { indentOf, lineEnd, lineStart } from '../document.js'

/** The place a motion starts from, and what was typed with it. */
export interface MotionInput {
  readonly text: string
  readonly cursor: number
  readonly count: number
  /** Whether the count was typed: `G` goes to the end, `1G` to the first line. */
  readonly counted: boolean
  /** The character after `f`, `t` and their like. */
  readonly argument: string
}

export interface Motion {
  /** How an operator takes the span: up to the end, with the character there, or whole lines. */
  readonly span: 'exclusive' | 'inclusive' | 'lines'
  /** The new offset; `null` where there is nothing to go to. */
  readonly to: (input: MotionInput) => number | null
}

/** 0 blank, 1 word, 2 punctuation; the capital motions know blank and not blank only. */
function classAt(text: string, index: number, big: boolean): number {
  const character = text[index]
  if (character === undefined || /\s/.test(character)) return 0
  return big || /[\w$]|[^\x00-\x7f]/.test(character) ? 1 : 2
}

function wordForward(text: string, from: number, big: boolean): number {
  let at = from
  const start = classAt(text, at, big)
  while (at < text.length && start !== 0 && classAt(text, at, big) === start) at++
  while (at < text.length && classAt(text, at, big) === 0) at++
  return at
}

function wordBackward(text: string, from: number, big: boolean): number {
  let at = from
  while (at > 0 && classAt(text, at - 1, big) === 0) at--
  const end = classAt(text, at - 1, big)
  while (at > 0 && classAt(text, at - 1, big) === end) at--
  return at
}

function wordEnd(text: string, from: number, big: boolean): number {
  let at = from + 1
  while (at < text.length && classAt(text, at, big) === 0) at++
  const end = classAt(text, at, big)
  while (at + 1 < text.length && classAt(text, at + 1, big) === end) at++
  return Math.min(at, Math.max(0, text.length - 1))
}

type Step = (text: string, at: number) => number

/** A step taken `count` times. */
function repeated(step: Step): Motion['to'] {
  return ({ text, cursor, count }) => {
    let at = cursor
    for (let turn = 0; turn < count; turn++) at = step(text, at)
    return at
  }
}

function within(step: Step): Step {
  return (text, at) => {
    const next = step(text, at)
    return next < lineStart(text, at) || next > lineEnd(text, at) ? at : next
  }
}

/** `f`, `F`, `t`, `T`: the next such character of the line, or the one before it. */
function find(direction: 1 | -1, short: boolean): Motion['to'] {
  return ({ text, cursor, count, argument }) => {
    let at = cursor
    for (let turn = 0; turn < count; turn++) {
      const from =
        at + direction * (short && turn === 0 && text[at + direction] === argument ? 2 : 1)
      const found = direction > 0 ? text.indexOf(argument, from) : text.lastIndexOf(argument, from)
      if (from < 0 || found < lineStart(text, cursor) || found > lineEnd(text, cursor)) return null
      at = found
    }
    return short ? at - direction : at
  }
}

function lineOffset(text: string, number: number): number {
  let at = 0
  for (let line = 1; line < number; line++) {
    const end = text.indexOf('\n', at)
    if (end < 0) break
    at = end + 1
  }
  return at
}

function firstNonBlank(text: string, at: number): number {
  const start = lineStart(text, at)
  return start + indentOf(text.slice(start, lineEnd(text, at))).length
}

function partner({ text, cursor }: MotionInput): number | null {
  const near = text.slice(cursor, lineEnd(text, cursor)).search(/[()[\]{}]/)
  if (near < 0) return null
  const pair = matchingPair(text, cursor + near)
  if (!pair?.includes(cursor + near)) return null
  return pair[0] === cursor + near ? pair[1] : pair[0]
}

function linesDown(direction: 1 | -1): Motion['to'] {
  return ({ text, cursor, count }) => {
    let at = lineStart(text, cursor)
    for (let turn = 0; turn < count; turn++) {
      const next = direction > 0 ? lineEnd(text, at) + 1 : at - 1
      if (next < 0 || next > text.length) return null
      at = lineStart(text, next)
    }
    return Math.min(at + (cursor - lineStart(text, cursor)), lineEnd(text, at))
  }
}

function motion(span: Motion['span'], to: Motion['to']): Motion {
  return { span, to }
}

/** Vi's motions by their keys; `f`, `F`, `t` and `T` want a character behind them. */
export const MOTIONS: Readonly<Record<string, Motion>> = {
  h: motion('exclusive', repeated(within(previousBoundary))),
  l: motion('exclusive', repeated(within(nextBoundary))),
  ' ': motion('exclusive', repeated(nextBoundary)),
  j: motion('lines', linesDown(1)),
  k: motion('lines', linesDown(-1)),
  w: motion(
    'exclusive',
    repeated((text, at) => wordForward(text, at, false)),
  ),
  W: motion(
    'exclusive',
    repeated((text, at) => wordForward(text, at, true)),
  ),
  b: motion(
    'exclusive',
    repeated((text, at) => wordBackward(text, at, false)),
  ),
  B: motion(
    'exclusive',
    repeated((text, at) => wordBackward(text, at, true)),
  ),
  e: motion(
    'inclusive',
    repeated((text, at) => wordEnd(text, at, false)),
  ),
  E: motion(
    'inclusive',
    repeated((text, at) => wordEnd(text, at, true)),
  ),
  '0': motion('exclusive', ({ text, cursor }) => lineStart(text, cursor)),
  '^': motion('exclusive', ({ text, cursor }) => firstNonBlank(text, cursor)),
  $: motion('exclusive', ({ text, cursor, count }) =>
    lineEnd(text, lineOffset(text, lineNumber(text, cursor) + count - 1)),
  ),
  gg: motion('lines', ({ text, count }) => firstNonBlank(text, lineOffset(text, count))),
  G: motion('lines', ({ text, count, counted }) =>
    firstNonBlank(text, counted ? lineOffset(text, count) : text.length),
  ),
  '%': motion('inclusive', partner),
  f: motion('inclusive', find(1, false)),
  t: motion('inclusive', find(1, true)),
  F: motion('exclusive', find(-1, false)),
  T: motion('exclusive', find(-1, true)),
}

function lineNumber(text: string, cursor: number): number {
  return text.slice(0, cursor).split('\n').length
}

/** What `iw`, `aw`, `i(`, `a"` and their like cover; `null` where the cursor is in none. */
export function textObject(text: string, cursor: number, object: string): [number, number] | null {
  const around = object.startsWith('a')
  const kind = object.charAt(1)
  if (kind === 'w' || kind === 'W') return wordObject(text, cursor, kind === 'W', around)
  if (/["'`]/.test(kind)) return quoted(text, cursor, kind, around)
  const open = OPENERS[kind]
  return open === undefined ? null : bracketed(text, cursor, open, around)
}

const OPENERS: Readonly<Record<string, string>> = {
  '(': '()',
  ')': '()',
  b: '()',
  '[': '[]',
  ']': '[]',
  '{': '{}',
  '}': '{}',
  B: '{}',
}

function wordObject(text: string, cursor: number, big: boolean, around: boolean): [number, number] {
  const kind = classAt(text, cursor, big)
  const same = (index: number): boolean =>
    text[index] !== '\n' && classAt(text, index, big) === kind
  let from = cursor
  let to = cursor
  while (from > 0 && same(from - 1)) from--
  while (to < text.length && same(to)) to++
  while (around && /[ \t]/.test(text[to] ?? '')) to++
  return [from, to]
}

function quoted(
  text: string,
  cursor: number,
  quote: string,
  around: boolean,
): [number, number] | null {
  const start = lineStart(text, cursor)
  const places = [...text.slice(start, lineEnd(text, cursor))].flatMap((character, index) =>
    character === quote ? [start + index] : [],
  )
  for (let index = 0; index + 1 < places.length; index += 2) {
    const [from = 0, to = 0] = [places[index], places[index + 1]]
    if (cursor <= to) return around ? [from, to + 1] : [from + 1, to]
  }
  return null
}

function bracketed(
  text: string,
  cursor: number,
  pair: string,
  around: boolean,
): [number, number] | null {
  const [open = '', close = ''] = pair
  const from = enclosing(text, text[cursor] === close ? cursor - 1 : cursor, {
    open,
    close,
    step: -1,
  })
  const to = from === null ? null : enclosing(text, from + 1, { open: close, close: open, step: 1 })
  if (from === null || to === null) return null
  return around ? [from, to + 1] : [from + 1, to]
}

interface Sweep {
  readonly open: string
  readonly close: string
  readonly step: 1 | -1
}

function enclosing(text: string, from: number, { open, close, step }: Sweep): number | null {
  let depth = 0
  for (let at = from; at >= 0 && at < text.length; at += step) {
    if (text[at] === close) depth++
    else if (text[at] === open && depth-- === 0) return at
  }
  return null
}
