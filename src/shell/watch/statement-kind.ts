/** What a statement does, read from its first words: watchers and the question on leaving ask. */
import type { TransactionEvent } from '../../engine/observer.js'

const CONTROL: readonly (readonly [RegExp, TransactionEvent['kind']])[] = [
  [/^\s*rollback\s+(work\s+|transaction\s+)?to\b/i, 'rollback to savepoint'],
  [/^\s*(begin|start\s+transaction)\b/i, 'begin'],
  [/^\s*(commit|end)\b/i, 'commit'],
  [/^\s*(rollback|abort)\b/i, 'rollback'],
  [/^\s*savepoint\b/i, 'savepoint'],
  [/^\s*release\b/i, 'release'],
]

/** What a statement does to the transaction, whoever sent it; null when it is about data. */
export function transactionControl(sql: string): TransactionEvent['kind'] | null {
  return CONTROL.find(([pattern]) => pattern.test(sql))?.[1] ?? null
}

const READS = /^[\s(]*(select|values|table|show|describe|explain|pragma)\b/i
const WRITES_INSIDE = /\b(insert\s+into|update|delete\s+from|merge\s+into)\b/i

/** Whether all a statement does is to yield rows, so that those nobody looks at can be left where they are. */
export function isQuery(sql: string): boolean {
  return /^[\s(]*(select|values|table|with)\b/i.test(sql) && !isWrite(sql)
}

/** True for everything that is not known to read only. */
export function isWrite(sql: string): boolean {
  return /^\s*with\b/i.test(sql) ? WRITES_INSIDE.test(sql) : !READS.test(sql)
}
