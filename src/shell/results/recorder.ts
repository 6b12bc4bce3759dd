/**
 * Writes what happens in a sitting into a transcript while it happens: each input with what it printed, in a fence that
 * is always closed. Secrets do not get into it: blocks come redacted, inputs are redacted here.
 */
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import type { Output } from '../format/output.js'
import { inputText, logText, transcriptText } from './transcript-text.js'
import { redactSecrets } from '../kernel/redact.js'

const FENCE = '```'
/** Around what has the other one in it. */
const OTHER_FENCE = '~~~~~~'

interface Recording {
  readonly path: string
  readonly file: number
  /** Where the next input goes, over the mark that closes the fence. */
  end: number
  fence: string | null
  inputs: number
}

export class Recorder {
  #recording: Recording | null = null
  #chunk: string[] | null = null

  get path(): string | null {
    return this.#recording?.path ?? null
  }

  get inputs(): number {
    return this.#recording?.inputs ?? 0
  }

  /** Goes on behind what a file has already. @throws what the system says */
  open(path: string): void {
    const file = openSync(path, 'a+', 0o600)
    closeSync(file)
    this.close()
    const { size } = statSync(path)
    this.#recording = { path, file: openSync(path, 'r+'), end: size, fence: null, inputs: 0 }
    if (size > 0) this.#append(readFileSync(path, 'utf8').endsWith('\n') ? '\n' : '\n\n')
  }

  close(): void {
    if (this.#recording) closeSync(this.#recording.file)
    this.#recording = null
    this.#chunk = null
  }

  /** An input begins; what is printed from now on is its answer. */
  began(code: string): void {
    if (this.#recording) this.#chunk = [inputText(redactSecrets(code))]
  }

  shown(block: Output): void {
    if (block.kind !== 'clipboard') this.#chunk?.push(transcriptText(block))
  }

  /** What user code, or the log of statements, has written. */
  wrote(text: string): void {
    this.#chunk?.push(logText(text))
  }

  /** Writes the input with its answer. @throws what the system says; nothing is recorded any more then */
  ended(): void {
    const chunk = this.#chunk
    this.#chunk = null
    if (!this.#recording || !chunk) return
    try {
      this.#write(this.#recording, chunk.filter((part) => part !== '').join('\n'))
    } catch (error) {
      this.#recording = null
      throw error
    }
  }

  #write(recording: Recording, text: string): void {
    const fence = /^\s*```/m.test(text) ? OTHER_FENCE : FENCE
    const opens = recording.fence !== fence
    if (opens && recording.fence !== null) this.#append(`${recording.fence}\n\n`)
    recording.fence = fence
    recording.inputs++
    this.#append(`${opens ? `${fence}\n` : ''}${text}\n`)
    writeSync(recording.file, `${fence}\n`, recording.end)
  }

  #append(text: string): void {
    if (this.#recording)
      this.#recording.end += writeSync(this.#recording.file, text, this.#recording.end)
  }
}
