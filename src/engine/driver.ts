/**
 * What a database driver must offer. Implemented in `dialects/*`, called only by `Connection` and the pool
 * through `io.ts`. Synchronous and asynchronous drivers share this contract.
 */
import type { MaybePromise } from '../util/maybe-promise.js'
import type { ConnectionCursor } from './pool/connection-cursor.js'
import type { URL } from './url.js'

export type { MaybePromise }

/** Rows are arrays in column order, exactly as the driver decodes them; result processors of the types come after. */
export interface DriverResult {
  readonly returnsRows: boolean
  readonly columns: readonly string[]
  /** Driver type codes per column (PostgreSQL OIDs, SQLite declared types); empty when unknown. */
  readonly columnTypes: readonly (number | string | null)[]
  readonly rows: unknown[][]
  /** Rows matched by an INSERT, UPDATE or DELETE; -1 when unknown. */
  readonly rowCount: number
  readonly lastInsertId: number | bigint | null
}

/** A result whose rows are fetched in pieces (`streamResults`, `yieldPer`). */
export interface DriverCursor {
  readonly columns: readonly string[]
  readonly columnTypes: readonly (number | string | null)[]
  /** The next rows; fewer than asked for, or none, at the end. */
  fetch(count: number): MaybePromise<unknown[][]>
  close(): MaybePromise<void>
}

export interface DriverConnection {
  /** Runs one statement with positional parameters already converted for the driver. */
  execute(sql: string, parameters: readonly unknown[]): MaybePromise<DriverResult>
  /** Runs one statement once per parameter set; `rowCount` is the sum. */
  executeMany(sql: string, sets: readonly (readonly unknown[])[]): MaybePromise<DriverResult>
  /** A cursor as Python's drivers have it, for listeners of `connect`. */
  cursor(): ConnectionCursor
  openCursor(sql: string, parameters: readonly unknown[]): MaybePromise<DriverCursor>
  /** Opens a transaction with this statement; a driver may hold it back until the first statement follows. */
  begin(statement: string): MaybePromise<void>
  /** Ends the transaction; nothing is sent when none is open. */
  end(statement: 'COMMIT' | 'ROLLBACK'): MaybePromise<void>
  /** True between BEGIN and its end, as the database itself reports it. */
  readonly inTransaction: boolean
  /** Asks the server, from outside, to stop what runs now. Harmless when nothing runs. */
  cancel(): void
  /** False once the connection is known to be broken. */
  readonly isOpen: boolean
  close(): MaybePromise<void>
}

/** What a driver may report besides answers. */
export interface DriverHooks {
  /** A message of the server to the client, such as PostgreSQL's `RAISE NOTICE`. */
  readonly notice?: (severity: string, message: string) => void
}

export interface Driver {
  /** `better-sqlite3`, `pg`. */
  readonly name: string
  /** True when calls answer with promises. */
  readonly asynchronous: boolean
  connect(
    url: URL,
    connectArgs: Readonly<Record<string, unknown>>,
    hooks?: DriverHooks,
  ): MaybePromise<DriverConnection>
}
