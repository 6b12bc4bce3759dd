/** What the prompt and the status line say about a session; reads counters only. */
import type { Engine } from '../../engine/engine.js'
import { UsageError } from '../../shell/commands/usage-error.js'
import type { Session } from '../../orm/session/session.js'
import type { Access } from './access.js'
import type { KernelStatus } from '../../shell/protocol.js'

type Status = Omit<KernelStatus, 'inputNumber'>

export function sessionStatus(session: Session, engine: Engine, access: Access): Status {
  const { environment, readOnly, sandbox, isGuarded } = access
  const marks = [environment, readOnly ? 'read-only' : null, sandbox ? 'sandbox' : null]
  return {
    marks: marks.filter((mark) => mark !== null),
    guarded: isGuarded,
    database: databaseLabel(engine),
    dialect: engine.dialect.name,
    transaction: transactionOf(session),
    pending: session.new.size,
    dirty: session.dirty.size,
    deleted: session.deleted.size,
    identityMap: session.identityMap.size,
  }
}

/** What leaving now would lose, in words; null when nothing. */
export function unfinishedWork(status: Status, hasWritten: boolean): string | null {
  const counts = [
    [status.pending, 'new'],
    [status.dirty, 'changed'],
    [status.deleted, 'deleted'],
  ] as const
  const kinds = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  const total = counts.reduce((sum, [count]) => sum + count, 0)
  if (total > 0)
    return `${kinds.join(', ')} ${total === 1 ? 'object is' : 'objects are'} not committed.`
  return hasWritten && status.transaction !== 'none'
    ? 'What the transaction has written is not committed.'
    : null
}

/** @throws UsageError that says what would be lost, and how to go all the same */
export function assertFinished(status: Status, hasWritten: boolean, anyway: string): void {
  const unfinished = unfinishedWork(status, hasWritten)
  if (unfinished === null) return
  throw new UsageError(unfinished, { hint: `.commit or .rollback first; ${anyway} leaves without` })
}

/** `sqlite :memory:`, `postgresql app@localhost/shop`: never with a password. */
export function databaseLabel({ url, dialect }: Engine): string {
  const { username, host, port, database } = url
  if (host === null) return `${dialect.name} ${database ?? ':memory:'}`
  const at = username === null ? '' : `${username}@`
  return `${dialect.name} ${at}${host}${port === null ? '' : `:${port}`}/${database ?? ''}`
}

function transactionOf(session: Session): Status['transaction'] {
  if (!session.isActive) return 'failed'
  if (session.inNestedTransaction()) return 'nested'
  return session.inTransaction() ? 'open' : 'none'
}
