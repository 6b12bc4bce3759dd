/** `.log`: the statements of this sitting, searched. */
import { causeText } from '../../watch/receipt.js'
import { milliseconds } from '../../format/paint/receipt.js'
import { shortSql } from '../../format/short-sql.js'
import type { Cell, TableBlock } from '../../format/output.js'
import { statements, type StatementRecord } from '../../watch/query-log.js'
import { say, type Command, type ShellContext } from '../command.js'

const SHOWN = 40

export const log: Command = {
  name: '.log',
  topic: 'statements',
  usage: '[words]',
  summary: 'The statements of this sitting, or those with some words',
  detail: [
    'Words are looked for in the SQL, the parameters, the cause and the line; In[3] finds those of an input, slow the',
    'ones that took more than 10 ms, failed those that did.',
  ].join('\n'),
  examples: ['.log', '.log update users', '.log lazy In[3]', '.log slow'],
  run: (argument, context) => {
    const found = entries(context).filter((entry) => matchesAll(entry, argument))
    if (found.length === 0)
      return say(argument === '' ? 'no statement has run yet' : 'no such statement', 'muted')
    return { output: [table(found)], value: found.map(({ record }) => record) }
  },
}

interface Entry {
  readonly input: number
  readonly record: StatementRecord
}

function entries({ log: of }: ShellContext): readonly Entry[] {
  return of.inputs.flatMap((input) =>
    statements(input).map((record) => ({ input: input.number, record })),
  )
}

const SLOW_MS = 10

function matchesAll({ input, record }: Entry, words: string): boolean {
  const { sql, parameters, origin, site, outcome } = record
  const text = [
    sql,
    JSON.stringify(parameters, printable),
    causeText(origin),
    site ?? '',
    `In[${input}]`,
  ]
    .join(' ')
    .toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => {
      if (word === 'slow') return (outcome?.durationMs ?? 0) > SLOW_MS
      if (word === 'failed') return outcome?.error !== undefined
      return text.includes(word)
    })
}

function printable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function table(found: readonly Entry[]): TableBlock {
  const shown = found.slice(-SHOWN)
  return {
    kind: 'table',
    columns: [
      { title: 'input', align: 'right' },
      { title: 'why', align: 'left' },
      { title: 'statement', align: 'left' },
      { title: 'time', align: 'right' },
      { title: 'rows', align: 'right' },
      { title: 'line', align: 'left' },
    ],
    rows: shown.map(statementRow),
    footer:
      found.length > shown.length
        ? `last ${SHOWN} of ${found.length} statements`
        : `${found.length} statements`,
  }
}

const SQL_WIDTH = 60

export function statementRow({ input, record }: Entry): readonly Cell[] {
  const { origin, sql, outcome, site } = record
  const rows = outcome ? Math.max(outcome.rowsFetched, outcome.rowCount) : 0
  return [
    { text: String(input), type: 'number' },
    { text: causeText(origin), type: 'key' },
    { text: shortSql(sql, SQL_WIDTH) },
    { text: outcome ? milliseconds(outcome.durationMs) : '', type: 'number' },
    outcome?.error === undefined
      ? { text: String(Math.max(0, rows)), type: 'number' }
      : { text: 'failed', type: 'number' },
    { text: site ?? '' },
  ]
}
