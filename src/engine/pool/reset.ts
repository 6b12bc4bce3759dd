/** Cleans a connection that comes back to its pool; called by `pooled-connection.ts` only. */
import type { DriverConnection } from '../driver.js'
import { request, type Io } from '../io.js'
import type { ConnectionRecord } from './connection-record.js'
import type { Pool } from './pool.js'

/** Ends whatever transaction a connection is in, as `poolResetOnReturn` says. */
export function* resetIo(
  pool: Pool,
  connection: DriverConnection,
  record: ConnectionRecord,
): Io<void> {
  pool.events.emit('reset', connection, record)
  if (pool.resetOnReturn === 'rollback') {
    yield* request('rollback', () => connection.end('ROLLBACK'))
  }
  if (pool.resetOnReturn === 'commit') yield* request('commit', () => connection.end('COMMIT'))
}
