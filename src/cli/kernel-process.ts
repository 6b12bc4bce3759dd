/**
 * The life of the kernel's process: composes the parts when told to start, answers the front end over IPC, leaves when told or
 * when the front end is gone. `kernel-main.ts` runs it; the kernel itself knows nothing of processes.
 */
import { once } from 'node:events'
import { DBAPIError } from '../engine/statement-error.js'
import { captureConsole, type ConsoleCapture } from '../shell/kernel/console-capture.js'
import type { KernelParts } from '../shell/kernel/contracts.js'
import { errorOutput } from '../shell/kernel/error-output.js'
import { Interrupts } from '../shell/kernel/interrupt/interrupts.js'
import { Kernel } from '../shell/kernel/kernel.js'
import type { FromKernel, ToKernel } from '../shell/protocol.js'
import { CommandLineError } from './errors.js'
import { exitCode } from './exit-code.js'

export interface KernelProcessOptions {
  /** Connects, loads the models, puts everything in scope. */
  compose(): Promise<KernelParts>
}

/** Where interrupts arrive: the fifth entry of the `stdio` with which the process is forked, a pipe. */
export const INTERRUPT_FD = 4

/** A pool that does not close must not keep the front end waiting. */
const CLOSE_MS = 2000

/** Runs until the front end lets go. */
export async function runKernelProcess({ compose }: KernelProcessOptions): Promise<void> {
  // The terminal sends it to every process it knows; the front end decides what it means.
  process.on('SIGINT', () => {})
  const interrupts = new Interrupts()
  let server: KernelServer | null = null
  const capture = captureConsole({
    streams: process,
    emit: (stream, text) => {
      void send({ type: 'stream', stream, text: server?.kernel.wrote(text) ?? text })
    },
  })
  try {
    const [parts] = await Promise.all([started().then(compose), interrupts.listen(INTERRUPT_FD)])
    server = new KernelServer({ parts, interrupts, console: capture })
    serve(server)
  } catch (error) {
    capture.flush()
    await send({ type: 'failed', error: errorOutput(error), exitCode: exitCodeOf(error) })
    await interrupts.close()
    process.exit(exitCodeOf(error))
  }
}

/** A kernel may be kept waiting, ready to take the place of another. */
async function started(): Promise<void> {
  process.once('disconnect', exitUnused)
  await once(process, 'message')
  process.off('disconnect', exitUnused)
}

function exitUnused(): void {
  process.exit(exitCode.ok)
}

interface ServerOptions {
  readonly parts: KernelParts
  readonly interrupts: Interrupts
  readonly console: ConsoleCapture
}

class KernelServer {
  readonly kernel: Kernel
  readonly #interrupts: Interrupts

  constructor(options: ServerOptions) {
    this.#interrupts = options.interrupts
    this.kernel = new Kernel({ ...options, emit: (message) => this.#emit(message) })
  }

  /** Rolls back, closes, ends. */
  async leave(code: number): Promise<void> {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_MS).unref()
    await this.kernel.close().catch(() => {})
    // Node waits for, and complains about, a debugger that is still attached.
    await this.#interrupts.close()
    process.exit(code)
  }

  #emit(message: FromKernel): void {
    const sent = send(message)
    if (message.type === 'exiting') void sent.then(() => this.leave(message.code))
  }
}

function serve(server: KernelServer): void {
  process.on('message', (message: ToKernel) => void server.kernel.handle(message))
  process.on('disconnect', () => void server.leave(exitCode.ok))
  server.kernel.start()
  void server.kernel.warmUp()
}

/** Settles when the message is on its way, or cannot be. */
function send(message: FromKernel): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(message, () => resolve())
    else resolve()
  })
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandLineError) return error.exitCode
  return error instanceof DBAPIError ? exitCode.connection : exitCode.usage
}
