/** Cleans a connection that comes back to its pool; called by `pooled-connection.ts` only. */
import type { DriverConnection } from '../driver.js'
import { request, type Io } from '../io.js'
import type { ConnectionRecord } from './connection-record.js'
import type { Pool, PoolResetState } from './pool.js'

/** What comes back. */
export interface Returned {
  readonly connection: DriverConnection
  /** Null for a connection that was detached. */
  readonly record: ConnectionRecord | null
  readonly state: PoolResetState
}

/** Ends whatever transaction a connection is in, as `poolResetOnReturn` says. */
export function* resetIo(pool: Pool, { connection, record, state }: Returned): Io<void> {
  pool.events.emit('reset', connection, record, state)
  if (pool.resetOnReturn === null) return
  if (pool.resetOnReturn === 'commit') yield* request('commit', () => connection.end('COMMIT'))
  else if (!state.transactionWasReset) yield* request('rollback', () => connection.end('ROLLBACK'))
}
