/** What can be wrong before any code runs. `main.ts` prints message and hint and exits with the code's number. */
import { OrmError, type OrmErrorOptions } from '../errors.js'
import { exitCode, type ExitCode } from './exit-code.js'

/** An error that ends the program with a certain exit code. */
export class CommandLineError extends OrmError {
  override readonly code: string = 'cli'
  readonly exitCode: ExitCode = exitCode.usage
}

/** Flags, arguments or environment that cannot be what was meant. */
export class UsageError extends CommandLineError {
  override readonly code = 'cli/usage'
}

/** The database could not be reached, or refused. */
export class ConnectionFailedError extends CommandLineError {
  override readonly code = 'cli/connection'
  override readonly exitCode = exitCode.connection

  /** Whether a password is all it takes. */
  readonly wantsPassword: boolean

  constructor(url: string, options: OrmErrorOptions & { readonly wantsPassword?: boolean }) {
    super(`cannot connect to ${url}`, options)
    this.wantsPassword = options.wantsPassword ?? false
  }
}
