/**
 * What a SQLite URL and `connectArgs` say about opening a database. `file:` names with their own options are read
 * here, because better-sqlite3 takes plain paths only.
 */
import type BetterSqlite3 from 'better-sqlite3'
import { fileURLToPath } from 'node:url'
import type { URL } from '../../engine/url.js'
import { ArgumentError } from '../../errors.js'
import { nearest } from '../../util/nearest.js'

/** Options of `connectArgs` beside better-sqlite3's own (`readonly`, `fileMustExist`, `timeout`, `nativeBinding`). */
export interface SqliteConnectArgs extends BetterSqlite3.Options {
  /** Enforce foreign keys; SQLite's own default is not to. */
  readonly foreignKeys?: boolean
  /** `wal`, `delete`, `memory`…: how SQLite keeps what it may have to undo. A file remembers `wal`. */
  readonly journalMode?: string
  /** Fetch row by row, so that another thread can stop a long result. */
  readonly interruptible?: boolean
  /** A whole database file as bytes: every connection begins with a copy of it, in memory. */
  readonly image?: Uint8Array
}

/** How to open a database. */
export interface SqlitePlan {
  readonly source: string | Buffer
  readonly options: BetterSqlite3.Options
  readonly foreignKeys: boolean
  readonly journalMode: string | null
  readonly interruptible: boolean
}

const memory = ':memory:'

/** Values of the options that a URL may have; those of Python's driver are read and change nothing here. */
const readers: Readonly<Record<string, (name: string, text: string) => unknown>> = {
  mode: oneOf('ro', 'rw', 'rwc', 'memory'),
  timeout: seconds,
  foreign_keys: truth,
  journal_mode: oneOf('delete', 'truncate', 'persist', 'memory', 'wal', 'off'),
  uri: truth,
  cache: oneOf('shared', 'private'),
  immutable: truth,
  isolation_level: asItIs,
  detect_types: asItIs,
  check_same_thread: asItIs,
  cached_statements: asItIs,
}

/** True when the database is gone with its connection. */
export function isMemory(url: URL): boolean {
  return sourceOf(url) === memory
}

/** @throws ArgumentError for a URL that names no file, or options that SQLite does not have */
export function checkSqliteUrl(url: URL): void {
  if (url.username ?? url.password ?? url.host ?? url.port)
    throw new ArgumentError(
      `Invalid SQLite URL: ${url.toString()}\nValid SQLite URL forms are:\n sqlite:///:memory: (or, sqlite://)\n` +
        ' sqlite:///relative/path/to/file.db\n sqlite:////absolute/path/to/file.db',
    )
  readQuery(url)
}

/** @throws ArgumentError as `checkSqliteUrl` */
export function planSqlite(url: URL, connectArgs: SqliteConnectArgs): SqlitePlan {
  const query = readQuery(url)
  const { foreignKeys, journalMode, interruptible, image, ...options } = connectArgs
  const journal = journalMode === undefined ? query['journal_mode'] : readJournalMode(journalMode)
  const source = sourceOf(url)
  return {
    source: image === undefined ? source : Buffer.from(image),
    options: {
      ...(query['timeout'] === undefined ? {} : { timeout: Number(query['timeout']) * 1000 }),
      ...(source === memory ? {} : access(query)),
      ...options,
    },
    foreignKeys: foreignKeys ?? query['foreign_keys'] === true,
    journalMode: journal === undefined ? null : String(journal),
    interruptible: interruptible ?? false,
  }
}

function readJournalMode(mode: string): unknown {
  return readers['journal_mode']?.('journal_mode', mode)
}

function access({ mode, immutable }: Readonly<Record<string, unknown>>): BetterSqlite3.Options {
  if (mode === 'ro' || immutable === true) return { readonly: true }
  return mode === 'rw' ? { fileMustExist: true } : {}
}

/** A path, or `:memory:`. */
function sourceOf(url: URL): string {
  const { database, query } = url
  if (database === null || database === '' || readQuery(url)['mode'] === 'memory') return memory
  if (!database.startsWith('file:') || !/^(?:1|on|true|yes)$/i.test(String(query['uri'])))
    return database
  return pathOf(database) || memory
}

/** The path of `file:relative.db`, `file:/absolute.db` or `file:///absolute.db`. */
function pathOf(name: string): string {
  if (name.startsWith('file://')) return fileURLToPath(name)
  return decodeURIComponent(name.slice('file:'.length))
}

/** The options in the URL; of one that comes twice the last counts. */
function readQuery(url: URL): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, values] of Object.entries(url.query)) {
    const reader = readers[name]
    if (reader === undefined) throw unknownOption(name)
    read[name] = reader(name, [values].flat().at(-1) ?? '')
  }
  return read
}

function unknownOption(name: string): ArgumentError {
  const near = nearest(name, Object.keys(readers))
  return new ArgumentError(`Invalid query parameter in the database URL: '${name}'`, {
    hint: near === null ? `SQLite has ${Object.keys(readers).join(', ')}` : `did you mean ${near}?`,
  })
}

function oneOf(...known: readonly string[]): (name: string, text: string) => string {
  return (name, text) => {
    const value = text.toLowerCase()
    if (known.includes(value)) return value
    throw new ArgumentError(`Invalid value '${text}' for ${name}`, {
      hint: `use one of ${known.join(', ')}`,
    })
  }
}

function seconds(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && Number.isInteger(value * 1000)) return value
  throw new ArgumentError(`Invalid value '${text}' for ${name}`, {
    hint: 'a number of seconds, such as 5 or 0.25',
  })
}

function truth(name: string, text: string): boolean {
  if (/^(?:1|on|true|yes)$/i.test(text)) return true
  if (/^(?:0|off|false|no)$/i.test(text)) return false
  throw new ArgumentError(`Invalid value '${text}' for ${name}`, { hint: 'use true or false' })
}

function asItIs(_name: string, text: string): string {
  return text
}
