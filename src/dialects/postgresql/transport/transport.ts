/** How bytes reach a server and come back: the contract of the two transports, and what connecting tells. */
import type { MaybePromise } from '../../../engine/driver.js'
import type { Exchange, ExchangeHooks } from '../wire/exchange.js'
import { PostgresError } from '../wire/server-message.js'
import type { ConnectFailure } from '../connect/open-client.js'

/** What the server said while the connection was opened. */
export interface ServerIdentity {
  readonly processID: number
  readonly secretKey: number
  readonly host: string
  readonly port: number
  /** What the server reports about itself: `server_version`, `TimeZone`, `standard_conforming_strings`… */
  readonly parameters: Readonly<Record<string, string>>
}

export interface Transport {
  readonly identity: ServerIdentity
  readonly isOpen: boolean
  send(bytes: Uint8Array): void
  /** Feeds an exchange until it is done. One at a time. */
  receive(exchange: Exchange): MaybePromise<void>
  /** What to do with messages that arrive while nobody asks; a transport may keep them for the next exchange. */
  listen(hooks: ExchangeHooks): void
  /** Sends a CancelRequest, on another connection; over when the server has passed it on, where that can be awaited. */
  cancel(): MaybePromise<void>
  close(): MaybePromise<void>
}

/** Raised when the server cannot be reached or goes away; the dialect makes an OperationalError of it. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** The error of a connection that was never opened. */
export function connectError(failure: ConnectFailure): Error {
  return failure.server === null
    ? new ConnectionLost(failure.message)
    : new PostgresError({ ...failure.server, M: failure.message }, null)
}
