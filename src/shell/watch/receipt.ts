/** Turns what one input executed into its receipt: one line per distinct statement, repeats collapsed. */
import type { StatementOrigin } from '../../engine/observer.js'
import { milliseconds } from '../format/paint/receipt.js'
import type { Output, ReceiptBlock, ReceiptLine } from '../format/output.js'
import { parameterText } from '../format/parameters.js'
import { statements, type InputRecord, type StatementRecord } from './query-log.js'

/**
 * Null when the input asked for nothing.
 *
 * @param identityHits objects that were had without a statement
 */
export function receipt(input: InputRecord, identityHits = 0): ReceiptBlock | null {
  if (input.records.length === 0 && identityHits === 0) return null
  const all = statements(input)
  const lines = collapse(input)
  return {
    kind: 'receipt',
    statements: all.length,
    distinct: new Set(all.map((record) => record.sql)).size,
    rows: sum(all, (record) => rowsOf(record) ?? 0),
    databaseMs: sum(all, (record) => record.outcome?.durationMs ?? 0),
    totalMs: (input.finishedAt ?? performance.now()) - input.startedAt,
    compiled: {
      cached: all.filter(({ remark }) => CACHED.test(remark)).length,
      of: all.filter(({ remark }) => CACHEABLE.test(remark)).length,
    },
    identityHits,
    transaction: transactionSummary(input),
    lines,
  }
}

/** What the engine's remark says of the compiled text. */
const CACHED = /^cached since/
const CACHEABLE = /^(?:cached since|generated in)/

/** `Time: 12.3 ms (database 4.1 ms)`. */
export function timeOf(input: InputRecord): Output {
  const all = (input.finishedAt ?? performance.now()) - input.startedAt
  const database = sum(statements(input), (record) => record.outcome?.durationMs ?? 0)
  const text = `Time: ${milliseconds(all)} (database ${milliseconds(database)})`
  return { kind: 'text', text, tone: 'muted' }
}

/** Groups equal statements from one place and cause, wherever in the input they ran; keeps first-seen order. */
function collapse(input: InputRecord): ReceiptLine[] {
  const lines = new Map<string, ReceiptLine>()
  for (const record of input.records) {
    const line = record.kind === 'statement' ? statementLine(record) : transactionLine(record.text)
    const key = record.kind === 'statement' ? groupKey(record, line) : `transaction ${lines.size}`
    const seen = lines.get(key)
    lines.set(key, seen ? add(seen, line) : line)
  }
  return [...lines.values()]
}

function groupKey(record: StatementRecord, line: ReceiptLine): string {
  return [line.cause, record.sql, record.site ?? '', line.failed].join('\u0000')
}

function statementLine(record: StatementRecord): ReceiptLine {
  return {
    cause: causeText(record.origin),
    sql: record.sql.replace(/\s+/g, ' ').trim(),
    parameters: parameterText(record.parameters, record.many),
    count: 1,
    durationMs: record.outcome?.durationMs ?? 0,
    rows: rowsOf(record),
    site: record.site,
    failed: record.outcome?.error !== undefined,
  }
}

function transactionLine(text: string): ReceiptLine {
  return {
    cause: '',
    sql: text,
    parameters: '',
    count: 1,
    durationMs: 0,
    rows: null,
    site: null,
    failed: false,
  }
}

function add(line: ReceiptLine, other: ReceiptLine): ReceiptLine {
  const rows =
    line.rows === null && other.rows === null ? null : (line.rows ?? 0) + (other.rows ?? 0)
  return { ...line, count: line.count + 1, durationMs: line.durationMs + other.durationMs, rows }
}

/** `lazy load Post.author`, `autoflush before query`, `core`. */
export function causeText(origin: StatementOrigin): string {
  const what = origin.path ? `${origin.cause} ${origin.path}` : origin.cause
  return origin.because ? `${what} before ${causeText(origin.because)}` : what
}

/** Rows fetched for a SELECT, rows matched for DML; null when there is nothing to count. */
function rowsOf(record: StatementRecord): number | null {
  const { outcome } = record
  if (!outcome) return null
  if (outcome.rowsFetched > 0) return outcome.rowsFetched
  return /^\s*(select|with|pragma|show|values|explain)/i.test(record.sql)
    ? 0
    : outcome.rowCount >= 0
      ? outcome.rowCount
      : null
}

function transactionSummary(input: InputRecord): string {
  const last = input.records.findLast((record) => record.kind === 'transaction')
  if (last?.kind !== 'transaction') return ''
  return last.transaction === 'commit'
    ? 'committed'
    : last.transaction === 'rollback'
      ? 'rolled back'
      : ''
}

function sum<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((total, item) => total + measure(item), 0)
}
