/**
 * Paints a table: a header, a rule, aligned cells. One that is wider than the terminal is painted vertically, a
 * record at a time.
 */
import type { Cell, TableBlock } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad, truncate } from '../width.js'
import type { Theme } from '../theme.js'
import { cellPaint, cellText, paintCell } from './cell.js'
import type { PaintContext, Painter } from './paint.js'

const GAP = '  '
const MAX_CELL = 60

export const paintTable: Painter<TableBlock> = (block, context) => {
  const widths = columnWidths(block)
  const width = widths.reduce((sum, one) => sum + one, GAP.length * (widths.length - 1))
  const fits = width < context.columns || block.columns.length <= 1
  const body = fits ? horizontal(block, widths, context) : vertical(block, context)
  const { theme } = context
  const title = block.title === undefined ? [] : [theme.strong(oneLine(block.title))]
  return [...title, ...body, ...footer(block, theme)].join('\n')
}

function columnWidths(block: TableBlock): readonly number[] {
  return block.columns.map((column, index) => {
    const cells = block.rows.map((row) => {
      const cell = row[index]
      return cell ? Math.min(MAX_CELL, displayWidth(cellText(cell))) : 0
    })
    return Math.max(displayWidth(oneLine(column.title)), ...cells)
  })
}

function horizontal(
  block: TableBlock,
  widths: readonly number[],
  { theme, columns }: PaintContext,
): readonly string[] {
  const room = widths.map((width) => Math.min(width, columns - 1))
  const header = block.columns.map((column, index) =>
    theme.strong(pad(oneLine(column.title), room[index] ?? 0, column.align)),
  )
  const rule = room.map((width) => theme.muted('─'.repeat(width)))
  const rows = block.rows.map((row) =>
    block.columns.map((column, index) =>
      paddedCell(row[index], { width: room[index] ?? 0, align: column.align, theme }),
    ),
  )
  return [header, rule, ...rows].map((cells) => cells.join(GAP).trimEnd())
}

interface CellRoom {
  readonly width: number
  readonly align: 'left' | 'right'
  readonly theme: Theme
}

function paddedCell(cell: Cell | undefined, { width, align, theme }: CellRoom): string {
  if (!cell) return ' '.repeat(width)
  return pad(cellPaint(cell, theme)(truncate(cellText(cell), width)), width, align)
}

function vertical(block: TableBlock, { theme, columns }: PaintContext): readonly string[] {
  const titles = block.columns.map((column) => oneLine(column.title))
  const width = Math.max(...titles.map(displayWidth))
  return block.rows.flatMap((row, number) => {
    const heading = `─ ${number + 1} `
    const rule = theme.muted(
      heading + '─'.repeat(Math.max(0, Math.min(columns - 1, 40) - heading.length)),
    )
    const fields = titles.map((title, index) => {
      const cell = row[index]
      return `${theme.label(pad(title, width))}${GAP}${cell ? paintCell(cell, theme) : ''}`.trimEnd()
    })
    return [rule, ...fields]
  })
}

function footer(block: TableBlock, theme: Theme): readonly string[] {
  if (block.footer === '') return []
  const shown = block.rows.length
  const count =
    block.total !== undefined && block.total > shown
      ? `first ${shown} of ${block.total} rows`
      : `${shown} ${shown === 1 ? 'row' : 'rows'}`
  return [theme.muted(block.footer === undefined ? `(${count})` : oneLine(block.footer))]
}
