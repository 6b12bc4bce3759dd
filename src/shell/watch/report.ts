/** Words for an N+1 finding: which relationship, how many loads for how many parents, from where, and what fixes it. */
import type { Output } from '../format/output.js'
import { shortSql } from '../format/short-sql.js'
import { adviceCode, type AdviceStep } from './advice.js'
import type { NPlusOneFinding } from './n-plus-one.js'

/** Columns the origin query may take. */
const SQL_LIMIT = 70

export function findingBlock(finding: NPlusOneFinding, advice: readonly AdviceStep[]): Output {
  return {
    kind: 'tree',
    root: {
      label: `N+1  ${finding.path.join(' → ')}`,
      detail: headline(finding),
      tone: finding.severity === 'info' ? 'muted' : finding.severity,
      children: [
        { label: 'query', detail: originText(finding), children: [] },
        { label: 'loop', detail: loopText(finding), children: [] },
        { label: 'fix', detail: `.options(${adviceCode(advice)})`, tone: 'accent', children: [] },
      ],
    },
  }
}

/** `37 loads for 37 of 500 parents · 4.2 ms`. */
function headline({ roundTrips, parents, batchSize, durationMs }: NPlusOneFinding): string {
  const of = batchSize > parents ? `${parents} of ${batchSize}` : `${parents}`
  return `${roundTrips} loads for ${of} parents · ${durationMs.toFixed(1)} ms`
}

function originText({ origin }: NPlusOneFinding): string {
  if (!origin) return 'loaded by an earlier input'
  const rows = origin.outcome ? ` · ${origin.outcome.rowsFetched} rows` : ''
  return `${origin.site ?? 'unknown line'} · ${shortSql(origin.sql, SQL_LIMIT)}${rows}`
}

function loopText({ site, cause, path }: NPlusOneFinding): string {
  return `${site ?? 'unknown line'} · one ${cause} of ${path.at(-1) ?? ''} per object`
}
