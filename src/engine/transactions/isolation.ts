/** The isolation of a connection's transactions: what was asked for, and what the driver's connection is set to. */
import { ArgumentError } from '../../errors.js'
import type { Dialect, TransactionOptions } from '../dialect.js'
import type { DriverConnection } from '../driver.js'
import type { ExecutionOptions } from '../execution-options.js'
import type { Io } from '../io.js'

export const AUTOCOMMIT = 'AUTOCOMMIT'

/** A level in words, whether or not the database has it. */
export function normalLevel(level: unknown): string {
  return String(level).replaceAll('_', ' ').toUpperCase()
}

/** The level as the database writes it. @throws ArgumentError for one it does not have */
export function checkedLevel({ name, isolationLevels }: Dialect, level: unknown): string {
  const wanted = normalLevel(level)
  if (isolationLevels.includes(wanted)) return wanted
  throw new ArgumentError(
    `Invalid value '${wanted}' for isolation_level. ` +
      `Valid isolation levels for '${name}' are ${isolationLevels.join(', ')}`,
  )
}

export class IsolationState {
  #wanted: string | null
  #applied: string | null = null

  constructor(
    private readonly dialect: Dialect,
    engineLevel: string | null,
  ) {
    this.#wanted = engineLevel
  }

  get isAutocommit(): boolean {
    return this.#wanted === AUTOCOMMIT
  }

  get wanted(): string | null {
    return this.#wanted
  }

  set(level: string): void {
    this.#wanted = level
  }

  beginStatement(options: ExecutionOptions): string {
    const transaction: TransactionOptions = {
      isolationLevel: this.#wanted,
      readonly: options.postgresqlReadonly ?? false,
      deferrable: options.postgresqlDeferrable ?? false,
    }
    return this.dialect.beginStatement(transaction)
  }

  /** Sets the driver's connection to the level, where BEGIN does not say it. */
  *applyIo(connection: DriverConnection): Io<void> {
    if (this.#wanted === this.#applied) return
    yield* this.dialect.setIsolationLevelIo(
      connection,
      this.#wanted ?? this.dialect.defaultIsolationLevel,
    )
    this.#applied = this.#wanted
  }

  /** Back to the default, before others use the connection. */
  *restoreIo(connection: DriverConnection): Io<void> {
    if (this.#applied === null || !connection.isOpen) return
    this.#applied = null
    yield* this.dialect.setIsolationLevelIo(connection, this.dialect.defaultIsolationLevel)
  }

  /** The driver's connection is another one now. */
  forget(): void {
    this.#applied = null
  }
}
