/**
 * Paints what an input cost: one headline, then a line per distinct statement: cause, SQL on one line cut to the
 * width, how often, time, rows, and the user's line that caused it.
 */
import type { ReceiptBlock, ReceiptLine } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad, truncate } from '../width.js'
import type { Theme } from '../theme.js'
import type { PaintContext, Painter } from './paint.js'
import { highlightSql } from './sql-highlighter.js'

const MIN_SQL = 24

export const paintReceipt: Painter<ReceiptBlock> = (block, context) => {
  const cause = Math.max(0, ...block.lines.map((line) => displayWidth(causeTag(line))))
  return [
    context.theme.muted(headline(block)),
    ...block.lines.map((line) => statementLine(line, cause, context)),
  ].join('\n')
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

function statementLine(line: ReceiptLine, causeWidth: number, context: PaintContext): string {
  const { theme, columns } = context
  const tag = pad(causeTag(line), causeWidth)
  const facts = factsOf(line)
  const room = columns - 1 - 2 - (causeWidth > 0 ? causeWidth + 1 : 0) - displayWidth(facts) - 2
  const sql = truncate(oneLine(line.sql), Math.max(MIN_SQL, room))
  const painted = line.failed ? theme.tone.error(sql) : highlightSql(sql, theme)
  const cause = causeWidth > 0 ? theme.accent(tag) + ' ' : ''
  return `  ${cause}${painted}${facts === '' ? '' : '  ' + paintFacts(facts, line, theme)}`
}

function causeTag(line: ReceiptLine): string {
  return line.cause === '' ? '' : `[${oneLine(line.cause)}]`
}

function factsOf(line: ReceiptLine): string {
  const parts = [
    line.count > 1 ? `×${line.count}` : '',
    line.cause === '' && line.durationMs === 0 ? '' : milliseconds(line.durationMs),
    line.rows === null ? '' : plural(line.rows, 'row'),
    line.failed ? 'failed' : '',
    line.site === null ? '' : oneLine(line.site),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function paintFacts(facts: string, line: ReceiptLine, theme: Theme): string {
  if (line.count <= 1) return theme.muted(facts)
  const repeat = `×${line.count}`
  return theme.changed(repeat) + theme.muted(facts.slice(repeat.length))
}

export function milliseconds(duration: number): string {
  return duration >= 1000 ? `${(duration / 1000).toFixed(2)} s` : `${duration.toFixed(1)} ms`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
