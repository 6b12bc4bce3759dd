/** Bytes over a socket of this thread; answers with promises. */
import type { Socket } from 'node:net'
import type { MaybePromise } from '../../../util/maybe-promise.js'
import { Exchange, type ExchangeHooks } from '../wire/exchange.js'
import { PostgresError } from '../wire/server-message.js'
import { sendCancelRequest } from './cancel.js'
import type { ConnectPlan } from '../connect/connect-plan.js'
import { openClient } from '../connect/open-client.js'
import { ReceiveBuffer } from './receive-buffer.js'
import { ConnectionLost, connectError, type ServerIdentity, type Transport } from './transport.js'

interface Waiting {
  readonly exchange: Exchange
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** @throws ConnectionLost or PostgresError, naming host and port */
export async function openAsyncTransport(plan: ConnectPlan): Promise<AsyncTransport> {
  const outcome = await openClient(plan)
  if ('failure' in outcome) throw connectError(outcome.failure)
  return new AsyncTransport(outcome.opened.socket, outcome.opened.identity)
}

export class AsyncTransport implements Transport {
  readonly #buffer = new ReceiveBuffer()
  #waiting: Waiting | null = null
  #idle = new Exchange({})
  #open = true
  #lost: Error | null = null

  constructor(
    private readonly socket: Socket,
    readonly identity: ServerIdentity,
  ) {
    socket.on('data', (bytes: Buffer) => this.#receive(bytes))
    socket.on('close', () => this.#lose('server closed the connection unexpectedly'))
    socket.on('error', (error: Error) => this.#lose(error.message))
  }

  get isOpen(): boolean {
    return this.#open
  }

  send(bytes: Uint8Array): void {
    if (this.#open) this.socket.write(bytes)
  }

  listen(hooks: ExchangeHooks): void {
    this.#idle = new Exchange(hooks)
  }

  receive(exchange: Exchange): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#open) {
        reject(this.#lost ?? new ConnectionLost('the connection is closed'))
        return
      }
      this.#waiting = { exchange, resolve, reject }
      this.#feed()
    })
  }

  cancel(): MaybePromise<void> {
    return this.#open ? sendCancelRequest(this.identity) : undefined
  }

  close(): Promise<void> {
    if (!this.#open) return Promise.resolve()
    this.#open = false
    return new Promise((resolve) => this.socket.end(resolve))
  }

  #receive(bytes: Buffer): void {
    this.#buffer.appendBytes(bytes)
    this.#feed()
  }

  #feed(): void {
    const { exchange } = this.#waiting ?? { exchange: this.#idle }
    this.#buffer.drainInto(exchange)
    if (this.#waiting === null || !exchange.done) return
    const { resolve } = this.#waiting
    this.#waiting = null
    resolve()
  }

  #lose(reason: string): void {
    if (this.#lost !== null) return
    this.#open = false
    // A server that goes away says why, if there is time.
    const { error } = this.#idle
    this.#lost = error === null ? new ConnectionLost(reason) : new PostgresError(error, null)
    this.#waiting?.reject(this.#lost)
    this.#waiting = null
    this.socket.destroy()
  }
}
