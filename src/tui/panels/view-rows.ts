/**
 * The view below the input: a title with the keys, then as much of the command's answer, or of the panel's page, as
 * half the screen holds. In a list the chosen row is marked and in sight.
 */
import type { Output } from '../../shell/format/output.js'
import { paintBlock } from '../../shell/format/paint/index.js'
import { oneLine } from '../../shell/format/sanitize.js'
import type { Theme } from '../../shell/format/theme.js'
import { displayWidth, truncate } from '../../shell/format/width.js'
import type { Browse } from '../modes/panel.js'
import { VIEWS, type View } from '../modes/view.js'
import type { TuiState } from '../state.js'
import { windowStart } from './editor-rows.js'

export function viewRows(state: TuiState, theme: Theme, available: number): readonly string[] {
  const { view } = state
  const height = Math.min(available, Math.floor(state.rows / 2))
  if (!view || height < 2) return []
  if (view.browse) return panelRows(state, { view, browse: view.browse, height }, theme)
  return scrolled(
    state,
    { view, lines: viewLines(view.blocks, theme, state.columns), height },
    theme,
  )
}

function viewLines(
  blocks: readonly Output[] | null,
  theme: Theme,
  columns: number,
): readonly string[] {
  return (blocks ?? [])
    .map((block) => paintBlock(block, { theme, columns: columns - 1 }))
    .filter((text) => text !== '')
    .flatMap((text) => text.split('\n'))
}

interface Scrolled {
  readonly view: View
  readonly lines: readonly string[]
  readonly height: number
}

function scrolled(
  state: TuiState,
  { view, lines, height }: Scrolled,
  theme: Theme,
): readonly string[] {
  const room = height - 1
  const top = Math.min(view.top, Math.max(0, lines.length - room))
  const shown = lines.slice(top, top + room)
  const span =
    shown.length < lines.length ? `${top + 1}–${top + shown.length} of ${lines.length}` : ''
  return [title(view, span, state, theme), ...shown]
}

interface Listed {
  readonly view: View
  readonly browse: Browse
  readonly height: number
}

const MARK = '▸ '
/** Names of the columns, and the rule below them. */
const HEADER = 2

function panelRows(
  state: TuiState,
  { view, browse, height }: Listed,
  theme: Theme,
): readonly string[] {
  const { page, selected } = browse
  if (!page?.ids) {
    const lines = viewLines(page?.blocks ?? null, theme, state.columns)
    return scrolled(state, { view, lines, height }, theme)
  }
  const painted = viewLines(page.blocks, theme, state.columns - MARK.length)
  const header = height > HEADER + 2 && page.ids.length > 0 ? HEADER : 0
  const rows = page.ids.length === 0 ? [] : painted.slice(HEADER, HEADER + page.ids.length)
  const room = height - 1 - header
  const top = windowStart(rows.length, selected, room)
  const shown = rows.slice(top, top + room).map((row, index) => {
    const chosen = top + index === selected && state.mode.kind === 'panel'
    return chosen ? theme.selected(MARK) + row : `  ${row}`
  })
  const span =
    shown.length < rows.length ? `${top + 1}–${top + shown.length} of ${rows.length}` : ''
  const titles = painted.slice(0, header).map((line) => `  ${line}`)
  return [title(view, span, state, theme), ...titles, ...shown]
}

function title(view: View, span: string, state: TuiState, theme: Theme): string {
  const { browse } = view
  const room = state.columns - 1
  if (browse?.asks != null) return theme.tone.warning(truncate(question(browse), room))
  const waits = browse ? browse.page === null : view.blocks === null
  const name = browse
    ? oneLine(browse.page?.title ?? TITLES[browse.key])
    : VIEWS[view.key].join(' ')
  const filter = browse?.filtering || browse?.filter ? ` · /${browse.filter}` : ''
  const what = truncate(
    `${name}${waits ? ' …' : ''}${span === '' ? '' : ` · ${span}`}${filter}`,
    room,
  )
  const keys = keysOf(view, state, span !== '').find(
    (text) => displayWidth(what) + 3 + text.length <= room,
  )
  return theme.strong(what) + (keys === undefined ? '' : theme.muted(` · ${keys}`))
}

const TITLES = { F2: 'statements', F3: 'objects' } as const

/** From the longest to the shortest that may have room. */
function keysOf({ key, browse }: View, { mode }: TuiState, scrolls: boolean): readonly string[] {
  if (!browse) return [...(scrolls ? [`PgUp PgDn scroll · ${key} closes`] : []), `${key} closes`]
  if (mode.kind !== 'panel') return [`${key} chooses here`, key]
  if (browse.filtering) return ['Enter keeps · Esc drops the filter']
  const isList = browse.page?.ids != null
  const revert = key === 'F3' && isList ? 'r reverts · ' : ''
  const explain = key === 'F2' ? 'e explains · ' : ''
  if (browse.path.length > 0)
    return [
      `${isList ? '↑↓ · ' : ''}${revert}${browse.path.length > 1 ? '' : explain}Esc back`,
      'Esc back',
    ]
  const enter = key === 'F3' ? 'Enter attributes' : 'Enter in full'
  return [
    `↑↓ · ${enter} · ${explain}${revert}/ filters · Tab to the prompt · Esc closes`,
    `↑↓ · ${enter} · Esc closes`,
    'Esc closes',
  ]
}

function question({ asks, page, path, selected }: Browse): string {
  const table = page?.blocks[0]
  const row = table?.kind === 'table' ? table.rows[selected]?.[0]?.text : undefined
  const what = oneLine(row ?? asks ?? '')
  const where = path.length > 0 ? `${oneLine(page?.title.split(' · ')[0] ?? '')}.` : ''
  return `take back what was done to ${where}${what}? (y/n)`
}
