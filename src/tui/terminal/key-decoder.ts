/**
 * Turns chunks of terminal input into events: keeps an unfinished sequence until the rest arrives or the escape
 * timeout passes, and gathers a bracketed paste into one event. Knows nothing about what keys mean.
 */
import { decodeOne } from './decode.js'
import type { InputEvent } from './key-event.js'

const PASTE_END = '\x1b[201~'
const ESCAPE_TIMEOUT_MS = 40

export class KeyDecoder {
  readonly #emit: (event: InputEvent) => void
  readonly #escapeTimeoutMs: number
  #buffer = ''
  #paste: string[] | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(
    emit: (event: InputEvent) => void,
    options: { readonly escapeTimeoutMs?: number } = {},
  ) {
    this.#emit = emit
    this.#escapeTimeoutMs = options.escapeTimeoutMs ?? ESCAPE_TIMEOUT_MS
  }

  push(chunk: string): void {
    clearTimeout(this.#timer)
    this.#buffer += chunk
    this.#drain(false)
    if (this.#buffer !== '' && this.#paste === null) {
      this.#timer = setTimeout(() => this.#drain(true), this.#escapeTimeoutMs)
    }
  }

  /** Forgets whatever is pending; the terminal is being handed to somebody else. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#buffer = ''
    this.#paste = null
  }

  #drain(flush: boolean): void {
    while (this.#buffer !== '') {
      const progressed = this.#paste === null ? this.#decodeKey(flush) : this.#gatherPaste()
      if (!progressed) return
    }
  }

  #decodeKey(flush: boolean): boolean {
    const { length, event } = decodeOne(this.#buffer, flush)
    if (length === 0) return false
    this.#buffer = this.#buffer.slice(length)
    if (event?.type === 'pasteStart') this.#paste = []
    else if (event) this.#emit(event)
    return true
  }

  #gatherPaste(): boolean {
    const paste = this.#paste ?? []
    const end = this.#buffer.indexOf(PASTE_END)
    if (end < 0) {
      const whole = this.#buffer.length - (PASTE_END.length - 1)
      if (whole > 0) {
        paste.push(this.#buffer.slice(0, whole))
        this.#buffer = this.#buffer.slice(whole)
      }
      return false
    }
    const text = paste.join('') + this.#buffer.slice(0, end)
    this.#paste = null
    this.#buffer = this.#buffer.slice(end + PASTE_END.length)
    this.#emit({ type: 'paste', text: text.replace(/\r\n?/g, '\n') })
    return true
  }
}
