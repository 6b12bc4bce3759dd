/**
 * How wide the columns of a table are: as their cells, but cut to the room there is, the longest texts first. What
 * has no room even then is left out, again the longest texts first.
 */
import type { TableBlock } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth } from '../width.js'
import { cellText } from './cell.js'

/** A text is never shown longer than this in a table. */
const MAX_CELL = 60
/** A text cut shorter than this says nothing. */
const MIN_TEXT = 10

export interface FittedColumn {
  readonly index: number
  readonly width: number
}

interface Width {
  readonly index: number
  readonly natural: number
  /** Numbers and dates are shown in full or not at all. */
  readonly least: number
  readonly isText: boolean
}

/** The columns that have room, in order, with their widths; one is left in any case. */
export function fitColumns(
  block: TableBlock,
  available: number,
  gap: number,
): readonly FittedColumn[] {
  let shown = block.columns.map((_, index) => widthOf(block, index))
  const room = (): number => available - gap * (shown.length - 1)
  while (shown.length > 1 && sum(shown.map(({ least }) => least)) > room()) {
    const dropped = leastMissed(shown)
    shown = shown.filter((column) => column !== dropped)
  }
  return shrink(shown, room())
}

/** The first column tells the rows apart, so it is kept. */
function leastMissed([, ...others]: readonly Width[]): Width | undefined {
  const texts = others.filter(({ isText }) => isText)
  if (texts.length === 0) return others.at(-1)
  return texts.reduce((a, b) => (b.natural > a.natural ? b : a))
}

function shrink(columns: readonly Width[], room: number): readonly FittedColumn[] {
  const widths = columns.map(({ natural }) => natural)
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = columns.reduce((best, { least }, at) => {
      const canShrink = (widths[at] ?? 0) > least
      return canShrink && (widths[at] ?? 0) > (widths[best] ?? 0) ? at : best
    }, -1)
    if (widest < 0) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  const most = columns.length === 1 ? Math.max(1, room) : Infinity
  return columns.map(({ index }, at) => ({ index, width: Math.min(most, widths[at] ?? 0) }))
}

function widthOf({ columns, rows }: TableBlock, index: number): Width {
  const title = displayWidth(oneLine(columns[index]?.title ?? ''))
  const cells = rows.flatMap((row) => row[index] ?? [])
  const widest = Math.max(title, ...cells.map((cell) => displayWidth(cellText(cell))))
  const isText = cells.some(({ type = 'text' }) => ['text', 'json', 'key'].includes(type))
  const natural = isText ? Math.min(Math.max(title, MAX_CELL), widest) : widest
  return {
    index,
    natural,
    least: isText ? Math.min(natural, Math.max(title, MIN_TEXT)) : natural,
    isText,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
