/** How wide the columns of a table are: as their cells, but cut to the room there is, the longest texts first. */
import type { TableBlock } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth } from '../width.js'
import { cellText } from './cell.js'

/** A text is never shown longer than this in a table. */
const MAX_CELL = 60
/** A text cut shorter than this says nothing. */
const MIN_TEXT = 10

interface Width {
  now: number
  /** Numbers, dates and names are shown in full or not at all. */
  readonly least: number
}

/** A width for each column, or null where they cannot stand side by side. */
export function fitColumns(block: TableBlock, room: number): readonly number[] | null {
  const widths = block.columns.map((_, index) => widthOf(block, index))
  let excess = widths.reduce((sum, { now }) => sum + now, 0) - room
  while (excess > 0) {
    const widest = widths.filter(({ now, least }) => now > least)
    if (widest.length === 0) break
    widest.reduce((a, b) => (b.now > a.now ? b : a)).now--
    excess--
  }
  if (excess <= 0) return widths.map(({ now }) => now)
  return widths.length > 1 ? null : [Math.max(1, room)]
}

function widthOf({ columns, rows }: TableBlock, index: number): Width {
  const title = displayWidth(oneLine(columns[index]?.title ?? ''))
  const cells = rows.flatMap((row) => row[index] ?? [])
  const natural = Math.max(title, ...cells.map((cell) => displayWidth(cellText(cell))))
  const isText = cells.some(({ type = 'text' }) => type === 'text' || type === 'json')
  const now = isText ? Math.min(Math.max(title, MAX_CELL), natural) : natural
  return { now, least: isText ? Math.min(now, Math.max(title, MIN_TEXT)) : now }
}
