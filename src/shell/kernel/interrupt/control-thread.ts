/**
 * Entry file of the control thread: stops user code that the main thread itself cannot stop.
 * Started by `Interrupts.listen`; shares three words and a pipe with it, and no objects.
 */
import { Session } from 'node:inspector'
import { Socket, connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { cancelRequest, type CancelTarget } from '../../../engine/cancel-registry.js'
import {
  PHASE,
  REQUEST,
  WORD,
  type ControlData,
  type FromControl,
  type ToControl,
} from './signals.js'

/** How long the main thread has to leave by itself after the front end died. */
const LAST_WORDS_MS = 2000

const { shared, fd } = workerData as ControlData
const words = new Int32Array(shared)
const targets = new Map<number, CancelTarget>()
const mainThread = new Session()

function interrupt(): void {
  const again = Atomics.load(words, WORD.requested) !== REQUEST.none
  const running = [...targets.values()].filter(({ busy }) => Atomics.load(busy, 0) === 1)
  running.forEach(cancelStatement)
  // A cancelled statement fails by itself and leaves its connection usable; only impatience cuts it off.
  if (running.length === 0 || again) stopCell()
  else Atomics.store(words, WORD.requested, REQUEST.cancel)
}

/** The phase is claimed before the request shows, so that loops leave the stopping to the termination. */
function stopCell(): void {
  const was = claimed()
  Atomics.store(words, WORD.requested, REQUEST.stop)
  // The library may have returned before the request could be seen there.
  if (was === PHASE.sync || (was === PHASE.uncut && claimed() === PHASE.sync))
    mainThread.post('Runtime.terminateExecution')
  if (was === PHASE.waiting) send({ type: 'interrupt', cell: Atomics.load(words, WORD.cell) })
}

function claimed(): number {
  return Atomics.compareExchange(words, WORD.phase, PHASE.sync, PHASE.terminating)
}

function cancelStatement(target: CancelTarget): void {
  const { host, port } = target
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  const socket = connect(address, () => socket.end(cancelRequest(target)))
  socket.on('error', () => socket.destroy())
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
  if (message.type === 'opened') targets.set(message.target.id, message.target)
  else targets.delete(message.id)
})
mainThread.connectToMainThread()
const pipe = new Socket({ fd, readable: true, writable: false })
pipe.on('data', (bytes) => bytes.includes('I') && interrupt())
pipe.on('error', () => {})
pipe.on('end', frontEndGone)
send({ type: 'ready' })
