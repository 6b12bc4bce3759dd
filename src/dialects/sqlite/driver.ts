/** The SQLite driver: better-sqlite3 in this thread, for synchronous and asynchronous engines alike. */
import { ConnectionCursor } from '../../engine/pool/connection-cursor.js'
import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'
import type { Driver, DriverConnection, DriverCursor, DriverResult } from '../../engine/driver.js'
import type { URL } from '../../engine/url.js'
import { ArgumentError } from '../../errors.js'
import { SqliteCursor } from './cursor.js'
import { PreparedStatement } from './prepared-statement.js'
import { retained } from './retained.js'

// Only an engine that connects to SQLite loads the driver.
const load = createRequire(import.meta.url)

const maximumStatements = 256

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

export function createSqliteDriver(): Driver {
  return {
    name: 'better-sqlite3',
    asynchronous: false,
    connect: (url, connectArgs) => connect(url, connectArgs as SqliteConnectArgs),
  }
}

function connect(url: URL, connectArgs: SqliteConnectArgs): SqliteConnection {
  const Database = load('better-sqlite3') as typeof BetterSqlite3
  const {
    foreignKeys = isOn(url.query['foreign_keys']),
    journalMode = url.query['journal_mode'],
    interruptible,
    image,
    ...options
  } = connectArgs
  const timeout =
    url.query['timeout'] === undefined ? {} : { timeout: Number(url.query['timeout']) * 1000 }
  const readonly = url.query['mode'] === 'ro' ? { readonly: true } : {}
  const source = image === undefined ? (url.database ?? ':memory:') : Buffer.from(image)
  const database = retained(new Database(source, { ...timeout, ...readonly, ...options }))
  if (journalMode !== undefined) setJournalMode(database, String(journalMode))
  database.exec(`PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`)
  database.function('regexp', { deterministic: true }, matches)
  return new SqliteConnection(database, interruptible ?? false)
}

const journalModes = ['delete', 'truncate', 'persist', 'memory', 'wal', 'off']

/** @throws ArgumentError for a mode SQLite does not know */
function setJournalMode(database: BetterSqlite3.Database, mode: string): void {
  if (!journalModes.includes(mode.toLowerCase())) {
    database.close()
    throw new ArgumentError(`Invalid value '${mode}' for journal_mode`, {
      hint: `use one of ${journalModes.join(', ')}`,
    })
  }
  database.pragma(`journal_mode = ${mode}`)
}

/** `value REGEXP pattern`, which SQLite leaves to the application. */
function matches(pattern: unknown, value: unknown): number | null {
  if (pattern === null || value === null) return null
  return new RegExp(String(pattern), 'u').test(String(value)) ? 1 : 0
}

function isOn(value: string | readonly string[] | undefined): boolean {
  return typeof value === 'string' && /^(?:1|on|true|yes)$/i.test(value)
}

export class SqliteConnection implements DriverConnection {
  readonly #statements = new Map<string, PreparedStatement>()
  #openCursors = 0

  constructor(
    /** The database of better-sqlite3, for functions, backups and whatever else only it can do. */
    readonly database: BetterSqlite3.Database,
    private readonly interruptible: boolean,
  ) {}

  get isOpen(): boolean {
    return this.database.open
  }

  get inTransaction(): boolean {
    return this.database.open && this.database.inTransaction
  }

  execute(sql: string, parameters: readonly unknown[]): DriverResult {
    const statement = this.#prepared(sql)
    const result = statement.execute(parameters, this.interruptible)
    if (statement.changesSchema) this.#forgetColumns()
    return result
  }

  executeMany(sql: string, sets: readonly (readonly unknown[])[]): DriverResult {
    return this.#prepared(sql).executeMany(sets)
  }

  cursor(): ConnectionCursor {
    return new ConnectionCursor(this)
  }

  openCursor(sql: string, parameters: readonly unknown[]): DriverCursor {
    // Not from the cache: a statement that is being iterated cannot be run.
    const cursor = new SqliteCursor(new PreparedStatement(this.database, sql), parameters, () =>
      this.#countCursors(-1),
    )
    this.#countCursors(1)
    return cursor
  }

  begin(statement: string): void {
    if (!this.inTransaction) this.#prepared(statement).execute([], false)
  }

  end(statement: 'COMMIT' | 'ROLLBACK'): void {
    if (this.inTransaction) this.#prepared(statement).execute([], false)
  }

  /** SQLite runs in the calling thread: nobody is there to ask. */
  cancel(): void {}

  close(): void {
    this.database.close()
  }

  #prepared(sql: string): PreparedStatement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = new PreparedStatement(this.database, sql)
    this.#statements.set(sql, statement)
    if (this.#statements.size > maximumStatements) {
      const [oldest] = this.#statements.keys()
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }

  #forgetColumns(): void {
    for (const statement of this.#statements.values()) statement.forgetColumns()
  }

  /** better-sqlite3 forbids writing while a result is being read; SQLite itself allows it. */
  #countCursors(change: number): void {
    this.#openCursors += change
    if (this.database.open) this.database.unsafeMode(this.#openCursors > 0)
  }
}
