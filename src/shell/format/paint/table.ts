/**
 * Paints a table: a header, a rule, aligned cells. Where the terminal is too narrow, texts are cut and columns left
 * out, and the footer names them; a single row that is too wide is painted as a record.
 */
import type { Cell, TableBlock } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, hanging, pad, truncate } from '../width.js'
import type { Theme } from '../theme.js'
import { cellPaint, cellText } from './cell.js'
import type { PaintContext, Painter } from './paint.js'
import { fitColumns, type FittedColumn } from './table-widths.js'

const GAP = '  '

export const paintTable: Painter<TableBlock> = (block, context) => {
  const { theme } = context
  const fitted = fitColumns(block, context.columns - 1, GAP.length)
  const isRecord = fitted.length < block.columns.length && block.rows.length === 1
  const body = isRecord ? record(block, context) : grid(block, fitted, theme)
  const hidden = isRecord ? [] : hiddenTitles(block, fitted)
  const title = block.title === undefined ? [] : [theme.strong(oneLine(block.title))]
  return [...title, ...body, ...footer(block, hidden, theme)].join('\n')
}

function grid(block: TableBlock, fitted: readonly FittedColumn[], theme: Theme): readonly string[] {
  const header = fitted.map(({ index, width }) => {
    const { title = '', align = 'left' } = block.columns[index] ?? {}
    return theme.strong(pad(truncate(oneLine(title), width), width, align))
  })
  const rule = fitted.map(({ width }) => theme.muted('─'.repeat(width)))
  const rows = block.rows.map((row) =>
    fitted.map(({ index, width }) => {
      const align = block.columns[index]?.align ?? 'left'
      return paddedCell(row[index], { width, align, theme })
    }),
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

/** The only row, a line or more for each column. */
function record(block: TableBlock, { theme, columns }: PaintContext): readonly string[] {
  const titles = block.columns.map((column) => oneLine(column.title))
  const width = Math.max(...titles.map(displayWidth))
  return titles.map((title, index) => {
    const cell = block.rows[0]?.[index] ?? { text: '' }
    const text = hanging(cellText(cell), { indent: width + GAP.length, columns: columns - 1 })
    return `${theme.label(pad(title, width))}${GAP}${cellPaint(cell, theme)(text)}`.trimEnd()
  })
}

function hiddenTitles({ columns }: TableBlock, fitted: readonly FittedColumn[]): readonly string[] {
  const shown = new Set(fitted.map(({ index }) => index))
  return columns.filter((_, index) => !shown.has(index)).map(({ title }) => oneLine(title))
}

function footer(block: TableBlock, hidden: readonly string[], theme: Theme): readonly string[] {
  const parts = [count(block), hidden.length > 0 ? `no room for ${hidden.join(', ')}` : '']
  const text = parts.filter((part) => part !== '').join('; ')
  return text === '' ? [] : [theme.muted(`(${text})`)]
}

function count({ rows, total = rows.length, source, footer: own }: TableBlock): string {
  if (own !== undefined) return oneLine(own)
  if (rows.length === total) return `${total} ${total === 1 ? 'row' : 'rows'}`
  const more = source === undefined ? '' : `; ${source}.slice(${rows.length}) goes on`
  return `first ${rows.length} of ${total} rows${more}`
}
