/** Words for an N+1 finding: which relationship, how many loads for how many parents, from where, and what fixes it. */
import type { Output, TreeNode } from '../format/output.js'
import { milliseconds } from '../format/paint/receipt.js'
import { shortSql } from '../format/short-sql.js'
import { adviceCode, type Advice } from './advice.js'
import type { LoadKind, NPlusOneFinding } from './n-plus-one.js'

/** Columns the origin query may take. */
const SQL_LIMIT = 70

export function findingBlock(finding: NPlusOneFinding, advice: Advice): Output {
  const { path, severity, outer } = finding
  const loops = [...outer, finding].map((level) => line('loop', loopText(level)))
  const query = finding.kind === 'refresh' ? [] : [line('query', originText(finding))]
  return {
    kind: 'tree',
    root: {
      label: `N+1  ${path.join(' → ')}`,
      detail: headline(finding),
      tone: severity === 'info' ? 'muted' : severity,
      children: [...query, ...loops, { ...line('fix', fixText(finding, advice)), tone: 'accent' }],
    },
  }
}

function line(label: string, detail: string): TreeNode {
  return { label, detail, children: [] }
}

/** `37 loads for 37 of 500 parents · 4.2 ms`, `20 + 42 loads for 20 parents · 6.0 ms`. */
function headline(finding: NPlusOneFinding): string {
  const levels = [...finding.outer, finding]
  const { parents, batchSize } = levels[0] ?? finding
  const loads = levels.map(({ roundTrips }) => roundTrips).join(' + ')
  const of = batchSize > parents ? `${parents} of ${batchSize}` : `${parents}`
  const duration = levels.reduce((sum, { durationMs }) => sum + durationMs, 0)
  return `${loads} loads for ${of} parents · ${milliseconds(duration)}`
}

function originText({ origin }: NPlusOneFinding): string {
  if (!origin) return 'loaded by an input long ago'
  const rows = origin.outcome ? ` · ${origin.outcome.rowsFetched} rows` : ''
  return `${origin.site ?? 'unknown line'} · ${shortSql(origin.sql, SQL_LIMIT)}${rows}`
}

const LOADED: Readonly<Record<LoadKind, (what: string) => string>> = {
  'lazy load': (what) => `one lazy load of ${what}`,
  'deferred load': (what) => `one load of ${what}, which is deferred,`,
  'subclass load': (what) => `one load of what only ${what} has`,
  refresh: (what) => `one refresh of an expired ${what}`,
}

function loopText({ site, kind, path }: NPlusOneFinding): string {
  return `${site ?? 'unknown line'} · ${LOADED[kind](path.at(-1) ?? '')} per object`
}

function fixText({ kind }: NPlusOneFinding, advice: Advice): string {
  if (advice.length > 0) return `.options(${adviceCode(advice)})`
  return kind === 'refresh'
    ? 'one query for all of them before the loop refreshes them at once'
    : 'query the subclass itself'
}
