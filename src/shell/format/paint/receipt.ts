/**
 * Paints what an input cost: one headline, then a line per distinct statement: cause, SQL on one line cut to the
 * width, how often, time, rows, and the user's line that caused it, each in its column.
 */
import type { ReceiptBlock, ReceiptLine } from '../output.js'
import { oneLine } from '../sanitize.js'
import type { Theme } from '../theme.js'
import { shortSql } from '../short-sql.js'
import { displayWidth, pad, truncate, wrapWords } from '../width.js'
import type { Painter } from './paint.js'
import { highlightSql } from './sql-highlighter.js'

const MIN_SQL = 24
const MIN_CAUSE = 12
/** Statements shown before it says how many more there are. */
const MAX_LINES = 20
const GAP = '  '
const INDENT = '  '

export const paintReceipt: Painter<ReceiptBlock> = (block, context) => {
  if (block.statements === 0) return context.theme.muted(withoutStatements(block))
  const { theme, columns } = context
  const facts = FACTS.map((fact) => widest(block.lines, fact.text))
  const left = columns - 1 - INDENT.length - facts.reduce((sum, width) => sum + spaced(width), 0)
  const cause = Math.min(widest(block.lines, causeTag), Math.max(MIN_CAUSE, left - MIN_SQL))
  const stacked = left - spaced(cause) < MIN_SQL
  const room = stacked ? columns - 1 - INDENT.length - spaced(cause) : left - spaced(cause)
  const shown = block.lines.slice(0, MAX_LINES)
  const lines = shown.map((line) => ({ ...line, sql: shortSql(line.sql, room) }))
  const widths = { cause, facts, sql: widest(lines, ({ sql }) => sql), stacked }
  return [
    theme.muted(wrapWords(headline(block), columns - 1, INDENT)),
    ...lines.map((line) => statementLine(line, widths, theme)),
    ...moreLines(block.lines.length - shown.length, theme),
  ].join('\n')
}

function moreLines(count: number, theme: Theme): readonly string[] {
  return count === 0 ? [] : [theme.muted(`${INDENT}… ${count} more: .sql prints all`)]
}

/** An input that only began or ended a transaction, or found everything in the session. */
function withoutStatements({ lines, identityHits }: ReceiptBlock): string {
  const found = identityHits > 0 ? [`no statement, identity map ${identityHits}`] : []
  return [...found, ...lines.map((line) => oneLine(line.sql))].join(' · ')
}

function headline(block: ReceiptBlock): string {
  const repeated = block.distinct < block.statements ? ` (${block.distinct} distinct)` : ''
  const { compiled, identityHits } = block
  const parts = [
    `${plural(block.statements, 'statement')}${repeated}`,
    plural(block.rows, 'row'),
    milliseconds(block.databaseMs),
    compiled.of > 0 ? `cache ${compiled.cached}/${compiled.of}` : '',
    identityHits > 0 ? `identity map ${identityHits}` : '',
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
  /** Whether the facts stand below the SQL, because there is no room beside it. */
  readonly stacked: boolean
}

function widest(lines: readonly ReceiptLine[], text: (line: ReceiptLine) => string): number {
  return Math.max(0, ...lines.map((line) => displayWidth(text(line))))
}

function spaced(width: number): number {
  return width === 0 ? 0 : width + GAP.length
}

function statementLine(line: ReceiptLine, columns: Columns, theme: Theme): string {
  const sql = line.failed ? theme.tone.error(line.sql) : highlightSql(line.sql, theme)
  const cause = causeColumn(line, columns, theme)
  const facts = FACTS.map((fact, index) =>
    column(fact.text(line), {
      width: columns.stacked ? 0 : (columns.facts[index] ?? 0),
      align: fact.align,
      paint: fact.paint(theme),
    }),
  )
  if (columns.stacked) return joined(cause, sql) + below(joined(...facts))
  return joined(cause, sql + ' '.repeat(columns.sql - displayWidth(line.sql)), ...facts)
}

function causeColumn(line: ReceiptLine, { cause }: Columns, theme: Theme): string {
  if (cause === 0) return ''
  return column(truncate(causeTag(line), cause), { width: cause, paint: theme.accent })
}

function joined(...parts: readonly string[]): string {
  return (INDENT + parts.filter((part) => part !== '').join(GAP)).trimEnd()
}

function below(facts: string): string {
  return facts === '' ? '' : `\n${INDENT}${facts}`
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
