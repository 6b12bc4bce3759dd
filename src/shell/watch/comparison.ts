/** What an input cost before and after a fix, side by side, and the verdict. */
import type { Cell, Output, TableBlock } from '../format/output.js'
import { milliseconds } from '../format/paint/receipt.js'
import { findNPlusOne } from './n-plus-one.js'
import { statements, type InputRecord } from './query-log.js'

export function comparison(before: InputRecord, after: InputRecord): TableBlock {
  const row = (title: string, measure: (input: InputRecord) => string): readonly Cell[] => [
    { text: title },
    { text: measure(before), type: 'number' },
    { text: measure(after), type: 'number' },
  ]
  return {
    kind: 'table',
    columns: [
      { title: '', align: 'left' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
    ],
    rows: [
      row('statements', (input) => String(statements(input).length)),
      row('rows', (input) => String(total(input, 'rowsFetched'))),
      row('database', (input) => milliseconds(total(input, 'durationMs'))),
      row('N+1 findings', (input) => String(findNPlusOne(input).length)),
    ],
    footer: '',
  }
}

export function verdict(before: InputRecord, after: InputRecord): Output {
  const [from, to] = [statements(before).length, statements(after).length]
  if (to >= from)
    return {
      kind: 'text',
      tone: 'warning',
      text: `no gain: ${from} statements before, ${to} after`,
    }
  const isSlower = total(after, 'durationMs') > total(before, 'durationMs')
  const remark = isSlower
    ? '; not faster here, but each saved statement is a saved round trip to a server'
    : ''
  const noun = to === 1 ? 'statement' : 'statements'
  return { kind: 'text', tone: 'success', text: `proven: ${from} → ${to} ${noun}${remark}` }
}

function total(input: InputRecord, fact: 'rowsFetched' | 'durationMs'): number {
  return statements(input).reduce((sum, { outcome }) => sum + (outcome?.[fact] ?? 0), 0)
}
