/**
 * What the engine asks of a database's dialect, beside the SQL compiler's tables. Implemented in `dialects/*`, which
 * know their driver; the engine never names one.
 */
import type { Processor } from '../sql/types/type-engine.js'
import type { Paramstyle } from '../sql/compiler/dialect.js'
import type { DdlDialect } from '../schema/ddl-dialect.js'
import type { Connection } from './connection.js'
import type { Driver, DriverConnection } from './driver.js'
import type { ExplainOptions, Plan } from './explain.js'
import type { Io } from './io.js'
import type { PoolClass } from './pool/pool.js'
import type { Introspection } from './reflection/introspection.js'
import type { DBAPIErrorName } from './statement-error.js'
import type { URL } from './url.js'

/** How a transaction is opened. */
export interface TransactionOptions {
  readonly isolationLevel: string | null
  readonly readonly: boolean
  readonly deferrable: boolean
}

/** The statements of two-phase commit. */
export interface TwophaseStatements {
  prepare(xid: string): string
  commit(xid: string): string
  rollback(xid: string): string
  /** Lists the ids of prepared transactions. */
  readonly recover: string
}

/** How INSERTs of many rows are sent in one statement. */
export interface InsertManyValues {
  /** Also when no rows are to come back, because it is faster than one statement a row. */
  readonly withoutReturning: boolean
  /** Generated keys follow the order of `INSERT … SELECT … ORDER BY`. */
  readonly ordersByCounter: boolean
  /** RETURNING names columns with their table. */
  readonly qualifiesReturning: boolean
  /** Parameters in one statement. */
  readonly maxParameters: number
}

/** What a dialect reads out of a driver's error. */
export interface ErrorFacts {
  /** The class to raise. */
  readonly kind: DBAPIErrorName
  /** The name in front of the message: `SqliteError`, `UniqueViolation`. */
  readonly name: string
  readonly text: string
  /** The connection is gone. */
  readonly isDisconnect: boolean
  /** What can be done about it. */
  readonly hint?: string
}

/** A dialect: how it spells statements, and how it runs them. */
export type Dialect = DdlDialect & DialectRuntime & DialectProperties

/** What SQLAlchemy calls some of the features, for those who ask the dialect. */
export interface DialectProperties {
  readonly insertReturning: boolean
  readonly updateReturning: boolean
  readonly deleteReturning: boolean
  readonly supportsMultivaluesInsert: boolean
  readonly supportsSequences: boolean
  readonly supportsNativeBoolean: boolean
  readonly maxIdentifierLength: number
}

/** A dialect of its two halves. */
export function makeDialect(compiler: DdlDialect, runtime: DialectRuntime): Dialect {
  const { features } = compiler
  return {
    ...compiler,
    ...runtime,
    insertReturning: features.insertReturning,
    updateReturning: features.updateReturning,
    deleteReturning: features.deleteReturning,
    supportsMultivaluesInsert: features.multivaluesInsert,
    supportsSequences: features.sequences,
    supportsNativeBoolean: features.nativeBoolean,
    maxIdentifierLength: features.maxIdentifierLength,
  }
}

export interface DialectRuntime {
  readonly name: string
  /** The name of its driver: `better-sqlite3`, `pg`. */
  readonly driver: string
  /** How its driver takes parameters. */
  readonly paramstyles: readonly Paramstyle[]
  readonly defaultIsolationLevel: string
  /** In the order in which messages name them; AUTOCOMMIT is among them. */
  readonly isolationLevels: readonly string[]
  /** How transactions are prepared and then ended, by their id; null where the database cannot. */
  readonly twophase: TwophaseStatements | null

  readonly insertManyValues: InsertManyValues

  /** Looks at a URL before anything is opened. @throws ArgumentError */
  checkUrl(url: URL): void
  createDriver(asynchronous: boolean): Driver
  defaultPool(url: URL): PoolClass

  /** The statement that opens a transaction. */
  beginStatement(options: TransactionOptions): string
  /** Prepares a connection for transactions of a level, where BEGIN cannot say it. */
  setIsolationLevelIo(connection: DriverConnection, level: string): Io<void>
  /** The level in force; `wanted` is what the next BEGIN will ask for. */
  readIsolationLevelIo(connection: DriverConnection, wanted: string | null): Io<string>
  /** Asks whether the connection answers. @throws what the driver has against it */
  pingIo(connection: DriverConnection): Io<boolean>
  /** The schema that names without one refer to. */
  defaultSchemaNameIo(connection: Connection): Io<string>

  /** What to make of an error of the driver; null when it is not one. */
  classifyError(error: unknown): ErrorFacts | null
  /** Converts values of columns whose type no statement knows, by the driver's type code. */
  untypedProcessor(columnType: number | string | null): Processor | null

  readonly introspection: Introspection
  explainIo(connection: Connection, statement: ExplainTarget, options: ExplainOptions): Io<Plan>
}

/** A statement as it was sent. */
export interface ExplainTarget {
  readonly sql: string
  readonly parameters: readonly unknown[]
}
