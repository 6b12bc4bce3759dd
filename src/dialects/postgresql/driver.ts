/** The two drivers of PostgreSQL: one answers with promises, one blocks. Both speak through `driver-connection.ts`. */
import type { Driver, DriverHooks, MaybePromise } from '../../engine/driver.js'
import type { URL } from '../../engine/url.js'
import { andThen } from '../../util/maybe-promise.js'
import { PostgresConnection } from './driver-connection.js'
import { PreparedStatements, SchemaGeneration } from './prepared-statements.js'
import { openAsyncTransport } from './transport/async-transport.js'
import { planConnection, preparedStatementLimit, type ConnectPlan } from './connect/connect-plan.js'
import { openSyncTransport } from './transport/sync-transport.js'
import type { Transport } from './transport/transport.js'

/** For synchronous engines: the calling thread blocks while an I/O thread talks to the server. */
export function createSyncDriver(): Driver {
  return createDriver(false, openSyncTransport)
}

/** For asynchronous engines. */
export function createAsyncDriver(): Driver {
  return createDriver(true, openAsyncTransport)
}

function createDriver(
  asynchronous: boolean,
  open: (plan: ConnectPlan) => MaybePromise<Transport>,
): Driver {
  const schema = new SchemaGeneration()
  return {
    name: 'pg',
    asynchronous,
    connect(url: URL, connectArgs: Readonly<Record<string, unknown>>, hooks: DriverHooks = {}) {
      const plan = planConnection(url, connectArgs)
      const limit = preparedStatementLimit(url, connectArgs)
      return andThen(open(plan), (transport) => {
        const prepared = new PreparedStatements(limit, schema)
        return new PostgresConnection({ transport, prepared, schema, hooks })
      })
    },
  }
}
