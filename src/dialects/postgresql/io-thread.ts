/**
 * The entry of the I/O thread: opens connections for threads that block, and copies bytes both ways. It must stay
 * free of anything that takes time, because all synchronous connections of the process wait for it.
 */
import type { Socket } from 'node:net'
import { parentPort, type MessagePort } from 'node:worker_threads'
import { sendCancelRequest } from './transport/cancel.js'
import type { ConnectReport, IoCommand, OpenRequest } from './transport/io-protocol.js'
import { openClient, type OpenedClient } from './connect/open-client.js'
import { connectionState, RingWriter } from './transport/ring.js'

parentPort?.on('message', (request: OpenRequest) => void open(request))

async function open({ plan, ring: buffers, port }: OpenRequest): Promise<void> {
  const ring = new RingWriter(buffers)
  // Also while connecting, somebody may ask whether the thread is alive.
  port.on('message', (command: unknown) => {
    if (command === 'ping') ring.beat()
  })
  const outcome = await openClient(plan)
  if ('failure' in outcome) {
    port.postMessage({ failure: outcome.failure } satisfies ConnectReport)
    ring.setState(connectionState.failed)
    return
  }
  carry(outcome.opened, ring, port)
  port.postMessage({ identity: outcome.opened.identity } satisfies ConnectReport)
  ring.setState(connectionState.open)
}

function carry({ socket, identity }: OpenedClient, ring: RingWriter, port: MessagePort): void {
  const inbound = new Inbound(socket, ring)
  const finish = (): void => {
    ring.setState(connectionState.closed)
    port.close()
  }
  socket.on('data', (bytes: Buffer) => inbound.push(bytes))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => inbound.whenEmpty(finish))
  const commands: Readonly<Record<IoCommand, () => void>> = {
    drain: () => inbound.pump(),
    ping: () => {},
    cancel: () => void sendCancelRequest(identity),
    close: () => {
      socket.end()
      port.close()
    },
  }
  port.on('message', (message: Uint8Array | IoCommand) => {
    if (typeof message === 'string') commands[message]()
    else socket.write(message)
  })
}

/** Received bytes on their way into the ring; the socket pauses while it is full. */
class Inbound {
  readonly #pending: Buffer[] = []
  #onEmpty: (() => void) | null = null

  constructor(
    private readonly socket: Socket,
    private readonly ring: RingWriter,
  ) {}

  push(bytes: Buffer): void {
    this.#pending.push(bytes)
    this.pump()
  }

  pump(): void {
    let first = this.#pending[0]
    while (first !== undefined) {
      const written = this.ring.write(first)
      if (written < first.length) {
        this.#pending[0] = first.subarray(written)
        this.socket.pause()
        return
      }
      this.#pending.shift()
      first = this.#pending[0]
    }
    this.socket.resume()
    this.#onEmpty?.()
  }

  whenEmpty(action: () => void): void {
    this.#onEmpty = action
    this.pump()
  }
}
