/**
 * State transitions of the pager: what an input has answered, read from its first line, sideways too, and searched.
 * All of it is in the scrollback already; the pager is a way to read it and loses nothing when it closes.
 */
import type { Output } from '../../shell/format/output.js'
import type { TerminalPreferences } from '../../shell/protocol.js'
import { EDIT_MODE, type TuiState } from '../state.js'

export interface Pager {
  readonly blocks: readonly Output[]
  /** The first line shown, and the columns of lines that are left out before it. */
  readonly top: number
  readonly left: number
  readonly query: string
  /** What is being typed behind `/`; null while nothing is. */
  readonly typing: string | null
  /** The line the search has found last. */
  readonly match: number | null
  readonly text: PagerText
}

/** The blocks as lines without colours; the first lines may stay in sight, a table's titles do. */
export interface PagerText {
  readonly columns: number
  readonly header: readonly string[]
  readonly lines: readonly string[]
}

/** Columns that one step to the side takes. */
const SIDE = 20

export function openPager(state: TuiState, blocks: readonly Output[], text: PagerText): TuiState {
  const pager = { blocks, text, top: 0, left: 0, query: '', typing: null, match: null }
  return { ...state, mode: { kind: 'pager', pager }, hint: null }
}

/** Whether an answer of so many lines opens in the pager. */
export function wantsPager(
  setting: TerminalPreferences['pager'],
  lines: number,
  rows: number,
): boolean {
  if (lines === 0 || setting === 'off') return false
  return setting === 'always' || lines > rows - 3
}

/** Rows of text the pager shows. */
export function pageHeight({ rows }: TuiState, { header }: PagerText): number {
  return Math.max(1, rows - 4 - header.length)
}

function withPager(state: TuiState, change: (pager: Pager) => Partial<Pager>): TuiState {
  if (state.mode.kind !== 'pager') return state
  const { pager } = state.mode
  const next = { ...pager, ...change(pager) }
  const last = Math.max(0, next.text.lines.length - pageHeight(state, next.text))
  const top = Math.max(0, Math.min(next.top, last))
  return {
    ...state,
    mode: { kind: 'pager', pager: { ...next, top, left: Math.max(0, next.left) } },
  }
}

export function pagerScroll(state: TuiState, lines: number): TuiState {
  return withPager(state, ({ top }) => ({ top: top + lines, match: null }))
}

export function pagerPage(state: TuiState, pages: number): TuiState {
  if (state.mode.kind !== 'pager') return state
  return pagerScroll(state, Math.trunc(pages * pageHeight(state, state.mode.pager.text)))
}

export function pagerSide(state: TuiState, steps: number): TuiState {
  return withPager(state, ({ left, text }) => {
    const widest = text.lines.reduce((width, line) => Math.max(width, line.length), 0)
    return { left: Math.min(left + steps * SIDE, Math.max(0, widest - SIDE)) }
  })
}

export function pagerEdge(state: TuiState, edge: 'start' | 'end'): TuiState {
  return withPager(state, ({ text }) => ({
    top: edge === 'start' ? 0 : text.lines.length,
    left: 0,
    match: null,
  }))
}

/** Characters: a search being typed, else commands as in `less`. */
export function pagerType(state: TuiState, text: string): TuiState {
  return Array.from(text).reduce((now, character) => pressed(now, character), state)
}

const COMMANDS: Readonly<Record<string, (state: TuiState) => TuiState>> = {
  q: closePager,
  ' ': (state) => pagerPage(state, 1),
  f: (state) => pagerPage(state, 1),
  b: (state) => pagerPage(state, -1),
  d: (state) => pagerPage(state, 0.5),
  u: (state) => pagerPage(state, -0.5),
  j: (state) => pagerScroll(state, 1),
  k: (state) => pagerScroll(state, -1),
  h: (state) => pagerSide(state, -1),
  l: (state) => pagerSide(state, 1),
  g: (state) => pagerEdge(state, 'start'),
  G: (state) => pagerEdge(state, 'end'),
  '/': (state) => withPager(state, () => ({ typing: '' })),
  n: (state) => pagerFind(state, 1),
  N: (state) => pagerFind(state, -1),
}

function pressed(state: TuiState, character: string): TuiState {
  if (state.mode.kind !== 'pager') return state
  const { typing } = state.mode.pager
  if (typing !== null) return withPager(state, () => ({ typing: typing + character }))
  return COMMANDS[character]?.(state) ?? state
}

export function pagerErase(state: TuiState): TuiState {
  return withPager(state, ({ typing }) => ({
    typing: typing === null || typing === '' ? null : Array.from(typing).slice(0, -1).join(''),
  }))
}

/** Enter: searches what was typed, else goes down a line. */
export function pagerEnter(state: TuiState): TuiState {
  if (state.mode.kind !== 'pager') return state
  const { typing, query } = state.mode.pager
  if (typing === null) return pagerScroll(state, 1)
  const found = withPager(state, () => ({ query: typing === '' ? query : typing, typing: null }))
  return pagerFind(found, 1, 0)
}

/** Escape: gives a search up, else closes. */
export function pagerEscape(state: TuiState): TuiState {
  if (state.mode.kind !== 'pager') return state
  return state.mode.pager.typing === null
    ? closePager(state)
    : withPager(state, () => ({ typing: null }))
}

export function closePager(state: TuiState): TuiState {
  return { ...state, mode: EDIT_MODE }
}

/** The next line with a match, `least` lines from the last one, round the end. */
function pagerFind(state: TuiState, step: 1 | -1, least = 1): TuiState {
  return withPager(state, ({ text, query, top, match }) => {
    const from = (match ?? top) + (match === null ? 0 : step * least)
    const at = nextMatch(text.lines, query, { from, step })
    return { match: at, ...(at === null ? {} : { top: at }) }
  })
}

function nextMatch(
  lines: readonly string[],
  query: string,
  { from, step }: { readonly from: number; readonly step: 1 | -1 },
): number | null {
  for (let turn = 0; turn < lines.length && query !== ''; turn++) {
    const at = (((from + turn * step) % lines.length) + lines.length) % lines.length
    if (matchIn(lines[at] ?? '', query) >= 0) return at
  }
  return null
}

/** Case matters only when the query has capitals. */
export function matchIn(line: string, query: string): number {
  if (query === '') return -1
  return query === query.toLowerCase() ? line.toLowerCase().indexOf(query) : line.indexOf(query)
}
