/**
 * The shell without a screen: for dumb terminals and screen readers. Lines come in as the terminal sends them, text
 * goes out and is never changed again; no cursor moves, no colours, no keys. Kernel and transcript are the same.
 */
import { createInterface, type Interface } from 'node:readline'
import { createTheme } from '../shell/format/theme.js'
import { editText } from './external-editor.js'
import { ForkedKernel } from './kernel-link.js'
import { type FollowUp, KernelSession } from './kernel-session.js'
import type { TuiOptions } from './options.js'
import { EDIT_MODE, type TuiState, initialState, promptText } from './state.js'
import { type Store, createStore } from './store.js'
import { Transcript, continuationPrompt } from './transcript.js'

const COLUMNS = 80
const KERNEL_GRACE_MS = 2500

/** Whether the user wants lines instead of a screen; a dumb terminal has none. */
export function wantsLines(env: Readonly<Record<string, string | undefined>>): boolean {
  const isOn = (name: string): boolean => /^(1|true|yes|on)$/i.test(env[name] ?? '')
  return env['TERM'] === 'dumb' || isOn('ORM_SHELL_LINES') || isOn('INK_SCREEN_READER')
}

/**
 * Runs the shell line by line until the user leaves.
 *
 * @returns the exit code for the process
 */
export async function startLineMode(options: TuiOptions): Promise<number> {
  const mode = new LineMode(options)
  try {
    return await mode.run()
  } finally {
    await mode.dispose()
  }
}

class LineMode {
  readonly #options: TuiOptions
  readonly #store: Store<TuiState>
  readonly #link: ForkedKernel
  readonly #session: KernelSession
  readonly #lines: Interface
  readonly #queue: string[] = []
  /** The lines of an input so far, and code a command proposes: an empty line runs it. */
  #input: string[] = []
  #proposed: string | null = null
  #said: unknown = null
  /** Whether the input has ended: nobody can answer a question any more. */
  #closed = false
  #leave: (code: number) => void = () => {}

  constructor(options: TuiOptions) {
    this.#options = options
    const { stdin, stdout, kernelEntry, kernelArgs, kernelEnv, version } = options
    const columns = stdout.columns || COLUMNS
    this.#store = createStore(initialState({ version, columns, rows: Infinity }))
    this.#link = new ForkedKernel({
      entry: kernelEntry,
      args: kernelArgs,
      env: kernelEnv ?? process.env,
    })
    const print = (text: string): void =>
      void stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    this.#session = new KernelSession({
      link: this.#link,
      store: this.#store,
      transcript: new Transcript({ columns, print }, createTheme({ color: false })),
      hasEditor: stdin.isTTY,
      onIdle: (followUp) => this.#idle(followUp),
      onLeave: (code) => this.#leave(code),
    })
    this.#lines = createInterface({ input: stdin, terminal: false })
  }

  run(): Promise<number> {
    const left = new Promise<number>((resolve) => (this.#leave = resolve))
    this.#lines.on('line', (line) => {
      this.#queue.push(line)
      this.#serve()
    })
    this.#lines.on('close', () => {
      this.#closed = true
      if (this.#store.get().phase === 'ready') this.#session.leave(false)
    })
    this.#store.subscribe(() => this.#tell())
    process.on('SIGINT', this.#onInterrupt)
    process.once('SIGTERM', this.#onEnd)
    process.once('SIGHUP', this.#onEnd)
    this.#session.start()
    return left
  }

  async dispose(): Promise<void> {
    process.off('SIGINT', this.#onInterrupt)
    process.off('SIGTERM', this.#onEnd)
    process.off('SIGHUP', this.#onEnd)
    this.#session.dispose()
    this.#lines.close()
    this.#options.stdin.pause()
    await this.#link.close(KERNEL_GRACE_MS)
  }

  readonly #onEnd = (): void => this.#leave(143)

  readonly #onInterrupt = (): void => {
    this.#queue.length = 0
    if (this.#session.interrupt()) return
    this.#input = []
    this.#proposed = null
    this.#write('\n')
    this.#prompt()
  }

  #write(text: string): void {
    this.#options.stdout.write(text)
  }

  #prompt(): void {
    const prompt = promptText(this.#store.get())
    this.#write(this.#input.length > 0 ? continuationPrompt(prompt) : prompt)
  }

  /** Questions and hints, once each. */
  #tell(): void {
    const { mode, hint } = this.#store.get()
    const said = mode.kind === 'confirm' ? mode.reason : (hint?.text ?? null)
    if (said === this.#said) return
    this.#said = said
    if (mode.kind === 'confirm' && this.#closed) {
      this.#write(`\n${mode.reason}\n`)
      setImmediate(() => this.#session.leave(true))
    } else if (mode.kind === 'confirm') this.#write(`${mode.reason} Leave anyway? (y/n) `)
    else if (hint) this.#write(`${hint.text}\n`)
  }

  #idle({ next, edit }: FollowUp): void {
    const proposed = edit === undefined ? next : this.#edited(edit)
    if (proposed !== undefined) {
      this.#proposed = proposed
      this.#write(`${proposed}\nan empty line runs this\n`)
    }
    if (this.#closed && this.#queue.length === 0) return this.#session.leave(false)
    // A command may have asked a question: the next prompt stands behind its answer.
    if (this.#store.get().mode.kind !== 'confirm') this.#prompt()
    this.#serve()
  }

  /** What was saved, unless nothing was. */
  #edited(text: string): string | undefined {
    const edited = editText(text, process.env)
    if (edited === null) this.#write('$EDITOR failed\n')
    return edited?.trimEnd() || undefined
  }

  #serve(): void {
    while (this.#queue.length > 0 && this.#store.get().phase === 'ready')
      this.#take(this.#queue.shift() ?? '')
  }

  #take(line: string): void {
    if (this.#store.get().mode.kind === 'confirm') return this.#answer(line)
    const proposed = this.#proposed
    this.#proposed = null
    if (proposed !== null && line === '') return this.#run(proposed)
    this.#input.push(line)
    const code = this.#input.join('\n')
    if (code.trim() === '') {
      this.#input = []
      return this.#prompt()
    }
    this.#session.check(code, ({ state }) => {
      if (state !== 'incomplete') this.#run(code)
    })
  }

  #run(code: string): void {
    this.#input = []
    this.#options.history.append(code)
    this.#session.run(code, false)
  }

  #answer(line: string): void {
    this.#store.update((state) => ({ ...state, mode: EDIT_MODE }))
    if (/^y/i.test(line.trim())) this.#session.leave(true)
    else this.#prompt()
  }
}
