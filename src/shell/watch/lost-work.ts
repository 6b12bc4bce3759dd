/** What a lost connection took with it: everything the open transaction had written, by input and table. */
import { DBAPIError } from '../../engine/statement-error.js'
import type { Output } from '../format/output.js'
import { statements, type InputRecord, type QueryLog } from './query-log.js'
import { isWrite } from './statement-kind.js'

/** Null where an input did not lose its connection. */
export function lostWork(input: InputRecord, log: QueryLog): Output | null {
  if (!statements(input).some(({ outcome }) => isLost(outcome?.error))) return null
  const writes = sinceBegin(log).filter(
    ({ sql, outcome }) => isWrite(sql) && outcome?.error === undefined,
  )
  const tables = [...new Set(writes.map(({ sql }) => verbAndTable(sql)))]
  const text =
    writes.length === 0
      ? 'the connection was lost; the transaction had written nothing'
      : `the connection was lost, and with it ${writes.length} ${writes.length === 1 ? 'statement' : 'statements'} ` +
        `of the transaction that wrote: ${tables.join(', ')}`
  return { kind: 'text', tone: 'warning', text: `${text}. .rollback, then go on` }
}

function isLost(error: unknown): boolean {
  return error instanceof DBAPIError && error.connectionInvalidated
}

function sinceBegin(log: QueryLog) {
  const records = log.inputs.flatMap((input) => input.records)
  const begin = records.findLastIndex(
    (it) => it.kind === 'transaction' && it.transaction === 'begin',
  )
  return records.slice(begin + 1).filter((it) => it.kind === 'statement')
}

/** `INSERT tags`. */
function verbAndTable(sql: string): string {
  const [, verb = '', table = ''] = /^\s*(\w+)\s+(?:INTO\s+|FROM\s+)?(\S+)/i.exec(sql) ?? []
  return `${verb.toUpperCase()} ${table}`
}
