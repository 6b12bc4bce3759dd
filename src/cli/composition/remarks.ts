/** What is said after an input besides its receipt: what was taken back, what was lost, how long it took. */
import type { Output } from '../../shell/format/output.js'
import { lostWork } from '../../shell/watch/lost-work.js'
import type { InputRecord, QueryLog } from '../../shell/watch/query-log.js'
import { timeOf } from '../../shell/watch/receipt.js'

export interface RemarkFacts {
  readonly log: QueryLog
  /** Whether a statement that failed was taken back. */
  readonly isRecovered: boolean
  readonly timing: boolean
}

const RECOVERED: Output = {
  kind: 'text',
  tone: 'muted',
  text: 'the transaction is where it was before this input',
}

export function remarksOn(
  input: InputRecord,
  { log, isRecovered, timing }: RemarkFacts,
): readonly Output[] {
  const remarks = [
    isRecovered ? RECOVERED : null,
    lostWork(input, log),
    timing ? timeOf(input) : null,
  ]
  return remarks.filter((remark) => remark !== null)
}
