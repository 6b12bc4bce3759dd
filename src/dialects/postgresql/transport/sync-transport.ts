/**
 * Bytes through an I/O thread: the calling thread blocks until the answer is in shared memory. One I/O thread serves
 * all connections of the process; it never looks into what it carries.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  MessageChannel,
  receiveMessageOnPort,
  SHARE_ENV,
  Worker,
  type MessagePort,
} from 'node:worker_threads'
import { ArgumentError } from '../../../errors.js'
import { entryPoint } from '../../../util/entry-point.js'
import type { Exchange, ExchangeHooks } from '../wire/exchange.js'
import type { ConnectPlan } from '../connect/connect-plan.js'
import type { ConnectReport, IoCommand } from './io-protocol.js'
import { ReceiveBuffer } from './receive-buffer.js'
import { allocateRing, connectionState, RingReader } from './ring.js'
import { ConnectionLost, connectError, type ServerIdentity, type Transport } from './transport.js'

/** How long to block before asking whether the I/O thread is still there, and how long it may take to answer. */
const patience = 5_000

let ioThread: Worker | null = null

/** @throws ConnectionLost or PostgresError, naming host and port */
export function openSyncTransport(plan: ConnectPlan): SyncTransport {
  const buffers = allocateRing()
  const ring = new RingReader(buffers)
  const { port1: port, port2 } = new MessageChannel()
  port.unref()
  try {
    startedThread().postMessage({ plan, ring: buffers, port: port2 }, [port2])
  } catch (error) {
    port.close()
    throw notSendable(error)
  }
  const lane = new Lane(ring, port)
  lane.waitUntil(() => ring.state !== connectionState.connecting)
  const report = receiveMessageOnPort(port)?.message as ConnectReport | undefined
  if (report !== undefined && 'identity' in report) return new SyncTransport(lane, report.identity)
  port.close()
  if (report === undefined) throw new ConnectionLost('the I/O thread answered nothing')
  throw connectError(report.failure)
}

function startedThread(): Worker {
  if (ioThread !== null) return ioThread
  const url = entryPoint('postgresql-io')
  if (!existsSync(fileURLToPath(url))) {
    throw new ConnectionLost(`the I/O thread's file is missing: ${fileURLToPath(url)}`)
  }
  const thread = new Worker(url, { execArgv: [], env: SHARE_ENV, name: 'postgresql-io' })
  thread.unref()
  const forget = (): void => {
    if (ioThread === thread) ioThread = null
  }
  thread.on('error', forget)
  thread.on('exit', forget)
  ioThread = thread
  return thread
}

function notSendable(error: unknown): unknown {
  if ((error as Error).name !== 'DataCloneError') return error
  return new ArgumentError(
    'connectArgs of a synchronous engine must be plain data, without functions',
    {
      cause: error,
      hint: 'use createAsyncEngine() for callbacks such as a password function',
    },
  )
}

/** One connection's way to the I/O thread and back. */
class Lane {
  readonly #buffer = new ReceiveBuffer()

  constructor(
    readonly ring: RingReader,
    readonly port: MessagePort,
  ) {}

  command(command: IoCommand): void {
    this.port.postMessage(command)
  }

  send(bytes: Uint8Array): void {
    // A copy with memory of its own, so that it can be handed over instead of being copied once more.
    const own = new Uint8Array(bytes)
    this.port.postMessage(own, [own.buffer])
  }

  feed(exchange: Exchange): void {
    this.#buffer.drainInto(exchange)
    while (!exchange.done) {
      this.#fill()
      this.#buffer.drainInto(exchange)
    }
  }

  waitUntil(condition: () => boolean): void {
    for (;;) {
      this.ring.mark()
      if (condition()) return
      if (!this.ring.wait(patience)) this.#checkThread()
    }
  }

  #fill(): void {
    this.waitUntil(() => this.ring.available > 0 || this.ring.state !== connectionState.open)
    const count = this.ring.available
    if (count === 0) throw new ConnectionLost('server closed the connection unexpectedly')
    this.#take(count)
  }

  #take(count: number): void {
    let wasFull = false
    this.#buffer.append(count, (buffer, offset) => {
      wasFull = this.ring.read(buffer, offset, count)
    })
    if (wasFull) this.command('drain')
  }

  #checkThread(): void {
    const before = this.ring.heartbeat
    this.ring.mark()
    this.command('ping')
    this.ring.wait(patience)
    if (this.ring.heartbeat !== before || this.ring.available > 0) return
    ioThread = null
    throw new ConnectionLost('the I/O thread does not answer any more')
  }
}

export class SyncTransport implements Transport {
  #closed = false

  constructor(
    private readonly lane: Lane,
    readonly identity: ServerIdentity,
  ) {}

  get isOpen(): boolean {
    return !this.#closed && this.lane.ring.state === connectionState.open
  }

  send(bytes: Uint8Array): void {
    if (!this.#closed) this.lane.send(bytes)
  }

  /** Notices that come between statements wait in the ring for the next exchange, which reports them. */
  listen(_hooks: ExchangeHooks): void {}

  receive(exchange: Exchange): void {
    if (this.#closed) throw new ConnectionLost('the connection is closed')
    try {
      this.lane.feed(exchange)
    } catch (error) {
      this.close()
      throw error
    }
  }

  cancel(): void {
    if (this.isOpen) this.lane.command('cancel')
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.lane.command('close')
    this.lane.port.close()
  }
}
