/**
 * Runs a program in a pseudo-terminal and shows its screen through a real terminal emulator. Tests wait for what
 * the screen shows, never for time to pass. The program is killed when the test ends.
 */
import { type IPty, spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { onTestFinished } from 'vitest'

export interface ScreenOptions {
  readonly args?: readonly string[]
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

type Predicate = string | RegExp | ((screen: Screen) => boolean)

const TIMEOUT_MS = 15_000

/** Starts `file` (a program, or a JavaScript module that Node runs) and returns its screen. */
export function renderScreen(file: string, options: ScreenOptions = {}): Screen {
  const screen = new Screen(file, options)
  onTestFinished(() => screen.kill())
  return screen
}

export class Screen {
  readonly #terminal: xterm.Terminal
  readonly #process: IPty
  readonly #checks = new Set<() => void>()
  /** Everything the program wrote, escape sequences included. */
  raw = ''
  /** Resolves with the exit code. */
  readonly exit: Promise<number>
  #exited = false

  constructor(file: string, options: ScreenOptions) {
    const { columns: cols = 80, rows = 24 } = options
    this.#terminal = new xterm.Terminal({ cols, rows, scrollback: 20_000, allowProposedApi: true })
    const isModule = /\.m?js$/.test(file)
    const args = [...(isModule ? [file] : []), ...(options.args ?? [])]
    this.#process = spawn(isModule ? process.execPath : file, args, {
      name: options.env?.['TERM'] ?? 'xterm-256color',
      cols,
      rows,
      cwd: options.cwd ?? process.cwd(),
      env: terminalEnv(options.env),
    })
    this.#process.onData((data) => {
      this.raw += data
      this.#terminal.write(data, () => this.#check())
    })
    this.#terminal.onData((reply) => this.#process.write(reply))
    this.exit = new Promise((resolve) =>
      this.#process.onExit(({ exitCode, signal }) => {
        this.#exited = true
        this.#terminal.write('', () => {
          this.#check()
          resolve(signal ? 128 + signal : exitCode)
        })
      }),
    )
  }

  get pid(): number {
    return this.#process.pid
  }

  get cursor(): { readonly x: number; readonly y: number } {
    const { cursorX: x, cursorY: y } = this.#terminal.buffer.active
    return { x, y }
  }

  /** What is visible, without trailing blank rows. */
  get text(): string {
    return this.#lines(this.#terminal.buffer.active.baseY)
  }

  /** Scrollback and screen. */
  get all(): string {
    return this.#lines(0)
  }

  write(data: string): void {
    this.#process.write(data)
  }

  resize(columns: number, rows: number): void {
    this.#process.resize(columns, rows)
    this.#terminal.resize(columns, rows)
  }

  /** Waits until the screen shows a text, matches a pattern or satisfies a predicate. */
  waitFor(predicate: Predicate, timeoutMs = TIMEOUT_MS): Promise<this> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer)
        this.#checks.delete(check)
        settle()
      }
      const fail = (why: string): void =>
        finish(() => reject(new Error(`${why} ${String(predicate)}\n--- screen ---\n${this.text}`)))
      const check = (): void => {
        if (this.#holds(predicate)) finish(() => resolve(this))
        else if (this.#exited) fail('program ended while waiting for')
      }
      const timer = setTimeout(() => fail('timeout waiting for'), timeoutMs)
      this.#checks.add(check)
      this.#check()
    })
  }

  kill(): void {
    if (this.#exited) return
    try {
      process.kill(-this.#process.pid, 'SIGKILL')
    } catch {
      this.#process.kill('SIGKILL')
    }
  }

  /** A terminal shows nothing of a frame that is still being written; neither do tests look at it. */
  #check(): void {
    if (this.#terminal.modes.synchronizedOutputMode && !this.#exited) return
    for (const check of [...this.#checks]) check()
  }

  #holds(predicate: Predicate): boolean {
    if (typeof predicate === 'string') return this.text.includes(predicate)
    return predicate instanceof RegExp ? predicate.test(this.text) : predicate(this)
  }

  #lines(from: number): string {
    const buffer = this.#terminal.buffer.active
    const end = buffer.baseY + this.#terminal.rows
    const lines: string[] = []
    for (let row = from; row < end; row++) {
      lines.push(buffer.getLine(row)?.translateToString(true) ?? '')
    }
    return lines.join('\n').trimEnd()
  }
}

/** A clean terminal environment: Ink falls silent when `CI` is set, and colours are what the test says. */
function terminalEnv(extra: ScreenOptions['env'] = {}): Record<string, string> {
  const base = { ...process.env, TERM: 'xterm-256color', ...extra }
  const dropped = new Set(['CI', 'CONTINUOUS_INTEGRATION', 'VITEST', 'NODE_ENV', 'NO_COLOR'])
  const kept = Object.entries(base).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (entry[0] in extra || !dropped.has(entry[0])),
  )
  return Object.fromEntries(kept)
}
