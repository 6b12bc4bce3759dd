/** The SQLite driver: better-sqlite3 in this thread, for synchronous and asynchronous engines alike. */
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import type { Driver, DriverConnection, DriverCursor, DriverResult } from '../../engine/driver.js'
import type { URL } from '../../engine/url.js'
import { ConnectionCursor } from '../../engine/pool/connection-cursor.js'
import { planSqlite, type SqliteConnectArgs } from './connect-options.js'
import { SqliteCursor } from './cursor.js'
import { PreparedStatement } from './prepared-statement.js'
import { retained } from './retained.js'

// Only an engine that connects to SQLite loads the driver.
const load = createRequire(import.meta.url)

const maximumStatements = 256

export function createSqliteDriver(): Driver {
  return {
    name: 'better-sqlite3',
    asynchronous: false,
    connect: (url, connectArgs) => connect(url, connectArgs as SqliteConnectArgs),
  }
}

function connect(url: URL, connectArgs: SqliteConnectArgs): SqliteConnection {
  const { source, options, ...plan } = planSqlite(url, connectArgs)
  const database = retained(open(source, options))
  if (plan.journalMode !== null) database.pragma(`journal_mode = ${plan.journalMode}`)
  database.exec(`PRAGMA foreign_keys = ${plan.foreignKeys ? 'ON' : 'OFF'}`)
  database.function('regexp', { deterministic: true }, matches)
  return new SqliteConnection(database, plan.interruptible)
}

/** SQLite's own message does not say which file it could not open, nor why. */
function open(source: string | Buffer, options: BetterSqlite3.Options): BetterSqlite3.Database {
  const Database = load('better-sqlite3') as typeof BetterSqlite3
  try {
    return new Database(source, options)
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string }
    const isUnopened = code === 'SQLITE_CANTOPEN' || message.startsWith('Cannot open database')
    if (!isUnopened || typeof source !== 'string') throw error
    const text = `unable to open database file "${source}": ${reasonOf(source, options)}`
    throw new Database.SqliteError(text, 'SQLITE_CANTOPEN')
  }
}

function reasonOf(path: string, { readonly, fileMustExist }: BetterSqlite3.Options): string {
  if (!existsSync(dirname(path))) return 'its directory does not exist'
  const exists = existsSync(path)
  if (exists && statSync(path).isDirectory()) return 'it is a directory'
  if (!exists && (readonly || fileMustExist)) return 'the file does not exist'
  return 'permission denied'
}

/** `value REGEXP pattern`, which SQLite leaves to the application. */
function matches(pattern: unknown, value: unknown): number | null {
  if (pattern === null || value === null) return null
  return new RegExp(String(pattern), 'u').test(String(value)) ? 1 : 0
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
