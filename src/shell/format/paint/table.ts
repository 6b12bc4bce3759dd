/**
 * Paints a table: a header, a rule, aligned cells. Where the terminal is too narrow, texts are cut or wrapped; where
 * columns have no room even then, a few rows are painted as records, and of many the columns left out are named.
 */
import type { Cell, TableBlock, TableColumn } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, hanging, pad, truncate, wrapWords } from '../width.js'
import type { Theme } from '../theme.js'
import { cellPaint, cellText } from './cell.js'
import type { PaintContext, Painter } from './paint.js'
import { fitColumns, type FittedColumn } from './table-widths.js'

const GAP = '  '
/** More rows than this stay a table, without some columns. */
const MAX_RECORDS = 10

export const paintTable: Painter<TableBlock> = (block, context) => {
  const { theme } = context
  const fitted = fitColumns(block, context.columns - 1, GAP.length)
  const isTight = fitted.length < block.columns.length && block.rows.length <= MAX_RECORDS
  const areRecords = block.layout === undefined ? isTight : block.layout === 'records'
  const body = areRecords ? records(block, context) : grid(block, fitted, theme)
  const hidden = areRecords ? [] : hiddenTitles(block, fitted)
  const title = block.title === undefined ? [] : [theme.strong(oneLine(block.title))]
  return [...title, ...body, ...footer(block, hidden, theme)].join('\n')
}

function grid(block: TableBlock, fitted: readonly FittedColumn[], theme: Theme): readonly string[] {
  const columns = fitted.map(({ index, width }) => ({ width, ...columnOf(block, index) }))
  const header = columns.map(({ title, width, align }) =>
    pad(theme.strong(truncate(oneLine(title), width)), width, align),
  )
  const rule = columns.map(({ width }) => theme.muted('─'.repeat(width)))
  const rows = block.rows.flatMap((row) => {
    const cells = columns.map((column, at) =>
      cellLines(row[fitted[at]?.index ?? at], column, theme),
    )
    return sideBySide(cells, columns)
  })
  return [header, rule, ...rows].map((cells) => cells.join(GAP).trimEnd())
}

interface GridColumn extends TableColumn {
  readonly width: number
}

function columnOf({ columns }: TableBlock, index: number): TableColumn {
  return columns[index] ?? { title: '', align: 'left' }
}

function cellLines(
  cell: Cell | undefined,
  { width, align, wrap = false }: GridColumn,
  theme: Theme,
): readonly string[] {
  if (!cell) return ['']
  const text = cellText(cell)
  const paint = cellPaint(cell, theme)
  const lines = wrap ? wrapWords(text, width).split('\n') : [text]
  return lines.map((line) => pad(paint(truncate(line, width)), width, align))
}

/** The lines of a row's cells, as many as its highest cell has. */
function sideBySide(
  cells: readonly (readonly string[])[],
  columns: readonly GridColumn[],
): readonly (readonly string[])[] {
  const height = Math.max(...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    columns.map(({ width }, at) => cells[at]?.[line] ?? ' '.repeat(width)),
  )
}

/** Rows below each other, a line or more for each column; several are parted by their number. */
function records(block: TableBlock, context: PaintContext): readonly string[] {
  const { theme } = context
  if (block.rows.length === 1) return record(block, block.rows[0] ?? [], context)
  return block.rows.flatMap((row, index) => [
    theme.muted(`── ${index + 1} ──`),
    ...record(block, row, context),
  ])
}

function record(
  block: TableBlock,
  row: readonly Cell[],
  { theme, columns }: PaintContext,
): readonly string[] {
  const titles = block.columns.map((column) => oneLine(column.title))
  const width = Math.max(...titles.map(displayWidth))
  return titles.map((title, index) => {
    const cell = row[index] ?? { text: '' }
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
