/**
 * Switches the terminal between the user's settings and ours: raw input, bracketed paste, the kitty keyboard where
 * it is spoken. `leave` undoes everything and may be called at any time, any number of times, also while crashing.
 */
export interface TerminalInput {
  readonly isTTY?: boolean
  setRawMode?(raw: boolean): unknown
}

export interface TerminalOutput {
  write(text: string): unknown
}

const ENTER = '\x1b[?2004h\x1b[?u'
const LEAVE = '\x1b[?2004l\x1b[?25h\x1b[0m'
const PUSH_KITTY = '\x1b[>1u'
const POP_KITTY = '\x1b[<u'

export class TerminalMode {
  readonly #input: TerminalInput
  readonly #output: TerminalOutput
  #active = false
  #kittyPushed = false

  constructor(input: TerminalInput, output: TerminalOutput) {
    this.#input = input
    this.#output = output
  }

  enter(): void {
    if (this.#active) return
    this.#active = true
    this.#input.setRawMode?.(true)
    this.#output.write(ENTER)
  }

  /** The terminal answered the question `enter` asked. */
  kittySupported(): void {
    if (!this.#active || this.#kittyPushed) return
    this.#kittyPushed = true
    this.#output.write(PUSH_KITTY)
  }

  leave(): void {
    if (!this.#active) return
    this.#active = false
    this.#output.write((this.#kittyPushed ? POP_KITTY : '') + LEAVE)
    this.#kittyPushed = false
    this.#input.setRawMode?.(false)
  }
}
