/** Errors of the expression language and its compiler. */
import { ArgumentError, InvalidRequestError, OrmError } from '../errors.js'

/** A statement that cannot be written for a dialect; `sqlalchemy.exc.CompileError`. */
export class CompileError extends OrmError {
  override readonly code: string = 'sql/compile'
}

/** A kind of element a dialect has no text for; `sqlalchemy.exc.UnsupportedCompilationError`. */
export class UnsupportedCompilationError extends CompileError {
  override readonly code = 'sql/unsupported'
}

/** An operator that a type does not have; Python's `NotImplementedError` in SQLAlchemy. */
export class UnsupportedOperatorError extends OrmError {
  override readonly code = 'sql/unsupported-operator'
}

/** A name that is longer than the database allows; `sqlalchemy.exc.IdentifierError`. */
export class IdentifierError extends OrmError {
  override readonly code = 'sql/identifier'
}

/** A value that is none of those an enumeration has; Python's `LookupError` in SQLAlchemy. */
export class LookupError extends ArgumentError {}

/** Two FROM elements without a foreign key between them; `sqlalchemy.exc.NoForeignKeysError`. */
export class NoForeignKeysError extends ArgumentError {}

/** Two FROM elements with several foreign keys between them; `sqlalchemy.exc.AmbiguousForeignKeysError`. */
export class AmbiguousForeignKeysError extends ArgumentError {}

/** A name that denotes nothing known: the base of the missing table and missing column errors. */
export class NoReferenceError extends InvalidRequestError {
  override readonly code: string = 'schema/no-reference'

  constructor(
    message: string,
    readonly tableName: string,
  ) {
    super(message)
  }
}

/** A foreign key to a table that is not in the MetaData; `sqlalchemy.exc.NoReferencedTableError`. */
export class NoReferencedTableError extends NoReferenceError {}

/** A foreign key to a column the table does not have; `sqlalchemy.exc.NoReferencedColumnError`. */
export class NoReferencedColumnError extends NoReferenceError {
  constructor(
    message: string,
    tableName: string,
    readonly columnName: string,
  ) {
    super(message, tableName)
  }
}
