/** Builds and forks the kernel process of the tests, and talks to it as a front end does. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { FromKernel, ToKernel } from '../../../src/shell/protocol.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../../..')

export interface KernelBuild {
  readonly entry: string
  remove(): void
}

/** The child and its threads, built as `dist` is, without what they do not need. */
export async function buildKernel(): Promise<KernelBuild> {
  const outdir = mkdtempSync(join(root, 'node_modules', '.kernel-test-'))
  await build({
    absWorkingDir: root,
    entryPoints: {
      child: join(here, 'kernel-child.ts'),
      'kernel-control': 'src/shell/kernel/interrupt/control-thread.ts',
      'postgresql-io': 'src/dialects/postgresql/io-thread.ts',
    },
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    keepNames: true,
    logLevel: 'silent',
  })
  return {
    entry: join(outdir, 'child.js'),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  }
}

/** How one input ended, with everything that was emitted meanwhile. */
export interface Ran {
  readonly done: Extract<FromKernel, { type: 'done' }>
  readonly messages: readonly FromKernel[]
  readonly text: string
}

export class ForkedKernel {
  readonly #child: ChildProcess
  readonly #received: FromKernel[] = []
  readonly #waiting = new Set<() => void>()
  #ids = 0

  constructor(entry: string, ...parameters: readonly string[]) {
    this.#child = fork(entry, parameters, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
      serialization: 'advanced',
    })
    this.#child.on('message', (message: FromKernel) => {
      this.#received.push(message)
      this.#waiting.forEach((look) => look())
    })
    this.send({ type: 'start' })
  }

  get exited(): Promise<number | string | null> {
    return new Promise((resolve) =>
      this.#child.once('exit', (code, signal) => resolve(signal ?? code)),
    )
  }

  send(message: ToKernel): void {
    this.#child.send(message)
  }

  /** What Ctrl-C does: a byte on the interrupt pipe. */
  interrupt(): void {
    ;(this.#child.stdio[4] as Writable).write('I')
  }

  until<T extends FromKernel['type']>(
    type: T,
    accept: (message: Extract<FromKernel, { type: T }>) => boolean = () => true,
  ): Promise<Extract<FromKernel, { type: T }>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#received.find(
          (message): message is Extract<FromKernel, { type: T }> =>
            message.type === type && accept(message as Extract<FromKernel, { type: T }>),
        )
        if (!found) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }

  async run(code: string): Promise<Ran> {
    const id = this.start(code)
    return this.ran(id)
  }

  start(code: string): number {
    const id = ++this.#ids
    this.#received.length = 0
    this.send({ type: 'run', id, code, pasted: false, columns: 80 })
    return id
  }

  async ran(id: number): Promise<Ran> {
    const done = await this.until('done', (message) => message.id === id)
    const messages = [...this.#received]
    const text = messages.map(textOf).filter(Boolean).join('\n')
    return { done, messages, text }
  }

  /** Closes the channel as a dying front end would. */
  abandon(): void {
    this.#child.disconnect()
    ;(this.#child.stdio[4] as Writable).destroy()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

function textOf(message: FromKernel): string {
  if (message.type === 'stream') return message.text
  if (message.type !== 'output') return ''
  const { block } = message
  if (block.kind === 'text' || block.kind === 'value') return block.text
  return block.kind === 'error' ? `${block.name}: ${block.message}` : ''
}
