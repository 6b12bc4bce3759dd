/**
 * What may be done to the database: everything, nothing but reading, or anything that is rolled back in the end. The
 * server is told, so that no way around the shell is a way around this.
 */
import type { DriverConnection } from '../../engine/driver.js'
import type { Engine } from '../../engine/engine.js'
import { runSync, request } from '../../engine/io.js'
import type { ShellConfig } from '../config.js'
import { UsageError } from '../errors.js'

export interface Access {
  /** `production`; null where nobody said. */
  readonly environment: string | null
  /** Mistakes here would hurt: reading only unless told otherwise, and writes to whole tables are confirmed. */
  readonly isGuarded: boolean
  readonly readOnly: boolean
  readonly sandbox: boolean
}

const GUARDED = /^(prod|production|live)$/i

/** @throws UsageError for wishes that exclude each other */
export function accessOf(config: ShellConfig): Access {
  const { environment, readOnly, sandbox, writable } = config
  if (readOnly && writable) throw new UsageError('--read-only and --writable exclude each other')
  if (readOnly && sandbox) throw new UsageError('--read-only and --sandbox exclude each other')
  const isGuarded = environment !== null && GUARDED.test(environment)
  const asks = writable || sandbox
  return { environment, isGuarded, readOnly: readOnly || (isGuarded && !asks), sandbox }
}

/** Statements by dialect that make a connection read only, and keep it from holding others up. */
const READ_ONLY: Readonly<Record<string, readonly string[]>> = {
  sqlite: ['PRAGMA query_only = ON'],
  postgresql: [
    'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY',
    "SET statement_timeout = '60s'",
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = '30min'",
  ],
}

/** Every connection of the engine from now on can only read. */
export function makeReadOnly(engine: Engine): void {
  const statements = READ_ONLY[engine.dialect.name]
  if (!statements) throw new UsageError(`--read-only is not known for ${engine.dialect.name}`)
  const setUp = (connection: DriverConnection): void => {
    for (const sql of statements) runSync(request('execute', () => connection.execute(sql, [])))
  }
  engine.events.listen('connect', (connection: unknown) => setUp(connection as DriverConnection))
}

/** The same for the one connection of a database in memory, which is open already. */
export function makeOpenReadOnly(engine: Engine): void {
  engine.connect(({ driverConnection }) => {
    for (const sql of READ_ONLY[engine.dialect.name] ?? []) void driverConnection.execute(sql, [])
  })
}
