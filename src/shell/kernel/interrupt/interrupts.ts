/**
 * The main thread's half of Ctrl-C: tells the control thread in which phase a cell is, throws into loops
 * that run after an `await`, and passes on which server connections there are to be cancelled.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { Worker } from 'node:worker_threads'
import { watchCancelTargets } from '../../../engine/cancel-registry.js'
import { guardIo } from '../../../engine/io.js'
import { entryPoint } from '../../../util/entry-point.js'
import { NO_CELL } from './awaited.js'
import { InterruptedError } from '../errors.js'
import {
  PHASE,
  REQUEST,
  SHARED_BYTES,
  WORD,
  type ControlData,
  type FromControl,
  type ToControl,
} from './signals.js'

/** Loops look at the shared flag once in so many iterations. */
const LOOK_EVERY = 1024

export class Interrupts {
  readonly #words = new Int32Array(new SharedArrayBuffer(SHARED_BYTES))
  readonly #cells = new AsyncLocalStorage<number>()
  readonly #abandoned = new Set<number>()
  #thread: Worker | null = null
  #depth = 0
  #ticks = 0
  #uncut = 0
  #isToldToStop = false
  #stopWatching: () => void = () => {}
  #stopGuarding: () => void = () => {}

  /** Called when the control thread wants a waiting cell abandoned. */
  onInterrupt: (cell: number) => unknown = () => {}

  /** Starts the control thread, which reads interrupts from the file descriptor `fd`. */
  async listen(fd: number): Promise<void> {
    const shared = this.#words.buffer as SharedArrayBuffer
    const workerData: ControlData = { shared, fd }
    const thread = new Worker(entryPoint('kernel-control'), { workerData })
    this.#thread = thread
    await new Promise<void>((resolve, reject) => {
      thread.once('error', reject)
      thread.on('message', (message: FromControl) => {
        if (message.type === 'ready') resolve()
        else this.onInterrupt(message.cell)
      })
    })
    thread.unref()
    this.#stopGuarding = guardIo(this)
    this.#stopWatching = watchCancelTargets({
      opened: (target) => this.#tell({ type: 'opened', target }),
      closed: (id) => this.#tell({ type: 'closed', id }),
    })
  }

  /** Whether anything can interrupt from outside; without it loops need no guard. */
  get listening(): boolean {
    return this.#thread !== null
  }

  /** The cell whose code is running, where cells are told apart. */
  get runningCell(): number {
    return this.#cells.getStore() ?? NO_CELL
  }

  /** Whether an interrupt has arrived since the outermost cell was expected. */
  get requested(): boolean {
    return Atomics.load(this.#words, WORD.requested) !== REQUEST.none
  }

  /** A cell is going to begin: an interrupt from now on is meant for it, also while it is still being compiled. */
  expect(): void {
    if (this.#depth === 0) Atomics.store(this.#words, WORD.requested, REQUEST.none)
  }

  /** Whether the cell that would begin now is to be stopped before it does. */
  takeEarly(): boolean {
    if (this.#depth > 0 || !this.requested) return false
    Atomics.store(this.#words, WORD.requested, REQUEST.none)
    return true
  }

  /** What the front end asks for by message, when nothing runs yet that it could reach otherwise. */
  request(): void {
    Atomics.store(this.#words, WORD.requested, REQUEST.stop)
  }

  /** Opens a cell and lets `start` run its synchronous part; cells nest when a command evaluates code. */
  begin<T extends { readonly terminated: boolean }>(
    cell: number,
    start: () => T,
    absorb: () => void,
  ): T {
    if (this.#depth++ === 0) Atomics.store(this.#words, WORD.cell, cell)
    const started = this.listening ? this.#cells.run(cell, start) : start()
    this.#settlePhase(started.terminated, absorb)
    return started
  }

  end(): void {
    if (--this.#depth > 0) return
    Atomics.store(this.#words, WORD.phase, PHASE.idle)
    Atomics.store(this.#words, WORD.requested, REQUEST.none)
  }

  /** Lets the loops of an abandoned cell end at their next iteration. */
  abandon(cell: number): void {
    this.#abandoned.add(cell)
  }

  forget(cell: number): void {
    this.#abandoned.delete(cell)
  }

  /** What every loop body of a cell calls. */
  readonly tick = (): void => {
    const due = (++this.#ticks & (LOOK_EVERY - 1)) === 0 || this.#abandoned.size > 0
    if (!due || !this.#stops()) return
    this.leave(undefined)
    throw new InterruptedError()
  }

  /** What a cell calls first. */
  readonly enter = (): void => {
    Atomics.store(this.#words, WORD.phase, PHASE.sync)
  }

  /** What a cell calls where its synchronous part ends; stays there if a termination is on its way. */
  readonly leave = <T>(value: T): T => {
    const was = Atomics.compareExchange(this.#words, WORD.phase, PHASE.sync, PHASE.waiting)
    while (was === PHASE.terminating);
    return value
  }

  /** Termination runs no `finally`: a flush that it hit would never end. What was asked meanwhile stops the cell after it. */
  uncut<T>(work: () => T): T {
    const was = Atomics.compareExchange(this.#words, WORD.phase, PHASE.sync, PHASE.uncut)
    while (was === PHASE.terminating);
    this.#uncut++
    let result: T
    try {
      result = work()
    } finally {
      if (--this.#uncut === 0) this.#isToldToStop = false
      if (was === PHASE.sync) Atomics.store(this.#words, WORD.phase, PHASE.sync)
    }
    this.checkpoint()
    return result
  }

  /** Once a computation: what cleans up behind the error must get through. */
  checkpoint(): void {
    const isDue = Atomics.load(this.#words, WORD.requested) === REQUEST.stop
    if (!isDue || this.#depth === 0 || this.#isToldToStop) return
    this.#isToldToStop = this.#uncut > 0
    throw new InterruptedError()
  }

  async close(): Promise<void> {
    this.#stopWatching()
    this.#stopGuarding()
    await this.#thread?.terminate()
  }

  /**
   * A cell that threw has not left its synchronous phase by itself. If the control thread claimed it meanwhile, a
   * termination is on its way that would unwind the kernel, so `absorb` runs something disposable for it to hit.
   */
  #settlePhase(terminated: boolean, absorb: () => void): void {
    const was = Atomics.compareExchange(this.#words, WORD.phase, PHASE.sync, PHASE.waiting)
    if (was !== PHASE.terminating) return
    if (!terminated) absorb()
    Atomics.store(this.#words, WORD.phase, PHASE.waiting)
  }

  #stops(): boolean {
    if (this.requested) return true
    const cell = this.#cells.getStore()
    return cell !== undefined && this.#abandoned.has(cell)
  }

  #tell(message: ToControl): void {
    this.#thread?.postMessage(message)
  }
}
