/** Which of the library's errors an error of better-sqlite3 becomes; the classes are those of Python's sqlite3. */
import type { ErrorFacts } from '../../engine/dialect.js'
import type { DBAPIErrorName } from '../../engine/statement-error.js'

const kinds: Readonly<Record<string, DBAPIErrorName>> = {
  SQLITE_CONSTRAINT: 'IntegrityError',
  SQLITE_MISMATCH: 'IntegrityError',
  SQLITE_TOOBIG: 'DataError',
  SQLITE_INTERNAL: 'InternalError',
  SQLITE_NOTFOUND: 'InternalError',
  SQLITE_MISUSE: 'InterfaceError',
  SQLITE_RANGE: 'InterfaceError',
  SQLITE_CORRUPT: 'DatabaseError',
  SQLITE_NOTADB: 'DatabaseError',
}

/** What better-sqlite3 itself refuses, before SQLite hears of it. */
const driverMessages =
  /^(?:SQLite3 can only bind|Too (?:few|many) parameter|Missing named parameter|You cannot specify|The supplied SQL string|Named parameters|BigInt|The bound|executemany|This (?:statement|database)|The database connection)/

/** Answers null for errors that are not the database's. */
export function classifyError(error: unknown): ErrorFacts | null {
  if (!(error instanceof Error)) return null
  const { code } = error as { readonly code?: unknown }
  const isSqlite = typeof code === 'string' && code.startsWith('SQLITE_')
  if (isSqlite) return { ...facts(kindOf(code), 'SqliteError', error.message), ...hintFor(code) }
  return driverMessages.test(error.message)
    ? facts('ProgrammingError', error.constructor.name, error.message)
    : null
}

function hintFor(code: string): { readonly hint?: string } {
  if (!/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return {}
  return {
    hint: 'another connection is writing: wait longer with ?timeout=SECONDS, let readers go on with ?journal_mode=wal',
  }
}

function kindOf(code: string): DBAPIErrorName {
  const primary = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ''
  return kinds[primary] ?? 'OperationalError'
}

function facts(kind: DBAPIErrorName, name: string, text: string): ErrorFacts {
  return { kind, name, text, isDisconnect: false }
}
