/**
 * Starts the terminal UI: puts terminal, store, kernel and components together, and gives everything back when it
 * ends, however it ends. The command line loads this module only when there is a terminal to use.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { loadSqlHighlighter } from '../shell/format/paint/sql-highlighter.js'
import { Controller } from './controller.js'
import { editText } from './external-editor.js'
import { ForkedKernel } from './kernel-link.js'
import { KernelSession } from './kernel-session.js'
import type { Mount } from './mount.js'
import type { TuiOptions } from './options.js'
import { paintFrame } from './paint-frame.js'
import { type TuiState, initialState } from './state.js'
import { type Store, createStore } from './store.js'
import { FrameSink } from './terminal/frame-sink.js'
import { KeyDecoder } from './terminal/key-decoder.js'
import { watchProcess } from './terminal/process-events.js'
import { suspendProcess } from './terminal/suspend.js'
import { TerminalMode } from './terminal/terminal-mode.js'
import { type Theme, createTheme, wantsColor } from '../shell/format/theme.js'
import { Transcript } from './transcript.js'

/**
 * Runs the shell in the terminal until the user leaves.
 *
 * @returns the exit code for the process
 * @example
 * process.exitCode = await startTui({ kernelEntry, kernelArgs: ['--url', url], history, stdin, stdout, version })
 */
export async function startTui(options: TuiOptions): Promise<number> {
  const tui = new Tui(options)
  try {
    return await tui.run()
  } finally {
    await tui.dispose()
  }
}

/** Input that is there this soon after the first frame was typed before raw mode. */
const TYPED_BEFORE_MS = 50
/** What the kernel may take to release its connections when the UI has ended. */
const KERNEL_GRACE_MS = 2500

/** One run of the terminal UI; owns what has to be given back. */
class Tui {
  readonly #options: TuiOptions
  readonly #theme: Theme
  readonly #sink: FrameSink
  readonly #mode: TerminalMode
  readonly #store: Store<TuiState>
  readonly #link: ForkedKernel
  readonly #session: KernelSession
  readonly #controller: Controller
  readonly #decoder: KeyDecoder
  #leave: (code: number) => void = () => {}
  readonly #left = new Promise<number>((resolve) => (this.#leave = resolve))
  #typedBefore = true
  #disposed = false
  #unmount = (): void => {}
  #unwatch = (): void => {}

  constructor(options: TuiOptions) {
    const { stdin, stdout, kernelEntry, kernelArgs, kernelEnv } = options
    this.#options = options
    this.#theme = createTheme({
      color: options.color ?? wantsColor(process.env),
      name: options.theme ?? 'dark',
    })
    this.#sink = new FrameSink(stdout)
    this.#mode = new TerminalMode(stdin, stdout)
    const { columns, rows } = this.#sink
    this.#store = createStore(initialState({ version: options.version, columns, rows }))
    this.#link = new ForkedKernel({
      entry: kernelEntry,
      args: kernelArgs,
      env: kernelEnv ?? process.env,
    })
    const transcript = new Transcript(this.#sink, this.#theme)
    this.#session = new KernelSession({
      link: this.#link,
      store: this.#store,
      transcript,
      hasEditor: true,
      onIdle: (followUp) => this.#controller.idle(followUp),
      onLeave: (code) => this.#leave(code),
    })
    this.#controller = new Controller({
      store: this.#store,
      session: this.#session,
      transcript,
      history: options.history,
      screen: {
        clear: () => this.#sink.clear(),
        suspend: () => this.#suspend(),
        edit: (text) => this.#edit(text),
        kittySupported: () => this.#mode.kittySupported(),
      },
    })
    this.#decoder = new KeyDecoder((event) => this.#controller.handle(event))
  }

  run(): Promise<number> {
    this.#unwatch = watchProcess({
      onEnd: (code) => this.#leave(code),
      onInterrupt: () => void this.#session.interrupt(),
      restore: () => this.#restore(),
    })
    this.#listen()
    const stopPainting = this.#paintByItself()
    this.#session.start()
    // What was typed already is read first: loading holds the loop for a while.
    const components = nextTurn().then(() => import('./mount.js'))
    return Promise.race([
      this.#left,
      components.then(({ mount }) => this.#mount(mount, stopPainting)),
    ])
  }

  /** Until the components are there. */
  #paintByItself(): () => void {
    const paint = (): void => paintFrame(this.#sink, this.#store.get(), this.#theme)
    paint()
    this.#sink.flush()
    return this.#store.subscribe(paint)
  }

  async #mount(mount: Mount, stopPainting: () => void): Promise<number> {
    if (this.#disposed) return this.#left
    const onShown = (): void => {
      stopPainting()
      setImmediate(() => void loadSqlHighlighter().catch(() => {}))
    }
    const props = { store: this.#store, sink: this.#sink, theme: this.#theme, onShown }
    const { unmount, ended } = mount(props, this.#options.stdin)
    this.#unmount = unmount
    await ended
    return this.#left
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    this.#session.dispose()
    this.#unmount()
    this.#restore()
    this.#options.stdin.pause()
    this.#unwatch()
    await this.#link.close(KERNEL_GRACE_MS)
  }

  #listen(): void {
    const { stdin } = this.#options
    this.#mode.enter()
    stdin.setEncoding('utf8')
    stdin.on('data', this.#onData)
    // A question before the first prompt has left it paused.
    stdin.resume()
    // What a turn of the loop finds there was typed before raw mode.
    setTimeout(() => setImmediate(() => (this.#typedBefore = false)), TYPED_BEFORE_MS).unref()
    stdin.on('end', this.#onEnd)
    this.#sink.on('resize', () => {
      const { columns, rows } = this.#sink
      this.#store.update((state) => ({ ...state, columns, rows }))
    })
  }

  /** What was typed before raw mode has been through the line discipline, which made every Enter a line feed. */
  readonly #onData = (chunk: string | Buffer): void => {
    const text = chunk.toString()
    this.#decoder.push(this.#typedBefore ? text.replaceAll('\n', '\r') : text)
  }

  /** The terminal is gone: nobody can answer questions any more. */
  readonly #onEnd = (): void => this.#leave(0)

  #restore(): void {
    const { stdin } = this.#options
    stdin.off('data', this.#onData)
    stdin.off('end', this.#onEnd)
    this.#decoder.reset()
    this.#sink.close()
    this.#mode.leave()
  }

  #suspend(): void {
    this.#sink.pause()
    this.#mode.leave()
    suspendProcess(() => {
      this.#mode.enter()
      this.#sink.resume()
    })
  }

  #edit(text: string): string | null {
    this.#sink.pause()
    this.#mode.leave()
    try {
      return editText(text, process.env)
    } finally {
      this.#mode.enter()
      this.#sink.resume()
    }
  }
}
