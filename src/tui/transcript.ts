/**
 * Everything that becomes scrollback: inputs as they were typed, output blocks, what user code wrote, notices.
 * Keeps the order and one blank line between inputs.
 */
import type { Output } from '../shell/format/output.js'
import { paintBlock } from '../shell/format/paint/index.js'
import { highlight } from './editor/highlight.js'
import { shown } from './editor/layout.js'
import { paintSpans } from './editor/paint.js'
import { OutputLines } from './output-lines.js'
import type { Theme } from '../shell/format/theme.js'

export interface TranscriptScreen {
  readonly columns: number
  print(text: string): void
}

export class Transcript {
  readonly #screen: TranscriptScreen
  readonly #theme: Theme
  readonly #streams = { stdout: new OutputLines(), stderr: new OutputLines() }
  #printedSinceInput = false

  constructor(screen: TranscriptScreen, theme: Theme) {
    this.#screen = screen
    this.#theme = theme
  }

  /** The unfinished line of what user code wrote. */
  get tail(): string {
    return this.#streams.stdout.tail || this.#streams.stderr.tail
  }

  input(prompt: string, code: string): void {
    this.endStreams()
    const text = code.trimEnd()
    const painted = paintSpans(text, highlight(text), this.#theme)
    const [first = '', ...rest] = painted
    const more = this.#theme.muted(continuationPrompt(prompt))
    const lines = [paintPrompt(prompt, this.#theme) + first, ...rest.map((line) => more + line)]
    this.#screen.print(lines.join('\n'))
    this.#printedSinceInput = false
  }

  /** Answers how many lines it printed. */
  block(block: Output): number {
    this.endStreams()
    const painted = paintBlock(block, { theme: this.#theme, columns: this.#screen.columns })
    const text = block.kind === 'clipboard' ? toClipboard(block.text) + painted : painted
    if (text === '') return 0
    this.#print(text)
    return text.split('\n').length
  }

  stream(name: 'stdout' | 'stderr', text: string): void {
    const lines = this.#streams[name].push(text)
    if (lines !== '') this.#print(this.#tint(name, lines))
  }

  notice(text: string, tone: 'muted' | 'warning' | 'error' = 'muted'): void {
    this.block({ kind: 'text', text, tone })
  }

  endStreams(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const rest = this.#streams[name].flush()
      if (rest !== '') this.#print(this.#tint(name, rest))
    }
  }

  /** Closes an input: a blank line parts what it printed from the next prompt. */
  endInput(): void {
    this.endStreams()
    if (this.#printedSinceInput) this.#screen.print('')
    this.#printedSinceInput = false
  }

  #print(text: string): void {
    this.#printedSinceInput = true
    this.#screen.print(text)
  }

  #tint(name: 'stdout' | 'stderr', text: string): string {
    return name === 'stderr' && !text.includes('\x1b[') ? this.#theme.tone.warning(text) : text
  }
}

/** `In [3]: ` with its number standing out. */
/** OSC 52: the terminal puts the text into the clipboard, if its user lets it. */
function toClipboard(text: string): string {
  return `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`
}

export function paintPrompt(prompt: string, theme: Theme): string {
  const match = /^(.* )?(In \[)(\d+|\*)(\].*)$/.exec(prompt)
  if (!match) return theme.accent(shown(prompt))
  const [, place = '', before = '', number = '', after = ''] = match
  return theme.tone.error(place) + theme.muted(before) + theme.selected(number) + theme.muted(after)
}

/** `   ...: `, as wide as the prompt. */
export function continuationPrompt(prompt: string): string {
  return '...: '.padStart(prompt.length)
}
