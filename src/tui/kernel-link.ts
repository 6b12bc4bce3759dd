/**
 * The kernel as the terminal UI sees it: a forked process that messages go to and come from, an interrupt that does
 * not need its main thread, and a way to replace it. Knows nothing of screens; the kernel session decides.
 */
import { type ChildProcess, fork } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { FromKernel, ToKernel } from '../shell/protocol.js'

export interface KernelExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface KernelLink {
  send(message: ToKernel): void
  /** Messages of the present kernel, including what it writes natively, in order. */
  onMessage(listener: (message: FromKernel) => void): void
  /** The present kernel ended without being asked to by `restart` or `close`. */
  onExit(listener: (exit: KernelExit) => void): void
  /** Asks the kernel's control thread to stop what its main thread is doing. */
  interrupt(): void
  /** Kills the kernel, if it still lives, and starts another: the one that waits, where one was prepared. */
  restart(): void
  /** Has another kernel wait in case this one will have to be replaced; asked again, it is there already. */
  prepare(): void
  /** This one will not have to be replaced. */
  release(): void
  /** Ends the kernel for good, by force once it has had `graceMs` to end by itself; resolves when it is gone. */
  close(graceMs: number): Promise<void>
}

export interface KernelProgram {
  readonly entry: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

const CONTROL_FD = 4
const INTERRUPT = 'I'

export class ForkedKernel implements KernelLink {
  readonly #program: KernelProgram
  #child: ChildProcess | null = null
  #waiting: ChildProcess | null = null
  #messageListener: (message: FromKernel) => void = () => {}
  #exitListener: (exit: KernelExit) => void = () => {}

  constructor(program: KernelProgram) {
    this.#program = program
  }

  onMessage(listener: (message: FromKernel) => void): void {
    this.#messageListener = listener
  }

  onExit(listener: (exit: KernelExit) => void): void {
    this.#exitListener = listener
  }

  send(message: ToKernel): void {
    if (this.#child?.connected) this.#child.send(message, () => {})
  }

  interrupt(): void {
    const control = this.#child?.stdio[CONTROL_FD] as Writable | null | undefined
    if (control?.writable) control.write(INTERRUPT)
  }

  restart(): void {
    this.#child?.kill('SIGKILL')
    this.#child = this.#waiting ?? this.#fork()
    this.#waiting = null
    this.send({ type: 'start' })
  }

  prepare(): void {
    this.#waiting ??= this.#fork()
  }

  release(): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.kill('SIGKILL')
  }

  async close(graceMs: number): Promise<void> {
    this.release()
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
    if (child.connected) child.disconnect()
    await new Promise<void>((resolve) => child.once('exit', () => resolve()))
    clearTimeout(timer)
  }

  /** Only what the present kernel says is heard. */
  #fork(): ChildProcess {
    const { entry, args, env } = this.#program
    const child = fork(entry, [...args], {
      env,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    })
    const current = (deliver: () => void): void => {
      if (this.#child === child) deliver()
    }
    child.on('message', (message) =>
      current(() => this.#messageListener(message as unknown as FromKernel)),
    )
    this.#forward(child, current)
    child.on('error', () => {})
    child.on('close', (code, signal) => {
      if (this.#waiting === child) this.#waiting = null
      current(() => {
        this.#child = null
        this.#exitListener({ code, signal })
      })
    })
    return child
  }

  /** Native writes arrive through pipes, next to the messages. A broken pipe is the exit's business. */
  #forward(child: ChildProcess, current: (deliver: () => void) => void): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]
        ?.setEncoding('utf8')
        .on('data', (text: string) =>
          current(() => this.#messageListener({ type: 'stream', stream, text })),
        )
    }
    for (const pipe of child.stdio) (pipe as Readable | null)?.on('error', () => {})
  }
}
