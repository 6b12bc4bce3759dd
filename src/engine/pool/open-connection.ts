/** Opens a connection of an engine for its pool; listeners of `doConnect` have their say. */
import type { Dialect } from '../dialect.js'
import type { Driver, DriverConnection } from '../driver.js'
import type { EngineDispatcher } from '../events.js'
import { request, type Io } from '../io.js'
import type { Observers } from '../log/observers.js'
import { makeUrl, type URL } from '../url.js'
import type { ConnectionRecord } from './connection-record.js'

interface Target {
  readonly url: URL
  readonly dialect: Dialect
  readonly driver: Driver
  readonly options: { readonly connectArgs?: Readonly<Record<string, unknown>> }
}

interface Opening {
  readonly observers: Observers
  readonly events: EngineDispatcher
  readonly record: ConnectionRecord
}

/** Listeners of `doConnect` may change what the driver is told, or answer a connection of their own. */
export function* openIo(target: Target, opening: Opening): Io<DriverConnection> {
  const { driver, dialect, url, options } = target
  const args: [URL] = [url]
  const parameters = { ...options.connectArgs }
  for (const listener of opening.events.listeners('doConnect')) {
    const own = yield* request('connect', () =>
      listener.call(dialect, opening.record, args, parameters),
    )
    if (own !== undefined && own !== null) return own as DriverConnection
  }
  const hooks = {
    notice: (severity: string, text: string) => opening.observers.notice(severity, text),
  }
  return yield* request('connect', () => driver.connect(makeUrl(args[0]), parameters, hooks))
}
