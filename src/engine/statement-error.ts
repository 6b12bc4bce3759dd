/**
 * Errors of one statement: what the driver said, with the SQL and its parameters. Made by `Connection`, which asks
 * the dialect for the class; texts have SQLAlchemy's shape.
 */
import { OrmError } from '../errors.js'
import { reprParameters } from './log/parameters.js'

export interface StatementFacts {
  readonly statement: string | null
  /** One set, or a list of sets. */
  readonly params: readonly unknown[] | null
  readonly orig: unknown
  readonly hideParameters?: boolean
  readonly many?: boolean
  readonly hint?: string
}

/**
 * Raised when a statement could not be executed; `sqlalchemy.exc.StatementError`.
 * Carries `statement`, `params` and `orig`, the error behind it.
 */
export class StatementError extends OrmError {
  override readonly code: string = 'engine/statement'
  readonly statement: string | null
  readonly params: readonly unknown[] | null
  readonly orig: unknown
  readonly hideParameters: boolean
  readonly detail: string[] = []
  readonly #text: string
  readonly #many: boolean

  constructor(text: string, facts: StatementFacts) {
    super(text, { cause: facts.orig, ...(facts.hint === undefined ? {} : { hint: facts.hint }) })
    this.#text = text
    this.#many = facts.many ?? false
    this.statement = facts.statement
    this.params = facts.params
    this.orig = facts.orig
    this.hideParameters = facts.hideParameters ?? false
    this.#rebuildMessage()
  }

  /** Puts a remark in parentheses in front of the message, e.g. what the statement was a part of. */
  addDetail(text: string): void {
    this.detail.push(text)
    this.#rebuildMessage()
  }

  #rebuildMessage(): void {
    const lines = [...this.detail.map((text) => `(${text})`), this.#text]
    if (this.statement) lines.push(`[SQL: ${this.statement}]`)
    if (this.statement && this.params && this.params.length > 0) lines.push(this.#parameterLine())
    const before = this.message
    this.message = lines.join('\n')
    this.stack = this.stack?.replace(before, () => this.message) ?? ''
  }

  #parameterLine(): string {
    if (this.hideParameters) return '[SQL parameters hidden due to hide_parameters=True]'
    return `[parameters: ${reprParameters(this.params ?? [], this.#many)}]`
  }
}

/** Raised when the database or its driver refuses; `sqlalchemy.exc.DBAPIError`. */
export class DBAPIError extends StatementError {
  override readonly code: string = 'engine/dbapi'
  /** True when the connection was lost and has been given up. */
  connectionInvalidated = false
}

/** A problem of the driver rather than of the database; `sqlalchemy.exc.InterfaceError`. */
export class InterfaceError extends DBAPIError {
  override readonly code = 'engine/interface'
}

/** A problem of the database; `sqlalchemy.exc.DatabaseError`. */
export class DatabaseError extends DBAPIError {
  override readonly code: string = 'engine/database'
}

/** A value that cannot be processed: out of range, division by zero; `sqlalchemy.exc.DataError`. */
export class DataError extends DatabaseError {
  override readonly code = 'engine/data'
}

/** The database's operation: unreachable, busy, out of memory; `sqlalchemy.exc.OperationalError`. */
export class OperationalError extends DatabaseError {
  override readonly code = 'engine/operational'
}

/** A constraint is violated; `sqlalchemy.exc.IntegrityError`. */
export class IntegrityError extends DatabaseError {
  override readonly code = 'engine/integrity'
}

/** The database's own state, such as an aborted transaction; `sqlalchemy.exc.InternalError`. */
export class InternalError extends DatabaseError {
  override readonly code = 'engine/internal'
}

/** Wrong SQL: syntax, unknown table or column, wrong number of parameters; `sqlalchemy.exc.ProgrammingError`. */
export class ProgrammingError extends DatabaseError {
  override readonly code = 'engine/programming'
}

/** Something the database does not offer; `sqlalchemy.exc.NotSupportedError`. */
export class NotSupportedError extends DatabaseError {
  override readonly code = 'engine/not-supported'
}

/** The classes a dialect chooses from when it classifies a driver's error. */
export const dbapiErrors = {
  InterfaceError,
  DatabaseError,
  DataError,
  OperationalError,
  IntegrityError,
  InternalError,
  ProgrammingError,
  NotSupportedError,
} as const

export type DBAPIErrorName = keyof typeof dbapiErrors
