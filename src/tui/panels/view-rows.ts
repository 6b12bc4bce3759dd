/**
 * The view below the input: a title with the keys, then as much of the command's answer as half the screen holds.
 */
import { paintBlock } from '../../shell/format/paint/index.js'
import type { Theme } from '../../shell/format/theme.js'
import { truncate } from '../../shell/format/width.js'
import { VIEWS, type View } from '../modes/view.js'
import type { TuiState } from '../state.js'

export function viewRows(state: TuiState, theme: Theme, available: number): readonly string[] {
  const { view } = state
  const height = Math.min(available, Math.floor(state.rows / 2))
  if (!view || height < 2) return []
  const lines = viewLines(view, theme, state.columns)
  const room = height - 1
  const top = Math.min(view.top, Math.max(0, lines.length - room))
  const shown = lines.slice(top, top + room)
  return [
    title(view, { from: top, to: top + shown.length, of: lines.length }, state, theme),
    ...shown,
  ]
}

function viewLines({ blocks }: View, theme: Theme, columns: number): readonly string[] {
  if (blocks === null) return []
  return blocks
    .map((block) => paintBlock(block, { theme, columns: columns - 1 }))
    .filter((text) => text !== '')
    .flatMap((text) => text.split('\n'))
}

interface Span {
  readonly from: number
  readonly to: number
  readonly of: number
}

function title(view: View, { from, to, of }: Span, { columns }: TuiState, theme: Theme): string {
  const span = to - from < of ? ` · ${from + 1}–${to} of ${of} · PgUp PgDn scroll` : ''
  const wait = view.blocks === null ? ' …' : ''
  return theme.muted(
    truncate(`${VIEWS[view.key].join(' ')}${wait}${span} · ${view.key} closes`, columns - 1),
  )
}
