/**
 * The pager on the screen: a page of lines, cut to the width from where the reader is, and a row that says where that
 * is or what is being searched. Tables are painted as wide as they are, their titles stay in sight.
 */
import sliceAnsi from 'slice-ansi'
import type { Output } from '../../shell/format/output.js'
import { paintBlock } from '../../shell/format/paint/index.js'
import { type Theme, createTheme } from '../../shell/format/theme.js'
import { displayWidth, truncate } from '../../shell/format/width.js'
import { type Pager, type PagerText, matchIn, pageHeight } from '../modes/pager.js'
import type { TuiState } from '../state.js'

/** Room for a table of any width. */
const ANY_WIDTH = 1_000_000
const PLAIN = createTheme({ color: false })

interface Painted {
  readonly header: readonly string[]
  readonly lines: readonly string[]
}

/** The text of the blocks, laid out for a screen of so many columns. */
export function pagerText(blocks: readonly Output[], columns: number): PagerText {
  return { columns, ...painted(blocks, PLAIN, columns) }
}

function painted(blocks: readonly Output[], theme: Theme, columns: number): Painted {
  const lines = blocks
    .map((block) => paintWide(block, theme, columns))
    .filter((text) => text !== '')
    .flatMap((text) => text.replaceAll('\t', '  ').split('\n'))
  const height = headerHeight(blocks[0])
  return { header: lines.slice(0, height), lines: lines.slice(height) }
}

function paintWide(block: Output, theme: Theme, columns: number): string {
  if (block.kind !== 'table' || block.layout === 'records')
    return paintBlock(block, { theme, columns })
  return paintBlock({ ...block, layout: 'grid' }, { theme, columns: ANY_WIDTH })
}

/** Title, names of the columns and the rule below them. */
function headerHeight(first: Output | undefined): number {
  if (first?.kind !== 'table' || first.layout === 'records') return 0
  return first.title === undefined ? 2 : 3
}

/** Painting a long answer takes a while; scrolling through it must not. */
let last: { readonly blocks: readonly Output[]; readonly theme: Theme; readonly painted: Painted }

function colouredOf({ blocks, text }: Pager, theme: Theme): Painted {
  if (last?.blocks !== blocks || last.theme !== theme)
    last = { blocks, theme, painted: painted(blocks, theme, text.columns) }
  return last.painted
}

export interface PagerRows {
  readonly lines: readonly string[]
  readonly prompt: string
}

export function pagerRows(state: TuiState, pager: Pager, theme: Theme): PagerRows {
  const { header, lines } = colouredOf(pager, theme)
  const height = pageHeight(state, pager.text)
  const cut = (line: string): string => sideways(line, pager.left, state.columns - 1)
  const page = lines.slice(pager.top, pager.top + height).map((line, index) => {
    const plain = pager.text.lines[pager.top + index] ?? ''
    const found = matchIn(plain, pager.query)
    return cut(found < 0 ? line : withFound(plain, found, pager.query.length, theme))
  })
  const room = Math.max(0, state.rows - 4 - page.length)
  return {
    lines: [...header.slice(0, room).map(cut), ...page],
    prompt: prompt(state, pager, theme),
  }
}

function sideways(line: string, left: number, columns: number): string {
  if (left === 0 && displayWidth(line) <= columns) return line
  return sliceAnsi(line, left, left + columns)
}

function withFound(line: string, at: number, length: number, theme: Theme): string {
  return line.slice(0, at) + theme.found(line.slice(at, at + length)) + line.slice(at + length)
}

function prompt(state: TuiState, pager: Pager, theme: Theme): string {
  const { typing, query, match, top, text, left } = pager
  const room = state.columns - 1
  if (typing !== null) return truncate(`/${typing}`, room)
  const end = Math.min(text.lines.length, top + pageHeight(state, text))
  const place = `lines ${top + 1}–${end} of ${text.lines.length}`
  const side = left > 0 ? ` · from column ${left + 1}` : ''
  const found = query === '' ? '' : match === null ? ` · no more ${query}` : ` · n next ${query}`
  return theme.muted(truncate(`${place}${side}${found} · q closes · / searches · ← →`, room))
}
