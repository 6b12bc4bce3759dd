/** The built executable in a pseudo-terminal, with a home of its own: what a user sees after `npx orm-shell`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { renderScreen, type Screen, type ScreenOptions } from '../helpers/render-screen.js'
import { executable } from '../helpers/run-cli.js'

/** Starting the program, on a busy machine. */
const START_MS = 60_000
const INPUT_MS = 30_000

/** What the pager says below a page. */
export const PAGER = /^lines \d+–\d+ of \d+.* q closes/m

export interface ShellOptions extends ScreenOptions {
  /** What is typed at a question before the first prompt, and the question. */
  readonly answer?: readonly [question: string, keys: string]
  /** A home that outlives the shell, for what is kept from one to the next. */
  readonly home?: string
}

export class ShellScreen {
  constructor(readonly screen: Screen) {}

  get text(): string {
    return this.screen.text
  }

  /** Types an input, waits until it has run, and answers what it printed. */
  async run(input: string): Promise<string> {
    await this.waitFor(() => this.number > 0)
    const number = this.number
    this.screen.write(`${input}\r`)
    // The last prompt on the screen: after a new start of the kernel an old one has the same number.
    const done = (): boolean => this.number === number + 1
    await this.screen.waitFor((screen) => done() || PAGER.test(screen.text), INPUT_MS)
    if (PAGER.test(this.text)) this.screen.write('q')
    await this.screen.waitFor(done, INPUT_MS)
    return this.printed(number)
  }

  /** What an input has printed so far: its own lines and the prompt left out. */
  printed(number: number): string {
    const { all } = this.screen
    const start = all.lastIndexOf(`In [${number}]:`)
    const end = all.indexOf(`In [${number + 1}]:`, start)
    const lines = all.slice(start, end < 0 ? undefined : end).split('\n')
    return lines.slice(1).join('\n').trim()
  }

  /** Number of the prompt that waits; 0 while an input runs. */
  get number(): number {
    const last = [...this.text.matchAll(/^In \[(\d+|\*)\]:/gm)].at(-1)?.[1] ?? ''
    return Number(last) || 0
  }

  type(keys: string): void {
    this.screen.write(keys)
  }

  async waitFor(what: Parameters<Screen['waitFor']>[0]): Promise<this> {
    await this.screen.waitFor(what, INPUT_MS)
    return this
  }
}

/** A shell that waits for its first input. */
export async function openShell(options: ShellOptions = {}): Promise<ShellScreen> {
  const { home = temporaryFolder(), args = [], answer, ...rest } = options
  const screen = renderScreen(executable, {
    columns: 110,
    rows: 50,
    ...rest,
    args,
    env: { NO_COLOR: '1', HOME: home, XDG_STATE_HOME: home, DATABASE_URL: undefined, ...rest.env },
  })
  if (answer) {
    await screen.waitFor(answer[0], START_MS)
    screen.write(answer[1])
  }
  await screen.waitFor(/^In \[1\]:[\s\S]*(transaction|F1)/m, START_MS)
  return new ShellScreen(screen)
}

/** Removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-e2e-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
