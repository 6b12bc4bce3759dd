/**
 * Paints a table: a header, a rule, aligned cells. Where the terminal is too narrow, texts are cut; where that is
 * not enough, records are painted one below the other.
 */
import type { Cell, TableBlock } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad, truncate } from '../width.js'
import { fitColumns } from './table-widths.js'
import type { Theme } from '../theme.js'
import { cellPaint, cellText, paintCell } from './cell.js'
import type { PaintContext, Painter } from './paint.js'

const GAP = '  '
/** Records painted one below the other before it says how many there are: each takes many lines. */
const MAX_RECORDS = 10

export const paintTable: Painter<TableBlock> = (block, context) => {
  const { theme, columns } = context
  const widths = fitColumns(block, columns - 1 - GAP.length * (block.columns.length - 1))
  const shown = widths ? block.rows.length : Math.min(block.rows.length, MAX_RECORDS)
  const body = widths ? horizontal(block, widths, theme) : vertical(block, shown, context)
  const title = block.title === undefined ? [] : [theme.strong(oneLine(block.title))]
  return [...title, ...body, ...footer(block, shown, theme)].join('\n')
}

function horizontal(block: TableBlock, widths: readonly number[], theme: Theme): readonly string[] {
  const header = block.columns.map((column, index) => {
    const width = widths[index] ?? 0
    return theme.strong(pad(truncate(oneLine(column.title), width), width, column.align))
  })
  const rule = widths.map((width) => theme.muted('─'.repeat(width)))
  const rows = block.rows.map((row) =>
    block.columns.map((column, index) =>
      paddedCell(row[index], { width: widths[index] ?? 0, align: column.align, theme }),
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

function vertical(
  block: TableBlock,
  shown: number,
  { theme, columns }: PaintContext,
): readonly string[] {
  const titles = block.columns.map((column) => oneLine(column.title))
  const width = Math.max(...titles.map(displayWidth))
  return block.rows.slice(0, shown).flatMap((row, number) => {
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

function footer(block: TableBlock, shown: number, theme: Theme): readonly string[] {
  if (block.footer !== undefined)
    return block.footer === '' ? [] : [theme.muted(oneLine(block.footer))]
  const total = block.total ?? block.rows.length
  if (shown === total) return [theme.muted(`(${total} ${total === 1 ? 'row' : 'rows'})`)]
  const more = block.source === undefined ? '' : `; ${block.source}.slice(${shown}) goes on`
  return [theme.muted(`(first ${shown} of ${total} rows${more})`)]
}
