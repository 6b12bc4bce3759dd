/**
 * Entry file of the control thread: stops user code that the main thread itself cannot stop.
 * Started by `Interrupts.listen`; shares three words and a pipe with it, and no objects.
 */
import { Session } from 'node:inspector'
import { Socket, connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import {
  PHASE,
  WORD,
  type CancelKey,
  type ControlData,
  type FromControl,
  type ToControl,
} from './signals.js'

/** PostgreSQL's protocol number for a cancel request. */
const CANCEL_REQUEST = 80877102

/** How long the main thread has to leave by itself after the front end died. */
const LAST_WORDS_MS = 2000

const { shared, fd } = workerData as ControlData
const words = new Int32Array(shared)
const keys = new Map<number, CancelKey>()
const mainThread = new Session()

function interrupt(): void {
  const again = Atomics.load(words, WORD.requested) === 1
  const busy = [...keys.values()].filter((key) => Atomics.load(key.busy, 0) === 1)
  busy.forEach(cancelStatement)
  // A cancelled statement fails by itself and leaves its connection usable; only impatience cuts it off.
  if (busy.length === 0 || again) stopCell()
  else Atomics.store(words, WORD.requested, 1)
}

/** The phase is claimed before the request shows, so that loops leave the stopping to the termination. */
function stopCell(): void {
  const was = Atomics.compareExchange(words, WORD.phase, PHASE.sync, PHASE.terminating)
  Atomics.store(words, WORD.requested, 1)
  if (was === PHASE.sync) mainThread.post('Runtime.terminateExecution')
  if (was === PHASE.waiting) send({ type: 'interrupt', cell: Atomics.load(words, WORD.cell) })
}

function cancelStatement(key: CancelKey): void {
  const { host, port } = key
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  const socket = connect(address, () => socket.end(cancelRequest(key)))
  socket.on('error', () => socket.destroy())
}

function cancelRequest({ processID, secretKey }: CancelKey): Buffer {
  const secret = typeof secretKey === 'number' ? Buffer.alloc(4) : Buffer.from(secretKey)
  if (typeof secretKey === 'number') secret.writeInt32BE(secretKey | 0)
  const head = Buffer.alloc(12)
  head.writeInt32BE(head.length + secret.length, 0)
  head.writeInt32BE(CANCEL_REQUEST, 4)
  head.writeInt32BE(processID, 8)
  return Buffer.concat([head, secret])
}

/** Nobody is left who could ask again, and a stuck main thread would never notice. */
function frontEndGone(): void {
  interrupt()
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_WORDS_MS)
}

function send(message: FromControl): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (message: ToControl) => {
  if (message.type === 'register') keys.set(message.id, message.key)
  else keys.delete(message.id)
})
mainThread.connectToMainThread()
const pipe = new Socket({ fd, readable: true, writable: false })
pipe.on('data', (bytes) => bytes.includes('I') && interrupt())
pipe.on('error', () => {})
pipe.on('end', frontEndGone)
send({ type: 'ready' })
