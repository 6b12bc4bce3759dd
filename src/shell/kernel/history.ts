/**
 * Input history: one JSON line per input in the user's state folder, readable by the user only.
 * Several shells append to it at once; a file that cannot be written costs the history, never the session.
 */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { columnRedactor, redactSecrets } from './redact.js'

export interface History {
  /** Oldest first. */
  entries(): readonly string[]
  append(code: string): void
}

export interface HistoryOptions {
  readonly path?: string
  /** Kept with each entry, so that a search can be narrowed to one database. */
  readonly database?: string
  readonly limit?: number
  /** Columns whose values do not get into it, separated by commas. */
  readonly redact?: string
}

interface HistoryRecord {
  readonly time: string
  readonly session: number
  readonly database?: string
  readonly input: string
}

const LIMIT = 2000

/** As much of the file's end as is read; older inputs stay in the file. */
const TAIL_BYTES = 2 * 1024 * 1024

/** Where the state of this program belongs on this system. */
export function historyPath(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const base = env['XDG_STATE_HOME'] ?? env['LOCALAPPDATA'] ?? join(homedir(), '.local', 'state')
  return join(base, 'orm-shell', 'history.jsonl')
}

/** Opens the history; where the home is read-only it lives in memory. */
export function openHistory(options: HistoryOptions = {}): History {
  return new FileHistory(options)
}

class FileHistory implements History {
  readonly #path: string
  readonly #database: string | undefined
  readonly #limit: number
  readonly #redact: (input: string) => string
  #entries: string[] | null = null
  #writable = true

  constructor({ path = historyPath(), database, limit = LIMIT, redact = '' }: HistoryOptions) {
    this.#redact = columnRedactor(redact)
    this.#path = path
    this.#database = database
    this.#limit = limit
  }

  entries(): readonly string[] {
    return this.#loaded()
  }

  /** An input that starts with a space is not recorded, as in other shells. */
  append(code: string): void {
    const input = this.#redact(redactSecrets(code.trimEnd()))
    const entries = this.#loaded()
    if (input === '' || /^\s/.test(input) || input === entries.at(-1)) return
    entries.push(input)
    if (entries.length > this.#limit) entries.shift()
    if (this.#writable) this.#write(input)
  }

  #loaded(): string[] {
    return (this.#entries ??= readTail(this.#path).slice(-this.#limit))
  }

  /** One write to a file opened for appending, so that concurrent shells cannot mix their lines. */
  #write(input: string): void {
    const record: HistoryRecord = {
      time: new Date().toISOString(),
      session: process.pid,
      ...(this.#database === undefined ? {} : { database: this.#database }),
      input,
    }
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
      // The leading break closes a line that a crash left open.
      appendFileSync(this.#path, `\n${JSON.stringify(record)}\n`, { mode: 0o600 })
      chmodSync(this.#path, 0o600)
    } catch {
      this.#writable = false
    }
  }
}

function readTail(path: string): string[] {
  try {
    return readEnd(path).split('\n').flatMap(parseLine)
  } catch {
    return []
  }
}

function readEnd(path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const start = Math.max(0, size - TAIL_BYTES)
    const bytes = Buffer.alloc(size - start)
    readSync(file, bytes, 0, bytes.length, start)
    return bytes.toString()
  } finally {
    closeSync(file)
  }
}

function parseLine(line: string): readonly string[] {
  if (line === '') return []
  try {
    const { input } = JSON.parse(line) as Partial<HistoryRecord>
    return typeof input === 'string' ? [input] : []
  } catch {
    return []
  }
}
