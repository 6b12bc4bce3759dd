/**
 * Paints what an input cost: one headline, then a line per distinct statement: cause, SQL on one line cut to the
 * width, how often, time, rows, and the user's line that caused it, each in its column.
 */
import type { ReceiptBlock, ReceiptLine } from '../output.js'
import { oneLine } from '../sanitize.js'
import type { Theme } from '../theme.js'
import { displayWidth, pad, truncate } from '../width.js'
import type { PaintContext, Painter } from './paint.js'
import { highlightSql } from './sql-highlighter.js'

const MIN_SQL = 24
const GAP = '  '
const INDENT = '  '

export const paintReceipt: Painter<ReceiptBlock> = (block, context) => {
  const columns = columnsOf(block.lines, context.columns)
  const lines = block.lines.map((line) => statementLine(line, columns, context))
  return [context.theme.muted(headline(block)), ...lines].join('\n')
}

function headline(block: ReceiptBlock): string {
  const repeated = block.distinct < block.statements ? ` (${block.distinct} distinct)` : ''
  const parts = [
    `${plural(block.statements, 'statement')}${repeated}`,
    plural(block.rows, 'row'),
    milliseconds(block.databaseMs),
    block.transaction,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** A fact of every line, and how it stands in its column. */
interface Fact {
  readonly text: (line: ReceiptLine) => string
  readonly align: 'left' | 'right'
  readonly paint: (theme: Theme) => (text: string) => string
}

const FACTS: readonly Fact[] = [
  {
    text: (line) => (line.count > 1 ? `×${line.count}` : ''),
    align: 'right',
    paint: (theme) => theme.changed,
  },
  { text: timeText, align: 'right', paint: (theme) => theme.muted },
  { text: rowsText, align: 'right', paint: (theme) => theme.muted },
  {
    text: (line) => (line.site === null ? '' : oneLine(line.site)),
    align: 'left',
    paint: (theme) => theme.muted,
  },
]

interface Columns {
  readonly cause: number
  readonly sql: number
  /** Width of each fact; 0 where no line has it. */
  readonly facts: readonly number[]
}

function columnsOf(lines: readonly ReceiptLine[], available: number): Columns {
  const widest = (text: (line: ReceiptLine) => string): number =>
    Math.max(0, ...lines.map((line) => displayWidth(text(line))))
  const cause = widest(causeTag)
  const facts = FACTS.map((fact) => widest(fact.text))
  const used = [cause, ...facts].reduce((sum, width) => sum + spaced(width), INDENT.length)
  const sql = Math.min(
    widest((line) => oneLine(line.sql)),
    Math.max(MIN_SQL, available - 1 - used),
  )
  return { cause, sql, facts }
}

function spaced(width: number): number {
  return width === 0 ? 0 : width + GAP.length
}

function statementLine(line: ReceiptLine, columns: Columns, { theme }: PaintContext): string {
  const sql = truncate(oneLine(line.sql), columns.sql)
  const painted = line.failed ? theme.tone.error(sql) : highlightSql(sql, theme)
  const parts = [
    columns.cause > 0 ? column(causeTag(line), { width: columns.cause, paint: theme.accent }) : '',
    painted + ' '.repeat(columns.sql - displayWidth(sql)),
    ...FACTS.map((fact, index) =>
      column(fact.text(line), {
        width: columns.facts[index] ?? 0,
        align: fact.align,
        paint: fact.paint(theme),
      }),
    ),
  ]
  return (INDENT + parts.filter((part) => part !== '').join(GAP)).trimEnd()
}

interface ColumnOptions {
  readonly width: number
  readonly align?: 'left' | 'right'
  readonly paint: (text: string) => string
}

/** Only the text is painted, so that trailing blanks can be trimmed. */
function column(text: string, { width, align = 'left', paint }: ColumnOptions): string {
  return pad(text === '' ? '' : paint(text), width, align)
}

function causeTag(line: ReceiptLine): string {
  return line.cause === '' ? '' : `[${oneLine(line.cause)}]`
}

function timeText(line: ReceiptLine): string {
  return line.cause === '' && line.durationMs === 0 ? '' : milliseconds(line.durationMs)
}

function rowsText(line: ReceiptLine): string {
  if (line.failed) return 'failed'
  return line.rows === null ? '' : plural(line.rows, 'row')
}

export function milliseconds(duration: number): string {
  return duration >= 1000 ? `${(duration / 1000).toFixed(2)} s` : `${duration.toFixed(1)} ms`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
