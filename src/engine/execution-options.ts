/** Options that go with a statement, a connection or an engine; the more specific ones win. */
import type { StatementOrigin } from './observer.js'

/** `execution_options` of SQLAlchemy; unknown names are kept for listeners. */
export interface ExecutionOptions {
  /** Of connections and engines: the isolation of transactions, or `AUTOCOMMIT`. */
  readonly isolationLevel?: string
  /** Of connections: transactions may only read (PostgreSQL). */
  readonly postgresqlReadonly?: boolean
  /** Of connections: a serialisable read-only transaction waits until it cannot fail (PostgreSQL). */
  readonly postgresqlDeferrable?: boolean
  /** Fetch rows as they are asked for. */
  readonly streamResults?: boolean
  /** Fetch this many rows at a time; implies `streamResults`. */
  readonly yieldPer?: number
  /** Put in brackets before each line of the log. */
  readonly loggingToken?: string
  /** Other names for schemas: `{ tenant: 'tenant_7' }`. */
  readonly schemaTranslateMap?: Readonly<Record<string, string | null>>
  /** Null compiles the statement anew each time. */
  readonly compiledCache?: Map<string, unknown> | null
  /** Rows of one INSERT that generates keys. */
  readonly insertmanyvaluesPageSize?: number
  /** @internal Why the statement runs. */
  readonly origin?: StatementOrigin
  /** @internal The user's line. */
  readonly site?: string | null
  readonly [name: string]: unknown
}

/** The options in force: the statement's over the connection's, the call's over both. */
export function optionsFor(
  connection: { getExecutionOptions(): ExecutionOptions },
  own: ExecutionOptions,
  call: ExecutionOptions,
): ExecutionOptions {
  const general = connection.getExecutionOptions()
  if (isEmpty(general) && isEmpty(own)) return call
  return { ...general, ...own, ...call }
}

function isEmpty(options: ExecutionOptions): boolean {
  for (const _ in options) return false
  return true
}

/** Rows are wanted in pieces. */
export function wantsStream(options: ExecutionOptions): boolean {
  return options.streamResults === true || options.yieldPer !== undefined
}
